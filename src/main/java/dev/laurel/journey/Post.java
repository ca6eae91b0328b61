package dev.laurel.journey;

import dev.laurel.system.LaurelSettings;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
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

/** Hands mails to earners to the mail server. */
@Component
class Post {

    private final Optional<JavaMailSender> server;
    private final LaurelSettings settings;
    private final String from;

    Post(ObjectProvider<JavaMailSender> server, LaurelSettings settings, @Value("${laurel.mail.from:}") String from) {
        this.server = Optional.ofNullable(server.getIfAvailable());
        this.settings = settings;
        this.from = from;
    }

    /** Whether mails reach anybody. */
    boolean works() {
        return server.isPresent();
    }

    /**
     * Sends one mail.
     *
     * @param unsubscribe where one click declines more of them (RFC 8058); null for what cannot be declined
     * @throws org.springframework.mail.MailException when the server does not take it
     */
    void send(String address, String subject, String text, Locale locale, @Nullable URI unsubscribe)
            throws MessagingException {
        JavaMailSender sender = server.orElseThrow();
        MimeMessage message = sender.createMimeMessage();
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
        message.setHeader("Content-Language", locale.toLanguageTag());
        sender.send(message);
    }
}
