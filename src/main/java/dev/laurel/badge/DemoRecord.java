package dev.laurel.badge;

import dev.laurel.system.NotFound;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * A Comprehensive Learner Record to look at, in every form: the demonstration's badge of badges with its parts, and another
 * one.
 */
@Controller
@ConditionalOnBooleanProperty("laurel.demo")
class DemoRecord {

    static final String ID = "demo-record";

    private static final String PATH = "/credentials/" + ID;
    private static final List<String> BADGES =
            List.of("demo-stack", "demo-part-1", "demo-part-2", "demo-part-3", "demo-rated");
    private static final Duration KEPT = Duration.ofHours(1);
    private static final CacheControl CACHE =
            CacheControl.maxAge(Duration.ofMinutes(10)).cachePublic();

    private final LearnerRecords records;
    private final Awards awards;
    private final Clock clock;
    private volatile @Nullable Signed signed;

    /**
     * All forms of one text: whoever asks again within the hour gets the same bytes.
     *
     * @param of the badges as they were signed then; one that was signed again since belongs in as it is now
     */
    private record Signed(String text, String token, Instant at, List<Integer> of) {}

    DemoRecord(LearnerRecords records, Awards awards, Clock clock) {
        this.records = records;
        this.awards = awards;
        this.clock = clock;
    }

    /**
     * A badge in the record.
     *
     * @param within names of the badges in it that are made of this one
     */
    record Line(String name, String address, String language, List<String> within) {}

    /** Also for whoever accepts anything, as with badges. */
    @GetMapping(
            path = PATH,
            produces = {MediaType.TEXT_HTML_VALUE, MediaType.ALL_VALUE})
    String page(Model model, Locale locale, HttpServletResponse response) {
        JsonObject record = CredentialController.read(signed().text());
        model.addAttribute("id", ID);
        model.addAttribute("name", record.getString("name"));
        model.addAttribute("lines", lines(record.getJsonObject("credentialSubject")));
        model.addAttribute("issuer", records.assembler());
        model.addAttribute(
                "issued", PublicDay.of(CredentialTerms.instant(CredentialTerms.string(record, "validFrom")), locale));
        model.addAttribute("json", CredentialView.indented(record));
        response.setHeader(HttpHeaders.CACHE_CONTROL, CACHE.getHeaderValue());
        response.addHeader(HttpHeaders.VARY, "Accept, Accept-Language");
        response.addHeader(
                HttpHeaders.LINK, "<" + PATH + ".json>; rel=\"alternate\"; type=\"" + CredentialController.VC + "\"");
        return "badge/record";
    }

    private static List<Line> lines(JsonObject subject) {
        Map<String, String> names = new LinkedHashMap<>();
        List<JsonObject> badges = subject.getJsonArray("verifiableCredential").getValuesAs(JsonObject.class);
        badges.forEach(badge -> names.put(achievement(badge).getString("id"), badge.getString("name")));
        return badges.stream()
                .map(badge -> new Line(
                        badge.getString("name"),
                        badge.getString("id"),
                        achievement(badge).get("inLanguage") instanceof JsonString language
                                ? language.getString()
                                : "en",
                        subject.getJsonArray("association").getValuesAs(JsonObject.class).stream()
                                .filter(association -> association
                                        .getString("sourceId")
                                        .equals(achievement(badge).getString("id")))
                                .map(association -> names.getOrDefault(association.getString("targetId"), ""))
                                .filter(name -> !name.isEmpty())
                                .toList()))
                .toList();
    }

    private static JsonObject achievement(JsonObject badge) {
        return badge.getJsonObject("credentialSubject").getJsonObject("achievement");
    }

    @GetMapping(
            path = PATH,
            produces = {
                CredentialController.VC,
                CredentialController.LD_JSON,
                MediaType.APPLICATION_JSON_VALUE,
                CredentialController.VC_LD_JSON
            })
    ResponseEntity<byte[]> credential() {
        return answer(RecordFile.JSON)
                .header(HttpHeaders.VARY, "Accept, Accept-Language")
                .body(file(RecordFile.JSON));
    }

    @GetMapping(
            path = PATH,
            produces = {CredentialController.VC_JWT, CredentialController.JWT})
    ResponseEntity<byte[]> token() {
        return answer(RecordFile.JWT)
                .header(HttpHeaders.VARY, "Accept, Accept-Language")
                .body(file(RecordFile.JWT));
    }

    @GetMapping(
            path = PATH + ".json",
            produces = {
                MediaType.APPLICATION_JSON_VALUE,
                CredentialController.VC,
                CredentialController.LD_JSON,
                CredentialController.VC_LD_JSON
            })
    ResponseEntity<byte[]> json() {
        return named(RecordFile.JSON).header(HttpHeaders.VARY, "Accept").body(file(RecordFile.JSON));
    }

    /** As of a badge, for whoever asks for something else. */
    @GetMapping(path = PATH + ".json", produces = MediaType.ALL_VALUE)
    ResponseEntity<byte[]> jsonForAnybody() {
        return named(RecordFile.JSON)
                .header(HttpHeaders.VARY, "Accept")
                .contentType(MediaType.APPLICATION_JSON)
                .body(file(RecordFile.JSON));
    }

    /** As the token of a badge: text for whoever asks for text. */
    @GetMapping(
            path = PATH + ".jwt",
            produces = {
                CredentialController.VC_JWT,
                CredentialController.JWT,
                MediaType.TEXT_PLAIN_VALUE,
                MediaType.ALL_VALUE
            })
    ResponseEntity<byte[]> jwt(@RequestHeader(required = false) @Nullable String accept) {
        boolean asText = accept != null && accept.contains("text/plain") && !accept.contains("jwt");
        return named(RecordFile.JWT)
                .header(HttpHeaders.VARY, "Accept")
                .header(HttpHeaders.CONTENT_TYPE, asText ? MediaType.TEXT_PLAIN_VALUE : RecordFile.JWT.mediaType())
                .body(file(RecordFile.JWT));
    }

    /** @param form {@code jwt} for the token; otherwise the record with its embedded proof */
    @GetMapping(PATH + "/badge.{kind:png|svg}")
    ResponseEntity<byte[]> image(@PathVariable String kind, @RequestParam(required = false) @Nullable String form) {
        RecordFile file = RecordFile.of(form == null || form.equals("ob3") ? kind : kind + "-" + form)
                .orElseThrow(() -> new NotFound("No record has the form " + form));
        return answer(file)
                .contentType(MediaType.parseMediaType(file.mediaType()))
                .body(file(file));
    }

    private ResponseEntity.BodyBuilder named(RecordFile form) {
        return answer(form).header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"" + form.fileName() + "\"");
    }

    private ResponseEntity.BodyBuilder answer(RecordFile form) {
        return ResponseEntity.ok()
                .cacheControl(CACHE)
                .eTag(ID + "-" + signed().at().getEpochSecond() + "-" + form.key());
    }

    /** @throws NotFound while there are no badges of the demonstration */
    byte[] file(RecordFile form) {
        Signed now = signed();
        return switch (form) {
            case JSON -> now.text().getBytes(StandardCharsets.UTF_8);
            case JWT -> now.token().getBytes(StandardCharsets.UTF_8);
            case PNG, SVG -> records.as(form, now.text());
            case PNG_JWT, SVG_JWT -> records.asToken(form, now.text(), now.token());
        };
    }

    /** Signed seldom, because everybody may ask. */
    private Signed signed() {
        Signed kept = signed;
        Instant now = clock.instant();
        List<Integer> revisions = BADGES.stream()
                .map(id -> awards.withId(id).map(Awards.Stored::revision).orElse(0))
                .toList();
        if (kept == null || kept.at().plus(KEPT).isBefore(now) || !kept.of().equals(revisions)) {
            String text = records.signTogether(BADGES, List.of(), Locale.ENGLISH);
            if (text.isEmpty()) {
                throw new NotFound("There are no badges to make the demonstration's record of");
            }
            kept = new Signed(
                    text, new String(records.as(RecordFile.JWT, text), StandardCharsets.UTF_8), now, revisions);
            signed = kept;
        }
        return kept;
    }
}
