package dev.laurel.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way to one endpoint.
 *
 * @param message its id, the same each time it is sent and sent again
 * @param number 1 for the first; higher when somebody had it sent again
 * @param dueAt when it is tried next, while it is pending
 * @param tries what came back, the latest first
 */
record Delivery(
        DeliveryId id,
        EndpointId endpoint,
        UUID message,
        EventType type,
        String body,
        Instant happenedAt,
        int number,
        State state,
        int attempts,
        Instant dueAt,
        List<Try> tries) {

    Delivery {
        tries = List.copyOf(tries);
    }

    enum State {
        PENDING("others", "hourglass-split"),
        DELIVERED("earned", "check-circle-fill"),
        /** Tried as often as is of use; somebody can have it sent again. */
        FAILED("lost", "x-circle");

        private final String look;
        private final String icon;

        State(String look, String icon) {
            this.look = look;
            this.icon = icon;
        }

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        public String look() {
            return look;
        }

        public String icon() {
            return icon;
        }
    }

    /** How a try ended; the name, in lower case with hyphens, ends the key of its message. */
    enum Outcome {
        ACCEPTED,
        REFUSED,
        /** 410: whoever is there never wants to be told again. */
        GONE,
        UNREACHABLE,
        TIMED_OUT,
        TOO_LARGE,
        /** An address that this tool does not call. */
        FORBIDDEN;

        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * @param status HTTP status; absent without an answer
     * @param answer the beginning of it; absent when it was empty
     */
    record Try(
            int number,
            Instant at,
            Outcome outcome,
            @Nullable Integer status,
            @Nullable String answer,
            int millis) {

        Try withoutAnswer() {
            return new Try(number, at, outcome, status, null, millis);
        }
    }

    public @Nullable Try last() {
        return tries.isEmpty() ? null : tries.get(0);
    }

    @Override
    public String toString() {
        return "Delivery[" + id.value() + " " + state + "]";
    }
}
