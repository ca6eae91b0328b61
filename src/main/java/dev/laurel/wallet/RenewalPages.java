package dev.laurel.wallet;

import dev.laurel.lti.Launch;
import dev.laurel.wallet.RenewalDesk.Saved;
import dev.laurel.wallet.RenewalDesk.Typed;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** Renewing a badge, in the wallet outside of any LMS and in a window of one. */
@Controller
@RequestMapping({RenewalPages.BADGE, "/l/{launch}" + RenewalPages.BADGE})
class RenewalPages {

    static final String BADGE = "/wallet/badges/{id:[A-Za-z0-9-]{1,64}}/renewal";

    private final RenewalDesk desk;
    private final EarnerPlaces places;

    RenewalPages(RenewalDesk desk, EarnerPlaces places) {
        this.desk = desk;
        this.places = places;
    }

    @ModelAttribute
    EarnerPlace place(@Nullable Launch launch, @AuthenticationPrincipal @Nullable WalletId wallet) {
        return places.of(launch, wallet);
    }

    @GetMapping
    ModelAndView page(
            @ModelAttribute(binding = false) EarnerPlace place,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String done) {
        return desk.page(place, id, done);
    }

    @PostMapping
    ModelAndView save(
            @ModelAttribute(binding = false) EarnerPlace place,
            @PathVariable String id,
            Typed typed,
            @RequestParam(defaultValue = "") String act,
            @RequestParam(defaultValue = "false") boolean ownWork,
            @RequestParam(name = "file", required = false) MultipartFile @Nullable [] files,
            Locale locale) {
        return desk.save(
                place, id, typed, files == null ? new MultipartFile[0] : files, act.equals("hand-in"), ownWork, locale);
    }

    @PostMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Saved> autosave(
            @ModelAttribute(binding = false) EarnerPlace place, @PathVariable String id, Typed typed) {
        return desk.autosave(place, id, typed);
    }

    @PostMapping(path = "/files", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ModelAndView addFiles(
            @ModelAttribute(binding = false) EarnerPlace place,
            @PathVariable String id,
            @RequestParam("file") MultipartFile[] files,
            Typed typed,
            Locale locale) {
        return desk.addFiles(place, id, files, typed, locale);
    }

    @GetMapping("/files/{file}")
    ResponseEntity<Resource> file(
            @ModelAttribute(binding = false) EarnerPlace place,
            @PathVariable String id,
            @PathVariable UUID file,
            HttpServletResponse response) {
        return desk.file(place, id, file, response);
    }

    @PostMapping("/files/{file}/remove")
    ModelAndView remove(
            @ModelAttribute(binding = false) EarnerPlace place,
            @PathVariable String id,
            @PathVariable UUID file,
            Typed typed) {
        return desk.setRemoved(place, id, file, true, typed);
    }

    @PostMapping("/files/{file}/restore")
    ModelAndView restore(
            @ModelAttribute(binding = false) EarnerPlace place,
            @PathVariable String id,
            @PathVariable UUID file,
            Typed typed) {
        return desk.setRemoved(place, id, file, false, typed);
    }

    @PostMapping("/take-back")
    String takeBack(@ModelAttribute(binding = false) EarnerPlace place, @PathVariable String id) {
        return desk.takeBack(place, id);
    }
}
