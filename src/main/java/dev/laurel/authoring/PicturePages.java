package dev.laurel.authoring;

import dev.laurel.catalog.BadgePicture;
import dev.laurel.catalog.Publishing;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffMember;
import dev.laurel.system.NotFound;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The picture of a draft's badge: supplied, looked at in the sizes in which people see it, and taken out again. */
@Controller
class PicturePages {

    private static final Logger log = LoggerFactory.getLogger(PicturePages.class);
    private static final Set<Integer> SIZES = Set.of(64, 320);
    private static final int MOST_NAMED = 8;

    private final Versions versions;
    private final Editing editing;
    private final Publishing publishing;

    PicturePages(Versions versions, Editing editing, Publishing publishing) {
        this.versions = versions;
        this.editing = editing;
        this.publishing = publishing;
    }

    @GetMapping("/author/versions/{id}/picture")
    ModelAndView page(StaffMember member, @PathVariable UUID id) {
        return page(member, id, "", List.of());
    }

    private ModelAndView page(StaffMember member, UUID id, String problem, List<String> takenOut) {
        AuthoredVersion version = versions.readToWrite(member, new VersionId(id));
        return new ModelAndView("authoring/picture")
                .addObject("section", "author")
                .addObject("version", version)
                .addObject("stack", publishing.isStack(version.content()))
                .addObject("supplied", image(version) != null)
                .addObject("revision", version.revision())
                .addObject("problem", problem)
                .addObject("takenOut", takenOut);
    }

    private static @Nullable String image(AuthoredVersion version) {
        JsonNode image =
                JsonMapper.shared().readTree(version.content()).path("badge").path("image");
        return image.isString() ? image.stringValue() : null;
    }

    @GetMapping("/author/versions/{id}/picture/{size:[0-9]{2,3}}.png")
    ResponseEntity<byte[]> drawn(StaffMember member, @PathVariable UUID id, @PathVariable int size) {
        String image = image(versions.readToWrite(member, new VersionId(id)));
        if (image == null || !SIZES.contains(size)) {
            throw new NotFound("No picture of " + size + " pixels for version " + id);
        }
        byte[] png;
        try {
            png = BadgePicture.of(image).png(size);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new NotFound("The picture of version " + id + " has to be mended first");
        }
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_PNG)
                .cacheControl(CacheControl.noStore())
                .body(png);
    }

    @PostMapping("/author/versions/{id}/picture")
    ModelAndView supply(
            StaffMember member, @PathVariable UUID id, @RequestParam(required = false) @Nullable MultipartFile file)
            throws IOException {
        if (file == null || file.isEmpty()) {
            return refused(member, id, "none");
        }
        if (file.getSize() > BadgePicture.MOST_UPLOADED) {
            return refused(member, id, BadgePicture.Problem.TOO_LARGE.key());
        }
        try {
            BadgePicture.Taken taken = BadgePicture.take(file.getBytes());
            editing.picture(member, new VersionId(id), taken.text());
            log.info("Author {} supplied a picture for version {}", member.id().value(), id);
            return taken.takenOut().isEmpty()
                    ? new ModelAndView("redirect:/author/versions/" + id + "/picture")
                    : page(
                            member,
                            id,
                            "",
                            taken.takenOut().stream().limit(MOST_NAMED).toList());
        } catch (BadgePicture.Refused e) {
            return refused(member, id, e.problem().key());
        }
    }

    private ModelAndView refused(StaffMember member, UUID id, String problem) {
        ModelAndView page = page(member, id, "authoring.picture.problem." + problem, List.of());
        page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        return page;
    }

    @PostMapping("/author/versions/{id}/picture/removal")
    String remove(StaffMember member, @PathVariable UUID id) {
        editing.picture(member, new VersionId(id), null);
        return "redirect:/author/versions/" + id + "/picture";
    }
}
