package dev.laurel.badge;

import dev.laurel.catalog.Achievement;
import dev.laurel.catalog.Catalogue;
import dev.laurel.system.NotFound;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
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

/** Issuers in public: who they are, the keys they sign with, and what became of what they signed. */
@Controller
class IssuerController {

    private static final String SLUG = "{slug:[a-z0-9-]{1,80}}";
    private static final String DID_JSON = "application/did+json";
    private static final String DID_LD_JSON = "application/did+ld+json";

    /** New keys and revocations are to be seen within minutes. */
    private static final CacheControl SHORT =
            CacheControl.maxAge(Duration.ofMinutes(5)).cachePublic();

    private static final CacheControl VERY_SHORT =
            CacheControl.maxAge(Duration.ofMinutes(1)).cachePublic();

    private final Issuers issuers;
    private final DidDocuments didDocuments;
    private final StatusLists statusLists;
    private final CredentialDocument documents;
    private final BadgeAddresses addresses;
    private final BadgeImages images;
    private final Catalogue catalogue;
    private final IssuerProfiles profiles;

    IssuerController(
            Issuers issuers,
            DidDocuments didDocuments,
            StatusLists statusLists,
            CredentialDocument documents,
            BadgeAddresses addresses,
            BadgeImages images,
            Catalogue catalogue,
            IssuerProfiles profiles) {
        this.issuers = issuers;
        this.didDocuments = didDocuments;
        this.statusLists = statusLists;
        this.documents = documents;
        this.addresses = addresses;
        this.images = images;
        this.catalogue = catalogue;
        this.profiles = profiles;
    }

    @GetMapping(
            path = "/issuers/" + SLUG,
            produces = {MediaType.TEXT_HTML_VALUE, MediaType.ALL_VALUE})
    String page(@PathVariable String slug, Model model, Locale locale, HttpServletResponse response) {
        Issuer issuer = issuer(slug);
        model.addAttribute("issuer", issuer);
        model.addAttribute("email", issuer.email());
        String country = issuer.profile().country();
        model.addAttribute(
                "country",
                country == null
                        ? null
                        : new Locale.Builder().setRegion(country).build().getDisplayCountry(locale));
        model.addAttribute("did", issuer.did());
        model.addAttribute("otherDids", issuers.otherDids(issuer));
        model.addAttribute("ownDid", addresses.ownDid(slug));
        model.addAttribute("keys", issuers.keys(issuer));
        model.addAttribute("jwtKeys", issuers.jwtKeys(issuer));
        model.addAttribute("takenOut", issuers.takenOut(issuer.as(addresses.ownDid(slug))));
        response.setHeader(HttpHeaders.CACHE_CONTROL, SHORT.getHeaderValue());
        response.addHeader(HttpHeaders.VARY, "Accept, Accept-Language");
        return "badge/issuer";
    }

    @GetMapping(
            path = "/issuers/" + SLUG,
            produces = {MediaType.APPLICATION_JSON_VALUE, CredentialController.LD_JSON})
    ResponseEntity<byte[]> profile(@PathVariable String slug) {
        return json(documents.publicProfile(issuer(slug)), SHORT);
    }

    /** @see <a href="https://w3c-ccg.github.io/did-method-web/#read-resolve">did:web 2.5.2</a> */
    @GetMapping(
            path = "/issuers/" + SLUG + "/did.json",
            produces = {MediaType.APPLICATION_JSON_VALUE, DID_JSON, DID_LD_JSON, CredentialController.LD_JSON})
    ResponseEntity<byte[]> did(@PathVariable String slug) {
        return json(didDocuments.of(issuer(slug).as(addresses.ownDid(slug))), SHORT);
    }

    /** The address says what lies there, so whoever asks for something else gets it all the same, as from a host of files. */
    @GetMapping(path = "/issuers/" + SLUG + "/did.json", produces = MediaType.ALL_VALUE)
    ResponseEntity<byte[]> didForAnybody(@PathVariable String slug) {
        ResponseEntity<byte[]> document = did(slug);
        return ResponseEntity.status(document.getStatusCode())
                .headers(document.getHeaders())
                .contentType(MediaType.APPLICATION_JSON)
                .body(document.getBody());
    }

    /**
     * One key for tokens, alone: what the {@code kid} of a token leads to.
     *
     * @see <a href="https://www.imsglobal.org/spec/ob/v3p0#jwt-proof">Open Badges 3.0, 8.2</a>
     */
    @GetMapping(
            path = "/issuers/" + SLUG + "/keys/jwt-{number:[0-9]{1,6}}",
            produces = {MediaType.APPLICATION_JSON_VALUE, "application/jwk+json", MediaType.ALL_VALUE})
    ResponseEntity<byte[]> jwtKey(@PathVariable String slug, @PathVariable int number) {
        Issuer issuer = issuer(slug);
        Issuers.TakenOut takenOut = issuers.takenOut(issuer.as(addresses.ownDid(slug)));
        String jwk = issuers.jwtKeys(issuer).stream()
                .filter(key -> key.number() == number && !takenOut.includes(key))
                .map(JwtIssuerKey::publicJwk)
                .findFirst()
                .orElseThrow(() -> new NotFound("No key for tokens has the number " + number));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(SHORT)
                .body(jwk.getBytes(StandardCharsets.UTF_8));
    }

    /** A number is never given to another logo, so whoever has one may keep it. */
    @GetMapping(
            path = "/issuers/" + SLUG + "/logo-{number:[0-9]{1,6}}.png",
            produces = {MediaType.IMAGE_PNG_VALUE, MediaType.ALL_VALUE})
    ResponseEntity<byte[]> logo(@PathVariable String slug, @PathVariable int number) {
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_PNG)
                .cacheControl(CacheControl.maxAge(Duration.ofDays(30)).cachePublic())
                .body(profiles.logo(issuer(slug), number)
                        .orElseThrow(() -> new NotFound("No logo " + number + " of " + slug)));
    }

    @GetMapping(
            path = "/issuers/" + SLUG + "/badges/{achievement:[a-z0-9-]{2,100}}/{version:[0-9.]{1,40}}.png",
            produces = {MediaType.IMAGE_PNG_VALUE, MediaType.ALL_VALUE})
    ResponseEntity<byte[]> design(
            @PathVariable String slug, @PathVariable String achievement, @PathVariable String version) {
        Issuer issuer = issuer(slug);
        Achievement design = catalogue
                .achievement(achievement, version)
                .filter(found -> issuers.means(found.issuer(), issuer))
                .orElseThrow(() -> new NotFound("No design " + achievement + "/" + version + " of " + slug));
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_PNG)
                .cacheControl(CacheControl.maxAge(Duration.ofDays(1)).cachePublic())
                .body(images.png(issuer, design));
    }

    @GetMapping(
            path = "/status/{list:[a-z0-9-]{1,100}}",
            produces = {
                CredentialController.VC,
                CredentialController.LD_JSON,
                MediaType.APPLICATION_JSON_VALUE,
                CredentialController.VC_LD_JSON
            })
    ResponseEntity<byte[]> status(@PathVariable String list) {
        String signed = statusLists.signed(list).orElseThrow(() -> new NotFound("No status list has the name " + list));
        return ResponseEntity.ok()
                .cacheControl(VERY_SHORT)
                .header(HttpHeaders.VARY, "Accept")
                .body(signed.getBytes(StandardCharsets.UTF_8));
    }

    @GetMapping(path = "/status/{list:[a-z0-9-]{1,100}}", produces = MediaType.ALL_VALUE)
    ResponseEntity<byte[]> statusForAnybody(@PathVariable String list) {
        ResponseEntity<byte[]> signed = status(list);
        return ResponseEntity.status(signed.getStatusCode())
                .headers(signed.getHeaders())
                .contentType(MediaType.parseMediaType(CredentialController.VC))
                .body(signed.getBody());
    }

    private static ResponseEntity<byte[]> json(JsonObject document, CacheControl cache) {
        return ResponseEntity.ok()
                .cacheControl(cache)
                .header(HttpHeaders.VARY, "Accept, Accept-Language")
                .body(document.toString().getBytes(StandardCharsets.UTF_8));
    }

    private Issuer issuer(String slug) {
        return issuers.bySlug(slug).orElseThrow(() -> new NotFound("No issuer has the address " + slug));
    }
}
