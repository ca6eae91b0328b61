package dev.laurel.coaching;

import dev.laurel.coaching.SharedDrafts.Draft;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** A draft that is shared with whoever reads a mail address, outside of any LMS. */
@Controller
@RequestMapping("/coach")
class CoachByMail {

    private final DraftSharing sharing;
    private final Door door;
    private final SharedDrafts drafts;
    private final DraftFiles files;
    private final CoachForms forms;

    CoachByMail(DraftSharing sharing, Door door, SharedDrafts drafts, DraftFiles files, CoachForms forms) {
        this.sharing = sharing;
        this.door = door;
        this.drafts = drafts;
        this.files = files;
        this.forms = forms;
    }

    /** The draft where it is open, or how to open it. The latter says neither whose it is nor to whom it was sent. */
    @GetMapping("/{share}")
    ModelAndView draft(
            @PathVariable UUID share,
            @RequestParam(defaultValue = "") String said,
            @RequestParam(defaultValue = "") String sent,
            HttpServletRequest request,
            Locale locale) {
        Share found = sharing.byMail(share);
        if (!door.isOpen(found, request)) {
            return DoorPages.closed(found, Room.DRAFT).addObject("sent", sent.equals("yes"));
        }
        helps(found);
        sharing.viewed(found, null);
        return page(drafts.of(found), locale).addObject("said", said.equals("kept"));
    }

    private ModelAndView page(Draft draft, Locale locale) {
        return drafts.page("coaching/draft-by-mail", draft, Room.DRAFT.address(draft.share()), locale)
                .addObject("section", "");
    }

    @PostMapping("/{share}/close")
    String close(@PathVariable UUID share, HttpServletRequest request, HttpServletResponse response) {
        Share found = opened(share, request);
        door.close(found, request, response);
        return "redirect:" + Room.DRAFT.address(found);
    }

    @GetMapping("/{share}/files/{file}")
    ResponseEntity<Resource> file(
            @PathVariable UUID share,
            @PathVariable UUID file,
            @RequestHeader(name = HttpHeaders.RANGE, required = false) @Nullable String range,
            HttpServletRequest request,
            HttpServletResponse response) {
        Share found = opened(share, request);
        helps(found);
        Draft draft = drafts.of(found);
        CoachForms.neverRuns(response);
        return files.send(draft, file, range);
    }

    @PostMapping("/{share}/comments")
    ModelAndView comment(
            @PathVariable UUID share,
            @RequestParam UUID id,
            @RequestParam(required = false) @Nullable UUID thread,
            @RequestParam(defaultValue = "") String about,
            @RequestParam(defaultValue = "") String words,
            HttpServletRequest request,
            Locale locale) {
        if (sharing.wasByMail(share).filter(over -> door.isOpen(over, request)).isPresent()) {
            return CoachForms.over("coaching/over-by-mail", words);
        }
        Share found = opened(share, request);
        helps(found);
        Draft draft = drafts.of(found);
        Talk.Typed typed = forms.typed(draft, id, thread, about, words);
        return forms.say(draft, typed, Room.DRAFT.address(found), () -> page(draft, locale));
    }

    /** Whoever came in to see what is kept of them alone, and looks at the draft after all, helps from then on. */
    private void helps(Share share) {
        if (share.openedAt() == null) {
            sharing.opensByMail(share);
        }
    }

    private Share opened(UUID share, HttpServletRequest request) {
        Share found = sharing.byMail(share);
        if (!door.isOpen(found, request)) {
            throw new NotShared("Share " + share + " is not open in this browser");
        }
        return found;
    }

    /** The page of a form whose token is not this browser's. */
    @RequestMapping("/form-too-old")
    void formTooOld() {
        throw CoachingRefused.formTooOld();
    }
}
