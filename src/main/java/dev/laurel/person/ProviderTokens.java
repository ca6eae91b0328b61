package dev.laurel.person;

import dev.laurel.person.ProviderProblem.Kind;
import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Verifies ID tokens (OpenID Connect Core 1.0, section 3.1.3.7). */
@Component
class ProviderTokens {

    private static final int SKEW_SECONDS = 60;
    private static final Duration OLDEST = Duration.ofMinutes(10);
    private static final int LONGEST = 16_000;
    private static final int LONGEST_SUBJECT = 255;

    /** Google puts its word behind addresses of domains that it runs, and says so in {@code hd}; others may be out of date. */
    private static final String GOOGLE = "https://accounts.google.com";

    private final ProviderKeys keys;
    private final Clock clock;

    ProviderTokens(ProviderKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** @throws ProviderProblem when the token is not this provider's answer to this question */
    ProvenIdentity verify(String token, ProviderDescription provider, String clientId, String nonce)
            throws ProviderProblem {
        JwtClaims claims = claims(token, provider, clientId);
        try {
            if (!nonce.equals(claims.getStringClaimValue("nonce"))) {
                throw new ProviderProblem(Kind.NOT_GENUINE, "the nonce belongs to another sign-in");
            }
            String party = claims.getStringClaimValue("azp");
            if (party == null ? claims.getAudience().size() > 1 : !party.equals(clientId)) {
                throw new ProviderProblem(Kind.NOT_GENUINE, "issued to another client");
            }
            String subject = claims.getSubject();
            if (subject.isBlank() || subject.length() > LONGEST_SUBJECT) {
                throw new ProviderProblem(Kind.NOT_GENUINE, "a subject that is empty or too long");
            }
            return new ProvenIdentity(subject, address(claims, provider.issuer()));
        } catch (MalformedClaimException e) {
            throw new ProviderProblem(Kind.NOT_GENUINE, "a claim of another type than it should be");
        }
    }

    private JwtClaims claims(String token, ProviderDescription provider, String clientId) throws ProviderProblem {
        Key key = key(token, provider);
        try {
            return new JwtConsumerBuilder()
                    .setJwsAlgorithmConstraints(new AlgorithmConstraints(
                            ConstraintType.PERMIT, ProviderKeys.ALGORITHMS.toArray(String[]::new)))
                    .setVerificationKey(key)
                    .setExpectedIssuer(true, provider.issuer())
                    .setExpectedAudience(true, clientId)
                    .setRequireSubject()
                    .setRequireExpirationTime()
                    .setRequireIssuedAt()
                    .setIssuedAtRestrictions(SKEW_SECONDS, (int) OLDEST.toSeconds())
                    .setAllowedClockSkewInSeconds(SKEW_SECONDS)
                    .setEvaluationTime(
                            NumericDate.fromMilliseconds(clock.instant().toEpochMilli()))
                    .build()
                    .processToClaims(token);
        } catch (InvalidJwtException e) {
            boolean late = e.hasErrorCode(ErrorCodes.EXPIRED)
                    || e.hasErrorCode(ErrorCodes.NOT_YET_VALID)
                    || e.hasErrorCode(ErrorCodes.ISSUED_AT_INVALID_FUTURE)
                    || e.hasErrorCode(ErrorCodes.ISSUED_AT_INVALID_PAST);
            throw new ProviderProblem(
                    late ? Kind.TOO_LATE : Kind.NOT_GENUINE,
                    e.getErrorDetails().stream()
                            .findFirst()
                            .map(detail -> "code " + detail.getErrorCode())
                            .orElse(""));
        }
    }

    private Key key(String token, ProviderDescription provider) throws ProviderProblem {
        try {
            if (token.length() > LONGEST) {
                throw new JoseException("too long");
            }
            JsonWebSignature signature = new JsonWebSignature();
            signature.setCompactSerialization(token);
            String algorithm = signature.getAlgorithmHeaderValue();
            if (algorithm == null || !ProviderKeys.ALGORITHMS.contains(algorithm)) {
                throw new ProviderProblem(Kind.NOT_GENUINE, "signed with " + algorithm);
            }
            return keys.find(provider.keys(), signature.getKeyIdHeaderValue(), algorithm);
        } catch (JoseException e) {
            throw new ProviderProblem(Kind.NOT_GENUINE, "no signed token");
        }
    }

    /** Only letters that every mail server reads alike: others could be taken for one of somebody else's address. */
    private static @Nullable String address(JwtClaims claims, String issuer) {
        boolean verified = Boolean.TRUE.equals(claims.getClaimValue("email_verified"));
        if (!verified
                || !(claims.getClaimValue("email") instanceof String address)
                || !address.matches("[\\x21-\\x7e]{1,100}")) {
            return null;
        }
        if (issuer.equals(GOOGLE)) {
            String domain = address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
            return domain.equals(claims.getClaimValue("hd")) ? address : null;
        }
        return address;
    }
}
