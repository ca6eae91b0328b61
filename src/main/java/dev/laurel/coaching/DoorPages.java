package dev.laurel.coaching;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.ModelAndView;

/** How whoever was invited by mail comes into a room: a link is sent to them, and a press of a button opens. */
@Controller
@RequestMapping({DoorPages.DRAFT, DoorPages.OWN_DATA})
class DoorPages {

    static final String DRAFT = "/coach/{share}";
    static final String OWN_DATA = DRAFT + "/data";

    private final DraftSharing sharing;
    private final Door door;

    DoorPages(DraftSharing sharing, Door door) {
        this.sharing = sharing;
        this.door = door;
    }

    /** Says how to open a room, and neither whose draft it is nor to whom it was sent. */
    static ModelAndView closed(Share share, Room room) {
        return page("coaching/door", share, room).addObject("sent", false);
    }

    private static ModelAndView page(String template, Share share, Room room) {
        return new ModelAndView(template)
                .addObject("section", "")
                .addObject("base", room.address(share))
                .addObject("ownData", room == Room.OWN_DATA);
    }

    /** Sends a link to the address that was invited, wherever this was asked. */
    @PostMapping("/key")
    ModelAndView key(@PathVariable UUID share, HttpServletRequest request, Locale locale) {
        Room wanted = room(request);
        Share found = find(share, wanted);
        if (door.sendKey(found, wanted, locale)) {
            return new ModelAndView("redirect:" + wanted.address(found) + "?sent=yes");
        }
        return refused(found, wanted, "coaching.door.too-many", HttpStatus.TOO_MANY_REQUESTS);
    }

    /** What the link in the mail leads to. It takes a press of a button: programs that look at mails press none. */
    @GetMapping("/open")
    ModelAndView open(@PathVariable UUID share, HttpServletRequest request, @RequestParam(defaultValue = "") String t) {
        Room wanted = room(request);
        Share found = find(share, wanted);
        return door.isGood(found, t)
                ? page("coaching/open", found, wanted).addObject("t", t)
                : refused(found, wanted, "coaching.door.over", HttpStatus.GONE);
    }

    @PostMapping("/open")
    ModelAndView enter(
            @PathVariable UUID share,
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String t,
            HttpServletResponse response) {
        Room wanted = room(request);
        Share found = find(share, wanted);
        Optional<String> session = door.enter(found, wanted, t);
        if (session.isEmpty()) {
            return refused(found, wanted, "coaching.door.over", HttpStatus.GONE);
        }
        door.open(found, response, session.get());
        return new ModelAndView("redirect:" + wanted.address(found));
    }

    private static Room room(HttpServletRequest request) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return String.valueOf(pattern).startsWith(OWN_DATA) ? Room.OWN_DATA : Room.DRAFT;
    }

    private Share find(UUID share, Room room) {
        return switch (room) {
            case DRAFT -> sharing.byMail(share);
            case OWN_DATA -> sharing.everByMail(share);
        };
    }

    private static ModelAndView refused(Share share, Room room, String problem, HttpStatus status) {
        ModelAndView page = closed(share, room).addObject("problem", problem);
        page.setStatus(status);
        return page;
    }
}
