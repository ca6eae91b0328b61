package dev.laurel.person;

import dev.laurel.person.StaffInvitations.Invitation;
import dev.laurel.person.StaffInvitations.Invited;
import dev.laurel.system.Paging;
import dev.laurel.tenant.TenantId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Where somebody sees whom they asked by mail to work with Laurel and who has not answered, asks again, and withdraws. Whom
 * they may ask, and for which districts, is said by the page of each desk.
 */
public abstract class InvitationPages {

    private static final Logger log = LoggerFactory.getLogger(InvitationPages.class);
    private static final int PAGE_SIZE = 25;

    private final StaffInvitations invitations;
    private final String path;

    /** @param path where the pages of the desk lie */
    protected InvitationPages(StaffInvitations invitations, String path) {
        this.invitations = invitations;
        this.path = path;
    }

    /** An invitation that nobody has accepted yet. */
    public record Line(Invitation invitation, String district) {}

    /**
     * What was typed.
     *
     * @param district as the form of the desk says it
     */
    public record Typed(String name, String address, String district, Set<StaffRole> roles) {

        static final Typed NOTHING = new Typed("", "", "", Set.of(StaffRole.ASSESSOR));

        @Override
        public String toString() {
            return "Typed[…]";
        }
    }

    /** The page of the desk, with what may be chosen on it. */
    protected abstract ModelAndView desk(StaffMember inviting);

    /** How many open ones this desk shows. */
    protected abstract int count(StaffMember inviting);

    /** A page of them, the latest first. */
    protected abstract List<Invitation> open(StaffMember inviting, int page, int pageSize);

    /** What a district is called at this desk. */
    protected abstract String name(TenantId district);

    @GetMapping
    protected ModelAndView list(StaffMember inviting, @RequestParam(defaultValue = "0") String page) {
        return page(inviting, Typed.NOTHING, Paging.number(page));
    }

    /** A new link; the one before no longer works. */
    @PostMapping("/{id}/again")
    protected ModelAndView again(StaffMember inviting, @PathVariable UUID id, Locale locale) {
        return invited(inviting, Typed.NOTHING, () -> invitations.again(inviting.id(), id, locale));
    }

    @PostMapping("/{id}/withdraw")
    protected String withdraw(StaffMember inviting, @PathVariable UUID id) {
        invitations.withdraw(inviting.id(), id);
        log.info("{} withdrew the invitation {}", inviting.id().value(), id);
        return "redirect:" + path;
    }

    /** The page with what became of it; what was typed stays there when it was refused. */
    protected final ModelAndView invited(StaffMember inviting, Typed typed, Supplier<Invited> how) {
        try {
            Invited invited = how.get();
            log.info("{} invited somebody", inviting.id().value());
            return page(inviting, Typed.NOTHING, 0).addObject("invited", invited);
        } catch (InvitationRefused e) {
            ModelAndView page = page(inviting, typed, 0).addObject("error", e.messageKey());
            page.setStatus(HttpStatus.BAD_REQUEST);
            return page;
        }
    }

    private ModelAndView page(StaffMember inviting, Typed typed, int wanted) {
        Paging paging = Paging.of(wanted, count(inviting), PAGE_SIZE);
        return desk(inviting)
                .addObject("mailed", invitations.canBeMailed())
                .addObject("typed", typed)
                .addObject("page", paging.page())
                .addObject("pages", paging.pages())
                .addObject(
                        "lines",
                        open(inviting, paging.page(), PAGE_SIZE).stream()
                                .map(one -> new Line(one, name(one.tenant())))
                                .toList());
    }
}
