package dev.laurel.course;

import dev.laurel.course.RosterRows.NotAssigned;
import dev.laurel.lti.ContextId;
import dev.laurel.lti.Launch;
import dev.laurel.lti.LaunchContext;
import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.ResourceLinkId;
import dev.laurel.lti.services.Member;
import dev.laurel.lti.services.Memberships;
import dev.laurel.lti.services.Roster;
import dev.laurel.lti.services.RosterNotGiven;
import dev.laurel.lti.services.RosterNotGiven.Reason;
import dev.laurel.tenant.TenantId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Who learns in a course and who leads it, as its platform says. The platform is asked by schedule and when a coordinator
 * wants it, never by two nodes at once; between two answers the last one counts. Whoever leaves the roster keeps their work.
 * Where the platform gives a link to some of the course alone, the others are no part of its cohort until they begin.
 */
@Component
public class Rosters implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Rosters.class);
    private static final Duration LEASE = Duration.ofMinutes(10);
    /** A second press within that time is answered with what the first has brought. */
    private static final Duration FRESH = Duration.ofSeconds(15);

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int AT_ONCE = 10;
    /** Links of one course that are asked for one by one; the rest are the whole course's. */
    private static final int MOST_LINKS = 50;
    /** Well within the lease. */
    private static final Duration LONGEST_NARROWING = Duration.ofMinutes(4);

    private final Memberships memberships;
    private final RosterRows rows;
    private final TransactionOperations transaction;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final ExecutorService workers = Executors.newFixedThreadPool(4, work -> {
        Thread thread = new Thread(work, "course-roster");
        thread.setDaemon(true);
        return thread;
    });

    Rosters(Memberships memberships, RosterRows rows, TransactionOperations transaction, Clock clock) {
        this.memberships = memberships;
        this.rows = rows;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** What came of a refresh by hand. */
    public enum Outcome {
        /** The roster is as the platform has it now. */
        DONE,
        /** The platform did not give it; {@link RosterState#problem()} says why. */
        NOT_GIVEN,
        /** It is still being read, here or on another node. */
        UNDER_WAY
    }

    /** What is known of the roster of the launch's course. */
    public RosterState state(Launch launch) {
        LaunchContext context = launch.context();
        return context == null ? RosterState.UNKNOWN : rows.state(launch.tenant(), context.id());
    }

    /** The names on the roster of the launch's course, as far as they are known; at most two thousand. */
    public List<String> names(Launch launch) {
        LaunchContext context = launch.context();
        return context == null ? List.of() : rows.names(launch.tenant(), context.id());
    }

    /** The accounts on the roster of the launch's course that carry exactly this name, whatever its capitals; at most ten. */
    public List<LtiUserId> called(Launch launch, String name) {
        LaunchContext context = launch.context();
        return context == null ? List.of() : rows.called(launch.tenant(), context.id(), name);
    }

    /** Somebody who leads a course. Prints the account only. */
    public record Lead(LtiUserId account, String name) {

        @Override
        public String toString() {
            return "Lead[" + account.value() + "]";
        }
    }

    /**
     * Who leads the launch's course, by name, as far as names are known; at most a hundred. Who also learns there is not among
     * them.
     */
    public List<Lead> leads(Launch launch) {
        LaunchContext context = launch.context();
        return context == null ? List.of() : rows.leads(launch.tenant(), context.id());
    }

    /**
     * Asks the platform for the roster of the launch's course now.
     *
     * @param patience how long to wait for the answer; the reading goes on after that
     */
    public Outcome refresh(Launch launch, Duration patience) {
        LaunchContext context = launch.context();
        if (context == null) {
            return Outcome.NOT_GIVEN;
        }
        rows.expect(launch.tenant(), context.id());
        boolean justAsked = rows.triedAt(launch.tenant(), context.id())
                .filter(clock.instant().minus(FRESH)::isBefore)
                .isPresent();
        if (justAsked) {
            return outcome(launch);
        }
        Optional<RosterRows.Claimed> claimed = rows.claim(launch.tenant(), context.id(), LEASE);
        if (claimed.isEmpty()) {
            return readElsewhere(launch, context.id(), patience);
        }
        Future<?> reading = workers.submit(() -> read(claimed.get()));
        try {
            reading.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return outcome(launch);
        } catch (TimeoutException e) {
            return Outcome.UNDER_WAY;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.UNDER_WAY;
        } catch (ExecutionException e) {
            throw new IllegalStateException("The roster was not read", e.getCause());
        }
    }

    private Outcome readElsewhere(Launch launch, ContextId context, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (rows.isClaimed(launch.tenant(), context)) {
            if (System.nanoTime() - end >= 0) {
                return Outcome.UNDER_WAY;
            }
            try {
                Thread.sleep(LOOK.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Outcome.UNDER_WAY;
            }
        }
        return outcome(launch);
    }

    private Outcome outcome(Launch launch) {
        return state(launch).problem() == null ? Outcome.DONE : Outcome.NOT_GIVEN;
    }

    /** Whoever was launched as staff of the course is no learner there, whatever the roster says. */
    public void noteStaff(Launch launch) {
        LaunchContext context = launch.context();
        if (context != null && launch.roles().isCoordinator() && !launch.roles().isLearner()) {
            rows.staff(launch.tenant(), context.id(), launch.user());
        }
    }

    /** Makes the platform be asked for the roster of a course that is new here. */
    void expect(TenantId tenant, ContextId context) {
        rows.expect(tenant, context);
    }

    /** Asks for what is due, one after another so that no platform is pressed. */
    void refreshDue() {
        for (RosterRows.Claimed roster : rows.claimDue(AT_ONCE, LEASE)) {
            read(roster);
        }
    }

    private void read(RosterRows.Claimed claimed) {
        try {
            Roster roster = memberships.of(claimed.tenant(), claimed.context());
            boolean changed = Boolean.TRUE.equals(transaction.execute(status -> save(claimed, roster)));
            Set<NotAssigned> notAssigned = notAssigned(claimed, roster);
            transaction.executeWithoutResult(status -> {
                rows.narrow(claimed.tenant(), claimed.context(), notAssigned);
                refreshed(claimed, roster, changed);
            });
        } catch (RosterNotGiven e) {
            log.info("No roster of course {}: {} ({})", claimed.context().value(), e.reason(), e.getMessage());
            postpone(claimed, e);
        } catch (RuntimeException e) {
            log.warn("The roster of course {} failed here", claimed.context().value(), e);
            postpone(claimed, new RosterNotGiven(Reason.PLATFORM_UNAVAILABLE, "failed here", null));
        }
    }

    /** Answers whether anybody has come or gone. */
    private boolean save(RosterRows.Claimed claimed, Roster roster) {
        List<Member> learners = learners(roster);
        // A mentor is no lead: in Canvas that is whoever looks on, such as a learner's parent.
        List<Member> leads = roster.members().stream()
                .filter(member -> member.isActive()
                        && member.roles().isInstructor()
                        && !member.roles().isLearner())
                .filter(member -> member.profile().displayName().isPresent())
                .limit(RosterRows.MOST_LEADS)
                .toList();
        Map<String, LtiUserId> accounts = memberships.accounts(
                claimed.tenant(),
                claimed.context(),
                Stream.concat(learners.stream(), leads.stream())
                        .map(Member::subject)
                        .toList());
        Map<LtiUserId, Optional<String>> names = new HashMap<>();
        for (Member learner : learners) {
            LtiUserId account = accounts.get(learner.subject());
            if (account != null) {
                names.put(account, learner.profile().displayName().map(Rosters::bounded));
            }
        }
        Map<LtiUserId, String> leading = new HashMap<>();
        for (Member lead : leads) {
            LtiUserId account = accounts.get(lead.subject());
            if (account != null) {
                lead.profile().displayName().map(Rosters::bounded).ifPresent(name -> leading.put(account, name));
            }
        }
        rows.updateLeads(claimed.tenant(), claimed.context(), leading, roster.complete());
        return rows.update(claimed.tenant(), claimed.context(), names, roster.complete());
    }

    private static List<Member> learners(Roster roster) {
        return roster.members().stream()
                .filter(member -> member.isActive() && member.roles().isLearner())
                .toList();
    }

    /**
     * Which learners cannot reach which links. It only ever takes away where the platform clearly says so: a link that it gives
     * no list for, a list that breaks off, and one without anybody of the course mean the whole course.
     */
    private Set<NotAssigned> notAssigned(RosterRows.Claimed claimed, Roster roster) {
        Set<String> learners = learners(roster).stream().map(Member::subject).collect(Collectors.toSet());
        if (!roster.complete() || learners.isEmpty()) {
            return Set.of();
        }
        Map<ResourceLinkId, Set<String>> without = new HashMap<>();
        Instant end = clock.instant().plus(LONGEST_NARROWING);
        for (ResourceLinkId link : rows.links(claimed.tenant(), claimed.context(), MOST_LINKS)) {
            try {
                Roster reached = memberships.of(claimed.tenant(), claimed.context(), link);
                Set<String> left = new HashSet<>(learners);
                reached.members().stream()
                        .filter(Member::isActive)
                        .map(Member::subject)
                        .forEach(left::remove);
                if (reached.complete() && !left.isEmpty() && left.size() < learners.size()) {
                    without.put(link, left);
                }
            } catch (RosterNotGiven e) {
                log.debug("No roster of link {}: {} ({})", link.value(), e.reason(), e.getMessage());
                if (e.reason() == Reason.PLATFORM_UNAVAILABLE) {
                    break;
                }
            }
            if (clock.instant().isAfter(end)) {
                log.info(
                        "Rosters of the links of course {} take too long",
                        claimed.context().value());
                break;
            }
        }
        if (without.isEmpty()) {
            return Set.of();
        }
        Map<String, LtiUserId> accounts = memberships.accounts(
                claimed.tenant(),
                claimed.context(),
                without.values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
        return without.entrySet().stream()
                .flatMap(link -> link.getValue().stream()
                        .flatMap(subject -> Stream.ofNullable(accounts.get(subject)))
                        .map(account -> new NotAssigned(link.getKey(), account)))
                .collect(Collectors.toSet());
    }

    private void refreshed(RosterRows.Claimed claimed, Roster roster, boolean changed) {
        Instant now = clock.instant();
        Instant changedAt = changed || claimed.changedAt() == null ? now : claimed.changedAt();
        rows.refreshed(
                claimed.context(),
                roster.complete(),
                changed,
                now.plus(RosterPace.afterAnswer(Duration.between(changedAt, now), random)));
    }

    private static String bounded(String name) {
        return name.length() > 500 ? name.substring(0, 500) : name;
    }

    private void postpone(RosterRows.Claimed claimed, RosterNotGiven refusal) {
        rows.notGiven(
                claimed.context(),
                refusal.reason(),
                clock.instant().plus(RosterPace.afterRefusal(refusal, claimed.tries(), random)));
    }

    @Override
    public void destroy() {
        workers.shutdownNow();
    }
}
