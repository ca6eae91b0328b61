package dev.laurel.sharing;

import dev.laurel.authoring.Exchange;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffAccount;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMail;
import dev.laurel.person.StaffRole;
import dev.laurel.sharing.Adoptions.Adoption;
import dev.laurel.sharing.Adoptions.State;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Tenants;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;

/**
 * Tells authors and leads of an adopting tenant that an update waits: once for each update, to those who have a mail
 * address, with one-click unsubscribing (RFC 8058).
 */
@Component
class UpdateMail {

    private final Adoptions adoptions;
    private final Exchange exchange;
    private final Staff staff;
    private final Tenants tenants;
    private final StaffMail.Kind mails;
    private final LaurelSettings settings;
    private final JdbcClient jdbc;
    private final Clock clock;

    UpdateMail(
            Adoptions adoptions,
            Exchange exchange,
            Staff staff,
            Tenants tenants,
            StaffMail mails,
            LaurelSettings settings,
            JdbcClient jdbc,
            Clock clock) {
        this.adoptions = adoptions;
        this.exchange = exchange;
        this.staff = staff;
        this.tenants = tenants;
        this.mails = mails.kind(UpdateMailPages.PATH, "sharing_mail_reader");
        this.settings = settings;
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
        if (adoption == null || !waits || !mails.canBeSent()) {
            return;
        }
        Set<StaffId> readers = new HashSet<>(staff.acting(StaffRole.AUTHOR, adoption.tenant()));
        readers.addAll(staff.acting(StaffRole.LEAD_ASSESSOR, adoption.tenant()));
        for (StaffId reader : readers) {
            staff.account(reader)
                    .filter(account -> mails.reaches(account) && isFirst(news, account))
                    .ifPresent(account -> send(adoption, news.version(), account));
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

    private void send(Adoption adoption, String version, StaffAccount account) {
        String title = exchange.newest(adoption.tenant(), adoption.item())
                .map(Exchange.Written::title)
                .orElse(adoption.item());
        mails.send(account, (letter, declining) -> letter.subject("sharing.mail.subject", title)
                .paragraph("sharing.mail.text", adoption.organisation(), version, title)
                .paragraph("sharing.mail.what", settings.at("/author/sharing/adopted/" + adoption.id()))
                .paragraph("sharing.mail.why", tenants.nameOf(adoption.tenant()).orElse(""), declining));
    }

    /** For the page that declines them. */
    StaffMail.Kind kind() {
        return mails;
    }
}
