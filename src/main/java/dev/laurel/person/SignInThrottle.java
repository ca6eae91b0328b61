package dev.laurel.person;

import dev.laurel.system.Sha256;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Counts tries to sign in, in the database because any node may be asked. A try is counted before the password is looked
 * at, so that many tries at once do not slip through, and taken back when it was right. Guessing is held up by account
 * and address together; by account for guesses from many addresses; by address for guesses at many accounts.
 */
@Component
class SignInThrottle {

    static final Duration WINDOW = Duration.ofMinutes(15);
    static final int TRIES_AT_ACCOUNT_FROM_ADDRESS = 5;
    private static final int TRIES_AT_ACCOUNT = 50;
    private static final int TRIES_FROM_ADDRESS = 100;

    private final JdbcClient jdbc;
    private final Clock clock;

    SignInThrottle(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    private static final int MAILS_OF_ONE = 30;
    private static final int MAILS_TO_ADDRESS = 3;
    private static final int QUESTIONS_FROM_ADDRESS = 300;

    private record Limit(String key, int tries) {}

    private static List<Limit> limits(String login, String address) {
        String account = Staff.normalized(login);
        return List.of(
                new Limit(key("address", address, ""), TRIES_FROM_ADDRESS),
                new Limit(key("account and address", account, address), TRIES_AT_ACCOUNT_FROM_ADDRESS),
                new Limit(key("account", account, ""), TRIES_AT_ACCOUNT));
    }

    /** Counts a try; false when there were too many. A try that is refused by one limit does not count for the next. */
    @Transactional
    public boolean admits(String login, String address) {
        Instant now = clock.instant();
        for (Limit limit : limits(login, address)) {
            if (count(limit.key(), now) > limit.tries()) {
                return false;
            }
        }
        return true;
    }

    /** Counts an invitation that is about to be sent; false when this person sent too many, or this address got too many. */
    @Transactional
    public boolean admitsMail(StaffId by, String address) {
        Instant now = clock.instant();
        return count(key("mails of", by.value().toString(), ""), now) <= MAILS_OF_ONE
                && count(key("mails to", address, ""), now) <= MAILS_TO_ADDRESS;
    }

    /** Counts somebody who is about to be sent to a provider of identity; a whole school may come from one address. */
    @Transactional
    public boolean admitsQuestion(String address) {
        return count(key("questions from", address, ""), clock.instant()) <= QUESTIONS_FROM_ADDRESS;
    }

    private int count(String key, Instant now) {
        int counted = jdbc.sql("update staff_sign_in_try set"
                        + " tries = case when since <= :start then 1 else tries + 1 end,"
                        + " since = case when since <= :start then :now else since end"
                        + " where key_hash = :key")
                .param("start", Timestamp.from(now.minus(WINDOW)))
                .param("now", Timestamp.from(now))
                .param("key", key)
                .update();
        if (counted == 0) {
            int first = jdbc.sql("insert into staff_sign_in_try (key_hash, tries, since) values (:key, 1, :now)"
                            + " on conflict do nothing")
                    .param("key", key)
                    .param("now", Timestamp.from(now))
                    .update();
            if (first == 0) {
                return count(key, now);
            }
        }
        return jdbc.sql("select tries from staff_sign_in_try where key_hash = :key")
                .param("key", key)
                .query(Integer.class)
                .single();
    }

    /** The password was right: this account and address start afresh, and the try weighs on nobody else. */
    @Transactional
    public void forget(String login, String address) {
        List<Limit> limits = limits(login, address);
        takeBack(limits.get(0).key());
        jdbc.sql("delete from staff_sign_in_try where key_hash = :key")
                .param("key", limits.get(1).key())
                .update();
        takeBack(limits.get(2).key());
    }

    private void takeBack(String key) {
        jdbc.sql("update staff_sign_in_try set tries = tries - 1 where key_hash = :key and tries > 0")
                .param("key", key)
                .update();
    }

    /** Removes what no longer holds anybody up. */
    int forgetOld() {
        return jdbc.sql("delete from staff_sign_in_try where since <= :start")
                .param("start", Timestamp.from(clock.instant().minus(WINDOW)))
                .update();
    }

    private static String key(String kind, String one, String other) {
        return Sha256.hex(kind + '\n' + one + '\n' + other);
    }
}
