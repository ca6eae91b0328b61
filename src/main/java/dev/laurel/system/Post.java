package dev.laurel.system;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;

/** Hands mails to the mail server, which Spring Boot's own {@code spring.mail.*} names. */
@Component
public class Post {

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

    /** Whether mails reach anybody. */
    public boolean works() {
        return server.isPresent();
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
