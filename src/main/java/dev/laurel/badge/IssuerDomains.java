package dev.laurel.badge;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.laurel.badge.IssuerDomain.Finding;
import dev.laurel.badge.IssuerDomain.Kind;
import dev.laurel.badge.IssuerDomain.Named;
import dev.laurel.person.StaffId;
import dev.laurel.system.Ids;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.NotFound;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Domains of issuers: named by an officer, looked at, made the identifier in what is signed from then on, and left again.
 * What was signed as one of them names it for good, so it is looked after for as long as this installation runs.
 */
@Component
class IssuerDomains {

    private static final Logger log = LoggerFactory.getLogger(IssuerDomains.class);
    private static final JsonProvider JSON = JsonProvider.provider();
    private static final int MOST = 20;
    private static final int AT_ONCE = 40;

    /** Where several things wait for a document, it is looked at often; where all is well, once a day. */
    private static final Duration WAITING = Duration.ofMinutes(10);

    private static final Duration UNSOUND = Duration.ofHours(1);
    private static final Duration SOUND = Duration.ofDays(1);

    /** A host that somebody named and never proved is answered for so long after they last asked. */
    private static final Duration CLAIM_HOLDS = Duration.ofDays(30);

    private static final String COLUMNS = "select id, issuer_id, did, owned_did, active_for, speaks, first_key,"
            + " first_jwt_key, confirmed_key, confirmed_jwt_key, named_at, checked_at, sound, sound_at, findings"
            + " from badge_issuer_domain";

    private final JdbcClient jdbc;
    private final Issuers issuers;
    private final DomainCheck check;
    private final StatusLists statusLists;
    private final LaurelSettings settings;
    private final TransactionOperations transaction;
    private final Clock clock;

    IssuerDomains(
            JdbcClient jdbc,
            Issuers issuers,
            DomainCheck check,
            StatusLists statusLists,
            LaurelSettings settings,
            TransactionOperations transaction,
            MeterRegistry meters,
            Clock clock) {
        this.jdbc = jdbc;
        this.issuers = issuers;
        this.check = check;
        this.statusLists = statusLists;
        this.settings = settings;
        this.transaction = transaction;
        this.clock = clock;
        Gauge.builder("laurel.badge.domains.unsound", this, IssuerDomains::unsound)
                .description("Domains of issuers that badges name and whose document is gone or lacks a key")
                .register(meters);
    }

    /** What came of something that an officer wanted; the name, in lower case, ends the key of its message. */
    enum Outcome {
        NAMED,
        CHECKED,
        ACTIVE,
        LEFT,
        FORGOTTEN,
        NOT_READABLE,
        /** It is the address of this installation itself. */
        OURS,
        TOO_MANY,
        /** Something that was looked at is not as it has to be. */
        NOT_SOUND;

        public boolean isRefusal() {
            return ordinal() >= NOT_READABLE.ordinal();
        }

        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Those of an issuer, the active one first. */
    List<IssuerDomain> of(Issuer issuer) {
        return jdbc.sql(
                        COLUMNS + " where issuer_id = :issuer"
                                + " order by case when active_for is null then 1 else 0 end, named_at, id fetch first 100 rows only")
                .param("issuer", issuer.id().value())
                .query((row, n) -> domain(row))
                .list();
    }

    /** Those whose document is written out for the issuer: what others named as well is nobody's before it was active. */
    List<IssuerDomain> toExport(Issuer issuer) {
        return of(issuer).stream()
                .filter(domain -> domain.owned() || claims(domain, "true") == 0)
                .toList();
    }

    /** @throws NotFound when the issuer named none with that id */
    IssuerDomain of(Issuer issuer, UUID id) {
        return of(issuer).stream()
                .filter(domain -> domain.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new NotFound("No domain " + id + " of issuer " + issuer.slug()));
    }

    /** All of the installation, those that need somebody first. */
    List<IssuerDomain> page(int page, int size) {
        return jdbc.sql(COLUMNS + " order by case when owned_did is not null and sound = false then 0"
                        + " when owned_did is not null then 1 else 2 end, did, id"
                        + " offset :from rows fetch first :size rows only")
                .param("from", page * size)
                .param("size", size)
                .query((row, n) -> domain(row))
                .list();
    }

    int count() {
        return jdbc.sql("select count(*) from badge_issuer_domain")
                .query(Integer.class)
                .single();
    }

    private int unsound() {
        return jdbc.sql("select count(*) from badge_issuer_domain where owned_did is not null and sound = false")
                .query(Integer.class)
                .single();
    }

    /** Keeps what an officer names. Anybody may name anything: it means nothing before it was looked at and activated. */
    Outcome name(Issuer issuer, StaffId officer, String text) {
        Named named = IssuerDomain.read(text).orElse(null);
        if (named == null || named.did().length() > 400) {
            return Outcome.NOT_READABLE;
        }
        if (named.host()
                .equals(host(settings.baseUrl().getHost(), settings.baseUrl().getPort()))) {
            return Outcome.OURS;
        }
        if (of(issuer).size() >= MOST) {
            return Outcome.TOO_MANY;
        }
        Instant now = clock.instant();
        jdbc.sql("insert into badge_issuer_domain (id, issuer_id, did, host, whole_host, named_by, named_at, asked_at)"
                        + " values (:id, :issuer, :did, :host, :whole, :officer, :now, :now) on conflict do nothing")
                .param("id", Ids.next())
                .param("issuer", issuer.id().value())
                .param("did", named.did())
                .param("host", named.host())
                .param("whole", named.path().isEmpty())
                .param("officer", officer.value())
                .param("now", Timestamp.from(now))
                .update();
        return Outcome.NAMED;
    }

    /** Looks at the document now, on an officer's wish. */
    Outcome check(Issuer issuer, UUID id) {
        IssuerDomain domain = of(issuer, id);
        asked(domain);
        look(domain);
        return Outcome.CHECKED;
    }

    private void asked(IssuerDomain domain) {
        jdbc.sql("update badge_issuer_domain set asked_at = :now where id = :id")
                .param("now", Timestamp.from(clock.instant()))
                .param("id", domain.id())
                .update();
    }

    /** Has everything that is signed from now on name the domain, provided that all is well there at this moment. */
    Outcome activate(Issuer issuer, UUID id) {
        IssuerDomain domain = of(issuer, id);
        asked(domain);
        DomainCheck.Seen seen = look(domain);
        if (!seen.sound() || seen.key() == null || seen.jwtKey() == null) {
            return Outcome.NOT_SOUND;
        }
        try {
            boolean activated = Boolean.TRUE.equals(transaction.execute(status -> activate(issuer, domain, seen)));
            return activated ? Outcome.ACTIVE : Outcome.NOT_SOUND;
        } catch (DuplicateKeyException e) {
            return Outcome.NOT_SOUND; // another issuer was quicker
        }
    }

    private boolean activate(Issuer issuer, IssuerDomain domain, DomainCheck.Seen seen) {
        issuers.lock(issuer);
        int key = signing(issuer);
        int jwtKey = signingTokens(issuer);
        boolean others = jdbc.sql("select count(*) from badge_issuer_domain where owned_did = :did and id <> :id")
                        .param("did", domain.did())
                        .param("id", domain.id())
                        .query(Integer.class)
                        .single()
                > 0;
        if (others || seen.key() == null || seen.key() < key || seen.jwtKey() == null || seen.jwtKey() < jwtKey) {
            return false;
        }
        Timestamp now = Timestamp.from(clock.instant());
        jdbc.sql("update badge_issuer_domain set active_for = null, speaks = false, left_at = :now"
                        + " where active_for = :issuer and id <> :id")
                .param("now", now)
                .param("issuer", issuer.id().value())
                .param("id", domain.id())
                .update();
        jdbc.sql("update badge_issuer_domain set owned_did = did, active_for = :issuer, speaks = true, left_at = null,"
                        + " activated_at = coalesce(activated_at, :now), first_key = coalesce(first_key, :key),"
                        + " first_jwt_key = coalesce(first_jwt_key, :jwtKey), confirmed_key = :seen,"
                        + " confirmed_jwt_key = :seenJwt, next_check_at = :next where id = :id")
                .param("issuer", issuer.id().value())
                .param("now", now)
                .param("key", key)
                .param("jwtKey", jwtKey)
                .param("seen", seen.key())
                .param("seenJwt", seen.jwtKey())
                .param("next", Timestamp.from(clock.instant().plus(SOUND)))
                .param("id", domain.id())
                .update();
        if (seen.waitingSeen()) {
            issuers.goLive(issuer);
        }
        log.info("Issuer {} signs as {} from now on", issuer.slug(), domain.did());
        return true;
    }

    /** Has nothing new name the domain. Its document has to stay up: what was signed before names it. */
    Outcome leave(Issuer issuer, UUID id) {
        IssuerDomain domain = of(issuer, id);
        transaction.executeWithoutResult(status -> {
            issuers.lock(issuer);
            int left = jdbc.sql("update badge_issuer_domain set active_for = null, speaks = false, left_at = :now"
                            + " where id = :id and active_for is not null")
                    .param("now", Timestamp.from(clock.instant()))
                    .param("id", domain.id())
                    .update();
            if (left == 1) {
                issuers.goLive(issuer); // nothing is left that new keys would have to wait for
                log.info("Issuer {} signs as {} no longer", issuer.slug(), domain.did());
            }
        });
        return Outcome.LEFT;
    }

    /** Takes back a name that nothing was ever signed as. */
    Outcome forget(Issuer issuer, UUID id) {
        IssuerDomain domain = of(issuer, id);
        jdbc.sql("delete from badge_issuer_domain where id = :id and owned_did is null")
                .param("id", domain.id())
                .update();
        return Outcome.FORGOTTEN;
    }

    /**
     * Makes new keys. Where the issuer signs as a domain, they sign once its document lists them, which is looked at now: a
     * domain whose name leads here lists them already.
     */
    void rotate(Issuer issuer) {
        issuers.rotateKey(issuer);
        active(issuer).ifPresent(this::look);
    }

    /**
     * Makes new keys because others may know those before, which sign nothing more from this moment. Until the document of
     * the active domain lists the new ones, new badges name the issuer by its address here.
     *
     * @param retired whether others may know those, too, that were replaced before
     */
    void replaceExposed(Issuer issuer, boolean retired) {
        transaction.executeWithoutResult(status -> {
            issuers.replaceExposed(issuer, retired);
            jdbc.sql("update badge_issuer_domain set speaks = false where active_for = :issuer")
                    .param("issuer", issuer.id().value())
                    .update();
            issuers.byId(issuer.id()).ifPresent(statusLists::signAnew);
        });
        active(issuer).ifPresent(this::look);
    }

    private Optional<IssuerDomain> active(Issuer issuer) {
        return of(issuer).stream().filter(IssuerDomain::active).findFirst();
    }

    private int signing(Issuer issuer) {
        return issuers.keys(issuer).stream()
                .filter(key -> !key.waiting())
                .findFirst()
                .orElseThrow()
                .number();
    }

    private int signingTokens(Issuer issuer) {
        return issuers.jwtKeys(issuer).stream()
                .filter(key -> !key.waiting())
                .findFirst()
                .orElseThrow()
                .number();
    }

    private DomainCheck.Seen look(IssuerDomain domain) {
        DomainCheck.Seen seen = check.look(domain);
        List<Finding> findings = new ArrayList<>(seen.findings());
        boolean owned = claims(domain, "owned_did is not null") > 0;
        if (owned) {
            findings.add(new Finding(Kind.OWNED_BY_OTHERS, domain.did()));
        } else if (!domain.owned() && claims(domain, "owned_did is null") > 0) {
            findings.add(new Finding(Kind.CLAIMED_BY_OTHERS, domain.did()));
        }
        DomainCheck.Seen all = new DomainCheck.Seen(findings, seen.key(), seen.jwtKey(), seen.waitingSeen());
        transaction.executeWithoutResult(status -> keep(domain.id(), all));
        return all;
    }

    private int claims(IssuerDomain domain, String condition) {
        return jdbc.sql("select count(*) from badge_issuer_domain where did = :did and id <> :id and " + condition)
                .param("did", domain.did())
                .param("id", domain.id())
                .query(Integer.class)
                .single();
    }

    private void keep(UUID id, DomainCheck.Seen seen) {
        IssuerDomain seenBefore = byId(id).orElse(null);
        if (seenBefore == null) {
            return; // taken back meanwhile
        }
        Issuer issuer = issuers.byId(seenBefore.issuer()).orElseThrow();
        issuers.lock(issuer);
        IssuerDomain before = byId(id).orElseThrow();
        boolean live = before.active() && seen.waitingSeen() && seen.key() != null;
        if (live) {
            issuers.goLive(issuer);
        }
        Integer key = before.owned() ? later(before.confirmedKey(), seen.key()) : null;
        Integer jwtKey = before.owned() ? later(before.confirmedJwtKey(), seen.jwtKey()) : null;
        boolean speaks = before.active()
                && key != null
                && key >= signing(issuer)
                && jwtKey != null
                && jwtKey >= signingTokens(issuer);
        boolean waits =
                before.active() && (!speaks || issuers.keys(issuer).get(0).waiting());
        Instant now = clock.instant();
        Instant next = now.plus(waits ? WAITING : seen.sound() ? SOUND : UNSOUND);
        jdbc.sql("update badge_issuer_domain set checked_at = :now, sound = :sound, findings = :findings,"
                        + " sound_at = case when :sound then :now else sound_at end,"
                        + " unsound_since = case when :sound then null else coalesce(unsound_since, :now) end, confirmed_key = :key,"
                        + " confirmed_jwt_key = :jwtKey, speaks = :speaks, next_check_at = :next where id = :id")
                .param("now", Timestamp.from(now))
                .param("sound", seen.sound())
                .param("findings", text(seen.findings()))
                .param("key", key)
                .param("jwtKey", jwtKey)
                .param("speaks", speaks)
                .param("next", before.owned() ? Timestamp.from(next) : null)
                .param("id", id)
                .update();
        if (speaks && !before.speaks()) {
            statusLists.signAnew(issuer.as(before.did()));
        }
        if (before.owned() && !seen.sound()) {
            log.warn("The document of {} is not as it has to be, and badges name it", before.did());
        }
    }

    private static @Nullable Integer later(@Nullable Integer one, @Nullable Integer other) {
        return one == null ? other : other == null ? one : Integer.valueOf(Math.max(one, other));
    }

    /**
     * Whose document to answer with at a host whose name leads here. Of those who only named it, nobody is preferred: where
     * there are two, neither is answered with.
     *
     * @param host with its port when that is neither 80 nor 443
     * @return the issuer as that host
     */
    Optional<Issuer> answering(String host) {
        List<IssuerDomain> named = jdbc.sql(COLUMNS + " where host = :host and whole_host = true"
                        + " and (owned_did is not null or asked_at > :since)"
                        + " order by case when owned_did is null then 1 else 0 end, named_at fetch first 3 rows only")
                .param("host", host)
                .param("since", Timestamp.from(clock.instant().minus(CLAIM_HOLDS)))
                .query((row, n) -> domain(row))
                .list();
        return named.isEmpty() || named.size() > 1 && !named.get(0).owned()
                ? Optional.empty()
                : issuers.byId(named.get(0).issuer())
                        .map(issuer -> issuer.as(named.get(0).did()));
    }

    /** A host as it is kept, with its port when that is neither that of http nor that of https. */
    static String host(String name, int port) {
        String lower = name.toLowerCase(Locale.ROOT);
        return port < 0 || port == 80 || port == 443 ? lower : lower + ":" + port;
    }

    private Optional<IssuerDomain> byId(UUID id) {
        return jdbc.sql(COLUMNS + " where id = :id")
                .param("id", id)
                .query((row, n) -> domain(row))
                .optional();
    }

    /** Whose officers are to be told that a document has not been as it has to be since before then. */
    List<IssuerDomain> unsoundSince(Instant before) {
        return jdbc.sql(COLUMNS + " where owned_did is not null and sound = false and unsound_since <= :before"
                        + " and told_at is null order by id fetch first :most rows only")
                .param("before", Timestamp.from(before))
                .param("most", AT_ONCE)
                .query((row, n) -> domain(row))
                .list();
    }

    /** Whose officers were told of trouble that is over. */
    List<IssuerDomain> soundAgain() {
        return jdbc.sql(COLUMNS + " where told_at is not null and sound = true order by id fetch first :most rows only")
                .param("most", AT_ONCE)
                .query((row, n) -> domain(row))
                .list();
    }

    /** Notes that officers are told, before they are; false when another node was quicker. */
    boolean takeToTell(IssuerDomain domain, boolean unsound) {
        return jdbc.sql("update badge_issuer_domain set told_at = :at where id = :id and told_at is "
                                + (unsound ? "null" : "not null"))
                        .param("at", unsound ? Timestamp.from(clock.instant()) : null)
                        .param("id", domain.id())
                        .update()
                == 1;
    }

    /** Looks at those whose time has come. Each is taken by one node. */
    void lookAtDue() {
        Instant now = clock.instant();
        record Due(UUID id, Instant at) {}
        List<Due> due = jdbc.sql("select id, next_check_at from badge_issuer_domain where next_check_at <= :now"
                        + " order by next_check_at fetch first :most rows only")
                .param("now", Timestamp.from(now))
                .param("most", AT_ONCE)
                .query((row, n) -> new Due(
                        row.getObject("id", UUID.class),
                        row.getTimestamp("next_check_at").toInstant()))
                .list();
        for (Due each : due) {
            int taken = jdbc.sql("update badge_issuer_domain set next_check_at = :later"
                            + " where id = :id and next_check_at = :at")
                    .param("later", Timestamp.from(clock.instant().plus(UNSOUND)))
                    .param("id", each.id())
                    .param("at", Timestamp.from(each.at()))
                    .update();
            if (taken == 1) {
                byId(each.id()).ifPresent(this::look);
            }
        }
    }

    private static String text(List<Finding> findings) {
        JsonArrayBuilder lines = JSON.createArrayBuilder();
        findings.stream()
                .limit(200)
                .forEach(finding -> lines.add(
                        JSON.createArrayBuilder().add(finding.kind().name()).add(finding.detail())));
        return lines.build().toString();
    }

    private static List<Finding> findings(@Nullable String text) {
        return text == null
                ? List.of()
                : JSON.createReader(new StringReader(text)).readArray().getValuesAs(JsonArray.class).stream()
                        .map(line -> new Finding(Kind.valueOf(line.getString(0)), line.getString(1)))
                        .toList();
    }

    private static IssuerDomain domain(ResultSet row) throws SQLException {
        return new IssuerDomain(
                row.getObject("id", UUID.class),
                new IssuerId(row.getObject("issuer_id", UUID.class)),
                row.getString("did"),
                row.getString("owned_did") != null,
                row.getObject("active_for", UUID.class) != null,
                row.getBoolean("speaks"),
                row.getObject("first_key", Integer.class),
                row.getObject("first_jwt_key", Integer.class),
                row.getObject("confirmed_key", Integer.class),
                row.getObject("confirmed_jwt_key", Integer.class),
                row.getTimestamp("named_at").toInstant(),
                instant(row, "checked_at"),
                row.getObject("sound", Boolean.class),
                instant(row, "sound_at"),
                findings(row.getString("findings")));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    @Configuration(proxyBeanMethods = false)
    static class Schedule {

        @Bean
        RecurringTask<Void> lookAtDomainsOfIssuers(IssuerDomains domains, DomainMail mail) {
            return Tasks.recurring("badge-issuer-domains", FixedDelay.of(Duration.ofMinutes(5)))
                    .execute((instance, context) -> {
                        domains.lookAtDue();
                        mail.tell();
                    });
        }
    }
}
