package dev.laurel.badge;

import dev.laurel.badge.Awards.Stored;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.system.NotFound;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.spi.JsonProvider;
import jakarta.servlet.http.HttpServletResponse;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** A badge in public: a page for people, the signed credential for machines, and the image that is both. */
@Controller
class CredentialController {

    static final String VC = "application/vc";
    static final String VC_LD_JSON = "application/vc+ld+json";
    static final String LD_JSON = "application/ld+json";

    private static final String ID = "{id:[A-Za-z0-9-]{1,64}}";

    /** Status is on the page and revocation should show soon; the signed text itself does not change. */
    private static final CacheControl PAGE =
            CacheControl.maxAge(Duration.ofMinutes(1)).cachePublic();

    private static final CacheControl SIGNED_TEXT =
            CacheControl.maxAge(Duration.ofMinutes(10)).cachePublic();

    private final Awards awards;
    private final Issuers issuers;
    private final Catalogue catalogue;
    private final BadgeImages images;
    private final BadgeAddresses addresses;
    private final Clock clock;

    CredentialController(
            Awards awards,
            Issuers issuers,
            Catalogue catalogue,
            BadgeImages images,
            BadgeAddresses addresses,
            Clock clock) {
        this.awards = awards;
        this.issuers = issuers;
        this.catalogue = catalogue;
        this.images = images;
        this.addresses = addresses;
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
        model.addAttribute("badge", CredentialView.of(read(award.credential())));
        model.addAttribute("status", status);
        model.addAttribute("statusKey", statusKey(status, award));
        model.addAttribute("statusIcon", icon(status));
        model.addAttribute("issued", PublicDay.of(award.issuedAt(), locale));
        model.addAttribute("validUntil", PublicDay.ofNullable(award.validUntil(), locale));
        model.addAttribute("revoked", PublicDay.ofNullable(award.revokedAt(), locale));
        model.addAttribute("issuerPath", "/issuers/" + issuer.slug());
        model.addAttribute("id", id);
        response.setHeader(HttpHeaders.CACHE_CONTROL, PAGE.getHeaderValue());
        response.addHeader(HttpHeaders.VARY, "Accept, Accept-Language");
        response.addHeader(HttpHeaders.LINK, "<" + own.json() + ">; rel=\"alternate\"; type=\"" + VC + "\"");
        return "badge/credential";
    }

    private static String statusKey(Award.Status status, Stored award) {
        return switch (status) {
            case VALID -> award.validUntil() == null ? "valid-for-good" : "valid";
            case EXPIRED -> "expired";
            case REVOKED -> "revoked";
        };
    }

    private static String icon(Award.Status status) {
        return switch (status) {
            case VALID -> "patch-check-fill";
            case EXPIRED -> "hourglass";
            case REVOKED -> "slash-circle";
        };
    }

    @GetMapping(
            path = "/credentials/" + ID,
            produces = {VC, LD_JSON, MediaType.APPLICATION_JSON_VALUE, VC_LD_JSON})
    ResponseEntity<byte[]> credential(@PathVariable String id) {
        Stored award = award(id);
        return signed(award)
                .header(HttpHeaders.VARY, "Accept, Accept-Language")
                .body(award.credential().getBytes(StandardCharsets.UTF_8));
    }

    @GetMapping(path = "/credentials/" + ID + ".json", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> json(@PathVariable String id) {
        Stored award = award(id);
        return signed(award)
                .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"badge-" + id + ".json\"")
                .body(award.credential().getBytes(StandardCharsets.UTF_8));
    }

    @GetMapping(path = "/credentials/" + ID + "/badge.png", produces = MediaType.IMAGE_PNG_VALUE)
    ResponseEntity<byte[]> png(@PathVariable String id) {
        Stored award = award(id);
        return signed(award)
                .body(images.bakedPng(
                        issuers.byId(award.issuer()).orElseThrow(), achievement(award), award.credential()));
    }

    @GetMapping(path = "/credentials/" + ID + "/badge.svg", produces = "image/svg+xml")
    ResponseEntity<byte[]> svg(@PathVariable String id) {
        Stored award = award(id);
        String svg = images.bakedSvg(
                issuers.byId(award.issuer()).orElseThrow(), achievement(award), award.name(), award.credential());
        return signed(award).body(svg.getBytes(StandardCharsets.UTF_8));
    }

    private static ResponseEntity.BodyBuilder signed(Stored award) {
        return ResponseEntity.ok().cacheControl(SIGNED_TEXT).eTag(award.credentialId());
    }

    private MicroCredentialId achievement(Stored award) {
        return catalogue.version(award.version()).orElseThrow().id();
    }

    private Stored award(String id) {
        return awards.withId(id).orElseThrow(() -> new NotFound("No badge has the address " + id));
    }

    static JsonObject read(String json) {
        try (JsonReader reader = JsonProvider.provider().createReader(new StringReader(json))) {
            return reader.readObject();
        }
    }
}
