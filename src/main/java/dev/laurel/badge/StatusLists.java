package dev.laurel.badge;

import dev.laurel.badge.proof.DataIntegrity;
import dev.laurel.badge.proof.NotCoveredByProof;
import dev.laurel.badge.proof.PackagedContexts;
import dev.laurel.system.Ids;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Bitstring status lists, the badges of one issuer in each that name it by one identifier, as which the list is signed. A list is signed when somebody asks for it and something has
 * changed since it was last signed; which credentials are revoked stands in their own rows.
 *
 * @see <a href="https://www.w3.org/TR/vc-bitstring-status-list/">Bitstring Status List 1.0</a>
 */
@Component
class StatusLists {

    private static final JsonProvider JSON = JsonProvider.provider();

    /** A list is left half empty, so that a random index is found at once and tells nothing about when. */
    private static final int FULL = StatusBits.LENGTH / 2;

    /** So long a list was in force already when it is signed: some verifiers refuse what begins after their clock says, and clocks are slow. */
    private static final Duration BEFORE = Duration.ofHours(1);

    /** What the name of a list of suspensions adds to that of its list of revocations. */
    static final String SUSPENSION = "-suspension";

    private final JdbcClient jdbc;
    private final Issuers issuers;
    private final BadgeAddresses addresses;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    StatusLists(JdbcClient jdbc, Issuers issuers, BadgeAddresses addresses, Clock clock) {
        this.jdbc = jdbc;
        this.issuers = issuers;
        this.addresses = addresses;
        this.clock = clock;
    }

    /** A random index that no credential has yet. Taken only when a credential is stored with it. */
    StatusList.Entry freeEntry(Issuer issuer) {
        return freeEntries(issuer, 1).get(0);
    }

    /** As many random indexes of one list that no credential has yet. */
    List<StatusList.Entry> freeEntries(Issuer issuer, int count) {
        StatusList list = open(issuer);
        Set<Integer> free = new LinkedHashSet<>();
        while (free.size() < count) {
            Set<Integer> drawn = new LinkedHashSet<>();
            while (free.size() + drawn.size() < count) {
                int index = random.nextInt(StatusBits.LENGTH);
                if (!free.contains(index)) {
                    drawn.add(index);
                }
            }
            drawn.removeAll(Set.copyOf(jdbc.sql("select status_index from badge_award"
                            + " where status_list_id = :list and status_index in (:indexes)")
                    .param("list", list.id())
                    .param("indexes", drawn)
                    .query(Integer.class)
                    .list()));
            free.addAll(drawn);
        }
        return free.stream().map(index -> new StatusList.Entry(list, index)).toList();
    }

    private StatusList open(Issuer issuer) {
        Optional<StatusList> open = jdbc.sql("select id, name, issuer_id, did from badge_status_list"
                        + " where issuer_id = :issuer and used < :full and coalesce(did, :own) = :did"
                        + " order by created_at, id fetch first 1 row only")
                .param("issuer", issuer.id().value())
                .param("own", addresses.ownDid(issuer.slug()))
                .param("did", issuer.did())
                .param("full", FULL)
                .query((row, n) -> list(row))
                .optional();
        return open.orElseGet(() -> begin(issuer));
    }

    private StatusList begin(Issuer issuer) {
        int lists = jdbc.sql("select count(*) from badge_status_list where issuer_id = :issuer")
                .param("issuer", issuer.id().value())
                .query(Integer.class)
                .single();
        jdbc.sql("insert into badge_status_list (id, issuer_id, name, did, used, revision, created_at)"
                        + " values (:id, :issuer, :name, :did, 0, 1, :now) on conflict do nothing")
                .param("id", Ids.next())
                .param("issuer", issuer.id().value())
                .param("name", issuer.slug() + "-" + (lists + 1))
                .param("did", issuer.did().equals(addresses.ownDid(issuer.slug())) ? null : issuer.did())
                .param("now", Timestamp.from(clock.instant()))
                .update();
        return open(issuer);
    }

    /** Counts stored credentials. Last in their transaction, because from here on others wait for the row. */
    void used(StatusList list, int count) {
        jdbc.sql("update badge_status_list set used = used + :count where id = :id")
                .param("count", count)
                .param("id", list.id())
                .update();
    }

    /** Has every list of that identifier signed again, by the key that signs for it now. */
    void signAnew(Issuer issuer) {
        jdbc.sql("update badge_status_list set revision = revision + 1"
                        + " where issuer_id = :issuer and coalesce(did, :own) = :did")
                .param("issuer", issuer.id().value())
                .param("own", addresses.ownDid(issuer.slug()))
                .param("did", issuer.did())
                .update();
    }

    /** Says that a credential's status changed: the list has to be signed again. */
    void changed(UUID list) {
        jdbc.sql("update badge_status_list set revision = revision + 1 where id = :id")
                .param("id", list)
                .update();
    }

    /** What a list tells of. */
    enum Purpose {
        REVOCATION("revocation", "signed", "signed_revision", "revoked_at is not null"),

        /** Never of what is revoked: that is said for good elsewhere. */
        SUSPENSION(
                "suspension",
                "suspension_signed",
                "suspension_revision",
                "suspended_at is not null and revoked_at is null");

        private final String word;
        private final String text;
        private final String revision;
        private final String set;

        Purpose(String word, String text, String revision, String set) {
            this.word = word;
            this.text = text;
            this.revision = revision;
            this.set = set;
        }
    }

    /**
     * The signed list as it stands now.
     *
     * @param name of a list of revocations, or that of its sibling, which tells of suspensions at the same indexes
     */
    @Transactional
    public Optional<String> signed(String name) {
        return name.endsWith(SUSPENSION)
                ? signed(name.substring(0, name.length() - SUSPENSION.length()), Purpose.SUSPENSION)
                : signed(name, Purpose.REVOCATION);
    }

    private Optional<String> signed(String name, Purpose purpose) {
        return jdbc.sql("select id, name, issuer_id, did, revision, " + purpose.revision + " as signed_revision, "
                        + purpose.text + " as signed from badge_status_list where name = :name")
                .param("name", name)
                .query((row, n) -> new Stored(
                        list(row), row.getLong("revision"), row.getLong("signed_revision"), row.getString("signed")))
                .optional()
                .map(stored -> {
                    String signed = stored.signed();
                    return signed != null && stored.revision() == stored.signedRevision()
                            ? signed
                            : sign(stored, purpose);
                });
    }

    private record Stored(
            StatusList list,
            long revision,
            long signedRevision,
            @Nullable String signed) {}

    /** Two nodes may sign at once; the one that read the older revision does not overwrite the newer. */
    private String sign(Stored stored, Purpose purpose) {
        List<Integer> set = jdbc.sql(
                        "select status_index from badge_award where status_list_id = :list and " + purpose.set)
                .param("list", stored.list().id())
                .query(Integer.class)
                .list();
        Issuer known = issuers.byId(stored.list().issuer()).orElseThrow();
        String did = stored.list().did();
        Issuer issuer = known.as(did == null ? addresses.ownDid(known.slug()) : did);
        String signed = document(stored.list(), purpose, issuer, StatusBits.withSet(set));
        jdbc.sql("update badge_status_list set " + purpose.text + " = :signed, " + purpose.revision + " = :revision"
                        + " where id = :id and (" + purpose.revision + " is null or " + purpose.revision
                        + " < :revision)")
                .param("signed", signed)
                .param("revision", stored.revision())
                .param("id", stored.list().id())
                .update();
        return signed;
    }

    private String document(StatusList list, Purpose purpose, Issuer issuer, StatusBits bits) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        String name = purpose == Purpose.SUSPENSION ? list.name() + SUSPENSION : list.name();
        String address = addresses.statusList(name).toString();
        JsonObject document = JSON.createObjectBuilder()
                .add("@context", JSON.createArrayBuilder().add(PackagedContexts.CREDENTIALS_V2))
                .add("id", address)
                .add(
                        "type",
                        JSON.createArrayBuilder().add("VerifiableCredential").add("BitstringStatusListCredential"))
                .add("issuer", issuer.did())
                .add("validFrom", now.minus(BEFORE).toString())
                .add(
                        "credentialSubject",
                        JSON.createObjectBuilder()
                                .add("id", address + "#list")
                                .add("type", "BitstringStatusList")
                                .add("statusPurpose", purpose.word)
                                .add("encodedList", bits.encode()))
                .build();
        try {
            return DataIntegrity.sign(document, issuers.signingKey(issuer), now).toString();
        } catch (NotCoveredByProof e) {
            throw new IllegalStateException(e);
        }
    }

    private static StatusList list(ResultSet row) throws SQLException {
        return new StatusList(
                row.getObject("id", UUID.class),
                row.getString("name"),
                new IssuerId(row.getObject("issuer_id", UUID.class)),
                row.getString("did"));
    }
}
