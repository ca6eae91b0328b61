package dev.laurel.system;

import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** What the browser is told about every page: own scripts, styles and images only, and who may put it into a frame. */
public final class PageHeaders {

    private PageHeaders() {}

    /**
     * The content security policy of a page.
     *
     * @param frameAncestors {@code 'none'} or the origins that may frame it
     */
    public static String contentSecurityPolicy(String frameAncestors) {
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self';"
                + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors " + frameAncestors;
    }

    /** Headers for pages that stand alone and belong into nobody's frame. */
    public static void standingAlone(HeadersConfigurer<?> headers) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(contentSecurityPolicy("'none'")))
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN));
    }
}
