package dev.laurel.assessment;

import dev.laurel.person.InvitationPages;
import dev.laurel.person.StaffInvitations;
import dev.laurel.person.StaffInvitations.Invitation;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** A lead asks people by mail to assess, or to look through what is handed in, for a district that they lead. */
@Controller
@RequestMapping(InvitingByLeads.PATH)
class InvitingByLeads extends InvitationPages {

    static final String PATH = "/assess/lead/people/invitations";

    private final StaffInvitations invitations;
    private final Tenants tenants;

    InvitingByLeads(StaffInvitations invitations, Tenants tenants) {
        super(invitations, PATH);
        this.invitations = invitations;
        this.tenants = tenants;
    }

    record Led(UUID id, String name) {}

    /** @param tenant one that is led */
    @PostMapping
    ModelAndView invite(
            StaffMember lead,
            @RequestParam UUID tenant,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String address,
            @RequestParam(defaultValue = "") Set<StaffRole> roles,
            Locale locale) {
        return invited(
                lead,
                new Typed(name, address, tenant.toString(), roles),
                () -> invitations.invite(lead.id(), new TenantId(tenant), name, address, roles, locale));
    }

    @Override
    protected ModelAndView desk(StaffMember lead) {
        return new ModelAndView("assessment/invitations")
                .addObject("section", "lead")
                .addObject("roles", StaffInvitations.OF_LEADS.stream().sorted().toList())
                .addObject(
                        "leads",
                        lead.leads().stream()
                                .map(tenant -> new Led(tenant.value(), name(tenant)))
                                .sorted(Comparator.comparing(Led::name))
                                .toList());
    }

    @Override
    protected int count(StaffMember lead) {
        return invitations.countOpenOfLeads(lead.leads());
    }

    @Override
    protected List<Invitation> open(StaffMember lead, int page, int pageSize) {
        return invitations.openOfLeads(lead.leads(), page, pageSize);
    }

    @Override
    protected String name(TenantId district) {
        return tenants.nameOf(district).orElse("");
    }
}
