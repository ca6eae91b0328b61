package dev.laurel.admin;

import dev.laurel.lti.Deployment;
import dev.laurel.lti.DeploymentId;
import dev.laurel.lti.Invitations;
import dev.laurel.lti.Invitations.Terms;
import dev.laurel.lti.NewDeployments;
import dev.laurel.lti.Registrations;
import dev.laurel.person.StaffMember;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.NotFound;
import dev.laurel.system.Paging;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The console's first page: what waits, inviting a district's platform, and the platforms that have registered. */
@Controller
class PlatformPages {

    /** What the pages of platforms say after it was done. */
    static final Set<String> DONE = Set.of("approved", "blocked", "withdrawn", "connected", "saved", "on", "off");

    private static final Logger log = LoggerFactory.getLogger(PlatformPages.class);
    private static final int PAGE_SIZE = 20;
    private static final int MOST_HOSTS = 20;
    private static final Duration VALIDITY = Duration.ofDays(14);
    private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    private final Registrations registrations;
    private final Invitations invitations;
    private final PlatformViews views;
    private final Districts districts;
    private final LaurelSettings settings;

    PlatformPages(
            Registrations registrations,
            Invitations invitations,
            PlatformViews views,
            Districts districts,
            LaurelSettings settings) {
        this.registrations = registrations;
        this.invitations = invitations;
        this.views = views;
        this.districts = districts;
        this.settings = settings;
    }

    record OpenInvitation(UUID id, String district, Instant expiresAt, Set<String> hosts) {}

    @GetMapping("/admin")
    ModelAndView platforms(
            StaffMember operator,
            @RequestParam(defaultValue = "0") String page,
            @RequestParam(defaultValue = "0") String open,
            @RequestParam(defaultValue = "") String done) {
        return page(Paging.number(page), Paging.number(open)).addObject("done", DONE.contains(done) ? done : "");
    }

    /** Makes an invitation and shows its link, this once. */
    @PostMapping("/admin/invitations")
    ModelAndView invite(
            StaffMember operator,
            @RequestParam(defaultValue = "") String district,
            @RequestParam(defaultValue = "") String hosts,
            @RequestParam(name = "new-deployments", defaultValue = "FIRST") NewDeployments newDeployments,
            @RequestParam(defaultValue = "false") boolean confirm) {
        Set<String> together = hosts(hosts);
        if (!Districts.isName(district)) {
            return page().addObject("error", "admin.invite.name-missing").addObject("hosts", hosts);
        }
        if (together.size() > MOST_HOSTS
                || !together.stream().allMatch(host -> HOST.matcher(host).matches())) {
            return page().addObject("hostsError", "admin.invite.hosts-wrong")
                    .addObject("hosts", hosts)
                    .addObject("district", district);
        }
        Districts.Named named = districts.named(district);
        Invitations.Invitation invitation =
                invitations.invite(named.id(), VALIDITY, new Terms(together, newDeployments, confirm));
        log.info(
                "Operator {} invited a platform for tenant {}",
                operator.id().value(),
                named.id().value());
        return page().addObject("invited", named).addObject("link", RegistrationLink.of(invitation, settings));
    }

    /** Host names, one a line or with blanks or commas between; whole addresses count as their host. */
    private static Set<String> hosts(String typed) {
        Set<String> hosts = new LinkedHashSet<>();
        Arrays.stream(typed.split("[\\s,]+"))
                .map(host -> host.toLowerCase(Locale.ROOT)
                        .replaceFirst("^https?://", "")
                        .replaceFirst("[/:].*$", ""))
                .filter(host -> !host.isEmpty())
                .forEach(hosts::add);
        return hosts;
    }

    @PostMapping("/admin/invitations/{id}/withdraw")
    ModelAndView withdraw(StaffMember operator, @PathVariable UUID id) {
        if (invitations.withdraw(id)) {
            log.info("Operator {} withdrew invitation {}", operator.id().value(), id);
        }
        return new ModelAndView("redirect:/admin?done=withdrawn");
    }

    /**
     * Welcomes the launches of a deployment, or refuses them; before its first launch it may be put into another
     * district.
     *
     * @param platform where to go afterwards; the first page when absent
     */
    @PostMapping("/admin/deployments/{id}")
    ModelAndView change(
            StaffMember operator,
            @PathVariable UUID id,
            @RequestParam Deployment.State state,
            @RequestParam(defaultValue = "") String district,
            @RequestParam(required = false) @Nullable UUID platform) {
        DeploymentId deployment = new DeploymentId(id);
        Deployment known = registrations.find(deployment).orElseThrow(() -> new NotFound("No deployment " + id));
        if (!district.isBlank() && !district.strip().equals(districts.nameOf(known.tenant()))) {
            if (!Districts.isName(district)
                    || !registrations.assign(
                            deployment, districts.named(district).id())) {
                return page().addObject("assignError", known.deploymentId());
            }
            log.info(
                    "Operator {} put deployment {} into another district",
                    operator.id().value(),
                    id);
        }
        registrations.change(deployment, state);
        log.info("Operator {} put deployment {} into state {}", operator.id().value(), id, state);
        return new ModelAndView((platform == null ? "redirect:/admin" : "redirect:/admin/platforms/" + platform)
                + (state == Deployment.State.ACTIVE ? "?done=approved" : "?done=blocked"));
    }

    private ModelAndView page() {
        return page(0, 0);
    }

    private ModelAndView page(int page, int openPage) {
        Paging paging = Paging.of(page, registrations.count(), PAGE_SIZE);
        Paging open = Paging.of(openPage, invitations.countOpen(), PAGE_SIZE);
        return new ModelAndView("admin/platforms")
                .addObject("section", "admin-platforms")
                .addObject("done", "")
                .addObject("districts", districts.suggestions())
                .addObject("newDeployments", List.of(NewDeployments.values()))
                .addObject("waiting", views.waiting())
                .addObject("waitingCount", registrations.countWaiting())
                .addObject(
                        "invitations",
                        invitations.open(open.page(), PAGE_SIZE).stream()
                                .map(each -> new OpenInvitation(
                                        each.id(),
                                        districts.nameOf(each.tenant()),
                                        each.expiresAt(),
                                        each.terms().hosts()))
                                .toList())
                .addObject("openPaging", open)
                .addObject("paging", paging)
                .addObject(
                        "platforms",
                        registrations.list(paging.page(), PAGE_SIZE).stream()
                                .map(views::platform)
                                .toList());
    }
}
