package dev.laurel.assessment;

import dev.laurel.person.StaffId;
import dev.laurel.system.Ids;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of doubts about whose work something is. */
@Repository
class Flags {

    private static final String SELECT = """
            select id, tenant_id, case_id, kind, state, words, raised_by, raised_at, decided_at, decided_words from assessment_flag
            """;

    private final JdbcClient jdbc;

    Flags(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    enum Kind {
        /** A file of it was handed in by somebody else too. */
        SAME_FILE,
        /** An assessor noticed something. */
        NOTICED;

        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    enum State {
        OPEN,
        /** The earner was asked; the work is on hold until a lead has decided. */
        ASKED,
        NO_CONCERN,
        UPHELD;

        public boolean isDecided() {
            return this == NO_CONCERN || this == UPHELD;
        }

        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** @param raisedBy absent where nobody did but the house */
    record Flag(
            UUID id,
            TenantId tenant,
            CaseId about,
            Kind kind,
            State state,
            String words,
            @Nullable StaffId raisedBy,
            Instant raisedAt,
            @Nullable Instant decidedAt,
            @Nullable String decidedWords) {}

    UUID raise(AssessmentCase about, Kind kind, String words, @Nullable StaffId by, Instant at) {
        UUID id = Ids.next();
        jdbc.sql("""
                        insert into assessment_flag (id, tenant_id, case_id, kind, state, words, raised_by, raised_at)
                        values (:id, :tenant, :case, :kind, 'OPEN', :words, :by, :at)""")
                .param("id", id)
                .param("tenant", about.tenant().value())
                .param("case", about.id().value())
                .param("kind", kind.name())
                .param("words", words)
                .param("by", by == null ? null : by.value())
                .param("at", Timestamp.from(at))
                .update();
        return id;
    }

    /** Undecided ones first asked last, the oldest first; or the decided, the latest first. Page from 0. */
    List<Flag> in(Collection<TenantId> tenants, boolean decided, int page, int pageSize) {
        if (tenants.isEmpty()) {
            return List.of();
        }
        return jdbc.sql(SELECT + "where tenant_id in (:tenants) and state in (:states) order by "
                        + (decided ? "decided_at desc" : "raised_at") + ", id"
                        + " offset :skip rows fetch first :atMost rows only")
                .param("tenants", tenants.stream().map(TenantId::value).toList())
                .param("states", decided ? List.of("NO_CONCERN", "UPHELD") : List.of("OPEN", "ASKED"))
                .param("skip", (long) page * pageSize)
                .param("atMost", pageSize)
                .query(Flags::read)
                .list();
    }

    Optional<Flag> find(UUID id) {
        return jdbc.sql(SELECT + "where id = :id")
                .param("id", id)
                .query(Flags::read)
                .optional();
    }

    /** Nobody else changes it until this transaction ends. */
    Optional<Flag> lock(UUID id) {
        return jdbc.sql(SELECT + "where id = :id for update")
                .param("id", id)
                .query(Flags::read)
                .optional();
    }

    void asked(UUID id) {
        jdbc.sql("update assessment_flag set state = 'ASKED' where id = :id and state = 'OPEN'")
                .param("id", id)
                .update();
    }

    void decide(UUID id, State outcome, StaffId by, String words, Instant at) {
        jdbc.sql("""
                        update assessment_flag set state = :state, decided_by = :by, decided_at = :at, decided_words = :words
                        where id = :id and state in ('OPEN', 'ASKED')""")
                .param("state", outcome.name())
                .param("by", by.value())
                .param("at", Timestamp.from(at))
                .param("words", words)
                .param("id", id)
                .update();
    }

    private static Flag read(ResultSet row, int number) throws SQLException {
        UUID by = row.getObject("raised_by", UUID.class);
        Timestamp decided = row.getTimestamp("decided_at");
        return new Flag(
                row.getObject("id", UUID.class),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new CaseId(row.getObject("case_id", UUID.class)),
                Kind.valueOf(row.getString("kind")),
                State.valueOf(row.getString("state")),
                row.getString("words"),
                by == null ? null : new StaffId(by),
                row.getTimestamp("raised_at").toInstant(),
                decided == null ? null : decided.toInstant(),
                row.getString("decided_words"));
    }
}
