package dev.laurel.coaching;

import org.jspecify.annotations.Nullable;

/** What lies behind the {@link Door} of one who was invited by mail; asked for and entered alike. */
enum Room {
    DRAFT(""),
    /** What is kept of them. Open after sharing has ended, too; to have looked at it makes nobody a coach. */
    OWN_DATA("data");

    private final String segment;

    Room(String segment) {
        this.segment = segment;
    }

    /** The room of an address, whose segment is absent for the draft. */
    static Room of(@Nullable String segment) {
        return segment == null ? DRAFT : OWN_DATA;
    }

    String address(Share share) {
        return "/coach/" + share.id().value() + (segment.isEmpty() ? "" : "/" + segment);
    }
}
