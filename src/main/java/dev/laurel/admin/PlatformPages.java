package dev.laurel.admin;

import dev.laurel.lti.Deployment;
import dev.laurel.lti.DeploymentId;
import dev.laurel.lti.Invitations;
import dev.laurel.lti.Registration;
import dev.laurel.lti.Registrations;
import dev.laurel.person.StaffMember;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.NotFound;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The console's first page: inviting a district's platform, and the platforms that have registered. */
@Controller
class PlatformPages {

    private static final Logger log = LoggerFactory.getLogger(PlatformPages.class);
    private static final int PAGE_SIZE = 20;
    private static final int MOST_DEPLOYMENTS = 50;
    private static final Duration VALIDITY = Duration.ofDays(14);

    private final Registrations registrations;
    private final Invitations invitations;
    private final Districts districts;
    private final LaurelSettings settings;

    PlatformPages(Registrations registrations, Invitations invitations, Districts districts, LaurelSettings settings) {
        this.registrations = registrations;
        this.invitations = invitations;
        this.districts = districts;
        this.settings = settings;
    }

    record Platform(
            String name, String issuer, String clientId, String family, String district, List<Place> deployments) {}

    record Place(UUID id, String deploymentId, String district, Deployment.State state) {}

    @GetMapping("/admin")
    ModelAndView platforms(StaffMember operator, @RequestParam(defaultValue = "0") String page) {
        return page(Paging.number(page));
    }

    /** Makes an invitation and shows its link, this once. */
    @PostMapping("/admin/invitations")
    ModelAndView invite(StaffMember operator, @RequestParam(defaultValue = "") String district) {
        if (!Districts.isName(district)) {
            return page(0).addObject("error", "admin.invite.name-missing");
        }
        Districts.Named named = districts.named(district);
        Invitations.Invitation invitation = invitations.invite(named.id(), VALIDITY);
        log.info(
                "Operator {} invited a platform for tenant {}",
                operator.id().value(),
                named.id().value());
        return page(0).addObject("invited", named)
                .addObject("expiresAt", invitation.expiresAt())
                .addObject("link", settings.at("/lti/register?invitation=" + invitation.secret()));
    }

    /** Welcomes the launches of a deployment, or refuses them. */
    @PostMapping("/admin/deployments/{id}")
    ModelAndView change(StaffMember operator, @PathVariable UUID id, @RequestParam Deployment.State state) {
        if (!registrations.change(new DeploymentId(id), state)) {
            throw new NotFound("No deployment " + id);
        }
        log.info("Operator {} put deployment {} into state {}", operator.id().value(), id, state);
        return new ModelAndView("redirect:/admin");
    }

    private ModelAndView page(int page) {
        Paging paging = Paging.of(page, registrations.count(), PAGE_SIZE);
        return new ModelAndView("admin/platforms")
                .addObject("section", "admin-platforms")
                .addObject("districts", districts.suggestions())
                .addObject("paging", paging)
                .addObject(
                        "platforms",
                        registrations.list(paging.page(), PAGE_SIZE).stream()
                                .map(this::platform)
                                .toList());
    }

    private Platform platform(Registration registration) {
        return new Platform(
                registration.platformName() != null ? registration.platformName() : registration.issuer(),
                registration.issuer(),
                registration.clientId(),
                registration.productFamily() != null ? registration.productFamily() : "",
                districts.nameOf(registration.home()),
                registrations.deployments(registration.id(), MOST_DEPLOYMENTS).stream()
                        .map(deployment -> new Place(
                                deployment.id().value(),
                                deployment.deploymentId(),
                                districts.nameOf(deployment.tenant()),
                                deployment.state()))
                        .toList());
    }
}
