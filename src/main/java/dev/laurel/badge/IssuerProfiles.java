package dev.laurel.badge;

import dev.laurel.person.StaffId;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who issuers are, as their officers write it. Whatever changes, the identifier, its keys and what was signed stay, and a
 * micro-credential that means an issuer by an earlier name goes on meaning it.
 */
@Component
class IssuerProfiles {

    private static final int MOST_SHOWN = 20;
    private static final String FIELDS =
            "name, description, contact, url, colour, accent, country, parent_name, parent_url";

    private final JdbcClient jdbc;
    private final Issuers issuers;
    private final IssuerRights rights;
    private final Clock clock;

    IssuerProfiles(JdbcClient jdbc, Issuers issuers, IssuerRights rights, Clock clock) {
        this.jdbc = jdbc;
        this.issuers = issuers;
        this.rights = rights;
        this.clock = clock;
    }

    /** What came of a change. */
    enum Outcome {
        DONE,
        /** Another issuer has that name, or had it, or it is not the officer's to give. */
        NAME_TAKEN,
        /** Somebody else changed it since it was read. */
        CHANGED_MEANWHILE
    }

    /**
     * A profile as it was before it was changed.
     *
     * @param revision that it had
     */
    record Earlier(
            int revision, IssuerProfile profile, @Nullable Integer logo, Instant changedAt) {}

    /**
     * A new issuer with keys of its own.
     *
     * @param tenant whose officers alone look after it; absent for an issuer of several
     * @param officer whether an officer of that tenant asks, and no operator
     * @return empty when another has that name, or had it, or it is not the officer's to give
     */
    @Transactional
    public Optional<Issuer> make(IssuerProfile profile, @Nullable TenantId tenant, boolean officer) {
        Set<TenantId> own = tenant == null ? Set.of() : Set.of(tenant);
        if (isTaken(profile.name(), null, officer ? own : null)) {
            return Optional.empty();
        }
        Issuer made = issuers.make(profile.name(), profile.contact(), tenant);
        write(made.id(), profile, null, 1);
        return issuers.byId(made.id());
    }

    /**
     * @param revision that was read before
     * @param officerOf the tenants whose officer asks; absent for an operator
     */
    @Transactional
    public Outcome change(
            Issuer issuer, int revision, IssuerProfile profile, StaffId by, @Nullable Set<TenantId> officerOf) {
        return change(issuer, revision, profile, true, null, by, officerOf);
    }

    /** @param png absent to show none any more; those before stay where what was signed names them */
    @Transactional
    public void show(Issuer issuer, byte @Nullable [] png, StaffId by) {
        issuers.lock(issuer);
        Issuer now = issuers.byId(issuer.id()).orElseThrow();
        Integer number = null;
        if (png != null) {
            number = jdbc.sql("select coalesce(max(number), 0) from badge_issuer_logo where issuer_id = :issuer")
                            .param("issuer", issuer.id().value())
                            .query(Integer.class)
                            .single()
                    + 1;
            jdbc.sql("insert into badge_issuer_logo (issuer_id, number, png, added_at)"
                            + " values (:issuer, :number, :png, :now)")
                    .param("issuer", issuer.id().value())
                    .param("number", number)
                    .param("png", png)
                    .param("now", Timestamp.from(clock.instant()))
                    .update();
        }
        replace(now, now.profile(), number, by);
    }

    /**
     * Has the profile be as it was before, its logo too.
     *
     * @param officerOf the tenants whose officer asks; absent for an operator
     */
    @Transactional
    public Outcome restore(Issuer issuer, Earlier earlier, StaffId by, @Nullable Set<TenantId> officerOf) {
        return change(issuer, issuer.revision(), earlier.profile(), false, earlier.logo(), by, officerOf);
    }

    private Outcome change(
            Issuer issuer,
            int revision,
            IssuerProfile profile,
            boolean sameLogo,
            @Nullable Integer otherLogo,
            StaffId by,
            @Nullable Set<TenantId> officerOf) {
        issuers.lock(issuer);
        Issuer now = issuers.byId(issuer.id()).orElseThrow();
        if (now.revision() != revision) {
            return Outcome.CHANGED_MEANWHILE;
        }
        Set<TenantId> own =
                officerOf == null ? null : issuers.owner(now).map(Set::of).orElse(officerOf);
        if (isTaken(profile.name(), now, own)) {
            return Outcome.NAME_TAKEN;
        }
        replace(now, profile, sameLogo ? now.logo() : otherLogo, by);
        return Outcome.DONE;
    }

    /** Keeps the profile of now among the earlier ones. Under the issuer's lock. */
    private void replace(Issuer now, IssuerProfile profile, @Nullable Integer logo, StaffId by) {
        jdbc.sql("insert into badge_issuer_change (issuer_id, revision, logo, changed_by, changed_at, " + FIELDS
                        + ") select id, revision, logo, :by, :now, " + FIELDS
                        + " from badge_issuer where id = :issuer")
                .param("issuer", now.id().value())
                .param("by", by.value())
                .param("now", Timestamp.from(clock.instant()))
                .update();
        write(now.id(), profile, logo, now.revision() + 1);
        issuers.addName(now.id(), profile.name());
    }

    private void write(IssuerId issuer, IssuerProfile profile, @Nullable Integer logo, int revision) {
        jdbc.sql("update badge_issuer set name = :name, description = :description, contact = :contact, url = :url,"
                        + " colour = :colour, accent = :accent, country = :country, parent_name = :parentName,"
                        + " parent_url = :parentUrl, logo = :logo, revision = :revision where id = :issuer")
                .param("name", profile.name())
                .param("description", profile.description())
                .param("contact", profile.contact())
                .param("url", profile.url())
                .param("colour", profile.colour())
                .param("accent", profile.accent())
                .param("country", profile.country())
                .param("parentName", profile.parentName())
                .param("parentUrl", profile.parentUrl())
                .param("logo", logo)
                .param("revision", revision)
                .param("issuer", issuer.value())
                .update();
    }

    /**
     * Names that differ in capitals alone would be taken for the same by whoever reads a badge. Where micro-credentials had
     * two issuers made that differ so, each keeps its names, and may change their capitals but to the other's.
     *
     * <p>Whoever is called by a name that no issuer has yet gets one when its first badge is signed, and signs by this name
     * alone: an officer gives no issuer a name that is another's.
     *
     * @param own the tenants whose names and micro-credentials are the officer's own; absent for an operator, who may give
     *     every name that no issuer has
     */
    private boolean isTaken(String name, @Nullable Issuer by, @Nullable Set<TenantId> own) {
        Map<String, IssuerId> holders = holders(name);
        if (by != null && (name.equals(by.name()) || by.id().equals(holders.get(name)))) {
            return false;
        }
        boolean inCapitalsAlone = by != null && name.equalsIgnoreCase(by.name());
        Stream<String> others =
                Stream.concat(holders.keySet().stream(), own == null ? Stream.of() : rights.meant(name, own).stream());
        return others.filter(spelled -> !inCapitalsAlone || spelled.equals(name))
                .anyMatch(spelled -> by == null || !by.id().equals(holders.get(spelled)));
    }

    /** Whose a name is, or was, in whatever capitals: by its spelling. */
    private Map<String, IssuerId> holders(String name) {
        Map<String, IssuerId> holders = new HashMap<>();
        jdbc.sql("select name, issuer_id from badge_issuer_name where lower(name) = lower(:name)")
                .param("name", name)
                .query(row -> {
                    holders.put(row.getString("name"), new IssuerId(row.getObject("issuer_id", UUID.class)));
                });
        return holders;
    }

    /** @throws NotFound when it had no profile of that revision, or not lately */
    Earlier earlier(Issuer issuer, int revision) {
        return earlier(issuer).stream()
                .filter(change -> change.revision() == revision)
                .findFirst()
                .orElseThrow(() -> new NotFound("No profile " + revision + " of issuer " + issuer.slug()));
    }

    /** Profiles before the one of now, the latest first. */
    List<Earlier> earlier(Issuer issuer) {
        return jdbc.sql("select revision, logo, changed_at, " + FIELDS + " from badge_issuer_change"
                        + " where issuer_id = :issuer order by revision desc fetch first " + MOST_SHOWN + " rows only")
                .param("issuer", issuer.id().value())
                .query((row, n) -> new Earlier(
                        row.getInt("revision"),
                        profile(row),
                        row.getObject("logo", Integer.class),
                        row.getTimestamp("changed_at").toInstant()))
                .list();
    }

    /** Other names by which micro-credentials may mean the issuer. */
    List<String> otherNames(Issuer issuer) {
        return jdbc.sql("select name from badge_issuer_name where issuer_id = :issuer and name <> :name"
                        + " order by name fetch first 100 rows only")
                .param("issuer", issuer.id().value())
                .param("name", issuer.name())
                .query(String.class)
                .list();
    }

    Optional<byte[]> logo(Issuer issuer, int number) {
        return jdbc.sql("select png from badge_issuer_logo where issuer_id = :issuer and number = :number")
                .param("issuer", issuer.id().value())
                .param("number", number)
                .query((row, n) -> row.getBytes("png"))
                .optional();
    }

    List<Integer> logos(Issuer issuer) {
        return jdbc.sql("select number from badge_issuer_logo where issuer_id = :issuer order by number"
                        + " fetch first 1000 rows only")
                .param("issuer", issuer.id().value())
                .query(Integer.class)
                .list();
    }

    static IssuerProfile profile(ResultSet row) throws SQLException {
        return new IssuerProfile(
                row.getString("name"),
                row.getString("description"),
                row.getString("contact"),
                row.getString("url"),
                row.getString("colour"),
                row.getString("accent"),
                row.getString("country"),
                row.getString("parent_name"),
                row.getString("parent_url"));
    }
}
