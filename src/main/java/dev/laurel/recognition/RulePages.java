package dev.laurel.recognition;

import dev.laurel.person.StaffMember;
import dev.laurel.recognition.Proposals.Refusal;
import dev.laurel.recognition.RecognitionDocuments.Kind;
import dev.laurel.system.NotFound;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/**
 * Where rules are kept: what holds, what a file would change in words, and the decision of a second person, or of an operator
 * for want of one. A recognition officer sees the authorities of their districts, an operator all.
 */
@Controller
@RequestMapping({"/recognition/rules", "/admin/rules"})
class RulePages {

    private static final Logger log = LoggerFactory.getLogger(RulePages.class);
    private static final String DOCUMENT = "{kind:authority|rule|agreement|export}/{name:[a-z0-9-]{2,100}}";
    private static final int LONGEST_FILE = 500_000;

    private final Rulebook rulebook;
    private final Proposals proposals;
    private final RuleReach reach;

    RulePages(Rulebook rulebook, Proposals proposals, RuleReach reach) {
        this.rulebook = rulebook;
        this.proposals = proposals;
        this.reach = reach;
    }

    /** What one authority says. */
    record Shelf(Authority authority, List<Rule> rules, List<Agreement> agreements, List<ExportFormat> exports) {}

    /**
     * @param own whether whoever looks proposed it, and so cannot decide it
     * @param alone whether there is nobody else who could
     * @param changes in what holds now; empty when the file no longer fits
     */
    record Line(Proposal proposal, boolean own, boolean alone, List<RuleChange> changes, List<RulesProblem> problems) {}

    @GetMapping
    ModelAndView list(StaffMember officer, HttpServletRequest request, @RequestParam(defaultValue = "") String done) {
        return page(officer, request)
                .addObject("done", List.of("proposed", "approved", "declined").contains(done) ? done : "");
    }

    private ModelAndView page(StaffMember officer, HttpServletRequest request) {
        List<Authority> authorities = reach.authorities(officer, request);
        List<AuthorityCode> codes = authorities.stream().map(Authority::code).toList();
        boolean all = RuleReach.ofOperator(request);
        Rulebook.State state = rulebook.current();
        return new ModelAndView("recognition/rules")
                .addObject("section", all ? "admin-rules" : "rules")
                .addObject("base", RuleReach.base(request))
                .addObject("done", "")
                .addObject("refusal", "")
                .addObject("problems", List.of())
                .addObject("typed", "")
                .addObject(
                        "shelves",
                        authorities.stream()
                                .map(authority -> new Shelf(
                                        authority,
                                        state.rules().getOrDefault(authority.code(), List.of()),
                                        state.agreements().getOrDefault(authority.code(), List.of()),
                                        state.exports().getOrDefault(authority.code(), List.of())))
                                .toList())
                .addObject(
                        "proposals",
                        proposals.open().stream()
                                .filter(proposal -> all || codes.containsAll(proposal.authorities()))
                                .map(proposal -> line(proposal, officer, request))
                                .toList())
                .addObject(
                        "decided",
                        proposals.decided().stream()
                                .filter(proposal -> all || codes.containsAll(proposal.authorities()))
                                .toList());
    }

    private Line line(Proposal proposal, StaffMember officer, HttpServletRequest request) {
        boolean own = proposal.proposedBy().equals(officer.id());
        boolean alone = own && reach.isAlone(officer, request, proposal.authorities());
        try {
            return new Line(proposal, own, alone, proposals.preview(proposal.content()), List.of());
        } catch (InvalidRules e) {
            return new Line(proposal, own, alone, List.of(), e.problems());
        }
    }

    /** Shows in words what a file would change. Nothing is stored yet. */
    @PostMapping("/preview")
    ModelAndView preview(
            StaffMember officer,
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(required = false) @Nullable MultipartFile file)
            throws IOException {
        String content = file == null || file.isEmpty() || file.getSize() > LONGEST_FILE
                ? text
                : new String(file.getBytes(), StandardCharsets.UTF_8);
        if (content.isBlank() || content.length() > LONGEST_FILE) {
            return page(officer, request).addObject("refusal", "no-file");
        }
        List<RuleChange> changes;
        try {
            changes = proposals.preview(content);
        } catch (InvalidRules e) {
            return page(officer, request).addObject("typed", content).addObject("problems", e.problems());
        }
        Refusal refusal = Proposals.mayPropose(changes, reach.may(officer, request, changes));
        if (refusal != Refusal.NONE) {
            return page(officer, request).addObject("typed", content).addObject("refusal", key(refusal));
        }
        return preview(request, content, changes);
    }

    private static ModelAndView preview(HttpServletRequest request, String content, List<RuleChange> changes) {
        return new ModelAndView("recognition/rules-preview")
                .addObject("section", RuleReach.section(request))
                .addObject("base", RuleReach.base(request))
                .addObject("text", content)
                .addObject("changes", changes)
                .addObject("refusal", "");
    }

    @PostMapping
    ModelAndView propose(
            StaffMember officer,
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String words) {
        List<RuleChange> changes;
        Refusal refusal;
        try {
            changes = proposals.preview(text);
            refusal = proposals.propose(officer, text, words, reach.may(officer, request, changes));
        } catch (InvalidRules e) {
            return page(officer, request).addObject("typed", text).addObject("problems", e.problems());
        }
        if (refusal == Refusal.NO_WORDS) {
            return preview(request, text, changes).addObject("refusal", key(refusal));
        }
        if (refusal != Refusal.NONE) {
            return page(officer, request).addObject("typed", text).addObject("refusal", key(refusal));
        }
        log.info("{} proposed a change of rules", officer.id().value());
        return new ModelAndView("redirect:" + RuleReach.base(request) + "?done=proposed");
    }

    /** @param act {@code approve} or {@code decline} */
    @PostMapping("/proposals/{id}")
    ModelAndView decide(
            StaffMember officer,
            HttpServletRequest request,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String act,
            @RequestParam(defaultValue = "") String words) {
        Proposal proposal = proposals.find(id).orElseThrow(() -> new NotFound("No proposal " + id));
        boolean all = RuleReach.ofOperator(request);
        Collection<AuthorityCode> may = all ? proposal.authorities() : reach.codes(officer);
        Refusal refusal;
        try {
            refusal = proposals.decide(
                    officer,
                    id,
                    act.equals("approve"),
                    words,
                    may,
                    all ? may : reach.alone(officer),
                    reach.isAlone(officer, request, proposal.authorities()));
        } catch (InvalidRules e) {
            refusal = Refusal.NO_LONGER_FITS; // an authority or rule that it builds on has changed since
        }
        if (refusal == Refusal.NOT_YOURS) {
            throw new NotFound("No proposal " + id + " that this officer looks after");
        }
        if (refusal != Refusal.NONE) {
            return page(officer, request).addObject("refusal", key(refusal));
        }
        log.info("{} decided proposal {}: {}", officer.id().value(), id, act);
        return new ModelAndView(
                "redirect:" + RuleReach.base(request) + "?done=" + (act.equals("approve") ? "approved" : "declined"));
    }

    /** @param fields what it says differently from the version before; everything, for the first */
    record Version(int number, String by, java.time.Instant at, List<ChangedField> fields) {}

    /** Every version of one document, the latest first. */
    @GetMapping("/" + DOCUMENT)
    ModelAndView history(
            StaffMember officer, HttpServletRequest request, @PathVariable String kind, @PathVariable String name) {
        List<Rulebook.Kept> kept = kept(officer, request, kind, name);
        List<Version> versions = new ArrayList<>();
        for (int i = 0; i < kept.size(); i++) {
            Rulebook.Kept one = kept.get(i);
            versions.add(new Version(
                    one.version(),
                    one.by(),
                    one.at(),
                    RuleChange.between(
                            Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                            i + 1 < kept.size() ? kept.get(i + 1).fields() : null,
                            one.fields(),
                            rulebook.current().authorities())));
        }
        return new ModelAndView("recognition/rules-history")
                .addObject("section", RuleReach.section(request))
                .addObject("base", RuleReach.base(request))
                .addObject("kind", kind)
                .addObject("name", name)
                .addObject("versions", versions);
    }

    /** What holds now as a file, to be kept, loaded elsewhere, or changed and handed in. */
    @GetMapping(path = "/" + DOCUMENT + ".yaml", produces = "application/yaml")
    ResponseEntity<byte[]> yaml(
            StaffMember officer, HttpServletRequest request, @PathVariable String kind, @PathVariable String name) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_YAML)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + ".yaml\"")
                .body(ExportKeeping.yaml(
                                kept(officer, request, kind, name).get(0).fields())
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** Every version, the latest first; never none. */
    private List<Rulebook.Kept> kept(StaffMember officer, HttpServletRequest request, String kind, String name) {
        Kind wanted = Arrays.stream(Kind.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(kind))
                .findFirst()
                .orElseThrow();
        List<Rulebook.Kept> kept = rulebook.history(wanted, name);
        boolean theirs = !kept.isEmpty()
                && reach.authorities(officer, request).stream()
                        .anyMatch(
                                authority -> authority.code().equals(kept.get(0).authority()));
        if (!theirs) {
            throw new NotFound("No " + kind + " " + name + " that this officer looks after");
        }
        return kept;
    }

    private static String key(Refusal refusal) {
        return refusal.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
