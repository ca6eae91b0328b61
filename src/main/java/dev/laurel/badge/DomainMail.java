package dev.laurel.badge;

import dev.laurel.person.Staff;
import dev.laurel.person.StaffAccount;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMail;
import dev.laurel.person.StaffRole;
import dev.laurel.system.LaurelSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Tells an issuer's officers that the document at their domain has been gone or wrong for more than a short while, once, and
 * once that it is well again: those who have a mail address, with one-click unsubscribing (RFC 8058).
 */
@Component
class DomainMail {

    /** Seen at two looks at least; a web server that starts anew is nobody's trouble. */
    static final Duration SHORT = Duration.ofHours(2);

    private final IssuerDomains domains;
    private final Issuers issuers;
    private final Staff staff;
    private final StaffMail.Kind mails;
    private final LaurelSettings settings;
    private final Clock clock;

    DomainMail(
            IssuerDomains domains,
            Issuers issuers,
            Staff staff,
            StaffMail mails,
            LaurelSettings settings,
            Clock clock) {
        this.domains = domains;
        this.issuers = issuers;
        this.staff = staff;
        this.mails = mails.kind(DomainMailPages.PATH, "badge_mail_reader");
        this.settings = settings;
        this.clock = clock;
    }

    /** Talks to the mail server outside of any transaction. */
    void tell() {
        if (mails.canBeSent()) {
            domains.unsoundSince(clock.instant().minus(SHORT)).forEach(domain -> tell(domain, true));
            domains.soundAgain().forEach(domain -> tell(domain, false));
        }
    }

    private void tell(IssuerDomain domain, boolean unsound) {
        if (!domains.takeToTell(domain, unsound)) {
            return;
        }
        Issuer issuer = issuers.byId(domain.issuer()).orElseThrow();
        Set<StaffId> officers = new LinkedHashSet<>();
        issuers.tenants(issuer).forEach(tenant -> officers.addAll(staff.acting(StaffRole.ISSUER_OFFICER, tenant)));
        for (StaffId officer : officers) {
            staff.account(officer).filter(mails::reaches).ifPresent(account -> send(issuer, domain, unsound, account));
        }
    }

    private void send(Issuer issuer, IssuerDomain domain, boolean unsound, StaffAccount account) {
        String how = unsound ? "unsound" : "sound";
        mails.send(account, (letter, declining) -> {
            letter.subject("badge.domain-mail.subject." + how, domain.did());
            letter.paragraph("badge.domain-mail." + how, issuer.name(), domain.did(), domain.address());
            if (unsound) {
                letter.paragraph("badge.domain-mail.what", settings.at("/issue/keys/" + issuer.slug() + "/domains"));
            }
            letter.paragraph("badge.domain-mail.why", issuer.name(), declining);
        });
    }

    /** For the page that declines them. */
    StaffMail.Kind kind() {
        return mails;
    }
}
