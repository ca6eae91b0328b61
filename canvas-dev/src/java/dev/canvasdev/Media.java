package dev.canvasdev;

/** Media types of LTI services. */
final class Media {

    static final String LINE_ITEM = "application/vnd.ims.lis.v2.lineitem+json";
    static final String LINE_ITEMS = "application/vnd.ims.lis.v2.lineitemcontainer+json";
    static final String SCORE = "application/vnd.ims.lis.v1.score+json";
    static final String RESULTS = "application/vnd.ims.lis.v2.resultcontainer+json";
    static final String MEMBERS = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json";

    private Media() {}

    /** A Content-Type without its parameters, in lower case. */
    static String bare(@org.jspecify.annotations.Nullable String contentType) {
        return contentType == null
                ? ""
                : contentType.replaceFirst(";.*", "").trim().toLowerCase(java.util.Locale.ROOT);
    }
}
