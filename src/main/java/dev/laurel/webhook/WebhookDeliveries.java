package dev.laurel.webhook;

import dev.laurel.person.PersonId;
import dev.laurel.system.Ids;
import dev.laurel.system.OutboundFailure;
import dev.laurel.system.OutboundHttp;
import dev.laurel.system.OutboundRequest;
import dev.laurel.system.OutboundResponse;
import dev.laurel.tenant.TenantId;
import dev.laurel.webhook.Delivery.Outcome;
import dev.laurel.webhook.Delivery.State;
import dev.laurel.webhook.Delivery.Try;
import dev.laurel.webhook.Endpoints.Turn;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Messages on their way. A message is written in the transaction that hears of its fact, and sent afterwards, at least once,
 * by whichever node comes first: again after a while when it was not taken, and an endpoint that takes nothing is left alone
 * as a whole, so that it costs one call at a time.
 */
@Component
class WebhookDeliveries {

    private static final Logger log = LoggerFactory.getLogger(WebhookDeliveries.class);

    /** Waits between tries; with some chance in each, so that what failed together does not come back together. */
    private static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    /** So many of a period can be sent again at once. */
    static final int MOST_AGAIN = 5000;

    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);
    private static final int ANSWER_BYTES = 64 * 1024;
    private static final int LONGEST_ANSWER = 500;
    private static final int AT_ONCE = 50;
    private static final int MOST_PAGES = 200;
    private static final int ACCEPTED_BELOW = 300;
    private static final int GONE = 410;

    private static final String COLUMNS = "select d.id, d.endpoint_id, d.message_id, m.type, m.body, m.happened_at,"
            + " d.number, d.state, d.attempts, d.due_at from webhook_delivery d"
            + " join webhook_message m on m.id = d.message_id";

    private final JdbcClient jdbc;
    private final Endpoints endpoints;
    private final OutboundHttp http;
    private final Clock clock;

    WebhookDeliveries(JdbcClient jdbc, Endpoints endpoints, OutboundHttp http, Clock clock) {
        this.jdbc = jdbc;
        this.endpoints = endpoints;
        this.http = http;
        this.clock = clock;
    }

    /**
     * Writes a message for everybody of a tenant who wants it. Told twice of the same fact, it changes nothing.
     *
     * @param fact says which fact it is, the same each time it is told
     * @param authority that it is about; absent for badges
     * @param named whom it names; absent for badges, which name nobody
     */
    @Transactional
    public void tell(
            TenantId tenant,
            EventType type,
            String fact,
            @Nullable String authority,
            @Nullable PersonId named,
            Instant at,
            String body) {
        List<Endpoint> wanting = endpoints.of(List.of(tenant)).stream()
                .filter(endpoint -> endpoint.wants(type, authority))
                .toList();
        if (!wanting.isEmpty()
                && store(tenant, type, fact, authority, named, at, body).isPresent()) {
            UUID message = message(fact);
            wanting.forEach(endpoint -> owe(endpoint.id(), message, 1));
        }
    }

    /** Sends a message that says nothing, to see what comes back. */
    DeliveryId ping(Endpoint endpoint, String body) {
        String fact = "ping " + Ids.next();
        store(endpoint.tenant(), EventType.PING, fact, null, null, clock.instant(), body);
        return owe(endpoint.id(), message(fact), 1);
    }

    private Optional<UUID> store(
            TenantId tenant,
            EventType type,
            String fact,
            @Nullable String authority,
            @Nullable PersonId named,
            Instant at,
            String body) {
        UUID id = Ids.next();
        int made = jdbc.sql("insert into webhook_message (id, tenant_id, fact, type, authority, person_id, body,"
                        + " happened_at) values (:id, :tenant, :fact, :type, :authority, :person, :body, :at)"
                        + " on conflict do nothing")
                .param("id", id)
                .param("tenant", tenant.value())
                .param("fact", fact)
                .param("type", type.text())
                .param("authority", authority)
                .param("person", named == null ? null : named.value())
                .param("body", body)
                .param("at", Timestamp.from(at))
                .update();
        return made == 1 ? Optional.of(id) : Optional.empty();
    }

    private UUID message(String fact) {
        return jdbc.sql("select id from webhook_message where fact = :fact")
                .param("fact", fact)
                .query(UUID.class)
                .single();
    }

    private DeliveryId owe(EndpointId endpoint, UUID message, int number) {
        DeliveryId id = new DeliveryId(Ids.next());
        Timestamp now = Timestamp.from(clock.instant());
        jdbc.sql(
                        "insert into webhook_delivery (id, endpoint_id, message_id, number, state, attempts, due_at, created_at)"
                                + " values (:id, :endpoint, :message, :number, 'PENDING', 0, :now, :now) on conflict do nothing")
                .param("id", id.value())
                .param("endpoint", endpoint.value())
                .param("message", message)
                .param("number", number)
                .param("now", now)
                .update();
        return id;
    }

    /** The same message once more, with the id that it had. */
    @Transactional
    public DeliveryId again(Delivery delivery) {
        return owe(delivery.endpoint(), delivery.message(), nextNumber(delivery.endpoint(), delivery.message()));
    }

    private int nextNumber(EndpointId endpoint, UUID message) {
        return 1
                + jdbc.sql("select coalesce(max(number), 0) from webhook_delivery where endpoint_id = :endpoint"
                                + " and message_id = :message")
                        .param("endpoint", endpoint.value())
                        .param("message", message)
                        .query(Integer.class)
                        .single();
    }

    /**
     * Everything once more that an endpoint wants and that happened in a period, whether it arrived then or was written
     * before the endpoint existed.
     *
     * @param until not itself
     * @return so many; at most {@link #MOST_AGAIN}, the oldest
     */
    @Transactional
    public int again(Endpoint endpoint, Instant from, Instant until) {
        List<UUID> messages = jdbc.sql("select id from webhook_message where tenant_id = :tenant"
                        + " and happened_at >= :from and happened_at < :until and type in (:types)"
                        + (endpoint.authority() == null ? "" : " and (authority is null or authority = :authority)")
                        + " order by happened_at, id fetch first " + MOST_AGAIN + " rows only")
                .param("tenant", endpoint.tenant().value())
                .param("from", Timestamp.from(from))
                .param("until", Timestamp.from(until))
                .param("types", endpoint.types().stream().map(EventType::text).toList())
                .param("authority", endpoint.authority())
                .query(UUID.class)
                .list();
        messages.forEach(message -> owe(endpoint.id(), message, nextNumber(endpoint.id(), message)));
        return messages.size();
    }

    /** Sends what is due, to the last message. */
    void deliverAll() {
        int pages = 0;
        while (deliverDue() == AT_ONCE
                && pages++ < MOST_PAGES
                && !Thread.currentThread().isInterrupted()) {
            log.debug("There is more to send");
        }
    }

    /** Sends what is due, a page of it. @return how many were due */
    int deliverDue() {
        Instant now = clock.instant();
        Set<EndpointId> tired = new HashSet<>();
        List<Delivery> due = jdbc.sql(
                        COLUMNS + " join webhook_endpoint e on e.id = d.endpoint_id where d.state = 'PENDING'"
                                + " and d.due_at <= :now and e.state = 'ACTIVE' and e.next_at <= :now"
                                + " order by d.due_at, d.id fetch first " + AT_ONCE + " rows only")
                .param("now", Timestamp.from(now))
                .query((row, n) -> read(row, List.of()))
                .list();
        for (Delivery delivery : due) {
            if (Thread.currentThread().isInterrupted()) {
                break; // this node ends; the others see what is due
            }
            if (!tired.contains(delivery.endpoint()) && !deliverInTurn(delivery)) {
                tired.add(delivery.endpoint());
            }
        }
        return due.size();
    }

    /**
     * What was due when it was read: another node may have found meanwhile that nothing arrives there, or tries it just now.
     * An endpoint that fails is called by one node at a time.
     */
    private boolean deliverInTurn(Delivery delivery) {
        return endpoints
                .turn(delivery.endpoint(), LEASE)
                .filter(turn -> deliver(delivery, turn))
                .isPresent();
    }

    /** Tries one now. Whether it arrived. */
    boolean deliver(DeliveryId id) {
        return find(id).filter(delivery -> delivery.state() == State.PENDING)
                .filter(delivery -> deliver(delivery, Turn.OF_ANYBODY))
                .isPresent();
    }

    private boolean deliver(Delivery delivery, Turn turn) {
        Instant now = clock.instant();
        int leased = jdbc.sql("update webhook_delivery set due_at = :lease"
                        + " where id = :id and state = 'PENDING' and due_at = :due")
                .param("lease", Timestamp.from(now.plus(LEASE)))
                .param("id", delivery.id().value())
                .param("due", Timestamp.from(delivery.dueAt()))
                .update();
        Optional<Endpoint> endpoint = endpoints.find(delivery.endpoint());
        Optional<String> body = bodyNow(delivery);
        if (leased == 0 || endpoint.isEmpty() || body.isEmpty()) {
            endpoints.notCalled(delivery.endpoint(), turn);
            return true;
        }
        Try tried = send(endpoint.get(), delivery, body.get(), now);
        note(delivery, bodyNow(delivery).equals(body) ? tried : tried.withoutAnswer());
        if (tried.outcome() == Outcome.ACCEPTED) {
            endpoints.arrived(endpoint.get().id());
            return true;
        }
        boolean given = endpoints.failed(endpoint.get(), tried.outcome() == Outcome.GONE);
        if (given) {
            log.warn(
                    "Endpoint {} was given up: nothing arrives there",
                    endpoint.get().id().value());
        }
        return false;
    }

    /** Many are read at once, and an answer takes its time: somebody may have been forgotten meanwhile. */
    private Optional<String> bodyNow(Delivery delivery) {
        return jdbc.sql("select body from webhook_message where id = :id")
                .param("id", delivery.message())
                .query(String.class)
                .optional();
    }

    private Try send(Endpoint endpoint, Delivery delivery, String body, Instant now) {
        String id = "msg_" + delivery.message();
        OutboundRequest request = OutboundRequest.post(
                        endpoint.url(), "application/json", body.getBytes(StandardCharsets.UTF_8))
                .with("webhook-id", id)
                .with("webhook-timestamp", String.valueOf(now.getEpochSecond()))
                .with("webhook-signature", Signing.header(endpoints.secrets(endpoint.id()), id, now, body))
                .within(ANSWER_WITHIN)
                .atMost(ANSWER_BYTES);
        int number = delivery.attempts() + 1;
        long began = System.nanoTime();
        try {
            OutboundResponse answer = http.send(request);
            int status = answer.status();
            Outcome outcome = status >= 200 && status < ACCEPTED_BELOW
                    ? Outcome.ACCEPTED
                    : status == GONE ? Outcome.GONE : Outcome.REFUSED;
            return new Try(number, now, outcome, status, beginning(answer.body()), millis(began));
        } catch (OutboundFailure e) {
            Outcome outcome =
                    switch (e.kind()) {
                        case FORBIDDEN -> Outcome.FORBIDDEN;
                        case UNREACHABLE -> Outcome.UNREACHABLE;
                        case TIMED_OUT -> Outcome.TIMED_OUT;
                        case TOO_LARGE -> Outcome.TOO_LARGE;
                    };
            return new Try(number, now, outcome, null, null, millis(began));
        }
    }

    private static int millis(long began) {
        return (int) Duration.ofNanos(System.nanoTime() - began).toMillis();
    }

    /** As text on one line; whatever else it is shows as such. */
    private static @Nullable String beginning(byte[] answer) {
        String text = new String(answer, StandardCharsets.UTF_8)
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        return text.isEmpty() ? null : text.length() > LONGEST_ANSWER ? text.substring(0, LONGEST_ANSWER) : text;
    }

    private void note(Delivery delivery, Try tried) {
        jdbc.sql("insert into webhook_attempt (delivery_id, number, attempted_at, outcome, status, answer, millis)"
                        + " values (:delivery, :number, :at, :outcome, :status, :answer, :millis)"
                        + " on conflict do nothing")
                .param("delivery", delivery.id().value())
                .param("number", tried.number())
                .param("at", Timestamp.from(tried.at()))
                .param("outcome", tried.outcome().name())
                .param("status", tried.status())
                .param("answer", tried.answer())
                .param("millis", tried.millis())
                .update();
        boolean arrived = tried.outcome() == Outcome.ACCEPTED;
        boolean last = tried.number() > WAITS.size();
        jdbc.sql("update webhook_delivery set attempts = :number, state = :state, due_at = :due where id = :id")
                .param("number", tried.number())
                .param("state", (arrived ? State.DELIVERED : last ? State.FAILED : State.PENDING).name())
                .param("due", Timestamp.from(clock.instant().plus(wait(tried.number()))))
                .param("id", delivery.id().value())
                .update();
    }

    private static Duration wait(int number) {
        Duration wait = WAITS.get(Math.min(number, WAITS.size()) - 1);
        // A fifth more at most. Not for secrets.
        return wait.plus(wait.multipliedBy((long) (Math.random() * 200)).dividedBy(1000));
    }

    Optional<Delivery> find(DeliveryId id) {
        return jdbc.sql(COLUMNS + " where d.id = :id")
                .param("id", id.value())
                .query((row, n) -> read(row, tries(id)))
                .optional();
    }

    /** What was and is to be sent to an endpoint, the latest first; page from 0. */
    List<Delivery> of(EndpointId endpoint, int page, int pageSize) {
        return jdbc.sql(COLUMNS + " where d.endpoint_id = :endpoint order by d.created_at desc, d.id desc"
                        + " offset :offset rows fetch first :size rows only")
                .param("endpoint", endpoint.value())
                .param("offset", (long) page * pageSize)
                .param("size", pageSize)
                .query((row, n) -> read(row, tries(new DeliveryId(row.getObject("id", UUID.class)))))
                .list();
    }

    private List<Try> tries(DeliveryId id) {
        return jdbc.sql("select number, attempted_at, outcome, status, answer, millis from webhook_attempt"
                        + " where delivery_id = :id order by number desc")
                .param("id", id.value())
                .query((row, n) -> new Try(
                        row.getInt("number"),
                        row.getTimestamp("attempted_at").toInstant(),
                        Outcome.valueOf(row.getString("outcome")),
                        row.getObject("status", Integer.class),
                        row.getString("answer"),
                        row.getInt("millis")))
                .list();
    }

    int waiting(EndpointId endpoint) {
        return jdbc.sql("select count(*) from webhook_delivery where endpoint_id = :endpoint and state = 'PENDING'")
                .param("endpoint", endpoint.value())
                .query(Integer.class)
                .single();
    }

    /** Messages hold what was decided about people: they go when nobody would have them sent again. */
    @Transactional
    public void forget(Instant before) {
        String old = "select m.id from webhook_message m where m.happened_at < :before";
        for (String sql : List.of(
                "delete from webhook_attempt where delivery_id in"
                        + " (select d.id from webhook_delivery d where d.message_id in (" + old + "))",
                "delete from webhook_delivery where message_id in (" + old + ")",
                "delete from webhook_message where happened_at < :before")) {
            jdbc.sql(sql).param("before", Timestamp.from(before)).update();
        }
    }

    /**
     * Takes name and number of somebody out of the messages that name them, and what receivers answered to those, which may
     * repeat it. Their id stays, so that a receiver knows whom what is sent later is about.
     */
    @Transactional
    public void forget(TenantId tenant, PersonId person) {
        UUID last = null;
        List<Message> page;
        do {
            page = naming(tenant, person, last);
            for (Message message : page) {
                jdbc.sql("update webhook_message set body = :body where id = :id and tenant_id = :tenant")
                        .param("body", Payload.withoutPerson(message.body()))
                        .param("id", message.id())
                        .param("tenant", tenant.value())
                        .update();
                jdbc.sql("update webhook_attempt set answer = null where delivery_id in"
                                + " (select d.id from webhook_delivery d where d.message_id = :id)")
                        .param("id", message.id())
                        .update();
                last = message.id();
            }
        } while (page.size() == AT_ONCE);
    }

    private record Message(UUID id, String body) {

        @Override
        public String toString() {
            return "Message[" + id + "]";
        }
    }

    private List<Message> naming(TenantId tenant, PersonId person, @Nullable UUID after) {
        return jdbc.sql("select id, body from webhook_message where tenant_id = :tenant and person_id = :person"
                        + (after == null ? "" : " and id > :after")
                        + " order by id fetch first " + AT_ONCE + " rows only")
                .param("tenant", tenant.value())
                .param("person", person.value())
                .param("after", after)
                .query((row, n) -> new Message(row.getObject("id", UUID.class), row.getString("body")))
                .list();
    }

    private static Delivery read(ResultSet row, List<Try> tries) throws SQLException {
        return new Delivery(
                new DeliveryId(row.getObject("id", UUID.class)),
                new EndpointId(row.getObject("endpoint_id", UUID.class)),
                row.getObject("message_id", UUID.class),
                EventType.of(row.getString("type")).orElse(EventType.PING),
                row.getString("body"),
                row.getTimestamp("happened_at").toInstant(),
                row.getInt("number"),
                State.valueOf(row.getString("state")),
                row.getInt("attempts"),
                row.getTimestamp("due_at").toInstant(),
                tries);
    }
}
