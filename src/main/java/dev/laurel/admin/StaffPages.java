package dev.laurel.admin;

import dev.laurel.assessment.Staffing;
import dev.laurel.person.LoginTaken;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffAccount;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffIdentities;
import dev.laurel.person.StaffInvitations;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.system.NotFound;
import dev.laurel.system.Paging;
import dev.laurel.tenant.TenantId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
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

/** The accounts of assessors: making them, and what they may score. */
@Controller
class StaffPages {

    private static final Logger log = LoggerFactory.getLogger(StaffPages.class);
    private static final int PAGE_SIZE = 25;
    private static final int LONGEST_NAME = 200;
    private static final int MOST_SHORTAGES = 20;

    /** Without letters and digits that look alike, because people copy passwords from paper. */
    private static final String READABLE = "23456789abcdefghjkmnpqrstuvwxyz";

    private final Staff staff;
    private final StaffInvitations invitations;
    private final StaffIdentities identities;
    private final Districts districts;
    private final Staffing staffing;
    private final SecureRandom random = new SecureRandom();

    StaffPages(
            Staff staff,
            StaffInvitations invitations,
            StaffIdentities identities,
            Districts districts,
            Staffing staffing) {
        this.invitations = invitations;
        this.identities = identities;
        this.staffing = staffing;
        this.staff = staff;
        this.districts = districts;
    }

    /** Work that nobody can do, with the district it waits in. */
    record ShortLine(Staffing.Shortage shortage, String district) {}

    record Line(
            UUID id,
            String name,
            String login,
            @Nullable String address,
            boolean operator,
            boolean active,
            List<Grant> assesses) {}

    record Grant(
            UUID tenant,
            String district,
            boolean scores,
            boolean leads,
            boolean checks,
            boolean writes,
            boolean reviews,
            boolean issues,
            boolean recognises) {

        /** What the person does there, as message keys spell it. */
        public List<String> tasks() {
            Map<String, Boolean> all = new LinkedHashMap<>();
            all.put("scores", scores);
            all.put("leads", leads);
            all.put("checks", checks);
            all.put("writes", writes);
            all.put("reviews", reviews);
            all.put("issues", issues);
            all.put("recognises", recognises);
            return all.entrySet().stream()
                    .filter(Map.Entry::getValue)
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    @GetMapping("/admin/staff")
    ModelAndView list(
            StaffMember operator,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "0") String page) {
        return listPage(q.strip(), Paging.number(page));
    }

    /** Makes an assessor's account for a district and shows its password, this once. */
    @PostMapping("/admin/staff")
    ModelAndView create(
            StaffMember operator,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String login,
            @RequestParam(defaultValue = "") String district,
            @RequestParam(defaultValue = "ASSESSOR") StaffRole role) {
        String problem = problem(name, login, district);
        if (!problem.isEmpty()) {
            return again(name, login, district, role, problem);
        }
        String password = password();
        StaffId made;
        try {
            made = staff.create(login, name, password);
        } catch (LoginTaken e) {
            return again(name, login, district, role, "admin.staff.login-taken");
        }
        staff.grant(made, given(role), districts.named(district).id());
        log.info("Operator {} made the account {}", operator.id().value(), made.value());
        return accountPage(made).addObject("password", password);
    }

    /** What can be given by itself; the other roles come on top of scoring. */
    private static StaffRole given(StaffRole role) {
        return role == StaffRole.RECOGNITION_OFFICER ? role : StaffRole.ASSESSOR;
    }

    private static String problem(String name, String login, String district) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            return "admin.staff.name-missing";
        }
        if (!Staff.isLogin(login)) {
            return "admin.staff.login-wrong";
        }
        return Districts.isName(district) ? "" : "admin.staff.district-missing";
    }

    private ModelAndView again(String name, String login, String district, StaffRole role, String problem) {
        return listPage("", 0)
                .addObject("name", name)
                .addObject("login", login)
                .addObject("district", district)
                .addObject("role", role.name())
                .addObject("error", problem);
    }

    @GetMapping("/admin/staff/{id}")
    ModelAndView account(StaffMember operator, @PathVariable UUID id) {
        return accountPage(new StaffId(id));
    }

    @PostMapping("/admin/staff/{id}/grants")
    ModelAndView grant(
            StaffMember operator,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String district,
            @RequestParam(defaultValue = "ASSESSOR") StaffRole role) {
        StaffAccount account = known(id);
        if (!Districts.isName(district)) {
            return accountPage(account.id()).addObject("error", "admin.staff.district-missing");
        }
        Districts.Named named = districts.named(district);
        staff.grant(account.id(), given(role), named.id());
        log.info(
                "Operator {} let {} act as {} for {}",
                operator.id().value(),
                id,
                given(role),
                named.id().value());
        return back(id);
    }

    @PostMapping("/admin/staff/{id}/grants/{tenant}/end")
    ModelAndView revoke(StaffMember operator, @PathVariable UUID id, @PathVariable UUID tenant) {
        for (StaffRole role : StaffRole.values()) {
            staff.revoke(known(id).id(), role, new TenantId(tenant));
        }
        log.info("Operator {} no longer lets {} assess for {}", operator.id().value(), id, tenant);
        return back(id);
    }

    /** Gives an assessor one more role for a district that they score for, or takes it back. */
    @PostMapping("/admin/staff/{id}/grants/{tenant}/role")
    ModelAndView role(
            StaffMember operator,
            @PathVariable UUID id,
            @PathVariable UUID tenant,
            @RequestParam StaffRole role,
            @RequestParam boolean has) {
        StaffAccount account = known(id);
        TenantId district = new TenantId(tenant);
        if (!has) {
            staff.revoke(account.id(), role, district);
        } else if (account.grants().getOrDefault(district, Set.of()).contains(StaffRole.ASSESSOR)) {
            staff.grant(account.id(), role, district);
        }
        log.info("Operator {} set {} of {} for {}: {}", operator.id().value(), role, id, tenant, has);
        return back(id);
    }

    /** Keeps where mails reach somebody, or forgets it when nothing was typed. */
    @PostMapping("/admin/staff/{id}/address")
    ModelAndView address(StaffMember operator, @PathVariable UUID id, @RequestParam(defaultValue = "") String address) {
        StaffId account = known(id).id();
        Optional<String> typed = invitations.address(address);
        if (typed.isEmpty() && !address.isBlank()) {
            return wrongAddress(account, address, "person.invite.address-wrong");
        }
        if (!staff.setAddress(account, typed.orElse(null))) {
            return wrongAddress(account, address, "person.address.taken");
        }
        log.info("Operator {} set the mail address of {}", operator.id().value(), id);
        return back(id);
    }

    private ModelAndView wrongAddress(StaffId account, String typed, String problem) {
        ModelAndView page = accountPage(account).addObject("address", typed).addObject("addressError", problem);
        page.setStatus(HttpStatus.BAD_REQUEST);
        return page;
    }

    /** Gives somebody a new password and shows it, this once; they are signed out everywhere. */
    @PostMapping("/admin/staff/{id}/password")
    ModelAndView newPassword(StaffMember operator, @PathVariable UUID id) {
        StaffAccount account = notSelf(operator, id);
        String password = password();
        staff.setPassword(account.id(), password);
        log.info("Operator {} gave {} a new password", operator.id().value(), id);
        return accountPage(account.id()).addObject("password", password);
    }

    /** Takes an account at a provider of identity away from somebody; they are signed out everywhere. */
    @PostMapping("/admin/staff/{id}/connections/{provider}/end")
    ModelAndView disconnect(StaffMember operator, @PathVariable UUID id, @PathVariable UUID provider) {
        identities.disconnect(known(id).id(), provider);
        log.info("Operator {} disconnected {} from provider {}", operator.id().value(), id, provider);
        return back(id);
    }

    @PostMapping("/admin/staff/{id}/end")
    ModelAndView end(StaffMember operator, @PathVariable UUID id) {
        staff.end(notSelf(operator, id).id());
        log.info("Operator {} ended the account {}", operator.id().value(), id);
        return back(id);
    }

    @PostMapping("/admin/staff/{id}/resume")
    ModelAndView resume(StaffMember operator, @PathVariable UUID id) {
        staff.resume(known(id).id());
        log.info("Operator {} resumed the account {}", operator.id().value(), id);
        return back(id);
    }

    private StaffAccount known(UUID id) {
        return staff.account(new StaffId(id)).orElseThrow(() -> new NotFound("No staff account " + id));
    }

    /** Nobody ends their own account or locks themselves out of it here: the settings hold the operator's password. */
    private StaffAccount notSelf(StaffMember operator, UUID id) {
        if (operator.id().value().equals(id)) {
            throw new NotFound("An operator does not change their own account here");
        }
        return known(id);
    }

    private static ModelAndView back(UUID id) {
        return new ModelAndView("redirect:/admin/staff/" + id);
    }

    private ModelAndView listPage(String words, int page) {
        Paging paging = Paging.of(page, staff.countAccounts(words), PAGE_SIZE);
        return page("admin/staff")
                .addObject("q", words)
                .addObject("address", "/admin/staff?q=" + URLEncoder.encode(words, StandardCharsets.UTF_8) + "&page=")
                .addObject("paging", paging)
                .addObject(
                        "shortages",
                        staffing.everywhere().stream()
                                .limit(MOST_SHORTAGES)
                                .map(shortage -> new ShortLine(shortage, districts.nameOf(shortage.tenant())))
                                .toList())
                .addObject(
                        "lines",
                        staff.accounts(words, paging.page(), PAGE_SIZE).stream()
                                .map(this::line)
                                .toList());
    }

    private ModelAndView accountPage(StaffId id) {
        return page("admin/staff-account")
                .addObject("line", line(known(id.value())))
                .addObject("ways", identities.waysIn(id));
    }

    private ModelAndView page(String template) {
        return new ModelAndView(template)
                .addObject("section", "admin-staff")
                .addObject("districts", districts.suggestions());
    }

    private Line line(StaffAccount account) {
        List<Grant> assesses = account.grants().entrySet().stream()
                .filter(grant -> !grant.getValue().isEmpty())
                .map(grant -> new Grant(
                        grant.getKey().value(),
                        districts.nameOf(grant.getKey()),
                        grant.getValue().contains(StaffRole.ASSESSOR),
                        grant.getValue().contains(StaffRole.LEAD_ASSESSOR),
                        grant.getValue().contains(StaffRole.COMPLETENESS_REVIEWER),
                        grant.getValue().contains(StaffRole.AUTHOR),
                        grant.getValue().contains(StaffRole.CONTENT_REVIEWER),
                        grant.getValue().contains(StaffRole.ISSUER_OFFICER),
                        grant.getValue().contains(StaffRole.RECOGNITION_OFFICER)))
                .sorted(Comparator.comparing(Grant::district))
                .toList();
        return new Line(
                account.id().value(),
                account.displayName(),
                account.login(),
                account.address(),
                account.operator(),
                account.active(),
                assesses);
    }

    /** Four groups of four: about 79 bits. */
    private String password() {
        StringBuilder password = new StringBuilder(19);
        for (int i = 0; i < 16; i++) {
            if (i > 0 && i % 4 == 0) {
                password.append('-');
            }
            password.append(READABLE.charAt(random.nextInt(READABLE.length())));
        }
        return password.toString();
    }
}
