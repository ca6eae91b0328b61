package dev.laurel.admin;

import dev.laurel.person.InvitationPages;
import dev.laurel.person.InvitationRefused;
import dev.laurel.person.StaffInvitations;
import dev.laurel.person.StaffInvitations.Invitation;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.tenant.TenantId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Asking people by mail to work with Laurel, in any role and district. */
@Controller
@RequestMapping(InvitingByOperators.PATH)
class InvitingByOperators extends InvitationPages {

    static final String PATH = "/admin/staff/invitations";

    private final StaffInvitations invitations;
    private final Districts districts;

    InvitingByOperators(StaffInvitations invitations, Districts districts) {
        super(invitations, PATH);
        this.invitations = invitations;
        this.districts = districts;
    }

    /** @param district by its name, which may be a new one */
    @PostMapping
    ModelAndView invite(
            StaffMember operator,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String address,
            @RequestParam(defaultValue = "") String district,
            @RequestParam(defaultValue = "") Set<StaffRole> roles,
            Locale locale) {
        return invited(operator, new Typed(name, address, district, roles), () -> {
            invitations.check(name, address, roles);
            if (!Districts.isName(district)) {
                throw new InvitationRefused("admin.staff.district-missing");
            }
            return invitations.invite(operator.id(), districts.named(district).id(), name, address, roles, locale);
        });
    }

    @Override
    protected ModelAndView desk(StaffMember operator) {
        return new ModelAndView("admin/invitations")
                .addObject("section", "admin-staff")
                .addObject("roles", StaffRole.values())
                .addObject("districts", districts.suggestions());
    }

    @Override
    protected int count(StaffMember operator) {
        return invitations.countOpen();
    }

    @Override
    protected List<Invitation> open(StaffMember operator, int page, int pageSize) {
        return invitations.open(page, pageSize);
    }

    @Override
    protected String name(TenantId district) {
        return districts.nameOf(district);
    }
}
