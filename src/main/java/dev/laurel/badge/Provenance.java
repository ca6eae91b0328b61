package dev.laurel.badge;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a badge came about, as far as others want to know before they recognise it.
 *
 * @param issuerId the {@code issuer.id} of the credential
 * @param raters by how many people each criterion was rated independently, at least; 0 where nobody knows
 * @param agreement how far two raters agreed on this version in the last year; absent where too little was rated by two
 * @param rated so many criteria were rated by two
 */
public record Provenance(
        String credentialId,
        String issuer,
        String issuerId,
        Instant issuedAt,
        Award.Status status,
        int raters,
        @Nullable Double agreement,
        int rated) {}
