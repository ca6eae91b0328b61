package dev.laurel.catalog;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The public pages of the catalogue for programs: the same addresses, as CTDL in JSON-LD. */
@Controller
class CatalogueDescriptions {

    static final String LD_JSON = "application/ld+json";

    private static final CacheControl CACHED =
            CacheControl.maxAge(Duration.ofMinutes(10)).cachePublic();

    private final Catalogue catalogue;
    private final CtdlDocuments documents;
    private final CatalogueRation ration;

    CatalogueDescriptions(Catalogue catalogue, CtdlDocuments documents, CatalogueRation ration) {
        this.catalogue = catalogue;
        this.documents = documents;
        this.ration = ration;
    }

    /** A page of what is on offer; where it goes on stands in the header {@code Link} (RFC 8288). */
    @GetMapping(
            path = "/catalog",
            produces = {LD_JSON, MediaType.APPLICATION_JSON_VALUE})
    ResponseEntity<byte[]> list(CatalogueSearch search, HttpServletRequest request) {
        ration.take(request);
        Catalogue.Offers offers = catalogue.offers(search.wanted(), search.pageNumber(), CataloguePages.PAGE_SIZE);
        int at = offers.paging().page();
        int pages = offers.paging().pages();
        List<String> links = new ArrayList<>();
        links.add(link(search, 0, "first"));
        if (at > 0) {
            links.add(link(search, at - 1, "prev"));
        }
        if (at + 1 < pages) {
            links.add(link(search, at + 1, "next"));
        }
        links.add(link(search, pages - 1, "last"));
        return described()
                .header(HttpHeaders.LINK, String.join(", ", links))
                .body(bytes(documents.list(search.address("") + at, offers.offers())));
    }

    private String link(CatalogueSearch search, int page, String relation) {
        return "<" + documents.address(search.address("") + page) + ">; rel=\"" + relation + "\"";
    }

    @GetMapping(
            path = "/catalog/{id}",
            produces = {LD_JSON, MediaType.APPLICATION_JSON_VALUE})
    ResponseEntity<byte[]> current(@PathVariable String id, HttpServletRequest request) {
        ration.take(request);
        if (!MicroCredentialId.isValid(id)) {
            throw new NotInCatalogue();
        }
        Optional<MicroCredential> microCredential = catalogue.current(new MicroCredentialId(id));
        return answer(
                microCredential.isPresent()
                        ? document(microCredential.get())
                        : document(catalogue.current(new StackId(id)).orElseThrow(NotInCatalogue::new)));
    }

    @GetMapping(
            path = "/catalog/{id}/{version}",
            produces = {LD_JSON, MediaType.APPLICATION_JSON_VALUE})
    ResponseEntity<byte[]> version(@PathVariable String id, @PathVariable String version, HttpServletRequest request) {
        ration.take(request);
        if (!MicroCredentialId.isValid(id)) {
            throw new NotInCatalogue();
        }
        Optional<MicroCredential> microCredential = catalogue.version(new MicroCredentialId(id), version);
        return answer(
                microCredential.isPresent()
                        ? document(microCredential.get())
                        : document(catalogue.version(new StackId(id), version).orElseThrow(NotInCatalogue::new)));
    }

    private String document(MicroCredential read) {
        return documents.microCredential(
                read,
                CtdlDocuments.Place.of(
                        read.version(),
                        catalogue.versions(read.id().value()),
                        catalogue.current(read.id()).map(MicroCredential::version)));
    }

    private String document(Stack stack) {
        return documents.stack(
                stack,
                CtdlDocuments.Place.of(
                        stack.version(),
                        catalogue.versions(stack.id().value()),
                        catalogue.current(stack.id()).map(Stack::version)));
    }

    private static ResponseEntity<byte[]> answer(String document) {
        return described().body(bytes(document));
    }

    private static ResponseEntity.BodyBuilder described() {
        return ResponseEntity.ok().cacheControl(CACHED).header(HttpHeaders.VARY, "Accept, Accept-Language");
    }

    private static byte[] bytes(String document) {
        return document.getBytes(StandardCharsets.UTF_8);
    }
}
