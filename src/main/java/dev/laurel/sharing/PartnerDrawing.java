package dev.laurel.sharing;

import dev.laurel.assessment.KeptFromRating;
import dev.laurel.assessment.PartnerRatings;
import dev.laurel.assessment.PartnerRatings.Because;
import dev.laurel.assessment.ScoringStarted;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.person.Person;
import dev.laurel.person.Persons;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffAccount;
import dev.laurel.person.StaffId;
import dev.laurel.sharing.DoubleScoring.Agreed;
import dev.laurel.submission.EvidenceRemoved;
import dev.laurel.submission.Submission;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.Submissions;
import dev.laurel.tenant.TenantId;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/** Chance decides, once scoring begins, which of the submissions with a yes a partner rates as well. */
@Component
class PartnerDrawing implements KeptFromRating {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Submissions submissions;
    private final Catalogue catalogue;
    private final Persons persons;
    private final Staff staff;
    private final DoubleScoring agreements;
    private final PartnerConsents consents;
    private final PartnerRatings ratings;
    private final RandomGenerator random = new SecureRandom();

    PartnerDrawing(
            JdbcClient jdbc,
            Clock clock,
            Submissions submissions,
            Catalogue catalogue,
            Persons persons,
            Staff staff,
            DoubleScoring agreements,
            PartnerConsents consents,
            PartnerRatings ratings) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.submissions = submissions;
        this.catalogue = catalogue;
        this.persons = persons;
        this.staff = staff;
        this.agreements = agreements;
        this.consents = consents;
        this.ratings = ratings;
    }

    @ApplicationModuleListener(id = "sharing.scoring-started")
    void on(ScoringStarted news) {
        Submission found = submissions
                .find(news.attempt().submission())
                .filter(own -> news.attempt().number() == 1 && !own.practice())
                .orElse(null);
        MicroCredential version =
                found == null ? null : catalogue.version(found.version()).orElse(null);
        if (found == null || version == null) {
            return;
        }
        for (UUID id : consents.standing(found.id())) {
            agreements
                    .lock(id)
                    .filter(agreed -> agreed.isSide(found.tenant())
                            && agreed.item(found.tenant()).equals(version.id())
                            && agreed.runs(clock.instant())
                            && agreements.isAlike(agreed, found.tenant(), version))
                    .filter(agreed -> isDrawn(found.id(), agreed))
                    .ifPresent(agreed -> {
                        TenantId partner = agreed.other(found.tenant());
                        ratings.open(id, news.attempt(), found.tenant(), partner, agreed.item(partner), agreed.over());
                    });
        }
    }

    /** Casts one lot. @param share of submissions to draw, in percent */
    static boolean falls(RandomGenerator random, int share) {
        return random.nextInt(100) < share;
    }

    /** The lot is cast once, whatever comes again. */
    private boolean isDrawn(SubmissionId submission, Agreed agreed) {
        boolean drawn = falls(random, agreed.share());
        return jdbc.sql("insert into sharing_lot (submission_id, agreement_id, drawn, cast_at)"
                                        + " values (:submission, :agreement, :drawn, :now) on conflict do nothing")
                                .param("submission", submission.value())
                                .param("agreement", agreed.id())
                                .param("drawn", drawn)
                                .param("now", Timestamp.from(clock.instant()))
                                .update()
                        == 1
                && drawn;
    }

    @ApplicationModuleListener(id = "sharing.evidence-removed")
    void on(EvidenceRemoved news) {
        ratings.end(news.submission(), Because.EVIDENCE_GONE);
    }

    /** The earner's own account, known by its address. Where nothing is known of the submission, nobody is given it. */
    @Override
    public boolean isKept(StaffId member, SubmissionId submission) {
        String login = staff.account(member).map(StaffAccount::login).orElse(null);
        Submission found = submissions.find(submission).orElse(null);
        if (login == null || found == null) {
            return true;
        }
        Person earner = persons.find(found.tenant(), List.of(found.earner())).get(found.earner());
        String email = earner == null ? null : earner.email();
        return email != null && email.strip().toLowerCase(Locale.ROOT).equals(login);
    }
}
