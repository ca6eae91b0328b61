package dev.laurel.recognition;

import dev.laurel.recognition.RecognitionDocuments.Kind;
import dev.laurel.system.Fault;
import dev.laurel.system.Ids;
import dev.laurel.system.Sha256;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Authorities and rules, and where the teachers of a tenant teach. All of it is a few hundred rows that hardly ever
 * change, so each node keeps it in memory and asks at most every {@link #FRESH} whether there is more: launches add no
 * query of their own.
 */
@Component
class Rulebook {

    /** After so long other nodes know a change too. */
    static final Duration FRESH = Duration.ofSeconds(30);

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();
    private static final ObjectWriter STORED = JSON.writer();

    private final JdbcClient jdbc;
    private final Clock clock;
    private final AtomicLong asked = new AtomicLong(Long.MIN_VALUE);
    private volatile @Nullable State known;

    Rulebook(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * All that holds, as it was read at one moment.
     *
     * @param revision grows with every change
     */
    record State(
            long revision,
            Map<AuthorityCode, Authority> authorities,
            Map<AuthorityCode, List<Rule>> rules,
            Map<AuthorityCode, List<Agreement>> agreements,
            Map<AuthorityCode, List<ExportFormat>> exports,
            Map<TenantId, List<AuthorityCode>> homes) {

        Set<AuthorityCode> codes() {
            return authorities.keySet();
        }
    }

    /** What holds now. */
    State current() {
        State state = known;
        long now = System.nanoTime();
        long last = asked.get();
        boolean fresh = last != Long.MIN_VALUE && now - last < FRESH.toNanos();
        if (state != null && (fresh || !asked.compareAndSet(last, now))) {
            return state;
        }
        long revision = revision();
        if (state == null || state.revision() != revision) {
            state = load(revision);
            known = state;
        }
        asked.set(now);
        return state;
    }

    /** Rows are only ever added, so their number tells whether anything changed. */
    private long revision() {
        return jdbc.sql("select (select count(*) from recognition_document) + (select count(*) from recognition_home)")
                .query(Long.class)
                .single();
    }

    private record Stored(Kind kind, int version, String content) {}

    private State load(long revision) {
        List<Stored> documents = jdbc.sql("select kind, version, content from recognition_document d"
                        + " where version = (select max(version) from recognition_document n"
                        + " where n.kind = d.kind and n.name = d.name) order by authority, kind, name")
                .query((row, number) -> new Stored(
                        Kind.valueOf(row.getString("kind")), row.getInt("version"), row.getString("content")))
                .list();
        Map<AuthorityCode, Authority> authorities = new LinkedHashMap<>();
        Map<AuthorityCode, List<Rule>> rules = new LinkedHashMap<>();
        Map<AuthorityCode, List<Agreement>> agreements = new LinkedHashMap<>();
        Map<AuthorityCode, List<ExportFormat>> exports = new LinkedHashMap<>();
        for (Stored stored : documents) {
            ObjectNode fields = (ObjectNode) JSON.readTree(stored.content());
            if (stored.kind() == Kind.AUTHORITY) {
                Authority authority = RecognitionDocuments.authority(fields, refuse());
                authorities.put(authority.code(), authority);
            } else if (stored.kind() == Kind.AGREEMENT) {
                Agreement agreement = RecognitionDocuments.agreement(stored.version(), fields, refuse());
                agreements
                        .computeIfAbsent(agreement.accepting(), code -> new ArrayList<>())
                        .add(agreement);
            } else if (stored.kind() == Kind.EXPORT) {
                ExportFormat export = RecognitionDocuments.export(stored.version(), fields, refuse());
                exports.computeIfAbsent(export.authority(), code -> new ArrayList<>())
                        .add(export);
            } else {
                Rule rule = RecognitionDocuments.rule(stored.version(), fields, refuse());
                rules.computeIfAbsent(rule.authority(), code -> new ArrayList<>())
                        .add(rule);
            }
        }
        Map<TenantId, List<AuthorityCode>> homes = new LinkedHashMap<>();
        jdbc.sql("select tenant_id, authorities from recognition_home h where version ="
                        + " (select max(version) from recognition_home n where n.tenant_id = h.tenant_id)")
                .query(row -> {
                    homes.put(
                            new TenantId(row.getObject("tenant_id", UUID.class)), codes(row.getString("authorities")));
                });
        return new State(
                revision,
                Map.copyOf(authorities),
                Map.copyOf(rules),
                Map.copyOf(agreements),
                Map.copyOf(exports),
                Map.copyOf(homes));
    }

    private static List<AuthorityCode> codes(String stored) {
        return stored.isBlank()
                ? List.of()
                : List.of(stored.split(" ")).stream().map(AuthorityCode::new).toList();
    }

    private static BiConsumer<String, Fault> refuse() {
        return (field, fault) -> {
            throw new IllegalStateException("A stored rule is not readable: " + field + " " + fault.sentence());
        };
    }

    /**
     * Stores a document that was read without a problem, as a new version.
     *
     * @param onlyUnseen whether what an earlier version said already is left alone too, so that files that are read at
     *     every start do not undo what somebody changed since
     * @return whether there is a new version
     */
    @Transactional
    public boolean add(
            Kind kind, String name, AuthorityCode authority, ObjectNode fields, String by, boolean onlyUnseen) {
        String content = STORED.writeValueAsString(fields);
        String hash = Sha256.hex(content);
        record Version(int number, String hash) {}
        List<Version> versions = jdbc.sql("select version, content_hash from recognition_document"
                        + " where kind = :kind and name = :name order by version desc")
                .param("kind", kind.name())
                .param("name", name)
                .query((row, number) -> new Version(row.getInt("version"), row.getString("content_hash")))
                .list();
        boolean said = versions.stream().limit(onlyUnseen ? Long.MAX_VALUE : 1).anyMatch(version -> version.hash()
                .equals(hash));
        if (said) {
            return false;
        }
        int made = jdbc.sql("insert into recognition_document"
                        + " (id, kind, name, version, authority, content, content_hash, stored_at, stored_by)"
                        + " values (:id, :kind, :name, :version, :authority, :content, :hash, :now, :by)"
                        + " on conflict do nothing")
                .param("id", Ids.next())
                .param("kind", kind.name())
                .param("name", name)
                .param("version", versions.isEmpty() ? 1 : versions.get(0).number() + 1)
                .param("authority", authority.value())
                .param("content", content)
                .param("hash", hash)
                .param("now", Timestamp.from(clock.instant()))
                .param("by", by)
                .update();
        changed();
        return made == 1;
    }

    /** Says where the teachers of a tenant teach, the closest authority first; empty for "not known". */
    @Transactional
    public void settle(TenantId tenant, Collection<AuthorityCode> authorities, String by) {
        String codes = String.join(
                " ", authorities.stream().map(AuthorityCode::value).distinct().toList());
        int version = jdbc.sql("select coalesce(max(version), 0) from recognition_home where tenant_id = :tenant")
                .param("tenant", tenant.value())
                .query(Integer.class)
                .single();
        jdbc.sql("insert into recognition_home (tenant_id, version, authorities, set_at, set_by)"
                        + " values (:tenant, :version, :authorities, :now, :by)")
                .param("tenant", tenant.value())
                .param("version", version + 1)
                .param("authorities", codes)
                .param("now", Timestamp.from(clock.instant()))
                .param("by", by)
                .update();
        changed();
    }

    /** A version of a document as it was stored. */
    record Kept(int version, AuthorityCode authority, ObjectNode fields, String by, Instant at) {}

    /** Every version of a document, the latest first, at most a hundred. */
    List<Kept> history(Kind kind, String name) {
        return jdbc.sql("select version, authority, content, stored_by, stored_at from recognition_document"
                        + " where kind = :kind and name = :name order by version desc fetch first 100 rows only")
                .param("kind", kind.name())
                .param("name", name)
                .query((row, number) -> new Kept(
                        row.getInt("version"),
                        new AuthorityCode(row.getString("authority")),
                        (ObjectNode) JSON.readTree(row.getString("content")),
                        row.getString("stored_by"),
                        row.getTimestamp("stored_at").toInstant()))
                .list();
    }

    /** A version of a rule as it was, for claims that were decided by it. */
    Optional<Rule> version(String name, int version) {
        return jdbc.sql("select content from recognition_document"
                        + " where kind = 'RULE' and name = :name and version = :version")
                .param("name", name)
                .param("version", version)
                .query(String.class)
                .optional()
                .map(content -> RecognitionDocuments.rule(version, (ObjectNode) JSON.readTree(content), refuse()));
    }

    /** The rule of a claim as it stood when that was made. */
    Rule behind(Claim claim) {
        return version(claim.ruleName(), claim.ruleVersion())
                .orElseThrow(() -> new IllegalStateException("No rule behind " + claim));
    }

    /** A version of an export as it was, for files that were made by it. */
    Optional<ExportFormat> export(String name, int version) {
        return jdbc.sql("select content from recognition_document"
                        + " where kind = 'EXPORT' and name = :name and version = :version")
                .param("name", name)
                .param("version", version)
                .query(String.class)
                .optional()
                .map(content -> RecognitionDocuments.export(version, (ObjectNode) JSON.readTree(content), refuse()));
    }

    private void changed() {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    asked.set(Long.MIN_VALUE);
                }
            });
        } else {
            asked.set(Long.MIN_VALUE);
        }
    }
}
