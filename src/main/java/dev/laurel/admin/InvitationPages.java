package dev.laurel.admin;

import dev.laurel.person.InvitationRefused;
import dev.laurel.person.StaffInvitations;
import dev.laurel.person.StaffInvitations.Invitation;
import dev.laurel.person.StaffInvitations.Invited;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
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

/** Asking people by mail to work with Laurel, in any role and district. */
@Controller
@RequestMapping("/admin/staff/invitations")
class InvitationPages {

    private static final Logger log = LoggerFactory.getLogger(InvitationPages.class);
    private static final int PAGE_SIZE = 25;

    private final StaffInvitations invitations;
    private final Districts districts;

    InvitationPages(StaffInvitations invitations, Districts districts) {
        this.invitations = invitations;
        this.districts = districts;
    }

    record Line(Invitation invitation, String district) {}

    record Typed(String name, String address, String district, Set<StaffRole> roles) {

        static final Typed NOTHING = new Typed("", "", "", Set.of(StaffRole.ASSESSOR));

        @Override
        public String toString() {
            return "Typed[…]";
        }
    }

    @GetMapping
    ModelAndView list(StaffMember operator, @RequestParam(defaultValue = "0") String page) {
        return page(Typed.NOTHING, Paging.number(page));
    }

    @PostMapping
    ModelAndView invite(
            StaffMember operator,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String address,
            @RequestParam(defaultValue = "") String district,
            @RequestParam(defaultValue = "") Set<StaffRole> roles,
            Locale locale) {
        Typed typed = new Typed(name, address, district, roles);
        try {
            invitations.check(name, address, roles);
            if (!Districts.isName(district)) {
                return refused(typed, "admin.staff.district-missing");
            }
            Invited invited =
                    invitations.invite(operator.id(), districts.named(district).id(), name, address, roles, locale);
            log.info("Operator {} invited somebody", operator.id().value());
            return page(Typed.NOTHING, 0).addObject("invited", invited);
        } catch (InvitationRefused e) {
            return refused(typed, e.messageKey());
        }
    }

    /** A new link; the one before no longer works. */
    @PostMapping("/{id}/again")
    ModelAndView again(StaffMember operator, @PathVariable UUID id, Locale locale) {
        try {
            return page(Typed.NOTHING, 0).addObject("invited", invitations.again(operator.id(), id, locale));
        } catch (InvitationRefused e) {
            return refused(Typed.NOTHING, e.messageKey());
        }
    }

    @PostMapping("/{id}/withdraw")
    String withdraw(StaffMember operator, @PathVariable UUID id) {
        invitations.withdraw(operator.id(), id);
        log.info("Operator {} withdrew the invitation {}", operator.id().value(), id);
        return "redirect:/admin/staff/invitations";
    }

    private ModelAndView refused(Typed typed, String problem) {
        ModelAndView page = page(typed, 0).addObject("error", problem);
        page.setStatus(HttpStatus.BAD_REQUEST);
        return page;
    }

    private ModelAndView page(Typed typed, int wanted) {
        Paging paging = Paging.of(wanted, invitations.countOpen(), PAGE_SIZE);
        return new ModelAndView("admin/invitations")
                .addObject("section", "admin-staff")
                .addObject("mailed", invitations.canBeMailed())
                .addObject("typed", typed)
                .addObject("roles", StaffRole.values())
                .addObject("districts", districts.suggestions())
                .addObject("page", paging.page())
                .addObject("pages", paging.pages())
                .addObject(
                        "lines",
                        invitations.open(paging.page(), PAGE_SIZE).stream()
                                .map(one -> new Line(one, districts.nameOf(one.tenant())))
                                .toList());
    }
}
