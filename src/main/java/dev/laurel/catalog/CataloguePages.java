package dev.laurel.catalog;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;

/** The public pages of the catalogue. */
@Controller
class CataloguePages {

    static final int PAGE_SIZE = 12;

    private final Catalogue catalogue;

    CataloguePages(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * A row of the list, of either kind.
     *
     * @param members of a stack, otherwise 0
     */
    record Item(
            String id,
            boolean stack,
            int members,
            String language,
            String title,
            String shortDescription,
            int creditedHours,
            String issuer) {

        static Item of(Catalogue.Offer offer) {
            if (offer instanceof Catalogue.Offer.OfStack ofStack) {
                Stack stack = ofStack.stack();
                return new Item(
                        stack.id().value(),
                        true,
                        stack.members().size(),
                        stack.language(),
                        stack.title(),
                        stack.shortDescription(),
                        stack.creditedHours(),
                        stack.issuer().name());
            }
            MicroCredential read = ((Catalogue.Offer.OfMicroCredential) offer).microCredential();
            return new Item(
                    read.id().value(),
                    false,
                    0,
                    read.language(),
                    read.title(),
                    read.shortDescription(),
                    read.hours().credited(),
                    read.issuer().name());
        }
    }

    /**
     * A row of a stack's page.
     *
     * @param microCredential absent when it is published elsewhere
     */
    record Member(String id, boolean required, @Nullable MicroCredential microCredential) {}

    /** Also for whoever accepts anything: programs that want the description say so. */
    @GetMapping(
            path = "/catalog",
            produces = {MediaType.TEXT_HTML_VALUE, MediaType.ALL_VALUE})
    ModelAndView list(CatalogueSearch search, HttpServletResponse response) {
        Catalogue.Offers offers = catalogue.offers(search.wanted(), search.pageNumber(), PAGE_SIZE);
        alternate(response);
        return page("catalog/list")
                .addObject("q", search.words())
                .addObject("search", search)
                .addObject("choices", catalogue.choices())
                .addObject("found", offers.found())
                .addObject("page", offers.page())
                .addObject("pages", offers.pages())
                .addObject("address", search.address())
                .addObject("items", offers.offers().stream().map(Item::of).toList());
    }

    private static void alternate(HttpServletResponse response) {
        response.addHeader(HttpHeaders.VARY, "Accept, Accept-Language");
        response.addHeader(HttpHeaders.LINK, "<>; rel=\"alternate\"; type=\"" + CatalogueDescriptions.LD_JSON + "\"");
    }

    @GetMapping(
            path = "/catalog/{id}",
            produces = {MediaType.TEXT_HTML_VALUE, MediaType.ALL_VALUE})
    ModelAndView current(@PathVariable String id, HttpServletResponse response) {
        alternate(response);
        if (!MicroCredentialId.isValid(id)) {
            throw new NotInCatalogue();
        }
        Optional<MicroCredential> microCredential = catalogue.current(new MicroCredentialId(id));
        if (microCredential.isPresent()) {
            return page(microCredential.get(), microCredential);
        }
        return page(catalogue.current(new StackId(id)).orElseThrow(NotInCatalogue::new));
    }

    /** A version for good: badges point here. */
    @GetMapping(
            path = "/catalog/{id}/{version}",
            produces = {MediaType.TEXT_HTML_VALUE, MediaType.ALL_VALUE})
    ModelAndView version(@PathVariable String id, @PathVariable String version, HttpServletResponse response) {
        alternate(response);
        if (!MicroCredentialId.isValid(id)) {
            throw new NotInCatalogue();
        }
        MicroCredentialId microCredentialId = new MicroCredentialId(id);
        Optional<MicroCredential> microCredential = catalogue.version(microCredentialId, version);
        if (microCredential.isPresent()) {
            return page(microCredential.get(), catalogue.current(microCredentialId));
        }
        return page(catalogue.version(new StackId(id), version).orElseThrow(NotInCatalogue::new));
    }

    private static ModelAndView page(MicroCredential read, Optional<MicroCredential> current) {
        String newer = current.map(MicroCredential::version)
                .filter(version -> CatalogueImport.compareVersions(version, read.version()) > 0)
                .orElse(null);
        return page("catalog/micro-credential")
                .addObject("mc", read)
                .addObject("newer", newer)
                .addObject(
                        "retired",
                        newer == null
                                && current.map(MicroCredential::version)
                                        .filter(read.version()::equals)
                                        .isEmpty());
    }

    private ModelAndView page(Stack stack) {
        return page("catalog/stack")
                .addObject("stack", stack)
                .addObject(
                        "members",
                        stack.members().stream()
                                .map(member -> new Member(
                                        member.id().value(),
                                        member.required(),
                                        catalogue
                                                .version(member.id(), member.version())
                                                .orElse(null)))
                                .toList());
    }

    private static ModelAndView page(String template) {
        return new ModelAndView(template).addObject("section", "catalog");
    }
}
