package dev.laurel.journey;

import dev.laurel.authoring.DraftPreviews;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffMember;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;

/** The module page of a version that is still being written, for its authors and reviewers. */
@Controller
class DraftPage {

    private final DraftPreviews drafts;
    private final LearnerPage page;

    DraftPage(DraftPreviews drafts, LearnerPage page) {
        this.drafts = drafts;
        this.page = page;
    }

    @GetMapping("/author/versions/{id}/as-earner")
    ModelAndView asEarner(StaffMember member, @PathVariable UUID id) {
        return page.draft(drafts.of(member, new VersionId(id))).addObject("draftAt", "/author/versions/" + id);
    }
}
