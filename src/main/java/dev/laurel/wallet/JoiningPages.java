package dev.laurel.wallet;

import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.system.NotFound;
import dev.laurel.system.Paging;
import dev.laurel.wallet.Joining.Kind;
import dev.laurel.wallet.Joining.Which;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Joining two accounts on evidence: the operator's pages, and where a link in a mail objects. */
@Controller
class JoiningPages {

    static final String PATH = "/wallet/joinings/";

    private static final Logger log = LoggerFactory.getLogger(JoiningPages.class);
    private static final String ADMIN = "/admin/accounts/joinings";
    private static final String SECRET = "{secret:[A-Za-z0-9_-]{43}}";
    private static final int PAGE_SIZE = 25;

    private final Joinings joinings;
    private final Doors doors;
    private final Persons persons;
    private final Staff staff;

    JoiningPages(Joinings joinings, Doors doors, Persons persons, Staff staff) {
        this.joinings = joinings;
        this.doors = doors;
        this.persons = persons;
        this.staff = staff;
    }

    record Line(Joining joining, Doors.Account first, Doors.Account second) {}

    @GetMapping(ADMIN)
    ModelAndView list(StaffMember operator, @RequestParam(defaultValue = "0") String page) {
        Paging paging = Paging.of(Paging.number(page), joinings.count(), PAGE_SIZE);
        return new ModelAndView("wallet/operator-joinings")
                .addObject("section", "admin-accounts")
                .addObject("page", paging.page())
                .addObject("pages", paging.pages())
                .addObject(
                        "lines",
                        joinings.page(paging.page(), PAGE_SIZE).stream()
                                .map(this::line)
                                .toList());
    }

    private Line line(Joining joining) {
        return new Line(
                joining,
                doors.account(joining.first().owner()),
                doors.account(joining.second().owner()));
    }

    /** What was typed. */
    record Form(String first, String second, Set<String> kinds, String evidence, String reason) {}

    @GetMapping(ADMIN + "/new")
    ModelAndView form(
            StaffMember operator,
            @RequestParam(defaultValue = "") String first,
            @RequestParam(defaultValue = "") String second) {
        return form(new Form(first, second, Set.of(), "", ""), null);
    }

    private ModelAndView form(Form typed, @Nullable String problem) {
        ModelAndView page = new ModelAndView("wallet/operator-joining-new")
                .addObject("section", "admin-accounts")
                .addObject("form", typed)
                .addObject("one", owner(typed.first()).map(doors::account).orElse(null))
                .addObject("other", owner(typed.second()).map(doors::account).orElse(null))
                .addObject("kinds", Kind.values())
                .addObject("problem", problem);
        if (problem != null) {
            page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        }
        return page;
    }

    private Optional<Owner> owner(String typed) {
        try {
            PersonId person = new PersonId(UUID.fromString(typed.strip()));
            return persons.tenantOf(person).map(tenant -> new Owner(tenant, person));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @PostMapping(ADMIN)
    ModelAndView ask(
            StaffMember operator,
            @RequestParam(defaultValue = "") String first,
            @RequestParam(defaultValue = "") String second,
            @RequestParam(required = false) @Nullable Set<String> kind,
            @RequestParam(defaultValue = "") String evidence,
            @RequestParam(defaultValue = "") String reason) {
        Set<String> typed = kind == null ? Set.of() : kind;
        Form form = new Form(first, second, typed, evidence, reason);
        Optional<Owner> one = owner(first);
        Optional<Owner> other = owner(second);
        if (one.isEmpty() || other.isEmpty()) {
            return form(form, "wallet.joining.problem." + (one.isEmpty() ? "no-first" : "no-second"));
        }
        Set<Kind> kinds = Arrays.stream(Kind.values())
                .filter(each -> typed.contains(each.key()))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));
        Joinings.Outcome outcome =
                joinings.ask(operator.id(), one.get(), other.get(), new Joinings.Wish(kinds, evidence, reason));
        if (outcome != Joinings.Outcome.ASKED) {
            return form(form, "wallet.joining.problem." + outcome.key());
        }
        log.info(
                "Operator {} asked to join accounts {} and {}",
                operator.id().value(),
                one.get().person().value(),
                other.get().person().value());
        return new ModelAndView("redirect:" + ADMIN);
    }

    /** A line of what happened. @param operator the name of an operator, where one did it */
    record Happened(Joinings.Act act, @Nullable String operator) {}

    @GetMapping(ADMIN + "/{id}")
    ModelAndView one(StaffMember operator, @PathVariable UUID id) {
        return one(id, null);
    }

    private ModelAndView one(UUID id, @Nullable String problem) {
        Joining joining = joinings.find(id).orElseThrow(() -> new NotFound("No joining " + id));
        List<Joinings.Act> acts = joinings.acts(id);
        Map<StaffId, String> names = staff.names(acts.stream()
                .map(Joinings.Act::operator)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
        return new ModelAndView("wallet/operator-joining")
                .addObject("section", "admin-accounts")
                .addObject("line", line(joining))
                .addObject(
                        "acts",
                        acts.stream()
                                .map(act ->
                                        new Happened(act, act.operator() == null ? null : names.get(act.operator())))
                                .toList())
                .addObject("problem", problem);
    }

    /** Takes back what waits, or undoes what holds. */
    @PostMapping(ADMIN + "/{id}/end")
    ModelAndView end(StaffMember operator, @PathVariable UUID id, @RequestParam(defaultValue = "") String words) {
        if (words.isBlank()) {
            ModelAndView page = one(id, "wallet.joining.problem.no-end-reason");
            page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
            return page;
        }
        if (joinings.end(id, operator.id(), words)) {
            log.info("Operator {} ended joining {}", operator.id().value(), id);
        }
        return new ModelAndView("redirect:" + ADMIN + "/" + id);
    }

    // ---- what an account sees

    /**
     * A joining from the side of one of the two.
     *
     * @param own the account that looks
     * @param silentAt until when it may object before silence counts; absent where silence never does
     */
    record View(
            UUID id,
            Doors.Account own,
            Doors.Account other,
            boolean holds,
            boolean needsBoth,
            boolean agreed,
            @Nullable String reason,
            List<String> kinds,
            @Nullable Instant silentAt) {}

    static View view(Joining joining, Which which, Doors doors) {
        return new View(
                joining.id(),
                doors.account(joining.side(which).owner()),
                doors.account(joining.side(which.other()).owner()),
                joining.holds(),
                joining.needsBoth(),
                joining.side(which).agreedAt() != null,
                joining.reason(),
                joining.kinds().stream().map(Kind::key).toList(),
                joining.silentAt());
    }

    /** Those about some accounts of one person; one that is about two of them is there once. */
    static List<View> views(List<Owner> owners, Joinings joinings, Doors doors) {
        Map<UUID, View> views = new LinkedHashMap<>();
        owners.forEach(owner -> joinings.shownTo(owner)
                .forEach(joining -> views.putIfAbsent(joining.id(), view(joining, joining.of(owner), doors))));
        return List.copyOf(views.values());
    }

    /** By the link in a mail, without a wallet: shows it, and objects. Saying yes needs the account itself. */
    @GetMapping(PATH + SECRET)
    ModelAndView behind(@PathVariable String secret, @RequestParam(defaultValue = "") String done) {
        ModelAndView page = new ModelAndView("wallet/joining").addObject("secret", secret);
        Optional<Joinings.Told> told = joinings.behind(secret);
        boolean settled = told.map(
                        each -> !each.joining().open() && !each.joining().holds())
                .orElse(false);
        if (told.isEmpty()) {
            page.setStatus(HttpStatus.NOT_FOUND);
        }
        return page.addObject("done", done.equals("yes") || settled)
                .addObject(
                        "view",
                        settled
                                ? null
                                : told.map(each -> view(each.joining(), each.which(), doors))
                                        .orElse(null));
    }

    @PostMapping(PATH + SECRET)
    String object(@PathVariable String secret) {
        joinings.behind(secret)
                .ifPresent(told -> joinings.object(
                        told.joining().id(), told.joining().side(told.which()).owner()));
        return "redirect:" + PATH + secret;
    }
}
