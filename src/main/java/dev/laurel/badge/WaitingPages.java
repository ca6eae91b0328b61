package dev.laurel.badge;

import dev.laurel.badge.WaitingBadges.State;
import dev.laurel.badge.WaitingBadges.Waiting;
import dev.laurel.person.Person;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.Submissions;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.Tenant;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Where an issuer's officers release what waits for them, and say whether anything does. */
@Controller
@RequestMapping("/issue/waiting")
class WaitingPages {

    private static final int PAGE_SIZE = 25;
    private static final Set<String> DONE =
            Set.of("issued", "declined", "back", "not", "policy", "no-reason", "no-policy-reason");

    private final WaitingBadges waiting;
    private final IssuePolicies policies;
    private final Issuers issuers;
    private final IssuerRights rights;
    private final IssuersYetToSign yetToSign;
    private final Submissions submissions;
    private final Persons persons;
    private final Staff staff;
    private final Tenants tenants;
    private final DecidedWork work;

    WaitingPages(
            WaitingBadges waiting,
            IssuePolicies policies,
            Issuers issuers,
            IssuerRights rights,
            IssuersYetToSign yetToSign,
            Submissions submissions,
            Persons persons,
            Staff staff,
            Tenants tenants,
            DecidedWork work) {
        this.waiting = waiting;
        this.policies = policies;
        this.issuers = issuers;
        this.rights = rights;
        this.yetToSign = yetToSign;
        this.submissions = submissions;
        this.persons = persons;
        this.staff = staff;
        this.tenants = tenants;
        this.work = work;
    }

    /**
     * Officers of the issuer learn of another district's people for whom a badge is, and in which district; of the work
     * they see what was decided and how, and nothing that was handed in.
     *
     * @param earner absent where no platform told a name, and for a stranger
     * @param district the earner's; empty where it need not be said
     * @param stranger whether that district may not name the issuer, so that nothing is signed for it before it is let
     * @param facts absent for a stranger, and where the decision is no longer there
     */
    record Line(
            Waiting badge,
            @Nullable String earner,
            String district,
            boolean stranger,
            DecidedWork.@Nullable Facts facts) {}

    /**
     * What holds for an issuer in one district.
     *
     * @param by who has said so; empty while nobody has
     */
    record Rule(
            Issuer issuer,
            TenantId tenant,
            String district,
            boolean waits,
            String reason,
            String by,
            @Nullable Instant since) {}

    @GetMapping
    ModelAndView list(
            StaffMember officer,
            @RequestParam(defaultValue = "false") boolean declined,
            @RequestParam(defaultValue = "0") String page,
            @RequestParam(defaultValue = "") String done,
            @RequestParam(defaultValue = "false") boolean another) {
        int at = page.matches("\\d{1,6}") ? Integer.parseInt(page) : 0;
        ModelAndView view = page(officer, declined, at, DONE.contains(done) ? done : "");
        return another ? another(view, officer) : view;
    }

    private ModelAndView page(StaffMember officer, boolean declined, int at, String done) {
        List<Waiting> found =
                waiting.of(officer.issues(), declined ? State.DECLINED : State.WAITING, at, PAGE_SIZE + 1);
        return new ModelAndView("badge/waiting")
                .addObject("section", "issue")
                .addObject("declined", declined)
                .addObject("page", at)
                .addObject("more", found.size() > PAGE_SIZE)
                .addObject(
                        "lines", lines(officer, found.stream().limit(PAGE_SIZE).toList()))
                .addObject("rules", rules(officer))
                .addObject("others", null)
                .addObject("districts", districts(officer))
                .addObject("organisation", "")
                .addObject("district", null)
                .addObject("done", done)
                .addObject("tried", "")
                .addObject("typed", "")
                .addObject("longest", WaitingBadges.LONGEST_REASON);
    }

    private List<Tenant> districts(StaffMember officer) {
        return officer.issues().stream()
                .map(id -> new Tenant(id, tenants.nameOf(id).orElse("")))
                .sorted(Comparator.comparing(Tenant::name))
                .toList();
    }

    private List<Line> lines(StaffMember officer, List<Waiting> found) {
        List<Line> lines = new ArrayList<>();
        Set<SubmissionId> strangers = found.stream()
                .filter(badge -> !officer.issues().contains(badge.tenant()) && !maySign(badge))
                .map(Waiting::submission)
                .collect(Collectors.toSet());
        Map<TenantId, List<SubmissionId>> byTenant = found.stream()
                .filter(badge -> !strangers.contains(badge.submission()))
                .collect(Collectors.groupingBy(
                        Waiting::tenant, Collectors.mapping(Waiting::submission, Collectors.toList())));
        Map<SubmissionId, String> names = new HashMap<>();
        byTenant.forEach((tenant, ids) -> {
            Map<SubmissionId, PersonId> owners = submissions.earners(tenant, ids);
            Map<PersonId, Person> people = persons.find(tenant, owners.values());
            owners.forEach((submission, owner) -> Optional.ofNullable(people.get(owner))
                    .map(Person::name)
                    .ifPresent(name -> names.put(submission, name)));
        });
        Map<AttemptId, DecidedWork.Facts> facts = work.of(found.stream()
                .filter(badge -> !strangers.contains(badge.submission()))
                .toList());
        boolean oneDistrict = officer.issues().size() == 1;
        found.forEach(badge -> lines.add(new Line(
                badge,
                names.get(badge.submission()),
                oneDistrict && officer.issues().contains(badge.tenant())
                        ? ""
                        : tenants.nameOf(badge.tenant()).orElse(""),
                strangers.contains(badge.submission()),
                facts.get(badge.attempt()))));
        return List.copyOf(lines);
    }

    private boolean maySign(Waiting badge) {
        return Optional.ofNullable(badge.issuer())
                .flatMap(issuers::byId)
                .map(issuer -> rights.maySign(issuer, badge.version(), badge.tenant()))
                .orElse(true);
    }

    private List<Rule> rules(StaffMember officer) {
        List<Rule> rules = new ArrayList<>();
        for (Issuer issuer : issuers.of(officer.issues())) {
            issuers.tenants(issuer, officer.issues()).forEach(tenant -> rules.add(rule(issuer, tenant)));
        }
        for (TenantId tenant : officer.issues()) {
            policies.ofNobodys(tenant).stream()
                    .flatMap(id -> issuers.byId(id).stream())
                    .filter(issuer -> rules.stream()
                            .noneMatch(rule -> rule.tenant().equals(tenant)
                                    && rule.issuer().id().equals(issuer.id())))
                    .toList()
                    .forEach(issuer -> rules.add(rule(issuer, tenant)));
        }
        return List.copyOf(rules);
    }

    private Rule rule(Issuer issuer, TenantId tenant) {
        Optional<IssuePolicies.Policy> policy = policies.of(tenant, issuer);
        StaffId by = policy.map(IssuePolicies.Policy::by).orElse(null);
        return new Rule(
                issuer,
                tenant,
                tenants.nameOf(tenant).orElse(""),
                policy.map(IssuePolicies.Policy::waits).orElse(false),
                policy.map(IssuePolicies.Policy::reason).orElse(""),
                by == null ? "" : staff.names(Set.of(by)).getOrDefault(by, ""),
                policy.map(IssuePolicies.Policy::since).orElse(null));
    }

    /** Releases those that were on the page; what somebody else has settled meanwhile stays as it is. */
    @PostMapping
    ModelAndView all(StaffMember officer, @RequestParam(defaultValue = "") List<UUID> id) {
        long released = id.stream()
                .limit(PAGE_SIZE)
                .filter(one -> waiting.release(officer, new SubmissionId(one)))
                .count();
        return to(released == 0 ? "not" : "issued");
    }

    @PostMapping("/{id}/{act:issue|decline|back}")
    ModelAndView act(
            StaffMember officer,
            @PathVariable UUID id,
            @PathVariable String act,
            @RequestParam(defaultValue = "") String reason) {
        SubmissionId submission = new SubmissionId(id);
        if (act.equals("decline") && isNoReason(reason)) {
            return withoutReason(page(officer, false, 0, "no-reason"), reason).addObject("tried", id.toString());
        }
        return switch (act) {
            case "issue" -> to(waiting.release(officer, submission) ? "issued" : "not");
            case "decline" -> to(waiting.decline(officer, submission, reason) ? "declined" : "not");
            default -> to(waiting.takeBack(officer, submission) ? "back" : "not");
        };
    }

    @PostMapping("/policy")
    ModelAndView policy(
            StaffMember officer,
            @RequestParam String issuer,
            @RequestParam UUID district,
            @RequestParam boolean waits,
            @RequestParam(defaultValue = "") String reason) {
        Rule rule = rules(officer).stream()
                .filter(one -> one.issuer().slug().equals(issuer))
                .filter(one -> one.tenant().value().equals(district))
                .findFirst()
                .orElseThrow(() -> new NotFound("No issuer " + issuer + " that this officer looks after there"));
        if (isNoReason(reason)) {
            return withoutReason(page(officer, false, 0, "no-policy-reason"), reason)
                    .addObject("tried", rule.issuer().slug() + " " + district);
        }
        policies.set(officer, rule.tenant(), rule.issuer(), waits, reason.strip());
        return to("policy");
    }

    /** Lets badges wait of an issuer that has signed none for that district yet. */
    @PostMapping("/policy/another")
    ModelAndView another(
            StaffMember officer,
            @RequestParam String organisation,
            @RequestParam UUID district,
            @RequestParam(defaultValue = "") String reason) {
        TenantId tenant = new TenantId(district);
        if (!officer.issues().contains(tenant)) {
            throw new NotFound("No district " + district + " of this officer");
        }
        if (isNoReason(reason)) {
            return withoutReason(another(page(officer, false, 0, "no-policy-reason"), officer), reason)
                    .addObject("tried", "another")
                    .addObject("organisation", organisation)
                    .addObject("district", tenant);
        }
        Issuer issuer = yetToSign.of(tenant, organisation).orElse(null);
        if (issuer == null) {
            ModelAndView page = another(page(officer, false, 0, "no-issuer"), officer);
            page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
            return page.addObject("tried", "another").addObject("typed", reason);
        }
        policies.set(officer, tenant, issuer, true, reason.strip());
        return to("policy");
    }

    private ModelAndView another(ModelAndView page, StaffMember officer) {
        return page.addObject("others", yetToSign.names(officer.issues()));
    }

    private static boolean isNoReason(String reason) {
        return reason.isBlank() || reason.length() > WaitingBadges.LONGEST_REASON;
    }

    private static ModelAndView withoutReason(ModelAndView page, String typed) {
        page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        return page.addObject("typed", typed);
    }

    private static ModelAndView to(String done) {
        return new ModelAndView("redirect:/issue/waiting?done=" + done);
    }
}
