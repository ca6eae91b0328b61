package dev.laurel.stack;

import dev.laurel.badge.Composition;
import dev.laurel.catalog.Stack;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A badge that somebody has, as a stack looks at it.
 *
 * @param id of the row
 * @param credential id of a badge of this installation, whichever account it was earned with; absent for one of another issuer
 * @param item of this catalogue; absent for a badge of another issuer
 * @param achievement and {@code issuer}: of another issuer's badge only
 * @param sound neither revoked nor suspended
 */
record Held(
        String id,
        @Nullable String credential,
        @Nullable String item,
        @Nullable String version,
        @Nullable String achievement,
        @Nullable String issuer,
        URI address,
        String name,
        Instant issuedAt,
        @Nullable Instant validUntil,
        boolean sound) {

    /** As the badge of a stack cites it. */
    Composition.Part cited() {
        return new Composition.Part(credential, address, name);
    }

    boolean isOurs() {
        return item != null;
    }

    boolean isItem(String wanted) {
        return wanted.equals(item);
    }

    /** Whether it is the badge that the member asks for. */
    boolean answers(Stack.Member member) {
        Stack.Elsewhere elsewhere = member.elsewhere();
        if (elsewhere != null) {
            return elsewhere.achievement().equals(achievement)
                    && (elsewhere.issuer() == null || elsewhere.issuer().equals(issuer));
        }
        return isItem(member.id().value()) && version != null && member.accepts(version);
    }

    boolean holdsAt(Instant now) {
        return sound && (validUntil == null || now.isBefore(validUntil));
    }
}
