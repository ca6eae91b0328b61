package dev.laurel.lti.launch;

import dev.laurel.lti.launch.LaunchRefused.Cause;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.PageLocale;
import dev.laurel.system.WebOrigin;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Launches whose cookie did not come back (LTI OIDC Login with LTI Client Side postMessages 0.1). The page that answers
 * them reads state and nonce from the platform's storage and brings them here; they are compared here, not in the page.
 */
@Component
class LaunchProofs {

    static final String PATH = "/lti/launch/proof";

    private final LaunchTickets tickets;
    private final Launches launches;
    private final FilterViews views;
    private final String origin;
    private final Clock clock;

    LaunchProofs(LaunchTickets tickets, Launches launches, FilterViews views, LaurelSettings settings, Clock clock) {
        this.tickets = tickets;
        this.launches = launches;
        this.views = views;
        this.origin = WebOrigin.of(settings.baseUrl());
        this.clock = clock;
    }

    /** Answers with the page that looks for the proof. */
    void ask(UnprovenLaunch launch, HttpServletRequest request, HttpServletResponse response) throws ServletException {
        PageLocale.choose(request, launch.locale());
        WindowHeaders.setForProof(response, launch);
        views.show(
                "lti/proof",
                Map.of(
                        "ticket", tickets.seal(launch.ticket()),
                        "nonce", launch.login().nonce(),
                        "storage", String.valueOf(launch.login().storage()),
                        "platform", WebOrigin.of(launch.registration().authorizationEndpoint())),
                request,
                response);
    }

    /**
     * Opens the window of the ticket that is posted, if the proof is right. A ticket is spent by the first answer, right or
     * wrong: nobody guesses twice.
     *
     * @throws LaunchRefused when there is no proof, or a wrong one, or the ticket is used up
     */
    void take(HttpServletRequest request, HttpServletResponse response) {
        Parameters form = new Parameters(request, Cause.MALFORMED);
        if (!request.getMethod().equals("POST") || form.isInAddress("ticket")) {
            throw new LaunchRefused(Cause.OPENED_DIRECTLY, "No form post: " + request.getMethod());
        }
        // Somebody else's page could post its own ticket here and sign a person in as another.
        if (!origin.equals(request.getHeader("Origin"))) {
            throw new LaunchRefused(Cause.MIXED_UP, "The ticket comes from a page of " + request.getHeader("Origin"));
        }
        LaunchTicket ticket = tickets.open(form.required("ticket"))
                .orElseThrow(() -> new LaunchRefused(Cause.MIXED_UP, "The ticket was not issued here"));
        if (ticket.isExpiredAt(clock.instant())) {
            throw new LaunchRefused(Cause.EXPIRED, "The ticket was issued at " + ticket.issuedAt());
        }
        LaunchRefused refusal = refusal(ticket, form, Cookies.get(request, ticket.cookieName()));
        String secret = Secrets.newText();
        byte[] hash = refusal == null ? Secrets.hash(secret) : Secrets.random(32);
        if (!launches.unlock(ticket.launch(), ticket.lock(), hash)) {
            throw new LaunchRefused(Cause.REPLAYED, "The ticket was spent before");
        }
        if (refusal != null) {
            throw refusal;
        }
        Launches.Window window = launches.find(ticket.launch())
                .orElseThrow(() -> new LaunchRefused(Cause.EXPIRED, "The launch is not kept any more"));
        SwitchedOff.refuse(window);
        // For the script alone, which is told once and keeps it.
        response.setHeader(CurrentWindow.HEADER, secret);
        CurrentWindow.enterWithoutCookie(new LaunchAuthentication(window, secret), request, response);
    }

    private static @Nullable LaunchRefused refusal(LaunchTicket ticket, Parameters form, @Nullable String cookie) {
        if (ticket.isProvedBy(cookie)) {
            return null;
        }
        String state = form.optional("state");
        String nonce = form.optional("nonce");
        if (state == null || state.isEmpty() || nonce == null || nonce.isEmpty()) {
            return new LaunchRefused(Cause.COOKIES_BLOCKED, "Neither cookie nor storage of this login came back");
        }
        return ticket.isProvedBy(state, nonce)
                ? null
                : new LaunchRefused(Cause.MIXED_UP, "The platform's storage holds another login");
    }
}
