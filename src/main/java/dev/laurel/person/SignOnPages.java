package dev.laurel.person;

import dev.laurel.person.SignInQuestion.Purpose;
import dev.laurel.person.SignOnRefused.Why;
import dev.laurel.person.SingleSignOn.Answer;
import dev.laurel.person.SingleSignOn.Answered;
import dev.laurel.person.StaffInvitations.Accepted;
import dev.laurel.person.StaffInvitations.Offer;
import dev.laurel.system.LaurelSettings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The way to a provider of identity and back. */
@Controller
class SignOnPages {

    private static final Logger log = LoggerFactory.getLogger(SignOnPages.class);

    /** Of a session: the id of the provider that it began with. */
    static final String SIGNED_IN_WITH = "laurel.signed-in-with";

    private final SingleSignOn signOn;
    private final StaffInvitations invitations;
    private final StaffSessions sessions;
    private final StaffRights rights;
    private final SignInThrottle throttle;
    private final LaurelSettings settings;

    SignOnPages(
            SingleSignOn signOn,
            StaffInvitations invitations,
            StaffSessions sessions,
            StaffRights rights,
            SignInThrottle throttle,
            LaurelSettings settings) {
        this.signOn = signOn;
        this.invitations = invitations;
        this.sessions = sessions;
        this.rights = rights;
        this.throttle = throttle;
        this.settings = settings;
    }

    /** The button on the sign-in page. */
    @GetMapping("/sign-in/with/{id}")
    ModelAndView begin(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String to,
            HttpServletRequest request,
            HttpServletResponse response) {
        IdentityProvider provider = admitted(id, Purpose.SIGN_IN, "", request);
        URI address = signOn.ask(provider, Purpose.SIGN_IN, SignInPages.wanted(to), response);
        return new ModelAndView("redirect:" + address);
    }

    /** Accepts an invitation with an account of one's organisation. */
    @PostMapping("/sign-in/with/{id}")
    ModelAndView accept(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String t,
            HttpServletRequest request,
            HttpServletResponse response) {
        InvitedPages.keepsTheLinkToItself(response);
        Optional<Offer> offer = invitations.offer(t);
        if (offer.isEmpty() || offer.get().hasAccount()) {
            return InvitedPages.over();
        }
        IdentityProvider provider = admitted(id, Purpose.ACCEPT, t, request);
        if (!provider.serves(offer.get().invitation().tenant())) {
            return InvitedPages.over();
        }
        return goOn(provider, signOn.ask(provider, Purpose.ACCEPT, t, response), response);
    }

    private IdentityProvider admitted(UUID id, Purpose purpose, String about, HttpServletRequest request) {
        IdentityProvider provider = signOn.provider(new ProviderId(id));
        if (!throttle.admitsQuestion(request.getRemoteAddr())) {
            throw SignOnRefused.tooMany(provider, purpose, about);
        }
        return provider;
    }

    /**
     * A page that leads to the provider by itself: a form may lead to own pages only, so that no form can send elsewhere what was
     * typed into it.
     */
    static ModelAndView goOn(IdentityProvider provider, URI address, HttpServletResponse response) {
        response.setHeader("Refresh", "0; url=" + address);
        return new ModelAndView("person/sign-on-go")
                .addObject("section", "sign-in")
                .addObject("provider", provider.name())
                .addObject("host", address.getAuthority())
                .addObject("address", address);
    }

    /** Where a provider sends people back to. */
    @GetMapping("/sign-in/with/{id}/return")
    ModelAndView answer(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(required = false) @Nullable String error,
            @RequestParam(required = false) @Nullable String iss,
            HttpServletRequest request,
            HttpServletResponse response) {
        IdentityProvider provider = signOn.provider(new ProviderId(id));
        Answered answered = signOn.answered(provider, new Answer(state, code, error, iss), request, response);
        return switch (answered.question().purpose()) {
            case SIGN_IN -> signedIn(answered, request, response);
            case ACCEPT -> accepted(answered, request, response);
            case CONNECT -> connected(answered);
        };
    }

    private ModelAndView signedIn(Answered answered, HttpServletRequest request, HttpServletResponse response) {
        StaffId account = signOn.account(answered.provider(), answered.identity());
        String wanted = answered.question().about();
        begin(account, answered.provider(), request, response);
        return new ModelAndView("redirect:" + (wanted.isEmpty() ? rights.deskOf(account) : wanted));
    }

    /**
     * After signing out here: signing out there as well. Nothing of who it was is asked or told, and where the provider offers no
     * way there is nothing to go to.
     */
    @GetMapping("/sign-in/with/{id}/out")
    ModelAndView out(@PathVariable UUID id) {
        URI back = settings.at("/sign-in?out");
        return new ModelAndView("redirect:"
                + signOn.signOut(signOn.provider(new ProviderId(id)), back).orElse(back));
    }

    private void begin(
            StaffId account, IdentityProvider provider, HttpServletRequest request, HttpServletResponse response) {
        sessions.begin(account, request, response);
        request.getSession().setAttribute(SIGNED_IN_WITH, provider.id().value().toString());
        log.info("{} signed in with provider {}", account.value(), provider.id().value());
    }

    private ModelAndView accepted(Answered answered, HttpServletRequest request, HttpServletResponse response) {
        IdentityProvider provider = answered.provider();
        Accepted accepted;
        try {
            accepted = invitations.accept(answered.question().about(), provider, answered.identity());
        } catch (LoginTaken e) {
            return InvitedPages.over();
        }
        return switch (accepted.outcome()) {
            case OVER -> InvitedPages.over();
            case ENDED -> InvitedPages.ended();
            case GIVEN -> InvitedPages.given();
            case NOT_THEIRS ->
                throw SignOnRefused.because(
                        Why.NOT_THEIRS, "Whoever accepts is bound to another account", provider.name());
            case MADE -> {
                StaffId account = Objects.requireNonNull(accepted.account());
                begin(account, provider, request, response);
                log.info(
                        "{} accepted an invitation and is bound to provider {}",
                        account.value(),
                        provider.id().value());
                yield new ModelAndView("redirect:" + rights.deskOf(account));
            }
        };
    }

    private ModelAndView connected(Answered answered) {
        Authentication now = SecurityContextHolder.getContext().getAuthentication();
        StaffId asked = new StaffId(UUID.fromString(answered.question().about()));
        if (now == null
                || !(now.getPrincipal() instanceof SignedIn member)
                || !member.id().equals(asked)) {
            throw SignOnRefused.because(
                    Why.SIGNED_OUT,
                    asked.value() + " is no longer signed in",
                    answered.provider().name());
        }
        signOn.connect(answered.provider(), answered.identity(), asked);
        return new ModelAndView("redirect:/account?done=connected");
    }
}
