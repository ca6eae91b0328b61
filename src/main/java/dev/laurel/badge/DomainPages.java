package dev.laurel.badge;

import dev.laurel.badge.IssuerDomains.Outcome;
import dev.laurel.person.StaffMember;
import dev.laurel.system.NotFound;
import dev.laurel.system.Paging;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The domains of an issuer: its officer's page, the operator's list, and the document at a host whose name leads here. */
@Controller
class DomainPages {

    private static final Logger log = LoggerFactory.getLogger(DomainPages.class);
    private static final String SLUG = "{slug:[a-z0-9-]{1,80}}";
    private static final int PAGE_SIZE = 50;

    private final Issuers issuers;
    private final IssuerDomains domains;
    private final DidDocuments documents;
    private final BadgeAddresses addresses;

    DomainPages(Issuers issuers, IssuerDomains domains, DidDocuments documents, BadgeAddresses addresses) {
        this.issuers = issuers;
        this.domains = domains;
        this.documents = documents;
        this.addresses = addresses;
    }

    @GetMapping("/issue/keys/" + SLUG + "/domains")
    ModelAndView page(StaffMember officer, @PathVariable String slug, @RequestParam(defaultValue = "") String done) {
        return page(issuer(officer, slug), outcome(done), "");
    }

    private ModelAndView page(Issuer issuer, @Nullable Outcome done, String typed) {
        List<IssuerKey> keys = issuers.keys(issuer);
        List<JwtIssuerKey> jwtKeys = issuers.jwtKeys(issuer);
        return new ModelAndView("badge/officer-domains")
                .addObject("section", "issue-keys")
                .addObject("issuer", issuer)
                .addObject("ownDid", addresses.ownDid(issuer.slug()))
                .addObject("domains", domains.of(issuer))
                .addObject("waiting", keys.get(0).waiting() ? keys.get(0) : null)
                .addObject("waitingJwt", jwtKeys.get(0).waiting() ? jwtKeys.get(0) : null)
                .addObject("exposed", exposed(keys, jwtKeys))
                .addObject("done", done)
                .addObject("typed", typed);
    }

    private static List<String> exposed(List<IssuerKey> keys, List<JwtIssuerKey> jwtKeys) {
        return Stream.concat(
                        keys.stream().filter(key -> key.exposedAt() != null).map(IssuerKey::fragment),
                        jwtKeys.stream().filter(key -> key.exposedAt() != null).map(JwtIssuerKey::fragment))
                .toList();
    }

    private static @Nullable Outcome outcome(String done) {
        for (Outcome outcome : Outcome.values()) {
            if (outcome.key().equals(done)) {
                return outcome;
            }
        }
        return null;
    }

    @PostMapping("/issue/keys/" + SLUG + "/domains")
    ModelAndView name(StaffMember officer, @PathVariable String slug, @RequestParam(defaultValue = "") String domain) {
        Issuer issuer = issuer(officer, slug);
        Outcome outcome = domains.name(issuer, officer.id(), domain);
        log.info("Officer {} named a domain for issuer {}: {}", officer.id().value(), slug, outcome);
        return outcome.isRefusal() ? page(issuer, outcome, domain) : to(issuer, outcome);
    }

    @PostMapping("/issue/keys/" + SLUG + "/domains/{id}/{act:check|activate|leave|forget}")
    ModelAndView act(StaffMember officer, @PathVariable String slug, @PathVariable UUID id, @PathVariable String act) {
        Issuer issuer = issuer(officer, slug);
        Outcome outcome =
                switch (act) {
                    case "activate" -> domains.activate(issuer, id);
                    case "leave" -> domains.leave(issuer, id);
                    case "forget" -> domains.forget(issuer, id);
                    default -> domains.check(issuer, id);
                };
        log.info("Officer {} did {} to domain {}: {}", officer.id().value(), act, id, outcome);
        return to(issuer, outcome);
    }

    private static ModelAndView to(Issuer issuer, Outcome outcome) {
        return new ModelAndView("redirect:/issue/keys/" + issuer.slug() + "/domains?done=" + outcome.key());
    }

    /** What the organisation puts on its own web server. */
    @GetMapping("/issue/keys/" + SLUG + "/domains/{id}/did.json")
    ResponseEntity<byte[]> document(StaffMember officer, @PathVariable String slug, @PathVariable UUID id) {
        Issuer issuer = issuer(officer, slug);
        IssuerDomain domain = domains.of(issuer, id);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("did.json")
                                .build()
                                .toString())
                .body(bytes(issuer.as(domain.did())));
    }

    /** The document of an issuer whose domain's name leads to this installation; of no other host there is one. */
    @GetMapping("/.well-known/did.json")
    ResponseEntity<byte[]> wellKnown(HttpServletRequest request) {
        String host = IssuerDomains.host(request.getServerName(), request.getServerPort());
        Issuer issuer = domains.answering(host)
                .orElseThrow(() -> new NotFound("No issuer brought the domain that was asked for"));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.maxAge(Duration.ofMinutes(1)).cachePublic())
                .header(HttpHeaders.VARY, "Host, X-Forwarded-Host")
                .body(bytes(issuer));
    }

    private byte[] bytes(Issuer issuer) {
        return documents.toBeHosted(issuer).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What an operator has to know: which domains badges name, and whether all is well there. */
    @GetMapping("/admin/domains")
    ModelAndView all(StaffMember operator, @RequestParam(defaultValue = "0") String page) {
        int count = domains.count();
        Paging paging = Paging.of(Paging.number(page), count, PAGE_SIZE);
        return new ModelAndView("badge/operator-domains")
                .addObject("section", "admin-domains")
                .addObject("page", paging.page())
                .addObject("pages", paging.pages())
                .addObject("address", "/admin/domains?page=")
                .addObject(
                        "lines",
                        domains.page(paging.page(), PAGE_SIZE).stream()
                                .map(domain -> new Line(
                                        issuers.byId(domain.issuer())
                                                .orElseThrow()
                                                .name(),
                                        domain))
                                .toList());
    }

    record Line(String issuer, IssuerDomain domain) {}

    private Issuer issuer(StaffMember officer, String slug) {
        return issuers.of(officer.issues()).stream()
                .filter(found -> found.slug().equals(slug))
                .findFirst()
                .orElseThrow(() -> new NotFound("No issuer " + slug + " that this officer looks after"));
    }
}
