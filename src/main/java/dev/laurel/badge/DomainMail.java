package dev.laurel.badge;

import dev.laurel.person.Staff;
import dev.laurel.person.StaffAccount;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffRole;
import dev.laurel.system.LaurelSettings;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashSet;
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
import org.springframework.stereotype.Component;

/**
 * Tells an issuer's officers that the document at their domain has been gone or wrong for more than a short while, once, and
 * once that it is well again: those who sign in with a mail address, with one-click unsubscribing (RFC 8058). Nothing is
 * known of their language, so it says it in both.
 */
@Component
class DomainMail {

    private static final Logger log = LoggerFactory.getLogger(DomainMail.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.forLanguageTag("es"));

    /** Seen at two looks at least; a web server that starts anew is nobody's trouble. */
    static final Duration SHORT = Duration.ofHours(2);

    private final IssuerDomains domains;
    private final Issuers issuers;
    private final Staff staff;
    private final MessageSource messages;
    private final Optional<JavaMailSender> server;
    private final LaurelSettings settings;
    private final String from;
    private final JdbcClient jdbc;
    private final Clock clock;

    DomainMail(
            IssuerDomains domains,
            Issuers issuers,
            Staff staff,
            MessageSource messages,
            ObjectProvider<JavaMailSender> server,
            LaurelSettings settings,
            @Value("${laurel.mail.from:}") String from,
            JdbcClient jdbc,
            Clock clock) {
        this.domains = domains;
        this.issuers = issuers;
        this.staff = staff;
        this.messages = messages;
        this.server = Optional.ofNullable(server.getIfAvailable());
        this.settings = settings;
        this.from = from;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Talks to the mail server outside of any transaction. */
    void tell() {
        if (server.isPresent()) {
            domains.unsoundSince(clock.instant().minus(SHORT)).forEach(domain -> tell(server.get(), domain, true));
            domains.soundAgain().forEach(domain -> tell(server.get(), domain, false));
        }
    }

    private void tell(JavaMailSender to, IssuerDomain domain, boolean unsound) {
        if (!domains.takeToTell(domain, unsound)) {
            return;
        }
        Issuer issuer = issuers.byId(domain.issuer()).orElseThrow();
        Set<StaffId> officers = new LinkedHashSet<>();
        issuers.tenants(issuer).forEach(tenant -> officers.addAll(staff.acting(StaffRole.ISSUER_OFFICER, tenant)));
        for (StaffId officer : officers) {
            staff.account(officer)
                    .filter(account -> account.active() && account.login().contains("@") && wants(account))
                    .ifPresent(account -> send(to, issuer, domain, unsound, account));
        }
    }

    private boolean wants(StaffAccount account) {
        return jdbc.sql(
                                "select count(*) from badge_mail_reader where staff_id = :staff and unsubscribed_at is not null")
                        .param("staff", account.id().value())
                        .query(Integer.class)
                        .single()
                == 0;
    }

    private void send(JavaMailSender to, Issuer issuer, IssuerDomain domain, boolean unsound, StaffAccount account) {
        URI unsubscribe = settings.at("/domain-mails/" + secretOf(account.id()));
        URI page = settings.at("/issue/keys/" + issuer.slug() + "/domains");
        StringBuilder text = new StringBuilder();
        for (Locale locale : LANGUAGES) {
            text.append(text.isEmpty() ? "" : "\n\n---\n\n")
                    .append(message(
                            unsound ? "badge.domain-mail.unsound" : "badge.domain-mail.sound",
                            locale,
                            issuer.name(),
                            domain.did(),
                            domain.address()));
            if (unsound) {
                text.append("\n\n").append(message("badge.domain-mail.what", locale, page));
            }
            text.append("\n\n").append(message("badge.domain-mail.why", locale, issuer.name(), unsubscribe));
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
            helper.setSubject(message(
                            unsound ? "badge.domain-mail.subject.unsound" : "badge.domain-mail.subject.sound",
                            Locale.ENGLISH,
                            domain.did())
                    .replaceAll("\\s+", " "));
            helper.setText(text.toString());
            message.setHeader("List-Unsubscribe", "<" + unsubscribe + ">");
            message.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
            message.setHeader("Auto-Submitted", "auto-generated");
            to.send(message);
        } catch (MailException | MessagingException e) {
            log.warn(
                    "Staff member {} could not be told of a domain: {}",
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
        jdbc.sql("insert into badge_mail_reader (staff_id, secret) values (:staff, :secret) on conflict do nothing")
                .param("staff", reader.value())
                .param("secret", Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))
                .update();
        return jdbc.sql("select secret from badge_mail_reader where staff_id = :staff")
                .param("staff", reader.value())
                .query(String.class)
                .single();
    }

    boolean isKnown(String secret) {
        return jdbc.sql("select count(*) from badge_mail_reader where secret = :secret")
                        .param("secret", secret)
                        .query(Integer.class)
                        .single()
                == 1;
    }

    /** Whether whoever has this secret wants mails about domains. */
    void subscribe(String secret, boolean wanted) {
        UUID reader = jdbc.sql("select staff_id from badge_mail_reader where secret = :secret")
                .param("secret", secret)
                .query(UUID.class)
                .single();
        jdbc.sql("update badge_mail_reader set unsubscribed_at = :at where staff_id = :staff")
                .param("at", wanted ? null : Timestamp.from(clock.instant()))
                .param("staff", reader)
                .update();
    }
}
