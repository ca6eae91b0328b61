package dev.laurel.coaching;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is kept of whoever was invited by mail: they see it, take a copy and have it deleted, behind the same door as the draft,
 * also when they never opened the draft and when sharing has ended. Says nothing of the draft and its author.
 */
@Controller
@RequestMapping("/coach")
class CoachOwnDataPages {

    private static final ObjectWriter JSON = JsonMapper.shared().writerWithDefaultPrettyPrinter();

    private final DraftSharing sharing;
    private final Door door;
    private final CoachOwnData data;
    private final Clock clock;

    CoachOwnDataPages(DraftSharing sharing, Door door, CoachOwnData data, Clock clock) {
        this.sharing = sharing;
        this.door = door;
        this.data = data;
        this.clock = clock;
    }

    @GetMapping("/{share}/data")
    ModelAndView page(
            @PathVariable UUID share, @RequestParam(defaultValue = "") String sent, HttpServletRequest request) {
        Share found = sharing.everByMail(share);
        return door.isOpen(found, request)
                ? page(found)
                : DoorPages.closed(found, Room.OWN_DATA).addObject("sent", sent.equals("yes"));
    }

    private ModelAndView page(Share share) {
        CoachOwnData.Copy copy = data.of(share);
        return new ModelAndView("coaching/own-data")
                .addObject("section", "")
                .addObject("base", Room.OWN_DATA.address(share))
                .addObject("copy", copy)
                .addObject("draft", share.isInForce(clock.instant()) ? Room.DRAFT.address(share) : null);
    }

    @GetMapping("/{share}/data/copy")
    ResponseEntity<byte[]> copy(@PathVariable UUID share, HttpServletRequest request) {
        Share found = opened(share, request);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("laurel-comments.json")
                                .build()
                                .toString())
                .cacheControl(CacheControl.noStore())
                .body(JSON.writeValueAsBytes(data.of(found)));
    }

    /** @param words whether the words of the comments go too */
    @PostMapping("/{share}/data/delete")
    ModelAndView delete(
            @PathVariable UUID share,
            @RequestParam(defaultValue = "false") boolean sure,
            @RequestParam(defaultValue = "false") boolean words,
            HttpServletRequest request,
            HttpServletResponse response) {
        Share found = opened(share, request);
        if (!sure) {
            ModelAndView again =
                    page(found).addObject("problem", "coaching.own.not-sure").addObject("words", words);
            again.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
            return again;
        }
        data.forget(found, words);
        door.takeBack(found, response);
        return new ModelAndView("redirect:/coach/deleted");
    }

    @GetMapping("/deleted")
    ModelAndView deleted() {
        return new ModelAndView("coaching/deleted").addObject("section", "");
    }

    private Share opened(UUID share, HttpServletRequest request) {
        Share found = sharing.everByMail(share);
        if (!door.isOpen(found, request)) {
            throw new NotShared("What is kept of the coach of share " + share + " is not open in this browser");
        }
        return found;
    }
}
