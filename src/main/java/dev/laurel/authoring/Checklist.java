package dev.laurel.authoring;

import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.system.Ids;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The quality checklist of versions: authors answer, a reviewer who wrote no word confirms. A confirmation holds for the
 * words it was given for, and no longer once they change.
 */
@Component
class Checklist {

    static final int LONGEST_NOTE = 1000;
    private static final int LONGEST_TEXT = 4000;

    private final JdbcClient jdbc;
    private final Clock clock;

    Checklist(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * One item as it stands.
     *
     * @param answer null until somebody answers
     * @param confirmedBy who confirmed it for the words as they are now
     */
    record Line(
            CheckItem item,
            CheckItem.@Nullable Answer answer,
            String note,
            @Nullable StaffId answeredBy,
            @Nullable Instant answeredAt,
            @Nullable StaffId confirmedBy,
            @Nullable Instant confirmedAt) {

        /** Whether nothing speaks against publishing. */
        boolean isSettled() {
            return isAnswered() && confirmedBy != null;
        }

        public boolean isAnswered() {
            return answer == CheckItem.Answer.YES || answer == CheckItem.Answer.NOT_HERE;
        }

        public boolean isConfirmed() {
            return confirmedBy != null;
        }
    }

    /** All items, answered or not. */
    List<Line> of(AuthoredVersion version) {
        Map<CheckItem, Line> lines = new EnumMap<>(CheckItem.class);
        jdbc.sql("select item, answer, note, answered_by, answered_at, confirmed_by, confirmed_at, confirmed_revision"
                        + " from authoring_check where version_id = :version")
                .param("version", version.id().value())
                .query(row -> {
                    UUID by = row.getObject("confirmed_by", UUID.class);
                    boolean holds = by != null && row.getInt("confirmed_revision") == version.revision();
                    CheckItem item = CheckItem.valueOf(row.getString("item"));
                    lines.put(
                            item,
                            new Line(
                                    item,
                                    CheckItem.Answer.valueOf(row.getString("answer")),
                                    row.getString("note"),
                                    new StaffId(row.getObject("answered_by", UUID.class)),
                                    row.getTimestamp("answered_at").toInstant(),
                                    holds ? new StaffId(by) : null,
                                    holds ? row.getTimestamp("confirmed_at").toInstant() : null));
                });
        return Arrays.stream(CheckItem.values())
                .map(item -> lines.getOrDefault(item, new Line(item, null, "", null, null, null, null)))
                .toList();
    }

    /** Whether the tenant's rules let a version be published as far as the checklist goes. */
    boolean isEnough(AuthoredVersion version) {
        return !isRequired(version.tenant()) || of(version).stream().allMatch(Line::isSettled);
    }

    /** What an author says of an item; a new answer waits for a new confirmation. */
    @Transactional
    void answer(StaffMember member, AuthoredVersion version, CheckItem item, CheckItem.Answer answer, String note) {
        String words = note.strip();
        String kept = words.substring(0, Math.min(LONGEST_NOTE, words.length()));
        Optional<Line> before = of(version).stream()
                .filter(line -> line.item() == item
                        && line.answer() == answer
                        && line.note().equals(kept))
                .findFirst();
        if (before.isPresent()) {
            return;
        }
        jdbc.sql("delete from authoring_check where version_id = :version and item = :item")
                .param("version", version.id().value())
                .param("item", item.name())
                .update();
        jdbc.sql("insert into authoring_check (version_id, tenant_id, item, answer, note, answered_by, answered_at)"
                        + " values (:version, :tenant, :item, :answer, :note, :by, :now)")
                .param("version", version.id().value())
                .param("tenant", version.tenant().value())
                .param("item", item.name())
                .param("answer", answer.name())
                .param("note", kept)
                .param("by", member.id().value())
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    /** Confirms what is answered, or takes a confirmation back. */
    @Transactional
    void confirm(StaffMember member, AuthoredVersion version, CheckItem item, boolean confirmed) {
        jdbc.sql("update authoring_check set confirmed_by = :by, confirmed_at = :now, confirmed_revision = :revision"
                        + " where version_id = :version and item = :item and answer <> 'NO'")
                .param("by", confirmed ? member.id().value() : null)
                .param("now", confirmed ? Timestamp.from(clock.instant()) : null)
                .param("revision", confirmed ? version.revision() : null)
                .param("version", version.id().value())
                .param("item", item.name())
                .update();
    }

    /** Whether a tenant publishes nothing without the checklist. */
    boolean isRequired(TenantId tenant) {
        return jdbc.sql("select checklist_required from authoring_policy where tenant_id = :tenant")
                .param("tenant", tenant.value())
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    @Transactional
    void require(StaffMember member, TenantId tenant, boolean required) {
        int changed = jdbc.sql("update authoring_policy set checklist_required = :required, changed_by = :by,"
                        + " changed_at = :now where tenant_id = :tenant")
                .param("required", required)
                .param("by", member.id().value())
                .param("now", Timestamp.from(clock.instant()))
                .param("tenant", tenant.value())
                .update();
        if (changed == 0) {
            jdbc.sql("insert into authoring_policy (tenant_id, checklist_required, changed_by, changed_at)"
                            + " values (:tenant, :required, :by, :now) on conflict do nothing")
                    .param("tenant", tenant.value())
                    .param("required", required)
                    .param("by", member.id().value())
                    .param("now", Timestamp.from(clock.instant()))
                    .update();
        }
    }

    /** Something that authors tell each other. */
    record Note(StaffId by, String body, Instant at) {}

    /** @return false when there are no words, or too many */
    boolean note(StaffMember member, AuthoredVersion version, String body) {
        String words = Sheet.tidy(body);
        if (words.isEmpty() || words.length() > LONGEST_TEXT) {
            return false;
        }
        jdbc.sql("insert into authoring_note (id, tenant_id, version_id, staff_id, body, written_at)"
                        + " values (:id, :tenant, :version, :by, :body, :now)")
                .param("id", Ids.next())
                .param("tenant", version.tenant().value())
                .param("version", version.id().value())
                .param("by", member.id().value())
                .param("body", words)
                .param("now", Timestamp.from(clock.instant()))
                .update();
        return true;
    }

    /** The latest hundred, newest first. */
    List<Note> notes(VersionId version) {
        return jdbc.sql("select staff_id, body, written_at from authoring_note where version_id = :version"
                        + " order by written_at desc, id desc fetch first 100 rows only")
                .param("version", version.value())
                .query((row, number) -> new Note(
                        new StaffId(row.getObject("staff_id", UUID.class)),
                        row.getString("body"),
                        row.getTimestamp("written_at").toInstant()))
                .list();
    }
}
