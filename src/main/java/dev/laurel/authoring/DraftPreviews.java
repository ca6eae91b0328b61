package dev.laurel.authoring;

import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.Publishing;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffMember;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import org.springframework.stereotype.Component;

/** Versions in the making, for the pages on which earners and assessors will see them. */
@Component
public class DraftPreviews {

    private final Versions versions;
    private final Publishing publishing;
    private final UsualRaters usual;

    DraftPreviews(Versions versions, Publishing publishing, UsualRaters usual) {
        this.versions = versions;
        this.usual = usual;
        this.publishing = publishing;
    }

    /**
     * A version as it would be published now.
     *
     * @throws dev.laurel.system.NotFound when there is none, or it is not theirs to see
     * @throws dev.laurel.system.Refusal when it breaks the rules of files and so cannot be shown
     */
    public MicroCredential of(StaffMember member, VersionId id) {
        AuthoredVersion version = versions.get(member, id);
        if (publishing.isStack(version.content())) {
            throw new NotFound("Version " + id.value() + " is a stack");
        }
        if (!publishing.problems(version.content()).isEmpty()) {
            throw MoveRefused.notReady(Move.HAND_IN);
        }
        String filled = publishing.canonical(usual.filled(version.tenant(), Exchange.document(version.content())));
        return publishing.preview(version.id(), filled);
    }

    /** Whose version it is. @throws dev.laurel.system.NotFound when there is none, or it is not theirs to see */
    public TenantId tenantOf(StaffMember member, VersionId id) {
        return versions.get(member, id).tenant();
    }
}
