package dev.laurel.lti;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the platform chose to tell about a person; any part may be missing for ever. Never printed. */
public record UserProfile(
        @Nullable String name,
        @Nullable String givenName,
        @Nullable String familyName,
        @Nullable String email) {

    public static final UserProfile NONE = new UserProfile(null, null, null, null);

    /** The full name, or given and family name put together. */
    public Optional<String> displayName() {
        if (name != null && !name.isBlank()) {
            return Optional.of(name);
        }
        String joined = ((givenName == null ? "" : givenName) + " " + (familyName == null ? "" : familyName)).trim();
        return joined.isEmpty() ? Optional.empty() : Optional.of(joined);
    }

    @Override
    public String toString() {
        return "UserProfile[not printed]";
    }
}
