package dev.laurel.lti;

/** The LTI messages that this tool answers (LTI Core 1.3, section 5.3.1; Deep Linking 2.0, section 4.4). */
public enum MessageType {
    RESOURCE_LINK("LtiResourceLinkRequest"),
    DEEP_LINKING("LtiDeepLinkingRequest");

    private final String claim;

    MessageType(String claim) {
        this.claim = claim;
    }

    /** The value of the claim {@code message_type}. */
    public String claim() {
        return claim;
    }
}
