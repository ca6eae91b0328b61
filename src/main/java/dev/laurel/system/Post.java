package dev.laurel.system;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;

/**
 * Hands mails to the mail server, which Spring Boot's own {@code spring.mail.*} names. Without one the demonstration writes
 * them to its log; elsewhere nothing is offered that needs a mail.
 */
@Component
public class Post {

    private static final Logger log = LoggerFactory.getLogger(Post.class);

    private final Optional<JavaMailSender> server;
    private final LaurelSettings settings;
    private final String from;

    /** @param from the sender; empty for {@code no-reply} at the host of the base URL */
    public Post(
            ObjectProvider<JavaMailSender> server,
            LaurelSettings settings,
            @Value("${laurel.mail.from:}") String from) {
        this.server = Optional.ofNullable(server.getIfAvailable());
        this.settings = settings;
        this.from = from;
    }

    /** Whether mails reach anybody; in the demonstration, whoever reads its log. */
    public boolean works() {
        return server.isPresent() || settings.demo();
    }

    /**
     * Sends one mail, which says that a program wrote it (RFC 3834): nobody's holiday answers it.
     *
     * @param language of all of it; null when it is in several, or when nobody knows
     * @param unsubscribe where one click declines more of them (RFC 8058); null for what cannot be declined
     * @throws org.springframework.mail.MailException when the server does not take it
     */
    public void send(
            String address, String subject, String text, @Nullable Locale language, @Nullable URI unsubscribe) {
        if (server.isEmpty() && settings.demo()) {
            log.info("A mail of the demonstration, to {}: {}\n{}", address, subject.replaceAll("\\s+", " "), text);
            return;
        }
        server.orElseThrow().send(message -> {
            MimeMessageHelper helper = new MimeMessageHelper(message, false, StandardCharsets.UTF_8.name());
            helper.setFrom(
                    from.isBlank()
                            ? "no-reply@"
                                    + Objects.requireNonNull(settings.baseUrl().getHost())
                            : from);
            helper.setTo(address);
            helper.setSubject(subject.replaceAll("\\s+", " "));
            helper.setText(text);
            if (unsubscribe != null) {
                message.setHeader("List-Unsubscribe", "<" + unsubscribe + ">");
                message.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
            }
            message.setHeader("Auto-Submitted", "auto-generated");
            if (language != null) {
                message.setHeader("Content-Language", language.toLanguageTag());
            }
        });
    }
}
