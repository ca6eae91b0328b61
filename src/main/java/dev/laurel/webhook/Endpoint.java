package dev.laurel.webhook;

import dev.laurel.tenant.TenantId;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where another system wants to be told.
 *
 * @param types of what
 * @param authority claims of this authority alone; absent for all
 * @param previousUntil until when the secret before is used beside the new one; absent when there is none
 * @param failingSince since when nothing has arrived; absent while things do
 */
record Endpoint(
        EndpointId id,
        TenantId tenant,
        String name,
        URI url,
        Set<EventType> types,
        @Nullable String authority,
        State state,
        Instant stateSince,
        @Nullable Instant previousUntil,
        int failures,
        @Nullable Instant failingSince,
        Instant createdAt,
        String createdBy) {

    Endpoint {
        types = Set.copyOf(types);
    }

    enum State {
        ACTIVE("earned", "check-circle-fill"),
        /** By somebody. */
        PAUSED("others", "pause-circle"),
        /** By itself, after nothing had arrived for days. */
        GIVEN_UP("lost", "exclamation-triangle-fill");

        private final String look;
        private final String icon;

        State(String look, String icon) {
            this.look = look;
            this.icon = icon;
        }

        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public String look() {
            return look;
        }

        public String icon() {
            return icon;
        }
    }

    boolean wants(EventType type, @Nullable String about) {
        return types.contains(type) && (authority == null || about == null || authority.equals(about));
    }

    public String host() {
        return url.getHost();
    }

    @Override
    public String toString() {
        return "Endpoint[" + id.value() + " " + state + "]";
    }
}
