package dev.laurel.lti.launch;

import dev.laurel.lti.Registration;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.launch.LaunchRefused.Cause;
import java.security.PublicKey;
import java.time.Clock;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.lang.JoseException;
import org.springframework.stereotype.Component;

/**
 * Verifies what a platform answered to a login (Security Framework 1.0, section 5.1.3). RS256 is all that is taken, and
 * the key comes from the registered key set alone: {@code jwk}, {@code jku} and {@code x5u} in a header mean nothing.
 */
@Component
class IdTokens {

    private final PlatformKeys keys;
    private final LastSignIns signIns;
    private final Clock clock;

    IdTokens(PlatformKeys keys, LastSignIns signIns, Clock clock) {
        this.keys = keys;
        this.signIns = signIns;
        this.clock = clock;
    }

    /**
     * The claims of a token that passed every {@link IdTokenCheck}.
     *
     * @throws LaunchRefused naming the check that it did not pass
     */
    Claims verify(String token, LoginState login, Registration registration, String ourOrigin) {
        CompactToken read = read(token);
        Claims claims = Claims.parse(read.payload());
        IdTokenCheck.Expected expected = new IdTokenCheck.Expected(registration, login, ourOrigin, clock.instant());
        // Before any key is looked for: a token of another platform is no reason to ask this one for its keys.
        for (IdTokenCheck check : IdTokenCheck.BEFORE_SIGNATURE) {
            check.check(claims, expected);
        }
        verifySignature(read, registration);
        claims.time("iat").ifPresent(issued -> signIns.note(registration.id(), issued, expected.now()));
        for (IdTokenCheck check : IdTokenCheck.AFTER_SIGNATURE) {
            try {
                check.check(claims, expected);
            } catch (LaunchRefused refusal) {
                throw check.isAboutThePerson() ? refusal.withWayBack(LaunchMessage.returnUrl(claims)) : refusal;
            }
        }
        return claims;
    }

    /** A notice that passed every check, and the registration that it came from. */
    record VerifiedNotice(Registration registration, Claims claims) {}

    /**
     * Verifies a notice (Platform Notification Service 1.0): as an id_token, but for what ties one to a login. That it is
     * not taken twice is the caller's to see to.
     *
     * @throws LaunchRefused naming the check that it did not pass
     */
    VerifiedNotice verifyNotice(String token, Registrations registrations) {
        CompactToken read = read(token);
        Claims claims = Claims.parse(read.payload());
        String issuer = claims.required("iss");
        Registration registration = claims.oneOrMore("aud").stream()
                .flatMap(audience -> registrations.find(issuer, audience).stream())
                .findFirst()
                .orElseThrow(() -> new LaunchRefused(Cause.UNKNOWN_PLATFORM, "No registration of " + issuer));
        IdTokenCheck.Expected expected = new IdTokenCheck.Expected(registration, null, "", clock.instant());
        for (IdTokenCheck check : IdTokenCheck.BEFORE_SIGNATURE) {
            check.check(claims, expected);
        }
        verifySignature(read, registration);
        for (IdTokenCheck check : IdTokenCheck.OF_NOTICES) {
            check.check(claims, expected);
        }
        return new VerifiedNotice(registration, claims);
    }

    private static CompactToken read(String token) {
        CompactToken read = CompactToken.of(token);
        if (!AlgorithmIdentifiers.RSA_USING_SHA256.equals(read.header().algorithm())) {
            throw new LaunchRefused(
                    Cause.NOT_GENUINE, "Algorithm " + read.header().algorithm() + " instead of RS256");
        }
        return read;
    }

    private void verifySignature(CompactToken token, Registration registration) {
        String keyId = token.header().keyId();
        if (keyId == null || keyId.isEmpty()) {
            throw new LaunchRefused(Cause.NOT_GENUINE, "The id_token names no key (kid)");
        }
        if (token.header().hasCritical()) {
            throw new LaunchRefused(Cause.NOT_GENUINE, "The id_token's header demands what is not known here (crit)");
        }
        PublicKey key = keys.find(registration.jwksUri(), keyId);
        try {
            if (Rs256.verifies(token.signature(), key, token.signed())) {
                return;
            }
        } catch (JoseException e) {
            throw new LaunchRefused(Cause.NOT_GENUINE, "The signature cannot be verified: " + e.getMessage());
        }
        throw new LaunchRefused(Cause.NOT_GENUINE, "The signature is not the platform's");
    }
}
