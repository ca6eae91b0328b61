package dev.laurel.lti.check;

import dev.laurel.lti.Registration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The platforms whose own words are known for what is to be mended. */
enum Lms {
    CANVAS("canvas"),
    MOODLE("moodle"),
    BRIGHTSPACE("desire2learn"),
    BLACKBOARD("BlackboardLearn"),
    SCHOOLOGY("schoology"),
    SAKAI("sakai", "sakailms.org"),
    OTHER;

    /** What each knows words of its own for; for everything else {@link #OTHER} speaks. */
    private static final Set<String> OF_CANVAS = Set.of(
            "keys-unreachable",
            "own-keys",
            "client",
            "scopes",
            "scopes-again",
            "grades",
            "score",
            "roster",
            "names",
            "notices",
            "storage");

    private static final Set<String> OF_MOODLE =
            Set.of("keys-unreachable", "own-keys", "client", "scopes", "grades", "score", "roster", "names");
    private static final Set<String> OF_BRIGHTSPACE =
            Set.of("client", "scopes", "grades", "score", "roster", "names", "notices");
    private static final Set<String> OF_BLACKBOARD = Set.of("client", "scopes", "grades", "roster", "names");
    private static final Set<String> OF_SCHOOLOGY = Set.of("own-keys", "client", "scopes", "grades", "roster", "names");
    private static final Set<String> OF_SAKAI = Set.of("own-keys", "client", "scopes", "grades", "roster", "names");

    private final List<String> families;

    Lms(String... families) {
        this.families = List.of(families);
    }

    static Lms of(Registration registration) {
        for (Lms lms : values()) {
            if (lms.families.stream().anyMatch(registration::isOfFamily)) {
                return lms;
            }
        }
        return OTHER;
    }

    /** What to do about {@code trouble} on this platform. */
    Words mend(String trouble, Object... fill) {
        Lms speaker = knows(trouble) ? this : OTHER;
        return Words.of("mend." + trouble + "." + speaker.name().toLowerCase(Locale.ROOT), fill);
    }

    private boolean knows(String trouble) {
        return switch (this) {
            case CANVAS -> OF_CANVAS.contains(trouble);
            case MOODLE -> OF_MOODLE.contains(trouble);
            case BRIGHTSPACE -> OF_BRIGHTSPACE.contains(trouble);
            case BLACKBOARD -> OF_BLACKBOARD.contains(trouble);
            case SCHOOLOGY -> OF_SCHOOLOGY.contains(trouble);
            case SAKAI -> OF_SAKAI.contains(trouble);
            case OTHER -> false;
        };
    }
}
