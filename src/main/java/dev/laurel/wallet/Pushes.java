package dev.laurel.wallet;

import dev.laurel.person.PersonId;
import dev.laurel.system.Ids;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What was or is to be put into backpacks. */
@Repository
class Pushes {

    private static final String COLUMNS = "select p.id, p.backpack_id, p.credential_id, p.tenant_id, p.person_id,"
            + " p.state, p.asked, p.tries, p.due_at, p.problem, p.answer, p.sent_at from wallet_push p";
    private static final int MOST = 500;

    private final JdbcClient jdbc;
    private final Clock clock;

    Pushes(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Has a badge put in, or put in again, as soon as may be. @param owner null for a learner record */
    @Transactional
    public void ask(UUID backpack, String credentialId, @Nullable Owner owner) {
        Timestamp now = Timestamp.from(clock.instant());
        int made = jdbc.sql(
                        "insert into wallet_push (id, backpack_id, credential_id, tenant_id, person_id, state, asked,"
                                + " tries, due_at) values (:id, :backpack, :credential, :tenant, :person, 'DUE', 1, 0, :now)"
                                + " on conflict do nothing")
                .param("id", Ids.next())
                .param("backpack", backpack)
                .param("credential", credentialId)
                .param("tenant", owner == null ? null : owner.tenant().value())
                .param("person", owner == null ? null : owner.person().value())
                .param("now", now)
                .update();
        if (made == 0) {
            jdbc.sql(
                            "update wallet_push set state = 'DUE', asked = asked + 1, tries = 0, due_at = :now,"
                                    + " problem = null, answer = null where backpack_id = :backpack and credential_id = :credential")
                    .param("now", now)
                    .param("backpack", backpack)
                    .param("credential", credentialId)
                    .update();
        }
    }

    /** The backpacks where that badge is or is to be. */
    List<UUID> backpacksWith(String credentialId) {
        return jdbc.sql("select backpack_id from wallet_push where credential_id = :id order by backpack_id"
                        + " fetch first 100 rows only")
                .param("id", credentialId)
                .query(UUID.class)
                .list();
    }

    List<Push> in(UUID backpack) {
        return jdbc.sql(COLUMNS + " where p.backpack_id = :backpack order by p.id desc fetch first " + MOST
                        + " rows only")
                .param("backpack", backpack)
                .query((row, n) -> read(row))
                .list();
    }

    Optional<Push> in(UUID backpack, String credentialId) {
        return jdbc.sql(COLUMNS + " where p.backpack_id = :backpack and p.credential_id = :credential")
                .param("backpack", backpack)
                .param("credential", credentialId)
                .query((row, n) -> read(row))
                .optional();
    }

    /** The next one that is to be sent now; empty when there is none. */
    Optional<Push> due(UUID backpack) {
        return jdbc.sql(COLUMNS + " where p.backpack_id = :backpack and p.state = 'DUE' and p.due_at <= :now"
                        + " order by p.due_at, p.id fetch first 1 rows only")
                .param("backpack", backpack)
                .param("now", Timestamp.from(clock.instant()))
                .query((row, n) -> read(row))
                .optional();
    }

    /** Backpacks that are open and for which something is due. */
    List<UUID> backpacksDue(int most) {
        return jdbc.sql("select p.backpack_id from wallet_push p join wallet_backpack b on b.id = p.backpack_id"
                        + " where p.state = 'DUE' and p.due_at <= :now and b.state = 'CONNECTED'"
                        + " group by p.backpack_id order by min(p.due_at) fetch first :most rows only")
                .param("now", Timestamp.from(clock.instant()))
                .param("most", most)
                .query(UUID.class)
                .list();
    }

    /** It was taken. What was asked for meanwhile stays due. */
    void sent(Push push) {
        Timestamp now = Timestamp.from(clock.instant());
        jdbc.sql("update wallet_push set state = case when asked = :asked then 'SENT' else state end, sent_at = :now,"
                        + " tries = 0, problem = null, answer = null where id = :id")
                .param("asked", push.asked())
                .param("now", now)
                .param("id", push.id())
                .update();
    }

    /** @param again when to try next; null not to */
    void failed(Push push, BackpackProblem problem, @Nullable Instant again) {
        jdbc.sql("update wallet_push set state = :state, tries = tries + 1, due_at = :due, problem = :problem,"
                        + " answer = :answer where id = :id and asked = :asked")
                .param("state", again == null ? "FAILED" : "DUE")
                .param("due", Timestamp.from(again == null ? clock.instant() : again))
                .param("problem", problem.kind().name())
                .param("answer", problem.answer().isEmpty() ? null : problem.answer())
                .param("id", push.id())
                .param("asked", push.asked())
                .update();
    }

    /** Has all that is due for a backpack wait: it has trouble that is not about one badge. */
    void wait(UUID backpack, Instant until) {
        jdbc.sql("update wallet_push set due_at = :until where backpack_id = :backpack and state = 'DUE'"
                        + " and due_at < :until")
                .param("until", Timestamp.from(until))
                .param("backpack", backpack)
                .update();
    }

    /** Has all that waits for a backpack be sent now, and what failed tried again. */
    void waitNoLonger(UUID backpack) {
        jdbc.sql("update wallet_push set state = 'DUE', tries = 0, due_at = :now, problem = null, answer = null"
                        + " where backpack_id = :backpack and state in ('DUE', 'FAILED')")
                .param("now", Timestamp.from(clock.instant()))
                .param("backpack", backpack)
                .update();
    }

    void remove(Push push) {
        jdbc.sql("delete from wallet_push where id = :id")
                .param("id", push.id())
                .update();
    }

    private static Push read(ResultSet row) throws SQLException {
        @Nullable UUID person = row.getObject("person_id", UUID.class);
        @Nullable String problem = row.getString("problem");
        return new Push(
                row.getObject("id", UUID.class),
                row.getObject("backpack_id", UUID.class),
                row.getString("credential_id"),
                person == null
                        ? null
                        : new Owner(new TenantId(row.getObject("tenant_id", UUID.class)), new PersonId(person)),
                Push.State.valueOf(row.getString("state")),
                row.getInt("asked"),
                row.getInt("tries"),
                row.getTimestamp("due_at").toInstant(),
                problem == null ? null : BackpackProblem.Kind.valueOf(problem),
                row.getString("answer"),
                Optional.ofNullable(row.getTimestamp("sent_at"))
                        .map(Timestamp::toInstant)
                        .orElse(null));
    }
}
