package dev.laurel.badge;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** Anybody checks a badge here: by its link on the badge's own page, as pasted text, or as a file. Nothing is kept. */
@Controller
class VerifyController {

    private final Verification verification;
    private final Awards awards;
    private final Showings showings;
    private final ObjectProvider<DemoRecord> demoRecord;
    private final ChecksAtOnce checks;
    private final CheckRation ration;

    VerifyController(
            Verification verification,
            Awards awards,
            Showings showings,
            ObjectProvider<DemoRecord> demoRecord,
            ChecksAtOnce checks,
            CheckRation ration) {
        this.verification = verification;
        this.checks = checks;
        this.ration = ration;
        this.awards = awards;
        this.showings = showings;
        this.demoRecord = demoRecord;
    }

    /**
     * @param credential id of one of our badges, to check at once
     */
    @GetMapping("/verify")
    String form(@RequestParam(required = false) @Nullable String credential, Model model, HttpServletRequest request) {
        if (credential != null) {
            ration.take(request);
            Optional<String> text = awards.withId(credential)
                    .filter(award -> showings.of(award.credentialId()).open())
                    .map(Awards.Stored::credential)
                    .or(() -> demoRecord(credential));
            text.map(verification::of).ifPresent(verdict -> model.addAttribute("verdict", verdict));
            if (text.isEmpty()) {
                model.addAttribute("problem", "badge.verify.problem.unknown");
            }
        }
        model.addAttribute("section", "verify");
        return "badge/verify";
    }

    private Optional<String> demoRecord(String id) {
        return Optional.ofNullable(demoRecord.getIfAvailable())
                .filter(demo -> id.equals(DemoRecord.ID))
                .map(demo -> new String(demo.file(RecordFile.JSON), StandardCharsets.UTF_8));
    }

    /**
     * @param recipient an e-mail address that the badge may be for; empty to leave that out
     */
    @PostMapping("/verify")
    String check(
            @RequestParam(required = false, defaultValue = "") String text,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(required = false, defaultValue = "") String recipient,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Optional<MultipartFile> uploaded = Optional.ofNullable(file).filter(given -> !given.isEmpty());
        if (uploaded.isEmpty() && text.isBlank()) {
            model.addAttribute("problem", "badge.verify.problem.nothing");
        } else if (!ration.admits(request)) {
            model.addAttribute(
                            "problem",
                            uploaded.isPresent()
                                    ? "badge.verify.problem.too-often.file"
                                    : "badge.verify.problem.too-often")
                    .addAttribute("text", text)
                    .addAttribute("recipient", recipient);
            response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
            response.setHeader(HttpHeaders.RETRY_AFTER, "60");
        } else {
            Optional<String> credential =
                    uploaded.isPresent() ? BakedCredential.in(uploaded.get().getBytes()) : Optional.of(text.strip());
            String address = recipient.length() > 320 ? "" : recipient.strip();
            if (credential.isEmpty()) {
                model.addAttribute("problem", "badge.verify.problem.no-credential");
            } else if (!Verification.mayHoldBadge(credential.get())) {
                model.addAttribute(
                        "problem",
                        uploaded.isPresent() ? "badge.verify.problem.no-badge" : "badge.verify.problem.no-badge.text");
            } else {
                Optional<Verdict> verdict = checks.one(() -> verification.of(credential.get(), address));
                verdict.ifPresent(found -> model.addAttribute("verdict", found));
                if (verdict.isEmpty()) {
                    model.addAttribute(
                            "problem",
                            uploaded.isPresent() ? "badge.verify.problem.busy.file" : "badge.verify.problem.busy");
                    response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
                    response.setHeader(HttpHeaders.RETRY_AFTER, "30");
                }
            }
            if (model.containsAttribute("problem")) {
                model.addAttribute("text", text).addAttribute("recipient", address);
            }
        }
        model.addAttribute("section", "verify");
        return "badge/verify";
    }
}
