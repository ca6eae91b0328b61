package dev.laurel.person;

import dev.laurel.person.SignInQuestion.Purpose;
import dev.laurel.system.Refusal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpStatus;

/** Somebody who comes from a provider of identity and is not let in, in words for them; nobody is signed in. */
class SignOnRefused extends Refusal {

    /** Why; the name, in lower case with hyphens, ends the key of its messages. */
    enum Why {
        /** Nobody's identity here. */
        UNKNOWN(HttpStatus.FORBIDDEN),
        ENDED(HttpStatus.FORBIDDEN),
        /** A district's provider, and the account does not act for that district. */
        NOT_THERE(HttpStatus.FORBIDDEN),
        /** The account is bound to another identity of this provider. */
        ANOTHER(HttpStatus.CONFLICT),
        /** The identity is bound to another account. */
        NOT_THEIRS(HttpStatus.CONFLICT),
        /** Whoever wanted to connect is no longer signed in. */
        SIGNED_OUT(HttpStatus.FORBIDDEN),
        /** Nobody signs in with it any more. */
        OFF(HttpStatus.NOT_FOUND),
        TOO_MANY(HttpStatus.TOO_MANY_REQUESTS);

        private final HttpStatus status;

        Why(HttpStatus status) {
            this.status = status;
        }
    }

    private final transient Onward onward;

    private SignOnRefused(HttpStatus status, String key, String logMessage, String provider, Onward onward) {
        super(status, "person.sign-on." + key, logMessage, provider);
        this.onward = onward;
    }

    /** Back to an invitation that was to be accepted, which nobody finds on the page for signing in. */
    private static Onward onward(Purpose purpose, String about) {
        return purpose == Purpose.ACCEPT
                ? new Onward(
                        "/sign-in/invited?t=" + URLEncoder.encode(about, StandardCharsets.UTF_8),
                        "person.sign-on.invited.next",
                        "person.sign-on.invited.act")
                : new Onward("/sign-in", null, "person.sign-on.onward");
    }

    @Override
    public Optional<Onward> onward() {
        return Optional.of(onward);
    }

    static SignOnRefused because(Why why, String logMessage, String provider) {
        return because(why, logMessage, provider, onward(Purpose.SIGN_IN, ""));
    }

    private static SignOnRefused because(Why why, String logMessage, String provider, Onward onward) {
        return new SignOnRefused(
                why.status, why.name().toLowerCase(Locale.ROOT).replace('_', '-'), logMessage, provider, onward);
    }

    /** @param about of the question that was not asked, with its purpose */
    static SignOnRefused tooMany(IdentityProvider provider, Purpose purpose, String about) {
        Onward onward = onward(purpose, about);
        return because(
                Why.TOO_MANY,
                "Too many questions from one address",
                provider.name(),
                new Onward(onward.address(), null, onward.act()));
    }

    static SignOnRefused because(ProviderProblem problem, IdentityProvider provider) {
        return because(problem, provider, Purpose.SIGN_IN, "");
    }

    /** @param about of the question that was asked, with its purpose */
    static SignOnRefused because(ProviderProblem problem, IdentityProvider provider, Purpose purpose, String about) {
        HttpStatus status =
                switch (problem.kind().page()) {
                    case "denied", "not-genuine", "not-asked" -> HttpStatus.FORBIDDEN;
                    default -> HttpStatus.FAILED_DEPENDENCY;
                };
        return new SignOnRefused(
                status,
                problem.kind().page(),
                "Provider " + provider.id().value() + ": " + problem.getMessage(),
                provider.name(),
                onward(purpose, about));
    }
}
