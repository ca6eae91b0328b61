package dev.laurel.badge;

import dev.laurel.badge.IssuerProfile.Problem;
import dev.laurel.badge.IssuerProfiles.Earlier;
import dev.laurel.badge.IssuerProfiles.Outcome;
import dev.laurel.catalog.BadgePicture;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.person.StaffMember;
import dev.laurel.system.NotFound;
import dev.laurel.system.Paging;
import dev.laurel.tenant.Tenant;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.text.Collator;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
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

/**
 * The organisations that issue badges, for those who look after them: officers those of their districts, operators all.
 * The same pages lie at both desks.
 */
@Controller
class IssuerPages {

    private static final Logger log = LoggerFactory.getLogger(IssuerPages.class);
    private static final String SLUG = "{slug:[a-z0-9-]{1,80}}";
    private static final int PAGE_SIZE = 50;
    private static final int LOGO_SIZE = 320;
    private static final int MOST_NAMED = 5;
    private static final String ART = "{colour:[0-9a-f]{6}}-{accent:[0-9a-f]{6}}-{design:[1-9]}-{size:64|160|320}.png";

    private final Issuers issuers;
    private final IssuerProfiles profiles;
    private final IssuerRights rights;
    private final Tenants tenants;

    IssuerPages(Issuers issuers, IssuerProfiles profiles, IssuerRights rights, Tenants tenants) {
        this.issuers = issuers;
        this.profiles = profiles;
        this.rights = rights;
        this.tenants = tenants;
    }

    /** A country in the reader's language. */
    record Country(String code, String name) {}

    @GetMapping({"/issue/issuers", "/admin/issuers"})
    ModelAndView list(StaffMember staff, HttpServletRequest request, @RequestParam(defaultValue = "0") String page) {
        boolean operator = isOperator(request);
        int count = operator ? issuers.count() : 0;
        Paging paging = Paging.of(Paging.number(page), count, PAGE_SIZE);
        List<Issuer> shown = operator ? issuers.page(paging.page(), PAGE_SIZE) : issuers.of(staff.issues());
        return at(request, "badge/issuers")
                .addObject("page", paging.page())
                .addObject("pages", paging.pages())
                .addObject("address", "/admin/issuers?page=")
                .addObject("issuers", shown)
                .addObject("standings", rights.standings(shown));
    }

    @GetMapping({"/issue/new-issuer", "/admin/new-issuer"})
    ModelAndView blank(StaffMember staff, HttpServletRequest request, Locale locale) {
        IssuerColours colours = IssuerColours.PINE;
        return form(
                request,
                locale,
                staff,
                null,
                new IssuerProfile("", null, null, null, colours.colour(), colours.accent(), null, null, null),
                Set.of());
    }

    @PostMapping({"/issue/new-issuer", "/admin/new-issuer"})
    ModelAndView make(
            StaffMember staff,
            HttpServletRequest request,
            Locale locale,
            @RequestParam Map<String, String> typed,
            @RequestParam(defaultValue = "") String act,
            @RequestParam(defaultValue = "") String district) {
        IssuerProfile profile = profile(typed);
        Set<Problem> problems = EnumSet.noneOf(Problem.class);
        problems.addAll(profile.problems());
        TenantId tenant = tenant(staff, request, district);
        if (tenant == null && !(isOperator(request) && district.isBlank())) {
            problems.add(Problem.DISTRICT);
        }
        if (act.equals("preview") || !problems.isEmpty()) {
            return shown(
                    form(request, locale, staff, null, profile, act.equals("preview") ? looked(problems) : problems)
                            .addObject("district", district));
        }
        try {
            Issuer made = profiles.make(profile, tenant, !isOperator(request)).orElse(null);
            if (made != null) {
                log.info("Staff {} made issuer {}", staff.id().value(), made.slug());
                return new ModelAndView("redirect:" + base(request) + "/issuers/" + made.slug() + "?done=made");
            }
        } catch (DuplicateKeyException e) {
            log.debug("Another took the name meanwhile", e);
        }
        return shown(form(request, locale, staff, null, profile, EnumSet.of(Problem.NAME_TAKEN))
                .addObject("district", district));
    }

    /** Officers name one of their districts, by its number where there are several; operators any by name, or none. */
    private @Nullable TenantId tenant(StaffMember staff, HttpServletRequest request, String district) {
        if (isOperator(request)) {
            return tenants.named(district.strip()).orElse(null);
        }
        return staff.issues().size() == 1
                ? staff.issues().iterator().next()
                : staff.issues().stream()
                        .filter(mine -> mine.value().toString().equals(district))
                        .findFirst()
                        .orElse(null);
    }

    @GetMapping({"/issue/issuers/" + SLUG, "/admin/issuers/" + SLUG})
    ModelAndView read(
            StaffMember staff,
            HttpServletRequest request,
            Locale locale,
            @PathVariable String slug,
            @RequestParam(defaultValue = "") String done,
            @RequestParam(required = false) @Nullable UUID stopped) {
        Issuer issuer = issuer(staff, request, slug);
        return form(request, locale, staff, issuer, issuer.profile(), Set.of())
                .addObject(
                        "done",
                        done.matches("made|saved|logo|no-logo|restored|let|stopped|given|let-all|stop-all") ? done : "")
                .addObject("stopped", done.equals("stopped") ? stopped : null);
    }

    /**
     * Whose micro-credentials may name it: {@code let} one more district, {@code stop} one, or, an operator alone,
     * {@code give} it to a district or to none, where those that were let name it {@code keep} that or do not.
     * {@code let-all} and {@code stop-all} are about every district.
     */
    @PostMapping({"/issue/issuers/" + SLUG + "/districts", "/admin/issuers/" + SLUG + "/districts"})
    ModelAndView districts(
            StaffMember staff,
            HttpServletRequest request,
            Locale locale,
            @PathVariable String slug,
            @RequestParam(defaultValue = "") String act,
            @RequestParam(defaultValue = "") String district,
            @RequestParam(defaultValue = "false") boolean keep,
            @RequestParam(required = false) @Nullable UUID tenant) {
        Issuer issuer = issuer(staff, request, slug);
        String page = "redirect:" + base(request) + "/issuers/" + slug;
        if (act.equals("let-all") || act.equals("stop-all")) {
            if (!rights.letAll(issuer, act.equals("let-all"), isOperator(request))) {
                return refused(request, locale, staff, issuer, "nobodys", district);
            }
            log.info("Staff {}: {} of issuer {}", staff.id().value(), act, slug);
            return new ModelAndView(page + "?done=" + act);
        }
        TenantId named = tenant != null && tenants.nameOf(new TenantId(tenant)).isPresent()
                ? new TenantId(tenant)
                : tenants.named(district.strip()).orElse(null);
        boolean given = act.equals("give") && isOperator(request);
        if (act.equals("stop") && named != null) {
            if (!rights.letNoMore(issuer, named, isOperator(request))) {
                return refused(request, locale, staff, issuer, "nobodys", district);
            }
            log.info("Staff {} lets {} name issuer {} no more", staff.id().value(), named.value(), slug);
            return new ModelAndView(page + "?done=stopped&stopped=" + named.value());
        }
        if (given && (named != null || district.isBlank())) {
            rights.give(issuer, named, keep);
            log.info("Staff {} gave issuer {} to {}", staff.id().value(), slug, named);
            return new ModelAndView(page + "?done=given");
        }
        if (act.equals("let") && named != null) {
            if (!rights.let(issuer, named, staff.id(), isOperator(request))) {
                return refused(request, locale, staff, issuer, "nobodys", district);
            }
            log.info("Staff {} lets {} name issuer {}", staff.id().value(), named.value(), slug);
            return new ModelAndView(page + "?done=let");
        }
        return refused(request, locale, staff, issuer, given ? "give" : "let", district);
    }

    private ModelAndView refused(
            HttpServletRequest request,
            Locale locale,
            StaffMember staff,
            Issuer issuer,
            String districtProblem,
            String typed) {
        ModelAndView page = form(request, locale, staff, issuer, issuer.profile(), Set.of())
                .addObject("districtProblem", districtProblem)
                .addObject("typedDistrict", typed);
        page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        return page;
    }

    @PostMapping({"/issue/issuers/" + SLUG, "/admin/issuers/" + SLUG})
    ModelAndView save(
            StaffMember staff,
            HttpServletRequest request,
            Locale locale,
            @PathVariable String slug,
            @RequestParam Map<String, String> typed,
            @RequestParam(defaultValue = "") String act,
            @RequestParam(defaultValue = "0") int revision) {
        Issuer issuer = issuer(staff, request, slug);
        IssuerProfile profile = profile(typed);
        Set<Problem> problems = profile.problems();
        if (act.equals("preview") || !problems.isEmpty()) {
            return shown(
                    form(request, locale, staff, issuer, profile, act.equals("preview") ? looked(problems) : problems)
                            .addObject("revision", revision));
        }
        Outcome outcome = unlessTakenMeanwhile(
                () -> profiles.change(issuer, revision, profile, staff.id(), officerOf(staff, request)));
        log.info("Staff {} changed issuer {}: {}", staff.id().value(), slug, outcome);
        return switch (outcome) {
            case DONE -> new ModelAndView("redirect:" + base(request) + "/issuers/" + slug + "?done=saved");
            case NAME_TAKEN ->
                shown(form(request, locale, staff, issuer, profile, EnumSet.of(Problem.NAME_TAKEN))
                        .addObject("revision", revision));
            case CHANGED_MEANWHILE ->
                // What was typed stays in the form; sending it once more is meant.
                shown(form(request, locale, staff, issuer, profile, Set.of()).addObject("meanwhile", true));
        };
    }

    private static Outcome unlessTakenMeanwhile(Supplier<Outcome> change) {
        try {
            return change.get();
        } catch (DuplicateKeyException e) {
            log.debug("Another took the name meanwhile", e);
            return Outcome.NAME_TAKEN;
        }
    }

    /** Colours are what a look is for; the rest may be half typed. */
    private static Set<Problem> looked(Set<Problem> problems) {
        Set<Problem> ofColours = EnumSet.of(Problem.COLOUR, Problem.CONTRAST);
        ofColours.retainAll(problems);
        return ofColours;
    }

    private static ModelAndView shown(ModelAndView page) {
        if (page.getModel().get("problems") instanceof Map<?, ?> problems && !problems.isEmpty()
                || page.getModel().get("meanwhile") == Boolean.TRUE) {
            page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        }
        return page;
    }

    @PostMapping({"/issue/issuers/" + SLUG + "/earlier", "/admin/issuers/" + SLUG + "/earlier"})
    ModelAndView restore(
            StaffMember staff,
            HttpServletRequest request,
            Locale locale,
            @PathVariable String slug,
            @RequestParam int revision) {
        Issuer issuer = issuer(staff, request, slug);
        Earlier earlier = profiles.earlier(issuer, revision);
        Outcome outcome =
                unlessTakenMeanwhile(() -> profiles.restore(issuer, earlier, staff.id(), officerOf(staff, request)));
        log.info("Staff {} restored profile {} of issuer {}: {}", staff.id().value(), revision, slug, outcome);
        return switch (outcome) {
            case DONE -> new ModelAndView("redirect:" + base(request) + "/issuers/" + slug + "?done=restored");
            case NAME_TAKEN ->
                // The rest of what it was can be saved under another name.
                shown(form(request, locale, staff, issuer, earlier.profile(), EnumSet.of(Problem.NAME_TAKEN)));
            case CHANGED_MEANWHILE ->
                shown(form(request, locale, staff, issuer, issuer.profile(), Set.of())
                        .addObject("meanwhile", true));
        };
    }

    @PostMapping({"/issue/issuers/" + SLUG + "/logo", "/admin/issuers/" + SLUG + "/logo"})
    ModelAndView logo(
            StaffMember staff,
            HttpServletRequest request,
            Locale locale,
            @PathVariable String slug,
            @RequestParam(required = false) @Nullable MultipartFile file)
            throws IOException {
        Issuer issuer = issuer(staff, request, slug);
        if (file == null || file.isEmpty()) {
            return refused(request, locale, staff, issuer, "none");
        }
        if (file.getSize() > BadgePicture.MOST_UPLOADED) {
            return refused(request, locale, staff, issuer, BadgePicture.Problem.TOO_LARGE.key());
        }
        try {
            BadgePicture.Taken taken = BadgePicture.take(file.getBytes());
            profiles.show(issuer, BadgePicture.of(taken.text()).png(LOGO_SIZE), staff.id());
            log.info("Staff {} supplied a logo for issuer {}", staff.id().value(), slug);
            if (taken.takenOut().isEmpty()) {
                return new ModelAndView("redirect:" + base(request) + "/issuers/" + slug + "?done=logo");
            }
            Issuer now = issuer(staff, request, slug);
            return form(request, locale, staff, now, now.profile(), Set.of())
                    .addObject(
                            "takenOut",
                            taken.takenOut().stream().limit(MOST_NAMED).toList());
        } catch (BadgePicture.Refused e) {
            return refused(request, locale, staff, issuer, e.problem().key());
        }
    }

    private ModelAndView refused(
            HttpServletRequest request, Locale locale, StaffMember staff, Issuer issuer, String problem) {
        ModelAndView page =
                form(request, locale, staff, issuer, issuer.profile(), Set.of()).addObject("logoProblem", problem);
        page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        return page;
    }

    @PostMapping({"/issue/issuers/" + SLUG + "/logo/removal", "/admin/issuers/" + SLUG + "/logo/removal"})
    ModelAndView removeLogo(StaffMember staff, HttpServletRequest request, @PathVariable String slug) {
        Issuer issuer = issuer(staff, request, slug);
        profiles.show(issuer, null, staff.id());
        log.info("Staff {} took the logo of issuer {} out", staff.id().value(), slug);
        return new ModelAndView("redirect:" + base(request) + "/issuers/" + slug + "?done=no-logo");
    }

    /** A picture as Laurel draws it in two colours, for looking at before they are saved. */
    @GetMapping({"/issue/issuer-art/" + ART, "/admin/issuer-art/" + ART})
    ResponseEntity<byte[]> art(
            @PathVariable String colour,
            @PathVariable String accent,
            @PathVariable int design,
            @PathVariable int size) {
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_PNG)
                .cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePrivate())
                .body(BadgeArt.of("#" + colour, "#" + accent, new MicroCredentialId("design-" + design))
                        .png(size));
    }

    private ModelAndView form(
            HttpServletRequest request,
            Locale locale,
            StaffMember staff,
            @Nullable Issuer issuer,
            IssuerProfile typed,
            Set<Problem> problems) {
        return at(request, "badge/issuer-form")
                .addObject("issuer", issuer)
                .addObject("typed", typed)
                .addObject(
                        "problems",
                        problems.stream().collect(Collectors.toMap(Problem::field, Problem::key, (a, b) -> a)))
                .addObject("revision", issuer == null ? 0 : issuer.revision())
                .addObject("contrast", typed.hasColours() ? typed.contrast() : 0)
                .addObject("countries", countries(locale))
                .addObject("districts", issuer == null && !isOperator(request) ? districts(staff) : List.of())
                .addObject("district", "")
                .addObject("otherNames", issuer == null ? List.of() : profiles.otherNames(issuer))
                .addObject("earlier", issuer == null ? List.of() : profiles.earlier(issuer))
                .addObject(
                        "owner",
                        issuer == null
                                ? null
                                : issuers.owner(issuer)
                                        .map(id -> tenants.nameOf(id)
                                                .orElseGet(() -> id.value().toString()))
                                        .orElse(null))
                .addObject("namedByAll", issuer != null && rights.isNamedByAll(issuer))
                .addObject("guests", issuer == null ? List.of() : rights.guests(issuer))
                .addObject("districtProblem", "")
                .addObject("typedDistrict", "")
                .addObject("stopped", null)
                .addObject("done", "")
                .addObject("meanwhile", false)
                .addObject("logoProblem", "")
                .addObject("takenOut", List.of());
    }

    private List<Tenant> districts(StaffMember staff) {
        return staff.issues().stream()
                .map(id -> new Tenant(
                        id, tenants.nameOf(id).orElseGet(() -> id.value().toString())))
                .sorted(Comparator.comparing(Tenant::name))
                .toList();
    }

    private static List<Country> countries(Locale locale) {
        Collator order = Collator.getInstance(locale);
        return Arrays.stream(Locale.getISOCountries())
                .map(code -> new Country(
                        code, new Locale.Builder().setRegion(code).build().getDisplayCountry(locale)))
                .sorted(Comparator.comparing(Country::name, order))
                .toList();
    }

    private static IssuerProfile profile(Map<String, String> typed) {
        return IssuerProfile.typed(
                typed.getOrDefault("name", ""),
                typed.getOrDefault("description", ""),
                typed.getOrDefault("contact", ""),
                typed.getOrDefault("url", ""),
                typed.getOrDefault("colour", ""),
                typed.getOrDefault("accent", ""),
                typed.getOrDefault("country", ""),
                typed.getOrDefault("parentName", ""),
                typed.getOrDefault("parentUrl", ""));
    }

    private static @Nullable Set<TenantId> officerOf(StaffMember staff, HttpServletRequest request) {
        return isOperator(request) ? null : staff.issues();
    }

    private static boolean isOperator(HttpServletRequest request) {
        return request.getServletPath().startsWith("/admin/");
    }

    private static String base(HttpServletRequest request) {
        return isOperator(request) ? "/admin" : "/issue";
    }

    private static ModelAndView at(HttpServletRequest request, String view) {
        return new ModelAndView(view)
                .addObject("section", isOperator(request) ? "admin-issuers" : "issue-issuers")
                .addObject("operatorDesk", isOperator(request))
                .addObject("base", base(request));
    }

    private Issuer issuer(StaffMember staff, HttpServletRequest request, String slug) {
        return (isOperator(request)
                        ? issuers.bySlug(slug)
                        : issuers.of(staff.issues()).stream()
                                .filter(found -> found.slug().equals(slug))
                                .findFirst())
                .orElseThrow(() -> new NotFound("No issuer " + slug + " that this member of staff looks after"));
    }
}
