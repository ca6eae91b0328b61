package dev.laurel.sharing;

import dev.laurel.authoring.Exchange;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffAccount;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffRole;
import dev.laurel.sharing.Adoptions.Adoption;
import dev.laurel.sharing.Adoptions.State;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Tenants;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;

/**
 * Tells authors and leads of an adopting tenant that an update waits: once for each update, to those who sign in with a mail
 * address, with one-click unsubscribing (RFC 8058). Nothing is known of their language, so it says it in both.
 */
@Component
class UpdateMail {

    private static final Logger log = LoggerFactory.getLogger(UpdateMail.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.forLanguageTag("es"));

    private final Adoptions adoptions;
    private final Exchange exchange;
    private final Staff staff;
    private final Tenants tenants;
    private final MessageSource messages;
    private final Optional<JavaMailSender> server;
    private final LaurelSettings settings;
    private final String from;
    private final JdbcClient jdbc;
    private final Clock clock;

    UpdateMail(
            Adoptions adoptions,
            Exchange exchange,
            Staff staff,
            Tenants tenants,
            MessageSource messages,
            ObjectProvider<JavaMailSender> server,
            LaurelSettings settings,
            @Value("${laurel.mail.from:}") String from,
            JdbcClient jdbc,
            Clock clock) {
        this.adoptions = adoptions;
        this.exchange = exchange;
        this.staff = staff;
        this.tenants = tenants;
        this.messages = messages;
        this.server = Optional.ofNullable(server.getIfAvailable());
        this.settings = settings;
        this.from = from;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Talks to the mail server outside of any transaction. */
    @ApplicationModuleListener(id = "sharing.update-arrived", propagation = Propagation.NOT_SUPPORTED)
    void on(UpdateArrived news) {
        Adoption adoption = adoptions.find(news.adoption()).orElse(null);
        boolean waits = adoption != null
                && adoptions.originals(adoption.id()).stream()
                        .anyMatch(one -> one.version().equals(news.version()) && one.state() == State.OFFERED);
        if (adoption == null || !waits || server.isEmpty()) {
            return;
        }
        Set<StaffId> readers = new HashSet<>(staff.acting(StaffRole.AUTHOR, adoption.tenant()));
        readers.addAll(staff.acting(StaffRole.LEAD_ASSESSOR, adoption.tenant()));
        for (StaffId reader : readers) {
            staff.account(reader)
                    .filter(account -> account.active() && account.login().contains("@"))
                    .filter(account -> wants(account) && isFirst(news, account))
                    .ifPresent(account -> send(server.get(), adoption, news.version(), account));
        }
    }

    private boolean isFirst(UpdateArrived news, StaffAccount account) {
        return jdbc.sql("insert into sharing_update_mail (adoption_id, version, staff_id, tried_at)"
                                + " values (:adoption, :version, :staff, :now) on conflict do nothing")
                        .param("adoption", news.adoption())
                        .param("version", news.version())
                        .param("staff", account.id().value())
                        .param("now", Timestamp.from(clock.instant()))
                        .update()
                == 1;
    }

    private boolean wants(StaffAccount account) {
        return jdbc.sql("select count(*) from sharing_mail_reader where staff_id = :staff"
                                + " and unsubscribed_at is not null")
                        .param("staff", account.id().value())
                        .query(Integer.class)
                        .single()
                == 0;
    }

    private void send(JavaMailSender to, Adoption adoption, String version, StaffAccount account) {
        URI unsubscribe = settings.at("/bundles/updates/" + secretOf(account.id()));
        URI page = settings.at("/author/sharing/adopted/" + adoption.id());
        String title = exchange.newest(adoption.tenant(), adoption.item())
                .map(Exchange.Written::title)
                .orElse(adoption.item());
        String own = tenants.nameOf(adoption.tenant()).orElse("");
        StringBuilder text = new StringBuilder();
        for (Locale locale : LANGUAGES) {
            text.append(text.isEmpty() ? "" : "\n\n---\n\n")
                    .append(message("sharing.mail.text", locale, adoption.organisation(), version, title))
                    .append("\n\n")
                    .append(message("sharing.mail.what", locale, page))
                    .append("\n\n")
                    .append(message("sharing.mail.why", locale, own, unsubscribe));
        }
        try {
            MimeMessage message = to.createMimeMessage();
            MimeMessageHelper helper = new MimeMessageHelper(message, false, StandardCharsets.UTF_8.name());
            helper.setFrom(
                    from.isBlank()
                            ? "no-reply@"
                                    + Objects.requireNonNull(settings.baseUrl().getHost())
                            : from);
            helper.setTo(account.login());
            helper.setSubject(
                    message("sharing.mail.subject", Locale.ENGLISH, title).replaceAll("\\s+", " "));
            helper.setText(text.toString());
            message.setHeader("List-Unsubscribe", "<" + unsubscribe + ">");
            message.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
            message.setHeader("Auto-Submitted", "auto-generated");
            to.send(message);
        } catch (MailException | MessagingException e) {
            log.warn(
                    "Staff member {} could not be told of an update: {}",
                    account.id().value(),
                    e.getClass().getSimpleName());
        }
    }

    private String message(String key, Locale locale, Object... blanks) {
        return messages.getMessage(key, blanks, locale);
    }

    private String secretOf(StaffId reader) {
        byte[] bytes = new byte[24];
        RANDOM.nextBytes(bytes);
        jdbc.sql("insert into sharing_mail_reader (staff_id, secret) values (:staff, :secret) on conflict do nothing")
                .param("staff", reader.value())
                .param("secret", Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))
                .update();
        return jdbc.sql("select secret from sharing_mail_reader where staff_id = :staff")
                .param("staff", reader.value())
                .query(String.class)
                .single();
    }

    boolean isKnown(String secret) {
        return jdbc.sql("select count(*) from sharing_mail_reader where secret = :secret")
                        .param("secret", secret)
                        .query(Integer.class)
                        .single()
                == 1;
    }

    /** Whether whoever has this secret wants mails about updates. */
    void subscribe(String secret, boolean wanted) {
        UUID reader = jdbc.sql("select staff_id from sharing_mail_reader where secret = :secret")
                .param("secret", secret)
                .query(UUID.class)
                .single();
        jdbc.sql("update sharing_mail_reader set unsubscribed_at = :at where staff_id = :staff")
                .param("at", wanted ? null : Timestamp.from(clock.instant()))
                .param("staff", reader)
                .update();
    }
}
