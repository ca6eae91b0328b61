package dev.laurel.assessment;

import dev.laurel.person.InvitationRefused;
import dev.laurel.person.StaffInvitations;
import dev.laurel.person.StaffInvitations.Invitation;
import dev.laurel.person.StaffInvitations.Invited;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** A lead asks people by mail to assess, or to look through what is handed in, for a district that they lead. */
@Controller
@RequestMapping("/assess/lead/people/invitations")
class InvitingPages {

    private static final Logger log = LoggerFactory.getLogger(InvitingPages.class);
    private static final int PAGE_SIZE = 25;

    private final StaffInvitations invitations;
    private final Tenants tenants;

    InvitingPages(StaffInvitations invitations, Tenants tenants) {
        this.invitations = invitations;
        this.tenants = tenants;
    }

    record Led(UUID id, String name) {}

    record Line(Invitation invitation, String district) {}

    /** @param district the id of one that is led */
    record Typed(String name, String address, String district, Set<StaffRole> roles) {

        static final Typed NOTHING = new Typed("", "", "", Set.of(StaffRole.ASSESSOR));

        @Override
        public String toString() {
            return "Typed[…]";
        }
    }

    @GetMapping
    ModelAndView list(StaffMember lead, @RequestParam(defaultValue = "0") int page) {
        return page(lead, Typed.NOTHING, page);
    }

    @PostMapping
    ModelAndView invite(
            StaffMember lead,
            @RequestParam UUID tenant,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String address,
            @RequestParam(defaultValue = "") Set<StaffRole> roles,
            Locale locale) {
        try {
            Invited invited = invitations.invite(lead.id(), new TenantId(tenant), name, address, roles, locale);
            log.info("Lead {} invited somebody", lead.id().value());
            return page(lead, Typed.NOTHING, 0).addObject("invited", invited);
        } catch (InvitationRefused e) {
            return refused(lead, new Typed(name, address, tenant.toString(), roles), e.messageKey());
        }
    }

    /** A new link; the one before no longer works. */
    @PostMapping("/{id}/again")
    ModelAndView again(StaffMember lead, @PathVariable UUID id, Locale locale) {
        try {
            Invited invited = invitations.again(lead.id(), id, locale);
            return page(lead, Typed.NOTHING, 0).addObject("invited", invited);
        } catch (InvitationRefused e) {
            return refused(lead, Typed.NOTHING, e.messageKey());
        }
    }

    @PostMapping("/{id}/withdraw")
    String withdraw(StaffMember lead, @PathVariable UUID id) {
        invitations.withdraw(lead.id(), id);
        log.info("Lead {} withdrew the invitation {}", lead.id().value(), id);
        return "redirect:/assess/lead/people/invitations";
    }

    private ModelAndView refused(StaffMember lead, Typed typed, String problem) {
        ModelAndView page = page(lead, typed, 0).addObject("error", problem);
        page.setStatus(HttpStatus.BAD_REQUEST);
        return page;
    }

    private ModelAndView page(StaffMember lead, Typed typed, int wanted) {
        int pages = Math.max(1, (invitations.countOpenOfLeads(lead.leads()) + PAGE_SIZE - 1) / PAGE_SIZE);
        int shown = Math.max(0, Math.min(wanted, pages - 1));
        return new ModelAndView("assessment/invitations")
                .addObject("section", "lead")
                .addObject("mailed", invitations.canBeMailed())
                .addObject("typed", typed)
                .addObject("roles", StaffInvitations.OF_LEADS.stream().sorted().toList())
                .addObject(
                        "leads",
                        lead.leads().stream()
                                .map(tenant -> new Led(tenant.value(), name(tenant)))
                                .sorted(Comparator.comparing(Led::name))
                                .toList())
                .addObject("page", shown)
                .addObject("pages", pages)
                .addObject(
                        "lines",
                        invitations.openOfLeads(lead.leads(), shown, PAGE_SIZE).stream()
                                .map(one -> new Line(one, name(one.tenant())))
                                .toList());
    }

    private String name(TenantId tenant) {
        return tenants.nameOf(tenant).orElse("");
    }
}
