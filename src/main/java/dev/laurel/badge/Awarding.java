package dev.laurel.badge;

import dev.laurel.assessment.Assessments;
import dev.laurel.assessment.Feedback;
import dev.laurel.badge.Issuing.NotSigned;
import dev.laurel.badge.UnsignedBadges.Owed;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.person.Person;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.Submission;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.Submissions;
import dev.laurel.system.Lookout;
import dev.laurel.tenant.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Signs the badges that are owed: those that wait at the same moment together, in one transaction, on a thread that no page
 * waits for. What is left stands in the rows, so any node goes on after an interruption. A badge that cannot be signed is
 * tried again later and stops no other.
 */
@Component
class Awarding implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Awarding.class);

    /** Why a badge waits: last part of a message key. */
    static final String ISSUER_OF_OTHERS = "issuer-of-others";

    /** Few enough that a transaction takes well below a second. */
    private static final int AT_ONCE = 100;

    private final UnsignedBadges unsigned;
    private final Issuing issuing;
    private final Awards awards;
    private final Released released;
    private final Catalogue catalogue;
    private final Submissions submissions;
    private final Assessments assessments;
    private final Persons persons;
    private final TransactionOperations transaction;
    private final AtomicBoolean due = new AtomicBoolean();
    private final ExecutorService turns = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "badge-awarding");
        thread.setDaemon(true);
        return thread;
    });

    Awarding(
            UnsignedBadges unsigned,
            Issuing issuing,
            Awards awards,
            Released released,
            Catalogue catalogue,
            Submissions submissions,
            Assessments assessments,
            Persons persons,
            TransactionOperations transaction) {
        this.unsigned = unsigned;
        this.issuing = issuing;
        this.awards = awards;
        this.released = released;
        this.catalogue = catalogue;
        this.submissions = submissions;
        this.assessments = assessments;
        this.persons = persons;
        this.transaction = transaction;
    }

    /** Has what is owed signed, without waiting for it. What waits meanwhile is signed with it. */
    void begin() {
        if (due.compareAndSet(false, true)) {
            try {
                turns.execute(this::turn);
            } catch (RejectedExecutionException e) {
                log.debug("This node ends; another signs what is owed", e);
            }
        }
    }

    /** Begins when the transaction that is open now is over. */
    void beginOnceCommitted() {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                begin();
            }
        });
    }

    private void turn() {
        due.set(false);
        try {
            work();
        } catch (RuntimeException e) {
            log.error("Badges are not signed for now; they are tried again soon", e);
        }
    }

    /** Signs until nothing is due. */
    void work() {
        int taken;
        do {
            taken = together();
        } while (taken == AT_ONCE && !Thread.currentThread().isInterrupted());
    }

    /** What came of badges that were taken together: what could not be signed is noted after their transaction. */
    private record Outcome(int taken, Map<SubmissionId, RuntimeException> failed) {}

    private int together() {
        Outcome outcome;
        try {
            outcome = transaction.execute(status -> sign(AT_ONCE));
        } catch (RuntimeException e) {
            log.warn("Badges could not be stored together and are tried one by one", e);
            return oneByOne();
        }
        outcome.failed().forEach(this::failed);
        return outcome.taken();
    }

    /** One that the database does not take has to stop no other. */
    private int oneByOne() {
        List<Owed> owed = transaction.execute(status -> unsigned.take(AT_ONCE));
        for (Owed each : owed) {
            try {
                transaction.execute(status -> sign(List.of(each))).failed().forEach(this::failed);
            } catch (RuntimeException e) {
                failed(each.submission(), e);
            }
        }
        return owed.size();
    }

    private void failed(SubmissionId submission, RuntimeException cause) {
        if (cause instanceof IssuerOfOthers) {
            log.warn("The badge for submission {} waits: {}", submission.value(), cause.getMessage());
            unsigned.failed(submission, ISSUER_OF_OTHERS);
            return;
        }
        log.error("The badge for submission {} could not be signed", submission.value(), cause);
        unsigned.failed(submission, cause instanceof NotEarned ? "not-earned" : "other");
    }

    private Outcome sign(int most) {
        return sign(unsigned.take(most));
    }

    /** Within a transaction. */
    private Outcome sign(List<Owed> taken) {
        List<SubmissionId> all = taken.stream().map(Owed::submission).toList();
        Set<SubmissionId> done = new HashSet<>(awards.awarded(all));
        List<Owed> owed =
                taken.stream().filter(each -> !done.contains(each.submission())).toList();
        Map<SubmissionId, RuntimeException> failed = new HashMap<>();
        List<Earned> earned = earned(owed, failed);
        for (NotSigned not : issuing.issue(earned)) {
            if (not.cause() != null) {
                failed.put(not.submission(), not.cause());
            }
            earned.removeIf(each -> not.submission().equals(each.submission()));
        }
        List<SubmissionId> signed = earned.stream().map(Earned::submission).toList();
        released.signed(signed);
        done.addAll(signed);
        unsigned.signed(done);
        return new Outcome(taken.size(), failed);
    }

    private List<Earned> earned(List<Owed> owed, Map<SubmissionId, RuntimeException> failed) {
        List<Earned> earned = new ArrayList<>();
        if (owed.isEmpty()) {
            return earned;
        }
        Map<SubmissionId, Submission> found =
                submissions.find(owed.stream().map(Owed::submission).toList());
        Map<AttemptId, Feedback> feedback =
                assessments.feedback(owed.stream().map(Owed::attempt).toList());
        Map<PersonId, TenantId> earners = new HashMap<>();
        found.values().forEach(submission -> earners.put(submission.earner(), submission.tenant()));
        Map<PersonId, Person> people = persons.find(earners);
        for (Owed each : owed) {
            try {
                earned.add(earned(each, found.get(each.submission()), feedback.get(each.attempt()), people));
            } catch (RuntimeException e) {
                failed.put(each.submission(), e);
            }
        }
        return earned;
    }

    private Earned earned(
            Owed owed, @Nullable Submission submission, @Nullable Feedback feedback, Map<PersonId, Person> people) {
        MicroCredential achievement = catalogue
                .version(owed.version())
                .orElseThrow(() -> new IllegalStateException("No version " + owed.version() + " in the catalogue"));
        if (submission == null || !submission.tenant().equals(owed.tenant())) {
            throw new IllegalStateException("No submission " + owed.submission() + " behind a decision");
        }
        if (feedback == null) {
            throw new IllegalStateException("No feedback behind the decision on " + owed.attempt());
        }
        Person earner = people.get(submission.earner());
        return new Earned(
                owed.tenant(),
                owed.submission(),
                achievement,
                earner == null ? null : earner.email(),
                levels(feedback),
                feedback.rated(),
                owed.decidedAt());
    }

    /** The deciding attempt's feedback holds what was carried forward from earlier ones, too. */
    private static Map<String, String> levels(Feedback feedback) {
        Map<String, String> levels = new HashMap<>();
        for (Feedback.CriterionFeedback criterion : feedback.criteria()) {
            levels.put(criterion.criterionId(), criterion.level());
        }
        return levels;
    }

    @Override
    public void destroy() throws InterruptedException {
        turns.shutdownNow();
        turns.awaitTermination(10, TimeUnit.SECONDS);
    }

    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        /** For what failed before, and what a node left that died. */
        @Bean
        Lookout signOwedBadges(Awarding awarding) {
            return new Lookout("badge-awarding", Duration.ofSeconds(20), awarding::work);
        }
    }
}
