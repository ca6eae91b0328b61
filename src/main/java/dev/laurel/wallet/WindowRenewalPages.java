package dev.laurel.wallet;

import dev.laurel.lti.Launch;
import dev.laurel.person.Persons;
import dev.laurel.system.NotFound;
import dev.laurel.wallet.RenewalDesk.Place;
import dev.laurel.wallet.RenewalDesk.Saved;
import dev.laurel.wallet.RenewalDesk.Typed;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
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

/** Renewing a badge in a window of an LMS. */
@Controller
@RequestMapping("/l/{launch}/wallet/badges/{id:[A-Za-z0-9-]{1,64}}/renewal")
class WindowRenewalPages {

    private final RenewalDesk desk;
    private final Persons persons;

    WindowRenewalPages(RenewalDesk desk, Persons persons) {
        this.desk = desk;
        this.persons = persons;
    }

    /** @throws NotFound when the window is nobody's who earns */
    private Place place(Launch launch) {
        if (!launch.roles().isEarner()) {
            throw new NotFound("Launch " + launch.id().value() + " is nobody's who earns");
        }
        return new Place(
                "wallet/window-renewal",
                List.of(new Owner(launch.tenant(), persons.behind(launch))),
                launch.path("/wallet"));
    }

    @GetMapping
    ModelAndView page(Launch launch, @PathVariable String id, @RequestParam(defaultValue = "") String done) {
        return desk.page(place(launch), id, done);
    }

    @PostMapping
    ModelAndView save(
            Launch launch,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String hours,
            @RequestParam(defaultValue = "0") int base,
            @RequestParam(defaultValue = "") String editor,
            @RequestParam(defaultValue = "") String act,
            @RequestParam(defaultValue = "false") boolean ownWork,
            @RequestParam(name = "file", required = false) MultipartFile @Nullable [] files,
            Locale locale) {
        return desk.save(
                place(launch),
                id,
                new Typed(text, hours, base, editor),
                files == null ? new MultipartFile[0] : files,
                act.equals("hand-in"),
                ownWork,
                locale);
    }

    @PostMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Saved> autosave(
            Launch launch,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "") String hours,
            @RequestParam(defaultValue = "0") int base,
            @RequestParam(defaultValue = "") String editor) {
        return desk.autosave(place(launch), id, new Typed(text, hours, base, editor));
    }

    @PostMapping(path = "/files", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ModelAndView addFiles(
            Launch launch,
            @PathVariable String id,
            @RequestParam("file") MultipartFile[] files,
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(defaultValue = "") String hours,
            @RequestParam(defaultValue = "0") int base,
            @RequestParam(defaultValue = "") String editor,
            Locale locale) {
        return desk.addFiles(place(launch), id, files, Typed.of(text, hours, base, editor), locale);
    }

    @GetMapping("/files/{file}")
    ResponseEntity<Resource> file(
            Launch launch, @PathVariable String id, @PathVariable UUID file, HttpServletResponse response) {
        return desk.file(place(launch), id, file, response);
    }

    @PostMapping("/files/{file}/remove")
    ModelAndView remove(
            Launch launch,
            @PathVariable String id,
            @PathVariable UUID file,
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(defaultValue = "") String hours,
            @RequestParam(defaultValue = "0") int base,
            @RequestParam(defaultValue = "") String editor) {
        return desk.setRemoved(place(launch), id, file, true, Typed.of(text, hours, base, editor));
    }

    @PostMapping("/files/{file}/restore")
    ModelAndView restore(
            Launch launch,
            @PathVariable String id,
            @PathVariable UUID file,
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(defaultValue = "") String hours,
            @RequestParam(defaultValue = "0") int base,
            @RequestParam(defaultValue = "") String editor) {
        return desk.setRemoved(place(launch), id, file, false, Typed.of(text, hours, base, editor));
    }

    @PostMapping("/take-back")
    String takeBack(Launch launch, @PathVariable String id) {
        return desk.takeBack(place(launch), id);
    }
}
