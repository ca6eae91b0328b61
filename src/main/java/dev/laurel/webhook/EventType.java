package dev.laurel.webhook;

import dev.laurel.recognition.ClaimState;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What others can be told of. */
enum EventType {
    CLAIM_APPROVED("claim.approved"),
    CLAIM_DECLINED("claim.declined"),
    CLAIM_WITHDRAWN("claim.withdrawn"),
    BADGE_AWARDED("badge.awarded"),
    BADGE_REVOKED("badge.revoked"),
    /** Somebody tries the connection; nothing has happened. */
    PING("ping");

    /** Those that somebody can choose. */
    static final List<EventType> CHOICES =
            Arrays.stream(values()).filter(type -> type != PING).toList();

    private final String text;

    EventType(String text) {
        this.text = text;
    }

    /** As payloads spell it. */
    public String text() {
        return text;
    }

    /** As message keys spell it. */
    public String key() {
        return text.replace('.', '-');
    }

    static Optional<EventType> of(String text) {
        return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
    }

    /** Empty for a state that is no decision. */
    static Optional<EventType> of(ClaimState state) {
        return switch (state) {
            case APPROVED -> Optional.of(CLAIM_APPROVED);
            case DECLINED -> Optional.of(CLAIM_DECLINED);
            case WITHDRAWN -> Optional.of(CLAIM_WITHDRAWN);
            case REQUESTED, UNDER_REVIEW, MORE_INFORMATION -> Optional.empty();
        };
    }
}
