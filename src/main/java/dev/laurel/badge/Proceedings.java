package dev.laurel.badge;

import dev.laurel.badge.Awards.Stored;
import dev.laurel.person.StaffId;
import dev.laurel.system.Ids;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Notices, answers and everything else that was done to a badge after it was issued. */
@Component
class Proceedings {

    private final JdbcClient jdbc;

    Proceedings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    enum Act {
        NOTICE,
        ANSWER,
        DROPPED,
        REVOKED,
        SUSPENDED,
        LIFTED,
        CORRECTED,
        RENEWED,
        RENEWAL_REFUSED,
        SUPERSEDED,
        NOT_SIGNED_AGAIN
    }

    record Done(Act act, @Nullable String reason, StaffId by, Instant at) {}

    /** The one that has not been decided. */
    Optional<Proceeding> open(String credentialId) {
        return jdbc.sql("select id, reason, opened_by, opened_at, answer_by, answer, own_answer, hearing_asked"
                        + " from badge_proceeding"
                        + " where credential_id = :id and closed_at is null order by opened_at fetch first 1 row only")
                .param("id", credentialId)
                .query((row, n) -> new Proceeding(
                        row.getObject("id", UUID.class),
                        row.getString("reason"),
                        Compositions.BY_RULE.value().equals(row.getObject("opened_by", UUID.class)),
                        row.getTimestamp("opened_at").toInstant(),
                        row.getTimestamp("answer_by").toInstant(),
                        row.getString("answer"),
                        row.getString("own_answer"),
                        row.getBoolean("hearing_asked")))
                .optional();
    }

    /** Keeps what the earner wrote, once, while nothing is decided. */
    boolean answeredByEarner(Proceeding proceeding, String answer, boolean hearingAsked, Instant now) {
        return jdbc.sql(
                                "update badge_proceeding set own_answer = :answer, own_answer_at = :now, hearing_asked = :hearing"
                                        + " where id = :id and closed_at is null and own_answer is null")
                        .param("answer", answer)
                        .param("now", Timestamp.from(now))
                        .param("hearing", hearingAsked)
                        .param("id", proceeding.id())
                        .update()
                > 0;
    }

    /** All that the earner ever wrote to notices of a badge, the earliest first. */
    List<String> ownAnswers(String credentialId) {
        return jdbc.sql("select own_answer from badge_proceeding where credential_id = :id and own_answer is not null"
                        + " order by opened_at")
                .param("id", credentialId)
                .query(String.class)
                .list();
    }

    /** Forgets the words of an earner; that there was a notice, and what became of it, stays. */
    void forgetAnswers(String credentialId) {
        jdbc.sql("update badge_proceeding set own_answer = null where credential_id = :id")
                .param("id", credentialId)
                .update();
    }

    void begin(Stored award, String reason, StaffId by, Instant now, Instant answerBy) {
        jdbc.sql("insert into badge_proceeding (id, tenant_id, credential_id, reason, opened_by, opened_at, answer_by)"
                        + " values (:id, :tenant, :credential, :reason, :by, :now, :until)")
                .param("id", Ids.next())
                .param("tenant", award.tenant().value())
                .param("credential", award.credentialId())
                .param("reason", reason)
                .param("by", by.value())
                .param("now", Timestamp.from(now))
                .param("until", Timestamp.from(answerBy))
                .update();
    }

    void answered(Proceeding proceeding, String answer, Instant now) {
        jdbc.sql("update badge_proceeding set answer = :answer, answered_at = :now"
                        + " where id = :id and closed_at is null")
                .param("answer", answer)
                .param("now", Timestamp.from(now))
                .param("id", proceeding.id())
                .update();
    }

    /** Closes whatever is open on a badge. */
    void close(String credentialId, Act outcome, Instant now) {
        jdbc.sql("update badge_proceeding set outcome = :outcome, closed_at = :now"
                        + " where credential_id = :id and closed_at is null")
                .param("outcome", outcome.name())
                .param("now", Timestamp.from(now))
                .param("id", credentialId)
                .update();
    }

    void note(Stored award, Act act, @Nullable String reason, StaffId by, Instant now) {
        jdbc.sql("insert into badge_act (id, tenant_id, credential_id, kind, reason, done_by, done_at)"
                        + " values (:id, :tenant, :credential, :kind, :reason, :by, :now)")
                .param("id", Ids.next())
                .param("tenant", award.tenant().value())
                .param("credential", award.credentialId())
                .param("kind", act.name())
                .param("reason", reason)
                .param("by", by.value())
                .param("now", Timestamp.from(now))
                .update();
    }

    /** The latest first, at most a hundred. */
    List<Done> history(Stored award) {
        return jdbc.sql("select kind, reason, done_by, done_at from badge_act where credential_id = :id"
                        + " order by done_at desc, id desc fetch first 100 rows only")
                .param("id", award.credentialId())
                .query((row, n) -> new Done(
                        Act.valueOf(row.getString("kind")),
                        row.getString("reason"),
                        new StaffId(row.getObject("done_by", UUID.class)),
                        row.getTimestamp("done_at").toInstant()))
                .list();
    }
}
