package dev.laurel.lti;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The LTI messages that this tool answers (LTI Core 1.3, section 5.3.1; Deep Linking 2.0, section 4.4; Submission Review
 * 1.0, section 3; Data Privacy Launch).
 */
public enum MessageType {
    RESOURCE_LINK("LtiResourceLinkRequest"),
    DEEP_LINKING("LtiDeepLinkingRequest"),
    SUBMISSION_REVIEW("LtiSubmissionReviewRequest"),
    /** Platforms write it either way. */
    DATA_PRIVACY("LtiDataPrivacyLaunchRequest", "DataPrivacyLaunchRequest");

    private final List<String> claims;

    MessageType(String... claims) {
        this.claims = List.of(claims);
    }

    /** The value of the claim {@code message_type}. */
    public String claim() {
        return claims.get(0);
    }

    /** The type that a claim {@code message_type} names; empty when it is none of ours. */
    public static Optional<MessageType> named(String claim) {
        return Arrays.stream(values())
                .filter(type -> type.claims.contains(claim))
                .findFirst();
    }

    /** Whether the message is about one link, and must name it. */
    public boolean isAboutLink() {
        return this == RESOURCE_LINK || this == SUBMISSION_REVIEW;
    }

    /** Whether the message may be about somebody else than the one who launches. */
    public boolean isAboutSomebody() {
        return this == SUBMISSION_REVIEW || this == DATA_PRIVACY;
    }
}
