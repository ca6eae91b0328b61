package dev.laurel.journey;

import dev.laurel.person.Persons;
import dev.laurel.recognition.Claim;
import dev.laurel.recognition.ClaimDecided;
import dev.laurel.recognition.ClaimId;
import dev.laurel.recognition.ClaimReturned;
import dev.laurel.recognition.ClaimState;
import dev.laurel.recognition.Claims;
import dev.laurel.system.PageLocale;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import jakarta.mail.MessagingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.mail.MailException;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;

/**
 * Writes to whoever claims what became of it: an officer asks for more, it counts, it does not, or no longer does. Officers'
 * words stay in Laurel. The claim's page says the same, so that a mail the server does not take is not tried again.
 */
@Component
class ClaimMail {

    private static final Logger log = LoggerFactory.getLogger(ClaimMail.class);

    private final Post post;
    private final Claims claims;
    private final Persons persons;
    private final Tenants tenants;
    private final MessageSource messages;

    ClaimMail(Post post, Claims claims, Persons persons, Tenants tenants, MessageSource messages) {
        this.post = post;
        this.claims = claims;
        this.persons = persons;
        this.tenants = tenants;
        this.messages = messages;
    }

    @ApplicationModuleListener(id = "journey.claim-decided", propagation = Propagation.NOT_SUPPORTED)
    void on(ClaimDecided news) {
        tell(news.tenant(), news.claim(), news.state());
    }

    @ApplicationModuleListener(id = "journey.claim-returned", propagation = Propagation.NOT_SUPPORTED)
    void on(ClaimReturned news) {
        tell(news.tenant(), news.claim(), ClaimState.MORE_INFORMATION);
    }

    private void tell(TenantId tenant, ClaimId id, ClaimState state) {
        Claim claim = claims.find(tenant, id).orElse(null);
        // Late news of what has moved on meanwhile would only confuse.
        if (claim == null || claim.state() != state || !post.works()) {
            return;
        }
        Persons.Reader reader = persons.readers(tenant, List.of(claim.person())).get(claim.person());
        if (reader == null) {
            return;
        }
        Locale locale = PageLocale.spoken(reader.language()).orElse(Locale.ENGLISH);
        String key = "journey.mail.claim." + state.key();
        List<String> text = new ArrayList<>();
        text.add(
                reader.name() == null
                        ? message("journey.nudge.mail.hello.nameless", locale)
                        : message("journey.nudge.mail.hello", locale, reader.name()));
        text.add(message(
                key + ".text" + (claim.kind().isRequirement() && worded(state) ? ".requirement" : ""),
                locale,
                claim.badge(),
                Objects.requireNonNullElse(claim.figure(), claim.unit()),
                tenants.nameOf(tenant).orElse("")));
        text.add(message(key + ".do", locale));
        text.add(message("journey.mail.once", locale));
        try {
            post.send(
                    reader.address(),
                    message(key + ".subject", locale, claim.badge()),
                    String.join("\n\n", text),
                    locale,
                    null);
        } catch (MailException | MessagingException e) {
            log.warn(
                    "A mail about claim {} could not be sent: {}",
                    id.value(),
                    e.getClass().getSimpleName());
        }
    }

    /** The mails that say as what a badge counts; an endorsement is nothing that a badge counts as. */
    private static boolean worded(ClaimState state) {
        return state == ClaimState.APPROVED || state == ClaimState.WITHDRAWN;
    }

    private String message(String key, Locale locale, Object... blanks) {
        return messages.getMessage(key, blanks, locale);
    }
}
