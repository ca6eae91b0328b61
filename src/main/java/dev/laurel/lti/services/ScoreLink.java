package dev.laurel.lti.services;

import dev.laurel.lti.Registration;
import dev.laurel.lti.ResourceLinkId;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the platform said of scores for one resource link (AGS 2.0, section 3.1).
 *
 * @param platformId {@code resource_link.id} of the launches
 * @param scopes the rights that the claim listed; null when it listed none, so that those of the registration count
 */
record ScoreLink(
        ResourceLinkId id,
        String platformId,
        @Nullable String title,
        Registration registration,
        @Nullable URI lineItem,
        @Nullable URI lineItems,
        @Nullable Set<String> scopes) {

    static final String SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score";
    static final String LINE_ITEM = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem";
    static final String LINE_ITEM_READ_ONLY = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly";

    boolean may(String scope) {
        return scopes == null ? registration.scopes().contains(scope) : scopes.contains(scope);
    }
}
