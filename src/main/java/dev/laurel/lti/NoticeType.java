package dev.laurel.lti;

import java.util.Arrays;
import java.util.Optional;

/** The notices that this tool asks platforms for (Platform Notification Service 1.0). */
public enum NoticeType {
    /** Tells that notices arrive. */
    HELLO_WORLD("LtiHelloWorldNotice"),
    /** A course was made from another, or took over its content (Context Copy Notice 1.0). */
    CONTEXT_COPY("LtiContextCopyNotice");

    private final String claim;

    NoticeType(String claim) {
        this.claim = claim;
    }

    /** As messages spell it. */
    public String claim() {
        return claim;
    }

    /** The type of that name; empty for one that this tool does not know. */
    public static Optional<NoticeType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.claim.equals(name)).findFirst();
    }
}
