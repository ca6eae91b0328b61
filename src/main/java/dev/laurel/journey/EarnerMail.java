package dev.laurel.journey;

import dev.laurel.person.Persons;
import dev.laurel.system.Letter;
import dev.laurel.system.Post;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.mail.MailException;
import org.springframework.stereotype.Component;

/** How mails to earners greet, end, and go to the mail server. */
@Component
class EarnerMail {

    private static final Logger log = LoggerFactory.getLogger(EarnerMail.class);

    private final Post post;
    private final MessageSource messages;

    EarnerMail(Post post, MessageSource messages) {
        this.post = post;
        this.messages = messages;
    }

    /** Whether mails reach anybody. */
    boolean canBeSent() {
        return post.works();
    }

    /** A letter that has said hello and nothing else. */
    Letter begin(@Nullable String name, Locale language) {
        Letter letter = new Letter(messages, language);
        return name == null
                ? letter.paragraph("journey.mail.hello.nameless")
                : letter.paragraph("journey.mail.hello", name);
    }

    /**
     * Ends a letter and sends it, outside of any transaction.
     *
     * @param unsubscribe where its reader declines more of them; null for what is said once and cannot be declined
     * @param about what it is about, for the log
     * @return whether the mail server took it
     */
    boolean send(Persons.Reader reader, Letter letter, @Nullable URI unsubscribe, String about) {
        end(letter, unsubscribe);
        try {
            post.send(reader.address(), letter.subject(), letter.text(), letter.language(), unsubscribe);
            return true;
        } catch (MailException e) {
            log.warn("{} could not be sent: {}", about, e.getClass().getSimpleName());
            return false;
        }
    }

    /** The last words, as they stand in what is sent. */
    Letter end(Letter letter, @Nullable URI unsubscribe) {
        return unsubscribe == null
                ? letter.paragraph("journey.mail.once")
                : letter.paragraph("journey.mail.unsubscribe", unsubscribe);
    }
}
