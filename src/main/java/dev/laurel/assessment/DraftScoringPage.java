package dev.laurel.assessment;

import dev.laurel.authoring.DraftPreviews;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffMember;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;

/** The scoring page of a version that is still being written: no evidence, and nothing that could be saved. */
@Controller
class DraftScoringPage {

    private final DraftPreviews drafts;

    DraftScoringPage(DraftPreviews drafts) {
        this.drafts = drafts;
    }

    @GetMapping("/author/versions/{id}/as-assessor")
    ModelAndView asAssessor(StaffMember member, @PathVariable UUID id) {
        MicroCredential credential = drafts.of(member, new VersionId(id));
        Sheet sheet = new Sheet(1, credential.rubric(), credential.scoring().feedbackRequired(), Map.of(), Map.of());
        return new ModelAndView("assessment/scoring")
                .addObject("draftAt", "/author/versions/" + id)
                .addObject("section", "author")
                .addObject("id", id)
                .addObject("label", "")
                .addObject("credentialTitle", credential.title())
                .addObject("language", credential.language())
                .addObject("competency", credential.competency())
                .addObject("kind", kind(credential))
                .addObject("evidence", EvidenceView.of(credential, null))
                .addObject("evidenceMissing", false)
                .addObject("criteria", CriterionView.of(sheet, Map.of()))
                .addObject("refused", false)
                .addObject("mostWords", Scoring.MOST_WORDS)
                .addObject("rated", sheet.rated())
                .addObject("toRate", sheet.toRate());
    }

    private static String kind(MicroCredential credential) {
        return switch (ScoringModels.told(credential)) {
            case ALONE -> "alone";
            case MAYBE_SECOND -> "maybe-second";
            case TWO -> "two";
        };
    }
}
