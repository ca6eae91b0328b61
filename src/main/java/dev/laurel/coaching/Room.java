package dev.laurel.coaching;

/** What lies behind the {@link Door} of one who was invited by mail; asked for and entered alike. */
enum Room {
    DRAFT(""),
    /** What is kept of them. Open after sharing has ended, too; to have looked at it makes nobody a coach. */
    OWN_DATA("/data");

    private final String path;

    Room(String path) {
        this.path = path;
    }

    String address(Share share) {
        return "/coach/" + share.id().value() + path;
    }
}
