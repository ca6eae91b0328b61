package dev.laurel.submission;

import dev.laurel.lti.Launch;
import dev.laurel.system.NotFound;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;

/**
 * Resumable uploads within a window: the tus protocol 1.0 with Creation, Termination, Checksum and Expiration. Who asks is
 * told by the window, as on every page of it; its forms' token goes in a header.
 *
 * @see <a href="https://tus.io/protocols/resumable-upload">tus.io</a>
 */
@Controller
@RequestMapping("/l/{launch}/evidence/artefacts/{artefact}/uploads")
class UploadPages {

    private static final String VERSION = "1.0.0";
    private static final String RESUMABLE = "Tus-Resumable";
    private static final String OFFSET = "Upload-Offset";
    private static final String LENGTH = "Upload-Length";
    private static final String BYTES_AT_OFFSET = "application/offset+octet-stream";

    /** Not registered with IANA; the protocol's own. */
    private static final int CHECKSUM_MISMATCH = 460;

    private static final DateTimeFormatter EXPIRES =
            DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT).withZone(ZoneOffset.UTC);

    private final EarnerDesk desks;
    private final EvidenceViews views;
    private final Uploads uploads;

    UploadPages(EarnerDesk desks, EvidenceViews views, Uploads uploads) {
        this.desks = desks;
        this.views = views;
        this.uploads = uploads;
    }

    /** Something that the protocol does not allow; told to a program, not to a person. */
    private static final class NotByProtocol extends RuntimeException {

        private final HttpStatus status;

        NotByProtocol(HttpStatus status, String message) {
            super(message);
            this.status = status;
        }
    }

    @ModelAttribute
    void speakTheProtocol(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader(RESUMABLE, VERSION);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        String asked = request.getHeader(RESUMABLE);
        if (asked != null && !asked.equals(VERSION)) {
            throw new NotByProtocol(HttpStatus.PRECONDITION_FAILED, "The version of the protocol is " + VERSION);
        }
    }

    @RequestMapping(method = RequestMethod.OPTIONS)
    ResponseEntity<Void> offers() {
        return ResponseEntity.noContent()
                .header("Tus-Version", VERSION)
                .header("Tus-Extension", "creation,termination,checksum,expiration")
                .header("Tus-Checksum-Algorithm", Checksum.OFFERED)
                .header("Tus-Max-Size", String.valueOf(Uploads.MOST_BYTES))
                .build();
    }

    @PostMapping
    ResponseEntity<Void> create(
            Launch launch,
            @PathVariable String artefact,
            @RequestHeader(name = LENGTH, required = false) @Nullable String length,
            @RequestHeader(name = "Upload-Metadata", defaultValue = "") String metadata) {
        EarnerDesk.Desk desk = desks.of(launch);
        Requirement.Shown shown = views.portfolio(desk).artefact(artefact);
        Map<String, String> told = metadata(metadata);
        Upload upload = uploads.begin(
                desk.started(),
                shown.wanted(),
                told.getOrDefault("filename", ""),
                number(LENGTH, length),
                Optional.ofNullable(told.get("fingerprint"))
                        .filter(text -> text.length() <= 100)
                        .orElse(null));
        URI at = URI.create(launch.path(shown.path() + "/uploads/" + upload.id().value()));
        return ResponseEntity.created(at).headers(expiry(upload)).build();
    }

    @RequestMapping(path = "/{upload}", method = RequestMethod.HEAD)
    ResponseEntity<Void> whereItStands(Launch launch, @PathVariable String artefact, @PathVariable UUID upload) {
        Upload found = at(desks.of(launch), artefact, upload).upload();
        return ResponseEntity.ok()
                .headers(expiry(found))
                .header(OFFSET, String.valueOf(found.received()))
                .header(LENGTH, String.valueOf(found.bytes()))
                .build();
    }

    /** The next bytes. The answer to the last of them says that the file is in the portfolio; an empty request asks again. */
    @PatchMapping("/{upload}")
    ResponseEntity<Void> add(
            Launch launch, @PathVariable String artefact, @PathVariable UUID upload, HttpServletRequest request)
            throws IOException {
        String type = request.getContentType();
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith(BYTES_AT_OFFSET)) {
            throw new NotByProtocol(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body must be " + BYTES_AT_OFFSET);
        }
        long offset = number(OFFSET, request.getHeader(OFFSET));
        Place place = at(desks.of(launch), artefact, upload);
        place.submission().requireDraft();
        Upload now;
        try (InputStream body = request.getInputStream()) {
            now = uploads.receive(place.upload(), offset, body, checksum(request));
        }
        if (now.whole()) {
            uploads.finish(place.submission(), place.shown().takenOnceBegun(), now);
        }
        return ResponseEntity.noContent()
                .headers(expiry(now))
                .header(OFFSET, String.valueOf(now.received()))
                .build();
    }

    @DeleteMapping("/{upload}")
    ResponseEntity<Void> terminate(Launch launch, @PathVariable String artefact, @PathVariable UUID upload) {
        uploads.discard(at(desks.of(launch), artefact, upload).upload());
        return ResponseEntity.noContent().build();
    }

    /** For clients that cannot send these methods. */
    @PostMapping("/{upload}")
    ResponseEntity<Void> instead(
            Launch launch,
            @PathVariable String artefact,
            @PathVariable UUID upload,
            @RequestHeader(name = "X-HTTP-Method-Override", defaultValue = "") String method,
            HttpServletRequest request)
            throws IOException {
        return switch (method) {
            case "PATCH" -> add(launch, artefact, upload, request);
            case "DELETE" -> terminate(launch, artefact, upload);
            case "HEAD" -> whereItStands(launch, artefact, upload);
            default -> throw new NotByProtocol(HttpStatus.METHOD_NOT_ALLOWED, "POST stands for no other method here");
        };
    }

    /** The page's button. */
    @PostMapping("/{upload}/discard")
    String discard(Launch launch, @PathVariable String artefact, @PathVariable UUID upload) {
        Place place = at(desks.of(launch), artefact, upload);
        uploads.discard(place.upload());
        return EvidenceViews.redirect(launch, place.shown().path());
    }

    private record Place(Submission submission, Requirement.Shown shown, Upload upload) {}

    /** An upload of the person in this window, and of nobody else. */
    private Place at(EarnerDesk.Desk desk, String artefact, UUID id) {
        Submission submission = desk.started();
        Requirement.Shown shown = views.portfolio(desk).artefact(artefact);
        Upload upload = uploads.find(submission.id(), new UploadId(id))
                .filter(found -> found.artefactId().equals(shown.id()))
                .orElseThrow(() -> new NotFound("No upload " + id));
        return new Place(submission, shown, upload);
    }

    @ExceptionHandler
    ResponseEntity<Void> wrongOffset(Uploads.WrongOffset wrong) {
        return ResponseEntity.status(HttpStatus.CONFLICT)
                .header(OFFSET, String.valueOf(wrong.received()))
                .build();
    }

    @ExceptionHandler(Uploads.WrongChecksum.class)
    ResponseEntity<Void> wrongChecksum() {
        return ResponseEntity.status(CHECKSUM_MISMATCH).build();
    }

    @ExceptionHandler
    ResponseEntity<Void> notByProtocol(NotByProtocol wrong) {
        return ResponseEntity.status(wrong.status)
                .header("Tus-Version", VERSION)
                .build();
    }

    private static @Nullable Checksum checksum(HttpServletRequest request) {
        String header = request.getHeader("Upload-Checksum");
        return header == null
                ? null
                : Checksum.parse(header)
                        .orElseThrow(() ->
                                new NotByProtocol(HttpStatus.BAD_REQUEST, "Checksums can be " + Checksum.OFFERED));
    }

    private static long number(String header, @Nullable String value) {
        try {
            long number = Long.parseLong(value == null ? "" : value.trim());
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Said below.
        }
        throw new NotByProtocol(HttpStatus.BAD_REQUEST, header + " must be a number of bytes");
    }

    /** Pairs of a key and base64, separated by commas. */
    private static Map<String, String> metadata(String header) {
        Map<String, String> metadata = new HashMap<>();
        for (String pair : header.split(",", -1)) {
            String[] parts = pair.trim().split(" ", 2);
            try {
                byte[] value = Base64.getDecoder().decode(parts.length < 2 ? "" : parts[1].trim());
                metadata.put(parts[0], new String(value, StandardCharsets.UTF_8));
            } catch (IllegalArgumentException notBase64) {
                throw new NotByProtocol(HttpStatus.BAD_REQUEST, "Upload-Metadata must hold base64");
            }
        }
        return metadata;
    }

    private static HttpHeaders expiry(Upload upload) {
        HttpHeaders headers = new HttpHeaders();
        headers.set("Upload-Expires", EXPIRES.format(upload.expiresAt()));
        return headers;
    }
}
