package dev.laurel.coaching;

import dev.laurel.lti.LtiUserId;
import dev.laurel.person.PersonId;
import dev.laurel.submission.SubmissionId;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of what is shared with whom. */
@Repository
class Shares {

    private static final String SELECT =
            "select id, tenant_id, submission_id, earner_id, account_id, address, coach_name,"
                    + " language, created_at, expires_at, opened_at, ended_at from coaching_share ";
    static final int MOST = 20;

    private final JdbcClient jdbc;

    Shares(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param wording the version of the words that the earner agreed to */
    void add(Share share, String wording) {
        LtiUserId account = share.account();
        jdbc.sql("insert into coaching_share (id, tenant_id, submission_id, earner_id, account_id, address, coach_name,"
                        + " wording, language, created_at, expires_at) values (:id, :tenant, :submission, :earner,"
                        + " :account, :address, :name, :wording, :language, :created, :expires)")
                .param("id", share.id().value())
                .param("tenant", share.tenant().value())
                .param("submission", share.submission().value())
                .param("earner", share.earner().value())
                .param("account", account == null ? null : account.value())
                .param("address", share.address())
                .param("name", share.coachName())
                .param("wording", wording)
                .param("language", share.language())
                .param("created", Timestamp.from(share.createdAt()))
                .param("expires", Timestamp.from(share.expiresAt()))
                .update();
    }

    Optional<Share> find(ShareId id) {
        return jdbc.sql(SELECT + "where id = :id")
                .param("id", id.value())
                .query(Shares::share)
                .optional();
    }

    /** The latest first; at most {@link #MOST}, for so many are made at the most. */
    List<Share> of(SubmissionId submission) {
        return jdbc.sql(SELECT + "where submission_id = :submission order by created_at desc, id desc"
                        + " fetch first :most rows only")
                .param("submission", submission.value())
                .param("most", MOST)
                .query(Shares::share)
                .list();
    }

    /** What is shared with an account now, what was shared last first; at most fifty. */
    List<Share> with(TenantId tenant, LtiUserId account, Instant now) {
        return jdbc.sql(SELECT + "where account_id = :account and tenant_id = :tenant and expires_at > :now"
                        + " and ended_at is null order by created_at desc, id desc fetch first 50 rows only")
                .param("account", account.value())
                .param("tenant", tenant.value())
                .param("now", Timestamp.from(now))
                .query(Shares::share)
                .list();
    }

    /** Whether this call made that person the coach; of two at once one does. */
    boolean opened(ShareId id, Instant now) {
        return update("opened_at = :now", "opened_at is null", id, now);
    }

    /** Whether this call ended it. */
    boolean end(ShareId id, Instant now) {
        return update("ended_at = :now", "ended_at is null", id, now);
    }

    /** Whether it is long enough ago that the earner was told of something new; then it is now. */
    boolean mayTell(ShareId id, boolean earner, Instant now, Duration apart) {
        String column = earner ? "earner_told_at" : "coach_told_at";
        return jdbc.sql("update coaching_share set " + column + " = :now where id = :id and (" + column + " is null or "
                                + column + " <= :before)")
                        .param("now", Timestamp.from(now))
                        .param("id", id.value())
                        .param("before", Timestamp.from(now.minus(apart)))
                        .update()
                == 1;
    }

    private boolean update(String set, String where, ShareId id, Instant now) {
        return jdbc.sql("update coaching_share set " + set + " where id = :id and " + where)
                        .param("now", Timestamp.from(now))
                        .param("id", id.value())
                        .update()
                == 1;
    }

    Set<String> withheld(ShareId id) {
        return Set.copyOf(jdbc.sql("select requirement_id from coaching_withheld where share_id = :id")
                .param("id", id.value())
                .query(String.class)
                .list());
    }

    void withhold(ShareId id, Collection<String> requirements) {
        jdbc.sql("delete from coaching_withheld where share_id = :id")
                .param("id", id.value())
                .update();
        Set.copyOf(requirements).forEach(requirement -> jdbc.sql(
                        "insert into coaching_withheld (share_id, requirement_id) values (:id, :requirement)"
                                + " on conflict do nothing")
                .param("id", id.value())
                .param("requirement", requirement)
                .update());
    }

    boolean knownAs(ShareId id, Collection<String> addresses) {
        return Set.copyOf(addresses).stream()
                        .mapToInt(address -> jdbc.sql("insert into coaching_known_address (share_id, address_key)"
                                        + " values (:id, :address) on conflict do nothing")
                                .param("id", id.value())
                                .param("address", address)
                                .update())
                        .sum()
                > 0;
    }

    /** Those that somebody known by one of these addresses has opened, ended ones too; none whose coach is forgotten. */
    List<Share> openedByOneOf(Collection<String> addresses) {
        return jdbc.sql(SELECT
                        + "where opened_at is not null and (account_id is not null or address is not null) and id in (select k.share_id from coaching_known_address k"
                        + " where k.address_key in (:addresses)) order by id")
                .param("addresses", addresses)
                .query(Shares::share)
                .list();
    }

    /** Those that this account has opened as the coach, ended ones too. */
    List<Share> openedBy(TenantId tenant, LtiUserId account) {
        return jdbc.sql(SELECT
                        + "where account_id = :account and tenant_id = :tenant and opened_at is not null order by id")
                .param("account", account.value())
                .param("tenant", tenant.value())
                .query(Shares::share)
                .list();
    }

    /** How everybody is known who has opened any work of this earner as a coach. */
    List<String> addressesOfCoaches(TenantId tenant, PersonId earner) {
        return jdbc.sql("select distinct k.address_key from coaching_known_address k join coaching_share s"
                        + " on s.id = k.share_id where s.tenant_id = :tenant and s.earner_id = :earner"
                        + " and s.opened_at is not null")
                .param("tenant", tenant.value())
                .param("earner", earner.value())
                .query(String.class)
                .list();
    }

    /** Somebody of a tenant who earns. */
    record Earner(TenantId tenant, PersonId person) {}

    /** Whom whoever is known by this address has helped. */
    List<Earner> earnersOf(String address) {
        return jdbc.sql("select distinct s.tenant_id, s.earner_id from coaching_known_address k join coaching_share s"
                        + " on s.id = k.share_id where k.address_key = :address and s.opened_at is not null")
                .param("address", address)
                .query((row, number) -> new Earner(
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        new PersonId(row.getObject("earner_id", UUID.class))))
                .list();
    }

    /** @param file absent for the page with the texts */
    void viewed(UUID view, ShareId id, @Nullable UUID file, Instant now) {
        jdbc.sql("insert into coaching_view (id, share_id, file_id, viewed_at) values (:view, :id, :file, :now)")
                .param("view", view)
                .param("id", id.value())
                .param("file", file)
                .param("now", Timestamp.from(now))
                .update();
    }

    /** @param last when the coach looked last; absent when never */
    record Views(int pages, int files, @Nullable Instant last) {}

    Views views(ShareId id) {
        return jdbc.sql("select count(*) as looks, count(file_id) as files, max(viewed_at) as last"
                        + " from coaching_view where share_id = :id")
                .param("id", id.value())
                .query((row, number) -> {
                    Timestamp last = row.getTimestamp("last");
                    int files = row.getInt("files");
                    return new Views(row.getInt("looks") - files, files, last == null ? null : last.toInstant());
                })
                .single();
    }

    /**
     * One look of a coach.
     *
     * @param file absent for the page with the texts
     */
    record Look(Instant at, @Nullable UUID file) {}

    /** In order; at most ten thousand. */
    List<Look> looks(ShareId id) {
        return jdbc.sql("select viewed_at, file_id from coaching_view where share_id = :id order by viewed_at, id"
                        + " fetch first 10000 rows only")
                .param("id", id.value())
                .query((row, number) ->
                        new Look(row.getTimestamp("viewed_at").toInstant(), row.getObject("file_id", UUID.class)))
                .list();
    }

    /** How whoever this was shared with is known, in lower case. */
    List<String> knownAddresses(ShareId id) {
        return jdbc.sql("select address_key from coaching_known_address where share_id = :id order by address_key")
                .param("id", id.value())
                .query(String.class)
                .list();
    }

    /** Removes everything that belongs to work whose evidence is gone. */
    void forget(SubmissionId submission) {
        forget("submission_id = :value", submission.value());
    }

    /** The same for all work of one earner. */
    void forget(TenantId tenant, PersonId earner) {
        jdbc.sql("select distinct submission_id from coaching_share where tenant_id = :tenant and earner_id = :earner")
                .param("tenant", tenant.value())
                .param("earner", earner.value())
                .query(UUID.class)
                .list()
                .forEach(submission -> forget(new SubmissionId(submission)));
    }

    private void forget(String which, UUID value) {
        for (String table : List.of(
                "coaching_withheld",
                "coaching_comment",
                "coaching_view",
                "coaching_known_address",
                "coaching_ticket",
                "coaching_session")) {
            jdbc.sql("delete from " + table + " where share_id in (select s.id from coaching_share s where s." + which
                            + ")")
                    .param("value", value)
                    .update();
        }
        jdbc.sql("delete from coaching_share where " + which)
                .param("value", value)
                .update();
    }

    /** A coach wants to be forgotten: what was shared with that account ends, and their name goes. */
    void forgetCoach(TenantId tenant, LtiUserId account, Instant now) {
        jdbc.sql("delete from coaching_known_address where share_id in (select s.id from coaching_share s"
                        + " where s.account_id = :account and s.tenant_id = :tenant)")
                .param("account", account.value())
                .param("tenant", tenant.value())
                .update();
        jdbc.sql("update coaching_share set coach_name = '', ended_at = coalesce(ended_at, :now)"
                        + " where account_id = :account and tenant_id = :tenant")
                .param("now", Timestamp.from(now))
                .param("account", account.value())
                .param("tenant", tenant.value())
                .update();
    }

    /**
     * Whoever was invited by mail wants to be forgotten: it ends, and its address goes. By which addresses they are known stays
     * where they have opened it, for they never score that earner.
     */
    void forgetInvited(ShareId id, Instant now) {
        for (String table : List.of("coaching_ticket", "coaching_session")) {
            jdbc.sql("delete from " + table + " where share_id = :id")
                    .param("id", id.value())
                    .update();
        }
        jdbc.sql("delete from coaching_known_address where share_id in (select s.id from coaching_share s"
                        + " where s.id = :id and s.opened_at is null)")
                .param("id", id.value())
                .update();
        jdbc.sql("update coaching_share set address = null, coach_name = '', ended_at = coalesce(ended_at, :now)"
                        + " where id = :id")
                .param("now", Timestamp.from(now))
                .param("id", id.value())
                .update();
    }

    static Share share(ResultSet row, int number) throws SQLException {
        UUID account = row.getObject("account_id", UUID.class);
        return new Share(
                new ShareId(row.getObject("id", UUID.class)),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new SubmissionId(row.getObject("submission_id", UUID.class)),
                new PersonId(row.getObject("earner_id", UUID.class)),
                account == null ? null : new LtiUserId(account),
                row.getString("address"),
                row.getString("coach_name"),
                row.getString("language"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("expires_at").toInstant(),
                instant(row, "opened_at"),
                instant(row, "ended_at"));
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
