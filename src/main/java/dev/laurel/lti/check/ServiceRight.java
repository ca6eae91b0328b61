package dev.laurel.lti.check;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The rights that this tool asks platforms for. Messages name each in the platform's own words. */
enum ServiceRight {
    LINE_ITEM("https://purl.imsglobal.org/spec/lti-ags/scope/lineitem"),
    SCORE("https://purl.imsglobal.org/spec/lti-ags/scope/score"),
    RESULT("https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly"),
    ROSTER("https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"),
    NOTICES("https://purl.imsglobal.org/spec/lti/scope/noticehandlers");

    private final String scope;

    ServiceRight(String scope) {
        this.scope = scope;
    }

    String scope() {
        return scope;
    }

    /** Without notices everything works but the following of course copies, and few platforms send any. */
    static List<ServiceRight> needed() {
        return Arrays.stream(values()).filter(right -> right != NOTICES).toList();
    }

    static Set<String> scopes(List<ServiceRight> rights) {
        return rights.stream().map(ServiceRight::scope).collect(Collectors.toUnmodifiableSet());
    }

    Words name(Lms lms) {
        boolean ownWords = lms == Lms.CANVAS;
        return Words.of(
                "right." + name().toLowerCase(Locale.ROOT).replace('_', '-') + (ownWords ? ".canvas" : ".other"));
    }
}
