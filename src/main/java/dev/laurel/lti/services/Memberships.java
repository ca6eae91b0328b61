package dev.laurel.lti.services;

import dev.laurel.lti.ContextId;
import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.Registration;
import dev.laurel.lti.RegistrationId;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.ResourceLinkId;
import dev.laurel.lti.services.RosterNotGiven.Reason;
import dev.laurel.system.Ids;
import dev.laurel.system.OutboundRequest;
import dev.laurel.system.OutboundResponse;
import dev.laurel.tenant.TenantId;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The platform's membership service (NRPS 2.0): who is in a course. */
@Component
public class Memberships {

    /** NRPS 2.0, section 2.2. */
    public static final String SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly";

    private static final String CONTAINER = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json";
    private static final Logger log = LoggerFactory.getLogger(Memberships.class);

    /** Canvas gives fifty people a page and no more, whatever is asked for: room for as many as are read at all. */
    private static final int MOST_PAGES = 1_000;
    /** No course has so many: what goes on after that is not read. */
    private static final int MOST_MEMBERS = 50_000;
    /**
     * Without the pauses that the platform asked for. Ten thousand people are read in it at five seconds a page; whoever asked
     * holds the course meanwhile. A single answer has half a minute.
     */
    private static final Duration LONGEST_READING = Duration.ofMinutes(20);

    /** Moodle gives everybody in one answer. */
    private static final int MOST_BYTES = 16 * 1024 * 1024;

    /** Longer than this nobody waits within one reading; whoever asks comes back later. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    private static final int MOST_PAUSES = 15;
    private static final int AT_ONCE = 500;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Registrations registrations;
    private final ServiceCalls calls;
    private final RosterReader reader;
    private final Clock clock;

    Memberships(
            JdbcClient jdbc,
            JdbcTemplate batches,
            Registrations registrations,
            ServiceCalls calls,
            RosterReader reader,
            Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.registrations = registrations;
        this.calls = calls;
        this.reader = reader;
        this.clock = clock;
    }

    /**
     * Everybody in the course. Belongs into no database transaction: it may take a minute, a throttled platform is waited
     * for.
     *
     * @throws RosterNotGiven when the platform gives none, with the reason
     */
    public Roster of(TenantId tenant, ContextId context) throws RosterNotGiven {
        Service service = service(tenant, context);
        return read(service.registration(), service.address());
    }

    /**
     * Those in the course who can reach that link (NRPS 2.0, section 3).
     *
     * @throws RosterNotGiven when the platform gives none, or does not know the link
     */
    public Roster of(TenantId tenant, ContextId context, ResourceLinkId link) throws RosterNotGiven {
        Service service = service(tenant, context);
        if (isSchoology(service.registration())) {
            // It answers 400: "query.rlid" is not allowed.
            throw new RosterNotGiven(Reason.REFUSED, "the platform gives no rosters of links", null);
        }
        String platformId = jdbc.sql("select coalesce(shared_id, platform_id) from lti_resource_link"
                        + " where id = :link and context_id = :context and tenant_id = :tenant")
                .param("link", link.value())
                .param("context", context.value())
                .param("tenant", tenant.value())
                .query(String.class)
                .optional()
                .orElseThrow(() -> new RosterNotGiven(Reason.REFUSED, "no such link in this course", null));
        return read(service.registration(), ServiceAddress.with(service.address(), "rlid", platformId));
    }

    /**
     * The accounts behind the platform's ids, made where nobody has launched with them yet; whoever launches later is found
     * to be the same. Nothing but the id is stored.
     */
    @Transactional
    public Map<String, LtiUserId> accounts(TenantId tenant, ContextId context, Collection<String> subjects) {
        RegistrationId registration = registration(tenant, context).orElseThrow();
        Set<String> missing = new HashSet<>(subjects);
        Map<String, LtiUserId> accounts = known(tenant, registration, missing);
        missing.removeAll(accounts.keySet());
        if (!missing.isEmpty()) {
            Timestamp now = Timestamp.from(clock.instant());
            batches.batchUpdate(
                    "insert into lti_user (id, tenant_id, registration_id, subject, created_at, updated_at)"
                            + " values (?, ?, ?, ?, ?, ?) on conflict do nothing",
                    missing.stream().sorted().toList(),
                    AT_ONCE,
                    (statement, subject) -> {
                        statement.setObject(1, Ids.next());
                        statement.setObject(2, tenant.value());
                        statement.setObject(3, registration.value());
                        statement.setString(4, subject);
                        statement.setTimestamp(5, now);
                        statement.setTimestamp(6, now);
                    });
            accounts.putAll(known(tenant, registration, missing));
        }
        return accounts;
    }

    private Map<String, LtiUserId> known(TenantId tenant, RegistrationId registration, Set<String> subjects) {
        Map<String, LtiUserId> known = new HashMap<>();
        List<String> all = List.copyOf(subjects);
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            jdbc.sql("select id, subject from lti_user where registration_id = :registration"
                            + " and tenant_id = :tenant and subject in (:subjects)")
                    .param("registration", registration.value())
                    .param("tenant", tenant.value())
                    .param("subjects", all.subList(from, Math.min(from + AT_ONCE, all.size())))
                    .query(row -> {
                        known.put(row.getString("subject"), new LtiUserId(row.getObject("id", UUID.class)));
                    });
        }
        return known;
    }

    private Optional<RegistrationId> registration(TenantId tenant, ContextId context) {
        return jdbc.sql("select d.registration_id from lti_context c join lti_deployment d on d.id = c.deployment_id"
                        + " where c.id = :context and c.tenant_id = :tenant")
                .param("context", context.value())
                .param("tenant", tenant.value())
                .query((row, number) -> new RegistrationId(row.getObject("registration_id", UUID.class)))
                .optional();
    }

    private Service service(TenantId tenant, ContextId context) throws RosterNotGiven {
        Optional<Service> service = jdbc.sql("select c.memberships_url, d.registration_id from lti_context c"
                        + " join lti_deployment d on d.id = c.deployment_id"
                        + " where c.id = :context and c.tenant_id = :tenant and d.state = 'ACTIVE'"
                        + " and c.memberships_url is not null")
                .param("context", context.value())
                .param("tenant", tenant.value())
                .query((row, number) -> new Service(
                        registrations
                                .find(new RegistrationId(row.getObject("registration_id", UUID.class)))
                                .orElseThrow(),
                        URI.create(Objects.requireNonNull(row.getString("memberships_url")))))
                .optional();
        return service.orElseThrow(
                () -> new RosterNotGiven(Reason.NO_SERVICE, "no launch has told of a roster of this course", null));
    }

    private static boolean isSchoology(Registration registration) {
        return registration.isOfFamily("schoology");
    }

    /**
     * Schoology names page 1 as the page that follows each, so pages are counted there, in the size that it says is its
     * largest.
     */
    private static URI countedPage(URI roster, int number) {
        URI sized = ServiceAddress.with(roster, "limit", "100");
        return number == 1 ? sized : ServiceAddress.with(sized, "page", String.valueOf(number));
    }

    private static Optional<URI> pageAfter(
            Registration registration, URI roster, URI page, int pagesRead, OutboundResponse answer) {
        if (!isSchoology(registration)) {
            return NextPage.after(page, answer);
        }
        return NextPage.isNamedIn(answer) ? Optional.of(countedPage(roster, pagesRead + 1)) : Optional.empty();
    }

    private Roster read(Registration registration, URI roster) throws RosterNotGiven {
        Map<String, Member> members = new LinkedHashMap<>();
        Set<URI> seen = new HashSet<>();
        Pauses pauses = new Pauses();
        Instant began = clock.instant();
        URI page = isSchoology(registration) ? countedPage(roster, 1) : roster;
        while (true) {
            seen.add(page);
            OutboundResponse answer = get(registration, page, pauses);
            int before = members.size();
            for (Member member : reader.members(registration, answer)) {
                if (members.size() == MOST_MEMBERS) {
                    log.warn("The roster at {} has more than {} people", page.getHost(), MOST_MEMBERS);
                    return new Roster(List.copyOf(members.values()), false);
                }
                members.putIfAbsent(member.subject(), member);
            }
            Optional<URI> next = pageAfter(registration, roster, page, seen.size(), answer);
            if (next.isEmpty()) {
                return new Roster(List.copyOf(members.values()), !NextPage.isNamedIn(answer));
            }
            // A page that names itself, or brings nobody new, ends the reading: some platforms link it on for ever.
            // Whether it
            // is the last nobody can tell.
            if (seen.contains(next.get()) || members.size() == before) {
                log.info("The roster at {} goes round after {} pages", page.getHost(), seen.size());
                return new Roster(List.copyOf(members.values()), false);
            }
            if (seen.size() == MOST_PAGES
                    || pauses.without(began, clock.instant()).compareTo(LONGEST_READING) > 0) {
                log.warn("The roster at {} does not end after {} pages", page.getHost(), seen.size());
                return new Roster(List.copyOf(members.values()), false);
            }
            page = next.get();
        }
    }

    private OutboundResponse get(Registration registration, URI page, Pauses pauses) throws RosterNotGiven {
        while (true) {
            ScoreNotAccepted refusal;
            try {
                OutboundResponse answer = calls.send(
                        registration,
                        Set.of(SCOPE),
                        OutboundRequest.get(page).with("Accept", CONTAINER).atMost(MOST_BYTES));
                if (answer.isSuccessful()) {
                    return answer;
                }
                refusal = Refusals.of(registration, answer, clock.instant());
            } catch (ScoreNotAccepted e) {
                refusal = e;
            }
            if (!pauses.pause(refusal)) {
                throw notGiven(refusal);
            }
        }
    }

    private static RosterNotGiven notGiven(ScoreNotAccepted refusal) {
        Reason reason =
                switch (refusal.reason()) {
                    case PLATFORM_UNAVAILABLE -> Reason.PLATFORM_UNAVAILABLE;
                    case NOT_PERMITTED, TOKEN_NOT_TAKEN, TOOL_SHUT_OUT, TOOL_NOT_IN_COURSE -> Reason.NOT_PERMITTED;
                    case LINE_ITEM_GONE, COURSE_CLOSED -> Reason.COURSE_GONE;
                    default -> Reason.REFUSED;
                };
        return new RosterNotGiven(reason, String.valueOf(refusal.getMessage()), refusal.retryAfter());
    }

    private record Service(Registration registration, URI address) {}

    /** A platform that says how long it wants to be left alone is waited for, a few times and not for long. */
    private static final class Pauses {

        private int taken;
        private Duration waited = Duration.ZERO;

        /** How long it took from one time to another, but for the pauses in between. */
        Duration without(Instant from, Instant until) {
            return Duration.between(from, until).minus(waited);
        }

        /** Whether the wait was taken, so that it is time to ask again. */
        boolean pause(ScoreNotAccepted refusal) {
            Duration asked = refusal.retryAfter();
            if (refusal.isFinal() || asked == null || asked.compareTo(LONGEST_PAUSE) > 0 || taken == MOST_PAUSES) {
                return false;
            }
            taken++;
            waited = waited.plus(asked);
            try {
                Thread.sleep(Math.max(asked.toMillis(), 100));
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
