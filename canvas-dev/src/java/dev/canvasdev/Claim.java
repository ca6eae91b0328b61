package dev.canvasdev;

/** Names of claims and vocabulary. */
final class Claim {

    static final String LTI = "https://purl.imsglobal.org/spec/lti/claim/";
    static final String MESSAGE_TYPE = LTI + "message_type";
    static final String VERSION = LTI + "version";
    static final String DEPLOYMENT_ID = LTI + "deployment_id";
    static final String TARGET_LINK_URI = LTI + "target_link_uri";
    static final String RESOURCE_LINK = LTI + "resource_link";
    static final String ROLES = LTI + "roles";
    static final String CONTEXT = LTI + "context";
    static final String TOOL_PLATFORM = LTI + "tool_platform";
    static final String LAUNCH_PRESENTATION = LTI + "launch_presentation";
    static final String LIS = LTI + "lis";
    static final String CUSTOM = LTI + "custom";
    static final String LEGACY_USER_ID = LTI + "lti11_legacy_user_id";
    static final String LTI1P1 = LTI + "lti1p1";
    static final String EXT = LTI + "ext";
    static final String FOR_USER = LTI + "for_user";
    static final String ROLE_SCOPE_MENTOR = LTI + "role_scope_mentor";
    static final String NOTICE = LTI + "notice";
    static final String NOTICE_SERVICE = LTI + "platformnotificationservice";
    static final String ORIGIN_CONTEXTS = LTI + "origin_contexts";
    static final String AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint";
    static final String NRPS = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice";
    static final String BASIC_OUTCOME = "https://purl.imsglobal.org/spec/lti-bo/claim/basicoutcome";
    static final String DEEP_LINKING_SETTINGS = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings";
    static final String CONTENT_ITEMS = "https://purl.imsglobal.org/spec/lti-dl/claim/content_items";
    static final String DEEP_LINKING_MESSAGE = "https://purl.imsglobal.org/spec/lti-dl/claim/msg";
    static final String DEEP_LINKING_ERROR = "https://purl.imsglobal.org/spec/lti-dl/claim/errormsg";
    static final String PLACEMENT = "https://www.instructure.com/placement";

    static final String RESOURCE_LINK_REQUEST = "LtiResourceLinkRequest";
    static final String DEEP_LINKING_REQUEST = "LtiDeepLinkingRequest";

    static final String SUBMISSION_REVIEW_REQUEST = "LtiSubmissionReviewRequest";
    static final String DATA_PRIVACY_REQUEST = "LtiDataPrivacyLaunchRequest";

    static final String TOOL_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-tool-configuration";
    static final String PLATFORM_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-platform-configuration";
    static final String CANVAS = "https://canvas.instructure.com/lti/";

    static final String VOCABULARY = "http://purl.imsglobal.org/vocab/lis/v2/";
    static final String INSTRUCTOR = VOCABULARY + "membership#Instructor";
    static final String LEARNER = VOCABULARY + "membership#Learner";
    static final String MENTOR = VOCABULARY + "membership#Mentor";
    static final String TEACHING_ASSISTANT = VOCABULARY + "membership/Instructor#TeachingAssistant";
    static final String INSTITUTION = VOCABULARY + "institution/person#";
    static final String SYSTEM = VOCABULARY + "system/person#";
    static final String TEST_USER = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser";

    private Claim() {}
}
