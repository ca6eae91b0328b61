package dev.laurel.stack;

import dev.laurel.catalog.Stack;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.PersonId;
import dev.laurel.person.StaffId;
import dev.laurel.stack.Completion.Loss;
import dev.laurel.stack.HeldAwards.Holder;
import dev.laurel.system.Ids;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Completed stacks as they are stored. */
@Repository
class Completions {

    private static final String COLUMNS = "c.id, c.tenant_id, c.person_id, c.stack_id, c.number, c.version_id,"
            + " c.credential_id, c.completed_at, case when c.reviewed_at is null then c.review_since end as review_since,"
            + " c.review_policy";

    private final JdbcClient jdbc;

    Completions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    static CompletionId newId() {
        return new CompletionId(Ids.next());
    }

    void add(Completion completion, Collection<Held> parts) {
        jdbc.sql("insert into stack_completion (id, tenant_id, person_id, stack_id, number, version_id, credential_id,"
                        + " completed_at) values (:id, :tenant, :person, :stack, :number, :version, :credential, :at)")
                .param("id", completion.id().value())
                .param("tenant", completion.tenant().value())
                .param("person", completion.person().value())
                .param("stack", completion.stack())
                .param("number", completion.number())
                .param("version", completion.version().value())
                .param("credential", completion.credentialId())
                .param("at", Timestamp.from(completion.completedAt()))
                .update();
        for (Held part : parts) {
            jdbc.sql("insert into stack_completion_part (completion_id, award_id) values (:id, :award)")
                    .param("id", completion.id().value())
                    .param("award", part.id())
                    .update();
        }
    }

    /** The last of that stack. */
    Optional<Completion> last(Holder holder, String stack) {
        return jdbc.sql("select " + COLUMNS + " from stack_completion c where c.tenant_id = :tenant"
                        + " and c.person_id = :person and c.stack_id = :stack order by c.number desc"
                        + " fetch first 1 row only")
                .param("tenant", holder.tenant().value())
                .param("person", holder.person().value())
                .param("stack", stack)
                .query((row, number) -> completion(row))
                .optional();
    }

    /** The completion whose badge that is. */
    Optional<Completion> of(TenantId tenant, String credentialId) {
        return jdbc.sql("select " + COLUMNS + " from stack_completion c where c.tenant_id = :tenant"
                        + " and c.credential_id = :credential")
                .param("tenant", tenant.value())
                .param("credential", credentialId)
                .query((row, number) -> completion(row))
                .optional();
    }

    /** The last of each stack that somebody completed. */
    List<Completion> last(Holder holder) {
        return jdbc.sql("select " + COLUMNS + " from stack_completion c where c.tenant_id = :tenant"
                        + " and c.person_id = :person and not exists (select 1 from stack_completion l"
                        + " where l.tenant_id = c.tenant_id and l.person_id = c.person_id and l.stack_id = c.stack_id"
                        + " and l.number > c.number) order by c.stack_id fetch first 500 rows only")
                .param("tenant", holder.tenant().value())
                .param("person", holder.person().value())
                .query((row, number) -> completion(row))
                .list();
    }

    /** Notes another badge in the place of a part, sound or lost. */
    void replace(CompletionId completion, String award, String later) {
        jdbc.sql("update stack_completion_part set award_id = :later, lost_at = null, lost_by = null"
                        + " where completion_id = :id and award_id = :award")
                .param("later", later)
                .param("id", completion.value())
                .param("award", award)
                .update();
    }

    /** Those whose own badge has ended and that were not looked at since, the first to end first. */
    List<Completion> ended(Instant now, int most) {
        return jdbc.sql("select " + COLUMNS + " from stack_award a join stack_completion c"
                        + " on c.credential_id = a.id where a.valid_until <= :now and c.end_seen_at is null"
                        + " order by a.valid_until, a.id fetch first :most rows only")
                .param("now", Timestamp.from(now))
                .param("most", most)
                .query((row, number) -> completion(row))
                .list();
    }

    void endSeen(CompletionId completion, Instant at) {
        jdbc.sql("update stack_completion set end_seen_at = :at where id = :id")
                .param("at", Timestamp.from(at))
                .param("id", completion.value())
                .update();
    }

    /** Those made of that badge, as long as it is not noted as lost there. */
    List<Completion> madeOf(String award) {
        return jdbc.sql("select " + COLUMNS + " from stack_completion c join stack_completion_part p"
                        + " on p.completion_id = c.id where p.award_id = :award and p.lost_at is null order by c.id")
                .param("award", award)
                .query((row, number) -> completion(row))
                .list();
    }

    /** Whether this call noted that a part is lost. */
    boolean lose(CompletionId completion, String award, Loss by, Instant at) {
        return jdbc.sql("update stack_completion_part set lost_at = :at, lost_by = :by"
                                + " where completion_id = :id and award_id = :award and lost_at is null")
                        .param("at", Timestamp.from(at))
                        .param("by", by.name())
                        .param("id", completion.value())
                        .param("award", award)
                        .update()
                == 1;
    }

    List<Completion.Part> parts(CompletionId completion) {
        return jdbc.sql(
                        "select p.award_id, a.name, p.lost_at, p.lost_by from stack_completion_part p"
                                + " join stack_award a on a.id = p.award_id where p.completion_id = :id order by a.issued_at, a.id")
                .param("id", completion.value())
                .query((row, number) -> new Completion.Part(
                        row.getString("award_id"),
                        row.getString("name"),
                        instant(row.getTimestamp("lost_at")),
                        row.getString("lost_by") == null ? null : Loss.valueOf(row.getString("lost_by"))))
                .list();
    }

    /** Puts it before an officer, again if one has looked before. */
    void review(CompletionId completion, Stack.MemberLoss policy, Instant since) {
        jdbc.sql("update stack_completion set review_since = :since, review_policy = :policy, reviewed_at = null,"
                        + " reviewed_by = null, review_words = null where id = :id")
                .param("since", Timestamp.from(since))
                .param("policy", policy.name())
                .param("id", completion.value())
                .update();
    }

    /** Whether this call closed the review. */
    boolean reviewed(CompletionId completion, StaffId by, String words, Instant at) {
        return jdbc.sql("update stack_completion set reviewed_at = :at, reviewed_by = :by, review_words = :words"
                                + " where id = :id and review_since is not null and reviewed_at is null")
                        .param("at", Timestamp.from(at))
                        .param("by", by.value())
                        .param("words", words.length() > 2000 ? words.substring(0, 2000) : words)
                        .param("id", completion.value())
                        .update()
                == 1;
    }

    /** Those to look at, the longest waiting first; page from 0. */
    List<Completion> toReview(Collection<TenantId> tenants, int page, int pageSize) {
        return tenants.isEmpty()
                ? List.of()
                : jdbc.sql("select " + COLUMNS + " from stack_completion c where c.tenant_id in (:tenants)"
                                + " and c.review_since is not null and c.reviewed_at is null"
                                + " order by c.review_since, c.id offset :offset rows fetch first :size rows only")
                        .param("tenants", tenants.stream().map(TenantId::value).toList())
                        .param("offset", (long) page * pageSize)
                        .param("size", pageSize)
                        .query((row, number) -> completion(row))
                        .list();
    }

    Optional<Completion> find(Collection<TenantId> tenants, CompletionId id) {
        return tenants.isEmpty()
                ? Optional.empty()
                : jdbc.sql("select " + COLUMNS
                                + " from stack_completion c where c.id = :id and c.tenant_id in (:tenants)")
                        .param("id", id.value())
                        .param("tenants", tenants.stream().map(TenantId::value).toList())
                        .query((row, number) -> completion(row))
                        .optional();
    }

    /** Parts that have expired and are not noted as lost, the first to end first. */
    List<String> expired(Instant now, int most) {
        return jdbc.sql("select distinct a.id, a.valid_until from stack_award a join stack_completion_part p"
                        + " on p.award_id = a.id where a.valid_until <= :now and p.lost_at is null"
                        + " order by a.valid_until, a.id fetch first :most rows only")
                .param("now", Timestamp.from(now))
                .param("most", most)
                .query((row, number) -> row.getString("id"))
                .list();
    }

    /** Whether everybody's badges were held against that version. */
    boolean isSwept(UUID version) {
        return jdbc.sql("select count(*) from stack_swept where version_id = :id")
                        .param("id", version)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    void swept(UUID version, Instant at) {
        jdbc.sql("insert into stack_swept (version_id, swept_at) values (:id, :at) on conflict do nothing")
                .param("id", version)
                .param("at", Timestamp.from(at))
                .update();
    }

    private static Completion completion(ResultSet row) throws SQLException {
        String policy = row.getString("review_policy");
        return new Completion(
                new CompletionId(row.getObject("id", UUID.class)),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new PersonId(row.getObject("person_id", UUID.class)),
                row.getString("stack_id"),
                row.getInt("number"),
                new VersionId(row.getObject("version_id", UUID.class)),
                row.getString("credential_id"),
                row.getTimestamp("completed_at").toInstant(),
                instant(row.getTimestamp("review_since")),
                policy == null ? null : Stack.MemberLoss.valueOf(policy));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
