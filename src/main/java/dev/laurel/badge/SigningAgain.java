package dev.laurel.badge;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.laurel.badge.Awards.Stored;
import dev.laurel.badge.Issuers.Exposed;
import dev.laurel.person.StaffId;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Signs again, by themselves, the badges whose key others may know, fifty in a transaction. What is left stands in
 * the rows of the badges: whichever node goes on after an interruption finds it there. Once nothing is left under one of an
 * issuer's identifiers, the key is published for it no longer.
 */
@Component
class SigningAgain {

    private static final Logger log = LoggerFactory.getLogger(SigningAgain.class);

    /** Others hear of each badge and have work with it, so they are given time in between. */
    private static final int AT_ONCE = 1_000;

    /** In one transaction. */
    private static final int TOGETHER = 50;

    /** For one identifier of one issuer, so that the others have their turn. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private static final int LONGEST_PAUSE_MINUTES = 360;

    /** Badges that name the identifier: it is the one as which their status list is signed. */
    private static final String UNDER = " join badge_status_list l on l.id = a.status_list_id"
            + " where a.issuer_id = :issuer and coalesce(l.did, :own) = :did";

    /** What an officer has settled is waited for no longer. */
    private static final String LEFT = UNDER + " and a.key_number in (:keys) and not exists (select 1"
            + " from badge_signing_again_failed s where s.credential_id = a.credential_id and s.settled_at is not null)";

    private final JdbcClient jdbc;
    private final Awards awards;
    private final Issuers issuers;
    private final Issuing issuing;
    private final StatusLists statusLists;
    private final BadgeAddresses addresses;
    private final Proceedings proceedings;
    private final TransactionOperations transaction;
    private final Clock clock;

    SigningAgain(
            JdbcClient jdbc,
            Awards awards,
            Issuers issuers,
            Issuing issuing,
            StatusLists statusLists,
            BadgeAddresses addresses,
            Proceedings proceedings,
            TransactionOperations transaction,
            Clock clock) {
        this.jdbc = jdbc;
        this.awards = awards;
        this.issuers = issuers;
        this.issuing = issuing;
        this.statusLists = statusLists;
        this.addresses = addresses;
        this.proceedings = proceedings;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Does what is due, for a bounded time. */
    void work() {
        for (Issuer issuer : issuers.withExposedKeys()) {
            try {
                work(issuer);
            } catch (RuntimeException e) {
                log.error("Badges of issuer {} are not signed again for now", issuer.slug(), e);
            }
        }
    }

    void work(Issuer issuer) {
        Exposed exposed = issuers.exposed(issuer);
        if (exposed.keys().isEmpty() || !readKeys(issuer)) {
            return;
        }
        for (String did : identifiers(issuer)) {
            work(issuer.as(did), exposed);
        }
    }

    private List<String> identifiers(Issuer issuer) {
        return Stream.concat(Stream.of(issuer.did()), issuers.otherDids(issuer).stream())
                .distinct()
                .toList();
    }

    /** Reads who signed out of texts from before that was kept; false when there are more than can be read now. */
    private boolean readKeys(Issuer issuer) {
        record Unread(String id, String credential) {}
        long end = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < end) {
            List<Unread> unread = jdbc.sql("select credential_id, credential from badge_award"
                            + " where issuer_id = :issuer and key_number is null fetch first :most rows only")
                    .param("issuer", issuer.id().value())
                    .param("most", AT_ONCE)
                    .query((row, n) -> new Unread(row.getString("credential_id"), row.getString("credential")))
                    .list();
            for (Unread each : unread) {
                jdbc.sql("update badge_award set key_number = :key where credential_id = :id and key_number is null")
                        .param("key", Awards.keyNumber(each.credential()))
                        .param("id", each.id())
                        .update();
            }
            if (unread.size() < AT_ONCE) {
                return true;
            }
        }
        return false;
    }

    private void work(Issuer issuer, Exposed exposed) {
        boolean done = row(issuer, exposed).map(row -> row.doneAt() != null).orElse(false);
        int left = left(issuer, exposed);
        if (done && left == 0) {
            return;
        }
        boolean believed = issuers.isBelieved(issuer);
        if (!believed && (left > 0 || tokens(issuer, exposed) > 0)) {
            return; // what would be signed now would fail elsewhere
        }
        if (done) {
            reopen(issuer, exposed);
        }
        begin(issuer, exposed, believed);
        long end = System.nanoTime() + LONGEST.toNanos();
        List<String> due = due(issuer, exposed);
        for (int from = 0; from < due.size(); from += TOGETHER) {
            if (System.nanoTime() > end) {
                return;
            }
            sign(issuer, exposed, due.subList(from, Math.min(due.size(), from + TOGETHER)));
        }
        dropTokens(issuer, exposed);
        if (left(issuer, exposed) == 0) {
            done(issuer, exposed);
        }
    }

    /** About badges that name what is one issuer's. */
    private StatementSpec of(Issuer issuer, String sql) {
        return jdbc.sql(sql)
                .param("issuer", issuer.id().value())
                .param("own", addresses.ownDid(issuer.slug()))
                .param("did", issuer.did());
    }

    private int left(Issuer issuer, Exposed exposed) {
        return of(issuer, "select count(*) from badge_award a" + LEFT)
                .param("keys", exposed.keys())
                .query(Integer.class)
                .single();
    }

    private int tokens(Issuer issuer, Exposed exposed) {
        return of(
                        issuer,
                        "select count(*) from badge_award_jwt t where (t.key_number is null or t.key_number in (:keys))"
                                + " and t.credential_id in (select a.credential_id from badge_award a" + UNDER + ")")
                .param("keys", exposed.jwtKeys())
                .query(Integer.class)
                .single();
    }

    /** They are signed again when somebody asks for them. Of those from before it was kept nobody knows by which key. */
    private void dropTokens(Issuer issuer, Exposed exposed) {
        of(
                        issuer,
                        "delete from badge_award_jwt where (key_number is null or key_number in (:keys))"
                                + " and credential_id in (select a.credential_id from badge_award a" + UNDER + ")")
                .param("keys", exposed.jwtKeys())
                .update();
    }

    private List<String> due(Issuer issuer, Exposed exposed) {
        return of(
                        issuer,
                        "select a.credential_id from badge_award a" + LEFT
                                + " and not exists (select 1 from badge_signing_again_failed f"
                                + " where f.credential_id = a.credential_id and f.next_at > :now)"
                                + " order by a.credential_id fetch first :most rows only")
                .param("keys", exposed.keys())
                .param("now", Timestamp.from(clock.instant()))
                .param("most", AT_ONCE)
                .query(String.class)
                .list();
    }

    /** Status lists are signed again once, when their badges begin to be. */
    private void begin(Issuer issuer, Exposed exposed, boolean believed) {
        transaction.executeWithoutResult(status -> {
            int begun = jdbc.sql(
                            "insert into badge_signing_again (issuer_id, did, exposed_key, exposed_jwt_key, begun_at)"
                                    + " values (:issuer, :did, :key, :jwtKey, :now) on conflict do nothing")
                    .param("issuer", issuer.id().value())
                    .param("did", issuer.did())
                    .param("key", exposed.lastKey())
                    .param("jwtKey", exposed.lastJwtKey())
                    .param("now", Timestamp.from(clock.instant()))
                    .update();
            if (begun == 1) {
                // Other keys are exposed: what was settled before is tried with the rest.
                of(
                                issuer,
                                "delete from badge_signing_again_failed where settled_at is not null"
                                        + " and credential_id in (select a.credential_id from badge_award a" + UNDER
                                        + ")")
                        .update();
            }
            if (begun == 1 && believed) {
                statusLists.signAnew(issuer);
            }
        });
    }

    private void done(Issuer issuer, Exposed exposed) {
        jdbc.sql("update badge_signing_again set done_at = :now"
                        + " where issuer_id = :issuer and did = :did and exposed_key = :key")
                .param("now", Timestamp.from(clock.instant()))
                .param("issuer", issuer.id().value())
                .param("did", issuer.did())
                .param("key", exposed.lastKey())
                .update();
        log.info("All badges of {} are signed again; the exposed keys are taken out", issuer.did());
    }

    /** What was being signed just when the keys were replaced can be stored a moment too late. */
    private void reopen(Issuer issuer, Exposed exposed) {
        jdbc.sql("update badge_signing_again set done_at = null"
                        + " where issuer_id = :issuer and did = :did and exposed_key = :key")
                .param("issuer", issuer.id().value())
                .param("did", issuer.did())
                .param("key", exposed.lastKey())
                .update();
    }

    /** In one transaction; when one of them fails, each by itself. */
    private void sign(Issuer issuer, Exposed exposed, List<String> ids) {
        try {
            transaction.executeWithoutResult(status -> {
                List<Stored> all = awards.withIds(ids).stream()
                        .filter(award -> exposed.keys().contains(Awards.keyNumber(award.credential())))
                        .toList();
                if (all.size() < ids.size()) {
                    throw new IllegalStateException("Some are not as they were noted");
                }
                jdbc.sql("update badge_signing_again set signed_again = signed_again + :count"
                                + " where issuer_id = :issuer and did = :did and exposed_key = :key")
                        .param("count", issuing.signUnchanged(issuer, all))
                        .param("issuer", issuer.id().value())
                        .param("did", issuer.did())
                        .param("key", exposed.lastKey())
                        .update();
                jdbc.sql("delete from badge_signing_again_failed where credential_id in (:ids)")
                        .param("ids", ids)
                        .update();
            });
        } catch (RuntimeException e) {
            log.debug("{} badges are not signed again together", ids.size(), e);
            ids.forEach(id -> sign(issuer, exposed, id));
        }
    }

    /** In a transaction of its own, so that one that fails stops no other; what two begin at once only one of them does. */
    private void sign(Issuer issuer, Exposed exposed, String id) {
        try {
            transaction.executeWithoutResult(status -> {
                Stored award = awards.withId(id).orElseThrow();
                if (!exposed.keys().contains(Awards.keyNumber(award.credential()))) {
                    awards.readKey(award); // or it would be taken for one that is left, for ever
                    return;
                }
                if (issuing.signUnchanged(award)) {
                    jdbc.sql("update badge_signing_again set signed_again = signed_again + 1"
                                    + " where issuer_id = :issuer and did = :did and exposed_key = :key")
                            .param("issuer", issuer.id().value())
                            .param("did", issuer.did())
                            .param("key", exposed.lastKey())
                            .update();
                    jdbc.sql("delete from badge_signing_again_failed where credential_id = :id")
                            .param("id", id)
                            .update();
                }
            });
        } catch (TransientDataAccessException | TransactionException e) {
            log.debug("Badge {} is in other hands just now", id, e);
        } catch (RuntimeException e) {
            log.error("Badge {} could not be signed again", id, e);
            failed(id);
        }
    }

    /**
     * Has a badge that could not be signed again stay as it is: the key goes without it, and its signature fails from then
     * on. Its officer has to have said why.
     *
     * @throws NotFound when no such badge of these tenants failed, or it is settled
     */
    void settle(Issuer issuer, String id, String reason, StaffId officer, Collection<TenantId> tenants) {
        Instant now = clock.instant();
        transaction.executeWithoutResult(status -> {
            Stored award = awards.withId(id)
                    .filter(found -> found.issuer().equals(issuer.id()) && tenants.contains(found.tenant()))
                    .orElseThrow(() -> new NotFound("No badge " + id + " that this officer looks after"));
            int settled = jdbc.sql("update badge_signing_again_failed set settled_at = :now"
                            + " where credential_id = :id and settled_at is null")
                    .param("now", Timestamp.from(now))
                    .param("id", id)
                    .update();
            if (settled == 0) {
                throw new NotFound("Badge " + id + " did not fail to be signed again, or is settled");
            }
            proceedings.note(award, Proceedings.Act.NOT_SIGNED_AGAIN, reason, officer, now);
        });
    }

    private void failed(String id) {
        int tries = jdbc.sql("select coalesce(max(tries), 0) from badge_signing_again_failed where credential_id = :id")
                .param("id", id)
                .query(Integer.class)
                .single();
        Instant now = clock.instant();
        Instant next = now.plus(Duration.ofMinutes(Math.min(LONGEST_PAUSE_MINUTES, 1L << Math.min(tries, 10))));
        int known = jdbc.sql("update badge_signing_again_failed set tries = :tries, next_at = :next"
                        + " where credential_id = :id")
                .param("tries", tries + 1)
                .param("next", Timestamp.from(next))
                .param("id", id)
                .update();
        if (known == 0) {
            jdbc.sql("insert into badge_signing_again_failed (credential_id, tries, first_at, next_at)"
                            + " values (:id, 1, :now, :next) on conflict do nothing")
                    .param("id", id)
                    .param("now", Timestamp.from(now))
                    .param("next", Timestamp.from(next))
                    .update();
        }
    }

    private record Row(int signedAgain, @Nullable Instant doneAt) {}

    private Optional<Row> row(Issuer issuer, Exposed exposed) {
        return jdbc.sql("select signed_again, done_at from badge_signing_again"
                        + " where issuer_id = :issuer and did = :did and exposed_key = :key")
                .param("issuer", issuer.id().value())
                .param("did", issuer.did())
                .param("key", exposed.lastKey())
                .query((row, n) -> {
                    Timestamp done = row.getTimestamp("done_at");
                    return new Row(row.getInt("signed_again"), done == null ? null : done.toInstant());
                })
                .optional();
    }

    /**
     * How far the badges under one identifier are.
     *
     * @param all badges that are, or are to be, signed again; grows while texts from before are read
     * @param waits for the document of a domain to list the new keys
     * @param failed how many could not be signed so far
     * @param doneAt when the exposed keys were taken out; absent until then
     */
    record Progress(
            String did,
            int signed,
            int all,
            boolean waits,
            int failed,
            @Nullable Instant doneAt) {}

    /** Of each identifier that has such badges, and always of the one under this installation's address. */
    List<Progress> of(Issuer issuer) {
        Exposed exposed = issuers.exposed(issuer);
        if (exposed.keys().isEmpty()) {
            return List.of();
        }
        String own = addresses.ownDid(issuer.slug());
        return identifiers(issuer).stream()
                .map(did -> progress(issuer.as(did), exposed))
                .filter(progress -> progress.all() > 0 || progress.did().equals(own))
                .toList();
    }

    private Progress progress(Issuer issuer, Exposed exposed) {
        int left = left(issuer, exposed);
        Row row = row(issuer, exposed).orElse(new Row(0, null));
        int failed = of(
                        issuer,
                        "select count(*) from badge_signing_again_failed f"
                                + " join badge_award a on a.credential_id = f.credential_id" + LEFT)
                .param("keys", exposed.keys())
                .query(Integer.class)
                .single();
        return new Progress(
                issuer.did(),
                row.signedAgain(),
                row.signedAgain() + left,
                left > 0 && !issuers.isBelieved(issuer),
                failed,
                left == 0 ? row.doneAt() : null);
    }

    /** A badge that could not be signed again so far. */
    record Failed(String id, String name, int tries, Instant next) {}

    /** Those of these tenants, the longest first, at most 25. */
    List<Failed> failed(Issuer issuer, Collection<TenantId> tenants) {
        Exposed exposed = issuers.exposed(issuer);
        return exposed.keys().isEmpty() || tenants.isEmpty()
                ? List.of()
                : jdbc.sql("select a.credential_id, a.name, f.tries, f.next_at from badge_signing_again_failed f"
                                + " join badge_award a on a.credential_id = f.credential_id"
                                + " where a.issuer_id = :issuer and a.key_number in (:keys) and a.tenant_id in (:tenants)"
                                + " and f.settled_at is null"
                                + " order by f.first_at, a.credential_id fetch first 25 rows only")
                        .param("issuer", issuer.id().value())
                        .param("keys", exposed.keys())
                        .param("tenants", tenants.stream().map(TenantId::value).toList())
                        .query((row, n) -> new Failed(
                                row.getString("credential_id"),
                                row.getString("name"),
                                row.getInt("tries"),
                                row.getTimestamp("next_at").toInstant()))
                        .list();
    }

    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        RecurringTask<Void> signExposedBadgesAgain(SigningAgain again) {
            return Tasks.recurring("badge-signing-again", FixedDelay.of(Duration.ofSeconds(5)))
                    .execute((instance, context) -> again.work());
        }
    }
}
