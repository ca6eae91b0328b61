package dev.laurel.assessment;

import dev.laurel.assessment.Anchor.Score;
import dev.laurel.assessment.Qualifications.Try;
import dev.laurel.assessment.Qualifying.Run;
import dev.laurel.assessment.Qualifying.Standing;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.person.StaffMember;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.Practice;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** An assessor's own way to being qualified: what is open to them, training, the set, and how it went. */
@Controller
class QualifyController {

    private final Qualifying qualifying;
    private final Anchors anchors;
    private final Catalogue catalogue;
    private final Tenants tenants;
    private final Practice<QualitySettings> practice;

    QualifyController(
            Qualifying qualifying,
            Anchors anchors,
            Catalogue catalogue,
            Tenants tenants,
            Practice<QualitySettings> practice) {
        this.qualifying = qualifying;
        this.anchors = anchors;
        this.catalogue = catalogue;
        this.tenants = tenants;
        this.practice = practice;
    }

    @GetMapping("/assess/qualify")
    String list(StaffMember person, Model model) {
        model.addAttribute("section", "assess");
        model.addAttribute("standings", qualifying.of(person));
        model.addAttribute("gates", gates(person));
        return "assessment/qualify";
    }

    /** @param district absent where the gate is the same everywhere */
    record Gate(@Nullable String district, QualitySettings of) {}

    private List<Gate> gates(StaffMember person) {
        Set<QualitySettings> different =
                person.assesses().stream().map(practice::of).collect(Collectors.toSet());
        return different.size() < 2
                ? different.stream().map(of -> new Gate(null, of)).toList()
                : person.assesses().stream()
                        .map(tenant -> new Gate(tenants.nameOf(tenant).orElse(""), practice.of(tenant)))
                        .sorted(Comparator.comparing(gate -> String.valueOf(gate.district())))
                        .toList();
    }

    @GetMapping("/assess/qualify/{tenant}/{family}")
    String one(
            StaffMember person,
            @PathVariable UUID tenant,
            @PathVariable String family,
            @RequestParam(required = false) @Nullable String not,
            Model model) {
        Standing standing = standing(person, tenant, family);
        model.addAttribute("section", "assess");
        model.addAttribute("standing", standing);
        model.addAttribute("notNow", not != null);
        model.addAttribute(
                "training",
                qualifying.training(
                        person, standing.tenant(), standing.credential().id()));
        model.addAttribute(
                "tries",
                qualifying.tries(
                        person, standing.tenant(), standing.credential().id()));
        model.addAttribute("gate", practice.of(standing.tenant()));
        return "assessment/qualify-one";
    }

    private Standing standing(StaffMember person, UUID tenant, String family) {
        return Optional.of(family)
                .filter(MicroCredentialId::isValid)
                .flatMap(id -> qualifying.standing(person, new TenantId(tenant), new MicroCredentialId(id)))
                .orElseThrow(() -> new NotFound("Nothing to qualify for under " + tenant));
    }

    /** A training piece with its scores and why. */
    @GetMapping("/assess/qualify/training/{id}")
    String training(StaffMember person, @PathVariable UUID id, Model model, HttpServletResponse response) {
        Anchor anchor = trainingPiece(person, id);
        MicroCredential credential = catalogue.version(anchor.version()).orElseThrow();
        EvidencePolicy.forPage(response);
        model.addAttribute("section", "assess");
        model.addAttribute("anchor", anchor);
        model.addAttribute("credentialTitle", credential.title());
        model.addAttribute("language", credential.language());
        model.addAttribute("id", "anchors/" + id);
        model.addAttribute("indicators", credential.completionIndicators());
        model.addAttribute(
                "evidence",
                EvidenceView.of(
                        credential,
                        Anchor.evidence(anchor.id(), anchor.version(), anchor.madeAt(), anchors.pieces(anchor.id()))));
        model.addAttribute("evidenceMissing", false);
        Map<String, Score> scores = anchors.scores(anchor.id());
        model.addAttribute("lines", ComparedView.of(credential.rubric(), Map.of(), scores));
        model.addAttribute(
                "isRead",
                qualifying.training(person, anchor.tenant(), anchor.family()).stream()
                        .anyMatch(piece -> piece.anchor().id().equals(anchor.id()) && piece.read()));
        return "assessment/training";
    }

    private Anchor trainingPiece(StaffMember person, UUID id) {
        return qualifying
                .trainingPiece(person, new AnchorId(id))
                .orElseThrow(() -> new NotFound("No training piece " + id));
    }

    @PostMapping("/assess/qualify/training/{id}")
    String read(StaffMember person, @PathVariable UUID id) {
        Anchor anchor = trainingPiece(person, id);
        qualifying.read(person, anchor);
        return "redirect:" + address(anchor.tenant(), anchor.family());
    }

    private static String address(TenantId tenant, MicroCredentialId family) {
        return "/assess/qualify/" + tenant.value() + "/" + family.value();
    }

    @PostMapping("/assess/qualify/{tenant}/{family}/begin")
    String begin(StaffMember person, @PathVariable UUID tenant, @PathVariable String family) {
        Standing standing = standing(person, tenant, family);
        Optional<Try> begun = qualifying.begin(
                person, standing.tenant(), standing.credential().id());
        return "redirect:"
                + begun.map(run -> "/assess/qualify/sets/" + run.id())
                        .orElseGet(() ->
                                address(standing.tenant(), standing.credential().id()) + "?not");
    }

    /** A set: what of it is to be rated, and how it went once all is. */
    @GetMapping("/assess/qualify/sets/{id}")
    String set(StaffMember person, @PathVariable UUID id, Model model) {
        Run run = qualifying.run(person, id).orElseThrow(() -> new NotFound("No set " + id));
        model.addAttribute("section", "assess");
        model.addAttribute("run", run);
        model.addAttribute("left", (int) run.pieces().stream()
                .filter(piece -> piece.reading().state() == Reading.State.HELD)
                .count());
        model.addAttribute("gate", practice.at(run.run().tenant(), run.run().startedAt()));
        return "assessment/qualify-set";
    }
}
