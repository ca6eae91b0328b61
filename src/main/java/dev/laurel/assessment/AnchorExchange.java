package dev.laurel.assessment;

import dev.laurel.assessment.Anchor.Kind;
import dev.laurel.assessment.Anchor.Piece;
import dev.laurel.assessment.Anchor.Score;
import dev.laurel.assessment.Anchor.State;
import dev.laurel.assessment.Anchor.Task;
import dev.laurel.assessment.AnchorDesk.Draft;
import dev.laurel.assessment.AuditTrail.Action;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffMember;
import dev.laurel.system.Ids;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Practice pieces that go to other organisations and come from them. Only pieces written from scratch go: what was made
 * of an earner's work stays where they agreed to it.
 */
@Component
public class AnchorExchange {

    private static final int MOST = 50;

    private final JdbcClient jdbc;
    private final Anchors anchors;
    private final AnchorDesk desk;
    private final Catalogue catalogue;
    private final AuditTrail audit;
    private final Clock clock;

    AnchorExchange(
            JdbcClient jdbc, Anchors anchors, AnchorDesk desk, Catalogue catalogue, AuditTrail audit, Clock clock) {
        this.jdbc = jdbc;
        this.anchors = anchors;
        this.desk = desk;
        this.catalogue = catalogue;
        this.audit = audit;
        this.clock = clock;
    }

    /** Whether a lead may let partners have it. Seeded pieces stay: nobody may know which they are. */
    static boolean canGo(Anchor anchor) {
        return anchor.state() == State.ACTIVE && anchor.source() == null && anchor.task() != Task.SEEDED;
    }

    /** How an anchor stands with partners. */
    enum Standing {
        /** Made here, and kept here. */
        KEPT,
        LET_OUT,
        /** It came from a partner. */
        CAME
    }

    Standing standing(AnchorId id) {
        return jdbc.sql("select came_from, let_out_at from assessment_anchor where id = :id")
                .param("id", id.value())
                .query((row, number) -> row.getString("came_from") != null
                        ? Standing.CAME
                        : row.getTimestamp("let_out_at") != null ? Standing.LET_OUT : Standing.KEPT)
                .single();
    }

    /** A lead lets partners have it, or no longer; false where it is not theirs to, or cannot go. */
    @Transactional
    public boolean letOut(StaffMember lead, UUID id, boolean out) {
        Anchor anchor = desk.find(lead, new AnchorId(id)).orElse(null);
        if (anchor == null || !canGo(anchor) || standing(anchor.id()) == Standing.CAME) {
            return false;
        }
        jdbc.sql("update assessment_anchor set shared_key = coalesce(shared_key, :key), let_out_at = :at,"
                        + " let_out_by = :by where id = :id")
                .param("key", "urn:uuid:" + id)
                .param("at", out ? Timestamp.from(clock.instant()) : null)
                .param("by", lead.id().value())
                .param("id", id)
                .update();
        audit.record(
                anchor.tenant(), id, lead.id(), out ? Action.ANCHOR_LET_OUT : Action.ANCHOR_KEPT_IN, anchor.name());
        return true;
    }

    /** Those that a tenant's leads let partners have, of exactly this version. */
    @Transactional(readOnly = true)
    public List<SharedAnchor> letOut(TenantId tenant, VersionId version) {
        record Found(UUID id, String key) {}
        return jdbc
                .sql("select id, shared_key from assessment_anchor where tenant_id = :tenant and version_id = :version"
                        + " and state = 'ACTIVE' and task in ('TRAINING', 'QUALIFYING') and source_case is null"
                        + " and came_from is null and let_out_at is not null order by made_at, id fetch first " + MOST
                        + " rows only")
                .param("tenant", tenant.value())
                .param("version", version.value())
                .query((row, number) -> new Found(row.getObject("id", UUID.class), row.getString("shared_key")))
                .list()
                .stream()
                .flatMap(found ->
                        anchors.find(new AnchorId(found.id())).stream().map(anchor -> shared(anchor, found.key())))
                .toList();
    }

    private SharedAnchor shared(Anchor anchor, String key) {
        return new SharedAnchor(
                key,
                anchor.name(),
                anchor.task().key(),
                anchors.pieces(anchor.id()).stream()
                        .filter(piece -> piece.kind() == Kind.ANSWER || piece.kind() == Kind.NOTE)
                        .map(piece -> new SharedAnchor.Piece(
                                piece.requirement(), piece.kind().name().toLowerCase(Locale.ROOT), piece.text()))
                        .toList(),
                anchors.scores(anchor.id()).values().stream()
                        .sorted((one, other) -> one.criterion().compareTo(other.criterion()))
                        .map(score -> new SharedAnchor.Score(score.criterion(), score.level(), score.rationale()))
                        .toList());
    }

    /**
     * Takes a partner's piece into use for a version of one's own.
     *
     * @param from DID of the partner
     * @return the new anchor; null where the version is not in the catalogue, its rubric is another one, or the tenant has
     *     the piece already
     */
    @Transactional
    public @Nullable UUID take(StaffMember lead, TenantId tenant, VersionId version, SharedAnchor shared, String from) {
        MicroCredential credential = catalogue.version(version).orElse(null);
        if (credential == null || !lead.leads().contains(tenant)) {
            return null;
        }
        List<Piece> pieces = new ArrayList<>();
        shared.pieces()
                .forEach(piece -> pieces.add(new Piece(
                        piece.requirement(),
                        piece.kind().equals("answer") ? Kind.ANSWER : Kind.NOTE,
                        piece.text(),
                        null)));
        List<Score> scores = new ArrayList<>();
        boolean fits = true;
        for (SharedAnchor.Score score : shared.scores()) {
            fits &= credential.rubric().criteria().stream()
                    .anyMatch(criterion -> criterion.id().equals(score.criterion())
                            && criterion.level(score.level()).isPresent());
            scores.add(new Score(score.criterion(), score.level(), score.why()));
        }
        for (Piece piece : pieces) {
            fits &= !credential.titlesOf(List.of(piece.requirement())).isEmpty();
        }
        boolean there =
                jdbc.sql("select count(*) from assessment_anchor where tenant_id = :tenant and shared_key = :key"
                                        + " and version_id = :version")
                                .param("tenant", tenant.value())
                                .param("key", shared.key())
                                .param("version", version.value())
                                .query(Integer.class)
                                .single()
                        > 0;
        if (there
                || !fits
                || !AnchorDesk.lacks(credential, shared.name(), pieces, scores).isEmpty()) {
            return null;
        }
        AnchorId id = new AnchorId(Ids.next());
        desk.make(
                id,
                lead,
                new Draft(tenant, credential, null, pieces, Map.of()),
                shared.name(),
                shared.task().equals("qualifying") ? Task.QUALIFYING : Task.TRAINING,
                pieces,
                scores);
        jdbc.sql("update assessment_anchor set shared_key = :key, came_from = :from where id = :id")
                .param("key", shared.key())
                .param("from", from)
                .param("id", id.value())
                .update();
        return id.value();
    }
}
