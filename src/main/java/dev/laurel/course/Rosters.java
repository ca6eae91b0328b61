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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
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
    private static final Duration LEASE = Duration.ofMinutes(35);
    /** A second press within that time is answered with what the first has brought. */
    private static final Duration FRESH = Duration.ofSeconds(15);

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int AT_ONCE = 10;
    /** Links of one course that are asked for one by one in one reading; the rest are in another. */
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

    /** Who of these accounts was on the roster of the course of a place and is not on it any more. */
    public Set<LtiUserId> left(TenantId tenant, PlacementId place, Collection<LtiUserId> accounts) {
        return rows.left(tenant, place, accounts);
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
        Future<Boolean> reading = workers.submit(() -> {
            // The claim may have waited behind others.
            boolean stillOurs = rows.prolong(claimed.get(), LEASE);
            if (stillOurs) {
                read(claimed.get());
            }
            return stillOurs;
        });
        try {
            boolean isRead = reading.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return isRead ? outcome(launch) : readElsewhere(launch, context.id(), Duration.ZERO);
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

    /**
     * Asks for what is due, one after another on each node so that no platform is pressed. Each is claimed when its turn comes: a course of
     * many links takes minutes, and the claims of those behind it would be over before they are read.
     */
    void refreshDue() {
        for (int number = 0; number < AT_ONCE && !Thread.currentThread().isInterrupted(); number++) {
            Optional<RosterRows.Claimed> due = rows.claimDue(LEASE);
            if (due.isEmpty()) {
                return;
            }
            read(due.get());
        }
    }

    private void read(RosterRows.Claimed claimed) {
        try {
            Roster roster = memberships.of(claimed.tenant(), claimed.context());
            boolean changed = Boolean.TRUE.equals(transaction.execute(status -> save(claimed, roster)));
            Map<ResourceLinkId, Set<LtiUserId>> notAssigned = notAssigned(claimed, roster);
            transaction.executeWithoutResult(status -> {
                rows.narrow(claimed.tenant(), claimed.context(), notAssigned);
                refreshed(claimed, roster, changed);
            });
        } catch (RosterNotGiven e) {
            log.info("No roster of course {}: {} ({})", claimed.context().value(), e.reason(), e.getMessage());
            postpone(claimed, e);
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                log.info(
                        "This node ends; the roster of course {} is read later",
                        claimed.context().value());
                return; // no fault of the platform, and its claim ends by itself
            }
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
     * Which learners cannot reach which links, for the links of which the platform said it. It only ever takes away where the
     * platform clearly says so: a link that it refuses a list for and one without anybody of the course mean the whole course.
     * Of a link that is not here nothing was learned, and what was known before still counts; a list that breaks off only
     * gives the link to those it names.
     */
    private Map<ResourceLinkId, Set<LtiUserId>> notAssigned(RosterRows.Claimed claimed, Roster roster) {
        Set<String> subjects = learners(roster).stream().map(Member::subject).collect(Collectors.toSet());
        if (!roster.complete() || subjects.isEmpty()) {
            return Map.of();
        }
        Map<String, LtiUserId> accounts = memberships.accounts(claimed.tenant(), claimed.context(), subjects);
        Set<NotAssigned> before = rows.notAssigned(claimed.tenant(), claimed.context());
        Map<ResourceLinkId, Set<LtiUserId>> answered = new HashMap<>();
        Instant end = clock.instant().plus(LONGEST_NARROWING);
        for (ResourceLinkId link : someLinks(claimed)) {
            try {
                Roster reached = memberships.of(claimed.tenant(), claimed.context(), link);
                Set<LtiUserId> without = new HashSet<>(accounts.values());
                reached.members().stream()
                        .filter(Member::isActive)
                        .flatMap(member -> Stream.ofNullable(accounts.get(member.subject())))
                        .forEach(without::remove);
                if (!reached.complete()) {
                    without.removeIf(account -> !before.contains(new NotAssigned(link, account)));
                } else if (without.size() == accounts.size()) {
                    without.clear();
                }
                answered.put(link, without);
            } catch (RosterNotGiven e) {
                log.debug("No roster of link {}: {} ({})", link.value(), e.reason(), e.getMessage());
                // The course itself was just given, so without a service the tool was switched off meanwhile.
                if (!e.isFinal() || e.reason() == Reason.NO_SERVICE) {
                    break;
                }
                answered.put(link, Set.of());
            }
            if (clock.instant().isAfter(end)) {
                log.info(
                        "Rosters of the links of course {} take too long",
                        claimed.context().value());
                break;
            }
        }
        return answered;
    }

    /** In no order, so that neither a link that always fails nor a great many of them keep the same ones from being read. */
    private List<ResourceLinkId> someLinks(RosterRows.Claimed claimed) {
        List<ResourceLinkId> links = new ArrayList<>(rows.links(claimed.tenant(), claimed.context()));
        Collections.shuffle(links, random);
        return links.subList(0, Math.min(links.size(), MOST_LINKS));
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
