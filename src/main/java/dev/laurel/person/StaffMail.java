package dev.laurel.person;

import dev.laurel.system.DeclinableMails;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.Letter;
import dev.laurel.system.PageLocale;
import dev.laurel.system.Post;
import dev.laurel.system.Unguessable;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.MailException;
import org.springframework.stereotype.Component;

/** Mails to members of staff who have a mail address, or sign in with one. */
@Component
public class StaffMail {

    private static final Logger log = LoggerFactory.getLogger(StaffMail.class);

    private final Post post;
    private final MessageSource messages;
    private final LaurelSettings settings;
    private final JdbcClient jdbc;
    private final Clock clock;

    StaffMail(Post post, MessageSource messages, LaurelSettings settings, JdbcClient jdbc, Clock clock) {
        this.post = post;
        this.messages = messages;
        this.settings = settings;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What a mail says. It is asked once for each language, since nothing is known of what its readers speak. */
    @FunctionalInterface
    public interface Wording {

        /** @param declining where its reader gets no more mails of the kind */
        void write(Letter letter, URI declining);
    }

    /**
     * A kind of mail that its readers may decline.
     *
     * @param path of the page for declining, ends in a slash
     * @param table of the asking module: {@code staff_id} (primary key), {@code secret} (unique), {@code unsubscribed_at}
     */
    public Kind kind(String path, String table) {
        return new Kind(path, table);
    }

    /** Mails of one kind, with one-click unsubscribing (RFC 8058). */
    public final class Kind implements DeclinableMails {

        private final String path;
        private final String table;

        private Kind(String path, String table) {
            this.path = path;
            this.table = table;
        }

        /** Whether there is a mail server at all. */
        public boolean canBeSent() {
            return post.works();
        }

        /** Whether somebody has an address and has not declined. */
        public boolean reaches(StaffAccount account) {
            return account.active()
                    && account.mailAddress().isPresent()
                    && jdbc.sql("select count(*) from " + table
                                            + " where staff_id = :staff and unsubscribed_at is not null")
                                    .param("staff", account.id().value())
                                    .query(Integer.class)
                                    .single()
                            == 0;
        }

        /** Where this reader declines mails of this kind. */
        URI declining(StaffId reader) {
            jdbc.sql("insert into " + table + " (staff_id, secret) values (:staff, :secret) on conflict do nothing")
                    .param("staff", reader.value())
                    .param("secret", Unguessable.text())
                    .update();
            return settings.at(path
                    + jdbc.sql("select secret from " + table + " where staff_id = :staff")
                            .param("staff", reader.value())
                            .query(String.class)
                            .single());
        }

        /** Sends it in every language, outside of any transaction; a failure is logged and not tried again. */
        public void send(StaffAccount to, Wording wording) {
            URI declining = declining(to.id());
            List<Letter> letters = PageLocale.LANGUAGES.stream()
                    .map(language -> new Letter(messages, language))
                    .toList();
            letters.forEach(letter -> wording.write(letter, declining));
            try {
                post.send(
                        to.mailAddress().orElseThrow(),
                        letters.get(0).subject(),
                        letters.stream().map(Letter::text).collect(Collectors.joining("\n\n---\n\n")),
                        null,
                        declining);
            } catch (MailException e) {
                log.warn(
                        "Staff member {} could not be sent a mail: {}",
                        to.id().value(),
                        e.getClass().getSimpleName());
            }
        }

        @Override
        public boolean isKnown(String secret) {
            return jdbc.sql("select count(*) from " + table + " where secret = :secret")
                            .param("secret", secret)
                            .query(Integer.class)
                            .single()
                    == 1;
        }

        @Override
        public void subscribe(String secret, boolean wanted) {
            jdbc.sql("update " + table + " set unsubscribed_at = :at where secret = :secret")
                    .param("at", wanted ? null : Timestamp.from(clock.instant()))
                    .param("secret", secret)
                    .update();
        }
    }
}
