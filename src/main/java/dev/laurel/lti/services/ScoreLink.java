package dev.laurel.lti.services;

import dev.laurel.lti.Registration;
import dev.laurel.lti.ResourceLinkId;
import dev.laurel.tenant.TenantId;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the platform said of scores for one resource link (AGS 2.0, section 3.1).
 *
 * @param platformId {@code resource_link.id} of the launches
 * @param named the line item that the latest launch named
 * @param found the one that was found or made since, where no launch named any
 * @param made whether {@code found} was made by this tool
 * @param scopes the rights that the claim listed; null when it listed none, so that those of the registration count
 */
record ScoreLink(
        ResourceLinkId id,
        TenantId tenant,
        String platformId,
        @Nullable String title,
        Registration registration,
        @Nullable URI named,
        @Nullable URI found,
        boolean made,
        @Nullable URI lineItems,
        @Nullable Set<String> scopes) {

    static final String SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score";
    static final String LINE_ITEM = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem";
    static final String RESULT_READ_ONLY = "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly";
    static final String LINE_ITEM_READ_ONLY = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly";

    /** Where scores go; null while nobody has named, found or made a place for them. */
    @Nullable
    URI lineItem() {
        return named != null ? named : found;
    }

    /** Whether scores may be sent, and no launch has said where. */
    boolean awaitsColumn() {
        return scopes != null && may(SCORE) && lineItem() == null && lineItems == null;
    }

    ScoreNotAccepted notNamed() {
        return new ScoreNotAccepted(
                ScoreNotAccepted.Reason.COLUMN_NOT_NAMED,
                registration.issuer() + " has not said where scores of the link go",
                null);
    }

    boolean may(String scope) {
        return scopes == null ? registration.scopes().contains(scope) : scopes.contains(scope);
    }
}
