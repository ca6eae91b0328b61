package dev.laurel.person;

import dev.laurel.system.DeclinableMails;
import dev.laurel.system.LaurelSettings;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;

/** Mails to members of staff who have a mail address, or sign in with one. */
@Component
public class StaffMail {

    private static final Logger log = LoggerFactory.getLogger(StaffMail.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Optional<JavaMailSender> server;
    private final LaurelSettings settings;
    private final String from;
    private final JdbcClient jdbc;
    private final Clock clock;

    StaffMail(
            ObjectProvider<JavaMailSender> server,
            LaurelSettings settings,
            @Value("${laurel.mail.from:}") String from,
            JdbcClient jdbc,
            Clock clock) {
        this.server = Optional.ofNullable(server.getIfAvailable());
        this.settings = settings;
        this.from = from;
        this.jdbc = jdbc;
        this.clock = clock;
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
            return server.isPresent();
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
        public URI declining(StaffId reader) {
            byte[] bytes = new byte[24];
            RANDOM.nextBytes(bytes);
            jdbc.sql("insert into " + table + " (staff_id, secret) values (:staff, :secret) on conflict do nothing")
                    .param("staff", reader.value())
                    .param("secret", Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))
                    .update();
            return settings.at(path
                    + jdbc.sql("select secret from " + table + " where staff_id = :staff")
                            .param("staff", reader.value())
                            .query(String.class)
                            .single());
        }

        /** Sends it, outside of any transaction; a failure is logged and not tried again. */
        public void send(StaffAccount to, String subject, String text) {
            URI declining = declining(to.id());
            try {
                JavaMailSender sender = server.orElseThrow();
                MimeMessage message = sender.createMimeMessage();
                MimeMessageHelper helper = new MimeMessageHelper(message, false, StandardCharsets.UTF_8.name());
                helper.setFrom(
                        from.isBlank()
                                ? "no-reply@"
                                        + Objects.requireNonNull(
                                                settings.baseUrl().getHost())
                                : from);
                helper.setTo(to.mailAddress().orElseThrow());
                helper.setSubject(subject.replaceAll("\\s+", " "));
                helper.setText(text);
                message.setHeader("List-Unsubscribe", "<" + declining + ">");
                message.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
                message.setHeader("Auto-Submitted", "auto-generated");
                sender.send(message);
            } catch (MailException | MessagingException e) {
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
