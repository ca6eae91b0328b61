package dev.laurel.authoring;

import dev.laurel.person.Staff;
import dev.laurel.person.StaffAccount;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMail;
import dev.laurel.person.StaffRole;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Tenants;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;

/**
 * Tells reviewers that a version waits for them, and its writers what became of it: once for each step, to those who have a
 * mail address, with one-click unsubscribing (RFC 8058). Nobody is written to about what they did themselves.
 */
@Component
class ReviewMail {

    static final String PATH = "/review-mails/";

    private final Versions versions;
    private final Staff staff;
    private final Tenants tenants;
    private final StaffMail.Kind mails;
    private final LaurelSettings settings;
    private final JdbcClient jdbc;
    private final Clock clock;

    ReviewMail(
            Versions versions,
            Staff staff,
            Tenants tenants,
            StaffMail mails,
            LaurelSettings settings,
            JdbcClient jdbc,
            Clock clock) {
        this.versions = versions;
        this.staff = staff;
        this.tenants = tenants;
        this.mails = mails.kind(PATH, "authoring_mail_reader");
        this.settings = settings;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Talks to the mail server outside of any transaction. */
    @ApplicationModuleListener(id = "authoring.review-step", propagation = Propagation.NOT_SUPPORTED)
    void on(ReviewStep step) {
        AuthoredVersion version = versions.find(step.version()).orElse(null);
        if (version == null || version.state() != step.move().to() || !mails.canBeSent()) {
            return;
        }
        for (StaffId reader : readers(step)) {
            staff.account(reader)
                    .filter(account -> mails.reaches(account) && isFirst(step, account))
                    .ifPresent(account -> send(version, step, account));
        }
    }

    private Set<StaffId> readers(ReviewStep step) {
        Set<StaffId> writers = versions.writers(step.version());
        Set<StaffId> readers = new HashSet<>(writers);
        // Whoever has written here once may write for others by now.
        readers.retainAll(staff.acting(StaffRole.AUTHOR, step.tenant()));
        if (step.move() == Move.HAND_IN) {
            // Whoever wrote a word of it cannot publish it.
            readers = new HashSet<>(staff.acting(StaffRole.CONTENT_REVIEWER, step.tenant()));
            readers.removeAll(writers);
        }
        readers.remove(step.by());
        return readers;
    }

    private boolean isFirst(ReviewStep step, StaffAccount account) {
        return jdbc.sql("insert into authoring_review_mail (step_id, staff_id, tenant_id, tried_at)"
                                + " values (:step, :staff, :tenant, :now) on conflict do nothing")
                        .param("step", step.step())
                        .param("staff", account.id().value())
                        .param("tenant", step.tenant().value())
                        .param("now", Timestamp.from(clock.instant()))
                        .update()
                == 1;
    }

    private void send(AuthoredVersion version, ReviewStep step, StaffAccount account) {
        String words =
                "authoring.mail." + step.move().name().toLowerCase(Locale.ROOT).replace('_', '-');
        String by = staff.account(step.by()).map(StaffAccount::displayName).orElse("");
        mails.send(account, (letter, declining) -> letter.subject(words + ".subject", version.title())
                .paragraph(words + ".text", version.title(), version.version(), by)
                .paragraph(
                        words + ".what",
                        settings.at("/author/versions/" + version.id().value()))
                .paragraph(
                        "authoring.mail.why", tenants.nameOf(version.tenant()).orElse(""), declining));
    }

    /** For the page that declines them. */
    StaffMail.Kind kind() {
        return mails;
    }
}
