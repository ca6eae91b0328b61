package dev.laurel.person;

import dev.laurel.person.StaffInvitations.Accepted;
import dev.laurel.person.StaffInvitations.Offer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What the link in an invitation leads to. It takes a press of a button: programs that look at mails press none. */
@Controller
class InvitedPages {

    private static final Logger log = LoggerFactory.getLogger(InvitedPages.class);

    private final StaffInvitations invitations;
    private final StaffSessions sessions;
    private final StaffRights rights;
    private final IdentityProviders providers;

    InvitedPages(
            StaffInvitations invitations, StaffSessions sessions, StaffRights rights, IdentityProviders providers) {
        this.providers = providers;
        this.rights = rights;
        this.invitations = invitations;
        this.sessions = sessions;
    }

    @GetMapping("/sign-in/invited")
    ModelAndView invited(@RequestParam(defaultValue = "") String t, HttpServletResponse response) {
        keepsTheLinkToItself(response);
        return invitations.offer(t).map(offer -> offered(offer, t)).orElseGet(InvitedPages::over);
    }

    @PostMapping("/sign-in/invited")
    ModelAndView accept(
            @RequestParam(defaultValue = "") String t,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String repeated,
            HttpServletRequest request,
            HttpServletResponse response) {
        keepsTheLinkToItself(response);
        Optional<Offer> offer = invitations.offer(t);
        if (offer.isEmpty()) {
            return over();
        }
        if (!offer.get().hasAccount()) {
            String problem = problem(password, repeated);
            if (!problem.isEmpty()) {
                ModelAndView page = offered(offer.get(), t).addObject("problem", problem);
                page.setStatus(HttpStatus.BAD_REQUEST);
                return page;
            }
        }
        Accepted accepted;
        try {
            accepted = invitations.accept(t, password);
        } catch (LoginTaken e) {
            return over();
        }
        return switch (accepted.outcome()) {
            case OVER -> over();
            case ENDED, NOT_THEIRS -> ended();
            case GIVEN -> given();
            case MADE -> {
                StaffId account = Optional.ofNullable(accepted.account()).orElseThrow();
                sessions.begin(account, request, response);
                log.info("{} accepted an invitation and has an account now", account.value());
                yield new ModelAndView("redirect:" + rights.deskOf(account));
            }
        };
    }

    private static String problem(String password, String repeated) {
        if (!Staff.isPassword(password)) {
            return "person.invited.password-wrong";
        }
        return password.equals(repeated) ? "" : "person.invited.password-differs";
    }

    private ModelAndView offered(Offer offer, String token) {
        return new ModelAndView("person/invited")
                .addObject("section", "sign-in")
                .addObject("offer", offer)
                .addObject(
                        "providers",
                        providers.active().stream()
                                .filter(provider ->
                                        provider.serves(offer.invitation().tenant()))
                                .toList())
                .addObject("t", token);
    }

    static ModelAndView over() {
        return end("over", HttpStatus.GONE);
    }

    static ModelAndView ended() {
        return end("ended", HttpStatus.CONFLICT);
    }

    static ModelAndView given() {
        return end("given", HttpStatus.OK);
    }

    /** @param how of the keys {@code person.invited.<how>.…} */
    private static ModelAndView end(String how, HttpStatus status) {
        ModelAndView page = new ModelAndView("person/invited-end")
                .addObject("section", "sign-in")
                .addObject("how", how);
        page.setStatus(status);
        return page;
    }

    /** Not even our own pages and logs are told by which address somebody came. */
    static void keepsTheLinkToItself(HttpServletResponse response) {
        response.setHeader("Referrer-Policy", "no-referrer");
    }
}
