package dev.laurel.catalog;

import dev.laurel.system.LaurelSettings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The public pages of the catalogue. */
@Controller
class CataloguePages {

    static final int PAGE_SIZE = 12;

    /** The cookie with the place that the reader chose, and nothing else. */
    private static final String PLACE = "laurel_place";

    private static final Duration REMEMBERED = Duration.ofDays(180);

    private final Catalogue catalogue;
    private final ObjectProvider<BesideOffers> beside;
    private final CatalogueRation ration;
    private final LaurelSettings settings;

    CataloguePages(
            Catalogue catalogue, ObjectProvider<BesideOffers> beside, CatalogueRation ration, LaurelSettings settings) {
        this.catalogue = catalogue;
        this.beside = beside;
        this.ration = ration;
        this.settings = settings;
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

    /** Also for whoever accepts anything: programs that want the description say so. */
    @GetMapping(
            path = "/catalog",
            produces = {MediaType.TEXT_HTML_VALUE, MediaType.ALL_VALUE})
    ModelAndView list(
            CatalogueSearch search,
            @RequestParam(defaultValue = "") String keep,
            @CookieValue(name = PLACE, defaultValue = "") String kept,
            HttpServletRequest request,
            HttpServletResponse response) {
        ration.take(request);
        Catalogue.Offers offers = catalogue.offers(search.wanted(), search.pageNumber(), PAGE_SIZE);
        List<MicroCredential> microCredentials = new ArrayList<>();
        List<Stack> stacks = new ArrayList<>();
        for (Catalogue.Offer offer : offers.offers()) {
            if (offer instanceof Catalogue.Offer.OfStack ofStack) {
                stacks.add(ofStack.stack());
            } else if (offer instanceof Catalogue.Offer.OfMicroCredential ofMicroCredential) {
                microCredentials.add(ofMicroCredential.microCredential());
            }
        }
        alternate(response);
        ModelAndView view = page("catalog/list");
        String place = place(search.where(), kept);
        String chosen = beside(view, microCredentials, stacks, place);
        remember(keep, place, chosen, response);
        return view.addObject("q", search.words())
                .addObject("search", search)
                .addObject("choices", catalogue.choices())
                .addObject("found", offers.found())
                .addObject("page", offers.paging().page())
                .addObject("pages", offers.paging().pages())
                .addObject("address", search.address(chosen))
                .addObject("items", offers.offers().stream().map(Item::of).toList());
    }

    /** What the address says, and where it says nothing what the reader chose before. */
    private static String place(@Nullable String where, String kept) {
        return where == null ? kept : where;
    }

    /** Only what the reader chose themselves; a link that somebody sent them changes nothing. */
    private void remember(String keep, String place, String chosen, HttpServletResponse response) {
        if (!keep.isEmpty() && place.equals(chosen)) {
            response.addHeader(
                    HttpHeaders.SET_COOKIE,
                    ResponseCookie.from(PLACE, chosen)
                            .path("/catalog")
                            .maxAge(chosen.isEmpty() ? Duration.ZERO : REMEMBERED)
                            .httpOnly(true)
                            .secure("https".equals(settings.baseUrl().getScheme()))
                            .sameSite("Lax")
                            .build()
                            .toString());
        }
    }

    /** Shows what a later step knows, if there is one; what comes back is safe to stand in an address. */
    private String beside(ModelAndView page, List<MicroCredential> microCredentials, List<Stack> stacks, String where) {
        BesideOffers known = beside.getIfAvailable();
        String chosen = known == null ? "" : known.add(page, microCredentials, stacks, where);
        page.addObject("beside", known == null ? null : known.template()).addObject("where", chosen);
        return chosen;
    }

    private ModelAndView remembering(
            ModelAndView view, String keep, @Nullable String where, HttpServletResponse response) {
        if (where != null) {
            remember(keep, where, String.valueOf(view.getModel().get("where")), response);
        }
        return view;
    }

    private static void alternate(HttpServletResponse response) {
        response.addHeader(HttpHeaders.VARY, "Accept, Accept-Language, Cookie");
        response.addHeader(HttpHeaders.LINK, "<>; rel=\"alternate\"; type=\"" + CatalogueDescriptions.LD_JSON + "\"");
    }

    @GetMapping(
            path = "/catalog/{id}",
            produces = {MediaType.TEXT_HTML_VALUE, MediaType.ALL_VALUE})
    ModelAndView current(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String where,
            @RequestParam(defaultValue = "") String keep,
            @CookieValue(name = PLACE, defaultValue = "") String kept,
            HttpServletRequest request,
            HttpServletResponse response) {
        ration.take(request);
        alternate(response);
        if (!MicroCredentialId.isValid(id)) {
            throw new NotInCatalogue();
        }
        Optional<MicroCredential> microCredential = catalogue.current(new MicroCredentialId(id));
        if (microCredential.isPresent()) {
            return remembering(page(microCredential.get(), microCredential, place(where, kept)), keep, where, response);
        }
        return remembering(
                page(catalogue.current(new StackId(id)).orElseThrow(NotInCatalogue::new), place(where, kept)),
                keep,
                where,
                response);
    }

    /** A version for good: badges point here. */
    @GetMapping(
            path = "/catalog/{id}/{version}",
            produces = {MediaType.TEXT_HTML_VALUE, MediaType.ALL_VALUE})
    ModelAndView version(
            @PathVariable String id,
            @PathVariable String version,
            @RequestParam(required = false) @Nullable String where,
            @RequestParam(defaultValue = "") String keep,
            @CookieValue(name = PLACE, defaultValue = "") String kept,
            HttpServletRequest request,
            HttpServletResponse response) {
        ration.take(request);
        alternate(response);
        if (!MicroCredentialId.isValid(id)) {
            throw new NotInCatalogue();
        }
        MicroCredentialId microCredentialId = new MicroCredentialId(id);
        Optional<MicroCredential> microCredential = catalogue.version(microCredentialId, version);
        if (microCredential.isPresent()) {
            return remembering(
                    page(microCredential.get(), catalogue.current(microCredentialId), place(where, kept)),
                    keep,
                    where,
                    response);
        }
        return remembering(
                page(catalogue.version(new StackId(id), version).orElseThrow(NotInCatalogue::new), place(where, kept)),
                keep,
                where,
                response);
    }

    /** The picture that the author supplied; what Laurel draws belongs to the badge and is shown with it. */
    @GetMapping(path = "/catalog/{id}/{version}/badge.png", produces = MediaType.IMAGE_PNG_VALUE)
    ResponseEntity<byte[]> picture(@PathVariable String id, @PathVariable String version, HttpServletRequest request) {
        ration.take(request);
        String image = MicroCredentialId.isValid(id)
                ? catalogue
                        .achievement(id, version)
                        .map(found -> found.badge().image())
                        .orElse(null)
                : null;
        if (image == null) {
            throw new NotInCatalogue();
        }
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(Duration.ofDays(1)).cachePublic())
                .body(BadgePicture.of(image).png(BadgePicture.SIZE / 2));
    }

    private ModelAndView page(MicroCredential read, Optional<MicroCredential> current, String where) {
        String newer = current.map(MicroCredential::version)
                .filter(version -> CatalogueImport.compareVersions(version, read.version()) > 0)
                .orElse(null);
        ModelAndView view = page("catalog/micro-credential");
        beside(view, List.of(read), List.of(), where);
        return view.addObject("mc", read)
                .addObject("pageUrl", settings.at(read.path()))
                .addObject("newer", newer)
                .addObject(
                        "retired",
                        newer == null
                                && current.map(MicroCredential::version)
                                        .filter(read.version()::equals)
                                        .isEmpty());
    }

    private ModelAndView page(Stack stack, String where) {
        ModelAndView view = page("catalog/stack");
        beside(view, List.of(), List.of(stack), where);
        return view.addObject("stack", stack)
                .addObject("pageUrl", settings.at(stack.path()))
                .addObject("pathway", catalogue.pathway(stack));
    }

    private static ModelAndView page(String template) {
        return new ModelAndView(template).addObject("section", "catalog");
    }
}
