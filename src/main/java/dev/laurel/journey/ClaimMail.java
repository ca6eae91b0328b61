package dev.laurel.journey;

import dev.laurel.person.Persons;
import dev.laurel.recognition.Claim;
import dev.laurel.recognition.ClaimDecided;
import dev.laurel.recognition.ClaimId;
import dev.laurel.recognition.ClaimReturned;
import dev.laurel.recognition.ClaimState;
import dev.laurel.recognition.Claims;
import dev.laurel.system.Letter;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.util.List;
import java.util.Objects;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;

/**
 * Writes to whoever claims what became of it: an officer asks for more, it counts, it does not, or no longer does. Officers'
 * words stay in Laurel. The claim's page says the same, so that a mail the server does not take is not tried again.
 */
@Component
class ClaimMail {

    private final EarnerMail mails;
    private final Claims claims;
    private final Persons persons;
    private final Tenants tenants;

    ClaimMail(EarnerMail mails, Claims claims, Persons persons, Tenants tenants) {
        this.mails = mails;
        this.claims = claims;
        this.persons = persons;
        this.tenants = tenants;
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
        if (claim == null || claim.state() != state || !mails.canBeSent()) {
            return;
        }
        Persons.Reader reader = persons.readers(tenant, List.of(claim.person())).get(claim.person());
        if (reader == null) {
            return;
        }
        String key = "journey.mail.claim." + state.key();
        Letter letter = mails.begin(reader.name(), reader.locale())
                .subject(key + ".subject", claim.badge())
                .paragraph(
                        key + ".text" + (claim.kind().isRequirement() && worded(state) ? ".requirement" : ""),
                        claim.badge(),
                        Objects.requireNonNullElse(claim.figure(), claim.unit()),
                        tenants.nameOf(tenant).orElse(""))
                .paragraph(key + ".do");
        mails.send(reader, letter, null, "A mail about claim " + id.value());
    }

    /** The mails that say as what a badge counts; an endorsement is nothing that a badge counts as. */
    private static boolean worded(ClaimState state) {
        return state == ClaimState.APPROVED || state == ClaimState.WITHDRAWN;
    }
}
