package dev.laurel.journey;

import dev.laurel.authoring.DraftPreviews;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffMember;
import dev.laurel.submission.EvidencePreview;
import dev.laurel.tenant.TenantId;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;

/** What earners will see of a version that is still being written, for its authors and reviewers: its page, and the forms behind it. */
@Controller
class DraftPage {

    private final DraftPreviews drafts;
    private final LearnerPage page;
    private final EvidencePreview evidence;

    DraftPage(DraftPreviews drafts, LearnerPage page, EvidencePreview evidence) {
        this.drafts = drafts;
        this.page = page;
        this.evidence = evidence;
    }

    @GetMapping("/author/versions/{id}/as-earner")
    ModelAndView asEarner(StaffMember member, @PathVariable UUID id) {
        return page.draft(drafts.of(member, new VersionId(id))).addObject("draftAt", "/author/versions/" + id);
    }

    @GetMapping("/author/versions/{id}/as-earner/evidence")
    ModelAndView evidence(StaffMember member, @PathVariable UUID id) {
        return back(id, evidence.list(credential(member, id), tenant(member, id), at(id)));
    }

    @GetMapping("/author/versions/{id}/as-earner/evidence/questions/{question}")
    ModelAndView question(StaffMember member, @PathVariable UUID id, @PathVariable String question) {
        return back(id, evidence.question(credential(member, id), tenant(member, id), at(id), question));
    }

    @GetMapping("/author/versions/{id}/as-earner/evidence/artefacts/{artefact}")
    ModelAndView artefact(StaffMember member, @PathVariable UUID id, @PathVariable String artefact) {
        return back(id, evidence.artefact(credential(member, id), tenant(member, id), at(id), artefact));
    }

    @GetMapping("/author/versions/{id}/as-earner/evidence/check")
    ModelAndView check(StaffMember member, @PathVariable UUID id) {
        return back(id, evidence.check(credential(member, id), tenant(member, id), at(id)));
    }

    private MicroCredential credential(StaffMember member, UUID id) {
        return drafts.of(member, new VersionId(id));
    }

    private TenantId tenant(StaffMember member, UUID id) {
        return drafts.tenantOf(member, new VersionId(id));
    }

    private static String at(UUID id) {
        return "/author/versions/" + id + "/as-earner";
    }

    private static ModelAndView back(UUID id, ModelAndView page) {
        return page.addObject("draftAt", "/author/versions/" + id);
    }
}
