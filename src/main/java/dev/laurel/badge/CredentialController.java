package dev.laurel.badge;

import dev.laurel.badge.Awards.Stored;
import dev.laurel.catalog.Catalogue;
import dev.laurel.system.NotFound;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.spi.JsonProvider;
import jakarta.servlet.http.HttpServletResponse;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
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

/** A badge in public: a page for people, the signed credential for machines, and the image that is both. */
@Controller
class CredentialController {

    static final String VC = "application/vc";
    static final String VC_LD_JSON = "application/vc+ld+json";
    static final String VC_JWT = "application/vc+jwt";
    static final String JWT = "application/jwt";
    static final String LD_JSON = "application/ld+json";

    private static final String ID = "{id:[A-Za-z0-9-]{1,64}}";

    /** Status is on the page and revocation should show soon; the signed text itself does not change. */
    private static final CacheControl PAGE =
            CacheControl.maxAge(Duration.ofMinutes(1)).cachePublic();

    private static final CacheControl SIGNED_TEXT =
            CacheControl.maxAge(Duration.ofMinutes(10)).cachePublic();

    private final Awards awards;
    private final Issuers issuers;
    private final BadgeFiles files;
    private final Showings showings;
    private final BadgeAddresses addresses;
    private final Successors successors;
    private final Provenances provenances;
    private final Catalogue catalogue;
    private final ObjectProvider<BesideBadges> beside;
    private final Clock clock;

    CredentialController(
            Awards awards,
            Issuers issuers,
            BadgeFiles files,
            Showings showings,
            BadgeAddresses addresses,
            Successors successors,
            Provenances provenances,
            Catalogue catalogue,
            ObjectProvider<BesideBadges> beside,
            Clock clock) {
        this.awards = awards;
        this.issuers = issuers;
        this.files = files;
        this.showings = showings;
        this.addresses = addresses;
        this.successors = successors;
        this.provenances = provenances;
        this.catalogue = catalogue;
        this.beside = beside;
        this.clock = clock;
    }

    /** Also for whoever accepts anything: those who want the credential say so, and previews of shared links do not. */
    @GetMapping(
            path = "/credentials/" + ID,
            produces = {MediaType.TEXT_HTML_VALUE, MediaType.ALL_VALUE})
    String page(@PathVariable String id, Model model, Locale locale, HttpServletResponse response) {
        Stored award = award(id);
        Award.Addresses own = addresses.award(id);
        Issuer issuer = issuers.byId(award.issuer()).orElseThrow();
        Award.Status status = award.status(clock.instant());
        JsonObject credential = read(award.credential());
        model.addAttribute("badge", CredentialView.of(credential));
        model.addAttribute("earner", showings.of(id).name());
        model.addAttribute("agreed", provenances.agreed(award).orElse(null));
        model.addAttribute(
                "hosted",
                award.revokedAt() == null
                        && status != Award.Status.SUSPENDED
                        && HostedDocuments.isOffered(credential, issuer));
        model.addAttribute("status", status);
        model.addAttribute("statusKey", statusKey(status, award));
        model.addAttribute("statusIcon", icon(status));
        model.addAttribute("issued", PublicDay.of(award.issuedAt(), locale));
        model.addAttribute("validUntil", PublicDay.ofNullable(award.validUntil(), locale));
        model.addAttribute("revoked", PublicDay.ofNullable(award.revokedAt(), locale));
        model.addAttribute(
                "successor", successors.of(id).filter(Successor::open).orElse(null));
        model.addAttribute(
                "earlier", successors.before(id).filter(Successor::open).orElse(null));
        model.addAttribute("issuerPath", "/issuers/" + issuer.slug());
        model.addAttribute("id", id);
        model.addAttribute("addresses", own);
        model.addAttribute("beside", status == Award.Status.VALID ? beside(award, model, locale) : null);
        response.setHeader(HttpHeaders.CACHE_CONTROL, PAGE.getHeaderValue());
        response.addHeader(HttpHeaders.VARY, "Accept, Accept-Language");
        response.addHeader(HttpHeaders.LINK, "<" + own.json() + ">; rel=\"alternate\"; type=\"" + VC + "\"");
        return "badge/credential";
    }

    private @Nullable String beside(Stored award, Model model, Locale locale) {
        BesideBadges known = beside.getIfAvailable();
        return known == null
                ? null
                : catalogue
                        .achievement(award.version())
                        .filter(achievement -> known.add(model, achievement, locale))
                        .map(achievement -> known.template())
                        .orElse(null);
    }

    static String statusKey(Award.Status status, Stored award) {
        return switch (status) {
            case VALID -> award.validUntil() == null ? "valid-for-good" : "valid";
            case EXPIRED -> "expired";
            case SUSPENDED -> "suspended";
            case SUPERSEDED -> "superseded";
            case REVOKED -> "revoked";
        };
    }

    private static String icon(Award.Status status) {
        return switch (status) {
            case VALID -> "patch-check-fill";
            case EXPIRED -> "hourglass";
            case SUSPENDED -> "pause-circle";
            case SUPERSEDED -> "arrow-repeat";
            case REVOKED -> "slash-circle";
        };
    }

    @GetMapping(
            path = "/credentials/" + ID,
            produces = {VC, LD_JSON, MediaType.APPLICATION_JSON_VALUE, VC_LD_JSON})
    ResponseEntity<byte[]> credential(@PathVariable String id) {
        Stored award = award(id);
        return signed(award, "json")
                .header(HttpHeaders.VARY, "Accept, Accept-Language")
                .body(award.credential().getBytes(StandardCharsets.UTF_8));
    }

    @GetMapping(
            path = "/credentials/" + ID + ".json",
            produces = {MediaType.APPLICATION_JSON_VALUE, VC, LD_JSON, VC_LD_JSON})
    ResponseEntity<byte[]> json(@PathVariable String id) {
        Stored award = award(id);
        return file(award).body(award.credential().getBytes(StandardCharsets.UTF_8));
    }

    /** The address says what lies there, so whoever asks for something else gets it all the same, as from a host of files. */
    @GetMapping(path = "/credentials/" + ID + ".json", produces = MediaType.ALL_VALUE)
    ResponseEntity<byte[]> jsonForAnybody(@PathVariable String id) {
        Stored award = award(id);
        return file(award)
                .contentType(MediaType.APPLICATION_JSON)
                .body(award.credential().getBytes(StandardCharsets.UTF_8));
    }

    private static ResponseEntity.BodyBuilder file(Stored award) {
        return signed(award, "json")
                .header(HttpHeaders.VARY, "Accept")
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "inline; filename=\"badge-" + award.credentialId() + ".json\"");
    }

    /**
     * The same as a token. Only when a token is asked for: {@code text/plain} and whatever else people accept is theirs.
     *
     * @see <a href="https://www.w3.org/TR/vc-jose-cose/#vc-jwt-media-type">Securing Verifiable Credentials using JOSE and
     *     COSE, 6.1.2</a>
     */
    @GetMapping(
            path = "/credentials/" + ID,
            produces = {VC_JWT, JWT})
    ResponseEntity<byte[]> token(@PathVariable String id) {
        Stored award = award(id);
        return signed(award, "jwt")
                .header(HttpHeaders.VARY, "Accept, Accept-Language")
                .body(files.of(award, BadgeFile.JWT));
    }

    /** Readers of Open Badges 3.0 files that ask for text are told that it is text (section 8.2). */
    @GetMapping(
            path = "/credentials/" + ID + ".jwt",
            produces = {VC_JWT, JWT, MediaType.TEXT_PLAIN_VALUE, MediaType.ALL_VALUE})
    ResponseEntity<byte[]> jwt(@PathVariable String id, @RequestHeader(required = false) @Nullable String accept) {
        Stored award = award(id);
        boolean asText = accept != null && accept.contains("text/plain") && !accept.contains("jwt");
        String type = asText ? MediaType.TEXT_PLAIN_VALUE : accept != null && accept.equals(JWT) ? JWT : VC_JWT;
        return signed(award, "jwt")
                .header(HttpHeaders.CONTENT_TYPE, type)
                .header(HttpHeaders.VARY, "Accept")
                .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"badge-" + id + ".jwt\"")
                .body(files.of(award, BadgeFile.JWT));
    }

    /**
     * @param form {@code jwt} for the token, {@code ob2} for Open Badges 2.0; otherwise the credential with its embedded proof
     */
    @GetMapping(
            path = "/credentials/" + ID + "/badge.png",
            produces = {MediaType.IMAGE_PNG_VALUE, MediaType.ALL_VALUE})
    ResponseEntity<byte[]> png(@PathVariable String id, @RequestParam(required = false) @Nullable String form) {
        return image(id, "png", form);
    }

    @GetMapping(
            path = "/credentials/" + ID + "/badge.svg",
            produces = {"image/svg+xml", MediaType.ALL_VALUE})
    ResponseEntity<byte[]> svg(@PathVariable String id, @RequestParam(required = false) @Nullable String form) {
        return image(id, "svg", form);
    }

    private ResponseEntity<byte[]> image(String id, String kind, @Nullable String form) {
        String key = form == null || form.equals("ob3") ? kind : kind + "-" + form;
        BadgeFile file = Arrays.stream(BadgeFile.values())
                .filter(known -> known.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new NotFound("No badge has the form " + form));
        Stored award = award(id);
        return signed(award, key)
                .contentType(MediaType.parseMediaType(file.mediaType()))
                .body(files.of(award, file));
    }

    private static ResponseEntity.BodyBuilder signed(Stored award, String form) {
        return ResponseEntity.ok()
                .cacheControl(SIGNED_TEXT)
                .eTag(award.credentialId() + "-" + award.revision() + "-" + form);
    }

    /** @throws NotFound when there is none, or its earner keeps it private */
    private Stored award(String id) {
        Stored award = awards.withId(id).orElseThrow(() -> new NotFound("No badge has the address " + id));
        showings.openTo(id);
        return award;
    }

    /** By which of its identifiers the issuer signed a badge. */
    static String issuerDid(Stored award) {
        return read(award.credential()).getJsonObject("issuer").getString("id");
    }

    static JsonObject read(String json) {
        try (JsonReader reader = JsonProvider.provider().createReader(new StringReader(json))) {
            return reader.readObject();
        }
    }
}
