package dev.laurel.lti;

import java.util.List;

/** The scopes of platforms' services that this tool asks for (AGS 2.0, section 3.1; NRPS 2.0, section 2.1;
 * Platform Notification Service 1.0, section 3). */
public final class ToolScopes {

    /** Most wanted first. */
    public static final List<String> ALL = List.of(
            "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem",
            "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly",
            "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly",
            "https://purl.imsglobal.org/spec/lti-ags/scope/score",
            "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly",
            "https://purl.imsglobal.org/spec/lti/scope/noticehandlers");

    private ToolScopes() {}
}
