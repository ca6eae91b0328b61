package dev.laurel.authoring;

import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffId;
import dev.laurel.tenant.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version in the making, or made.
 *
 * @param content the document as JSON
 * @param revision grows with every change of the content
 * @param retiresOn end of the window of a retiring version
 * @param changedBy who wrote in it last; nobody before it was first edited
 */
record AuthoredVersion(
        VersionId id,
        TenantId tenant,
        String item,
        String version,
        String title,
        String content,
        int revision,
        VersionState state,
        Instant stateSince,
        @Nullable Instant retiresOn,
        Instant changedAt,
        @Nullable StaffId changedBy) {

    @Override
    public String toString() {
        return "AuthoredVersion[" + id.value() + ", " + item + " " + version + ", " + state + "]";
    }
}
