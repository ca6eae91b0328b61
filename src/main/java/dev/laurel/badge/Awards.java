package dev.laurel.badge;

import dev.laurel.catalog.VersionId;
import dev.laurel.person.PersonId;
import dev.laurel.submission.SubmissionId;
import dev.laurel.system.Ids;
import dev.laurel.system.LikePattern;
import dev.laurel.tenant.TenantId;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Badges as they are stored: the signed text, and beside it what changes later. */
@Component
class Awards {

    private static final String COLUMNS = "a.credential_id, a.tenant_id, a.submission_id, a.version_id, a.issuer_id,"
            + " a.name, a.issued_at, a.valid_until, a.credential, a.revoked_at, a.status_list_id, a.revision, a.suspended_at,"
            + " a.superseded_at";

    private static final String METHOD = "\"verificationMethod\":\"";
    private static final Pattern KEY = Pattern.compile(METHOD + "[^\"#]*#key-(?<number>[0-9]{1,9})\"");

    private static final String WANTED =
            "a.tenant_id in (:tenants) and (lower(a.name) like :name escape '\\' or a.credential_id = :address"
                    + " or a.credential_id in (:theirs))";

    private static final String ADD =
            "insert into badge_award (id, credential_id, tenant_id, submission_id, version_id, issuer_id,"
                    + " status_list_id, status_index, name, issued_at, valid_until, credential, key_number)"
                    + " values (:id, :credentialId, :tenant, :submission, :version, :issuer, :list, :index,"
                    + " :name, :issuedAt, :validUntil, :credential, :key) on conflict do nothing";

    private static final String REPLACE =
            "update badge_award set credential = :credential, key_number = :key, revision = revision + 1"
                    + " where credential_id = :id and revision = :revision";

    private final JdbcClient jdbc;
    private final NamedParameterJdbcOperations batches;

    Awards(JdbcClient jdbc, NamedParameterJdbcOperations batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /**
     * @param credential the signed text
     * @param revision how many times this id was signed, from 1
     */
    record Stored(
            String credentialId,
            TenantId tenant,
            @Nullable SubmissionId submission,
            VersionId version,
            IssuerId issuer,
            String name,
            Instant issuedAt,
            @Nullable Instant validUntil,
            String credential,
            @Nullable Instant revokedAt,
            UUID statusList,
            int revision,
            @Nullable Instant suspendedAt,
            @Nullable Instant supersededAt) {

        Outline outline(Instant now) {
            return new Outline(credentialId, tenant, submission, version, name, issuedAt, validUntil, status(now));
        }

        /** Revocation goes before expiry: it says more. */
        Award.Status status(Instant now) {
            if (supersededAt != null) {
                return Award.Status.SUPERSEDED;
            }
            if (revokedAt != null) {
                return Award.Status.REVOKED;
            }
            if (suspendedAt != null) {
                return Award.Status.SUSPENDED;
            }
            return validUntil != null && !now.isBefore(validUntil) ? Award.Status.EXPIRED : Award.Status.VALID;
        }

        /** Without the credential, which is long and personal enough. */
        @Override
        public String toString() {
            return "Stored[" + credentialId + "]";
        }
    }

    /** Whether it was stored; false when the submission has a badge or the index of the status list is taken. */
    boolean add(
            String credentialId,
            Earned earned,
            IssuerId issuer,
            StatusList.Entry status,
            CredentialDocument.Dates dates,
            String credential) {
        return add(
                credentialId,
                earned.tenant(),
                earned.submission(),
                earned.achievement().versionId(),
                issuer,
                status,
                shortened(earned.achievement().badge().name()),
                dates,
                credential);
    }

    /**
     * A badge that is to be stored.
     *
     * @param credential the signed text
     */
    record New(
            String credentialId,
            Earned earned,
            IssuerId issuer,
            StatusList.Entry status,
            CredentialDocument.Dates dates,
            String credential) {

        /** Without the credential, which is long and personal enough. */
        @Override
        public String toString() {
            return "New[" + credentialId + "]";
        }
    }

    /** Which of them were stored; false where the submission has a badge or the index of the status list is taken. */
    boolean[] add(List<New> badges) {
        boolean[] stored = new boolean[badges.size()];
        if (badges.isEmpty()) {
            return stored;
        }
        int[] rows = batches.batchUpdate(
                ADD,
                badges.stream()
                        .map(badge -> (SqlParameterSource) new MapSqlParameterSource(values(
                                badge.credentialId(),
                                badge.earned().tenant(),
                                badge.earned().submission(),
                                badge.earned().achievement().versionId(),
                                badge.issuer(),
                                badge.status(),
                                shortened(badge.earned().achievement().badge().name()),
                                badge.dates(),
                                badge.credential())))
                        .toArray(SqlParameterSource[]::new));
        for (int i = 0; i < rows.length; i++) {
            stored[i] = rows[i] == 1;
        }
        return stored;
    }

    /** Those of these submissions that have a badge. */
    List<SubmissionId> awarded(Collection<SubmissionId> submissions) {
        return submissions.isEmpty()
                ? List.of()
                : jdbc.sql("select submission_id from badge_award where submission_id in (:submissions)")
                        .param(
                                "submissions",
                                submissions.stream().map(SubmissionId::value).toList())
                        .query((row, n) -> new SubmissionId(row.getObject("submission_id", UUID.class)))
                        .list();
    }

    /** Stores what comes in the place of an earlier badge; false when the index of the status list is taken. */
    boolean addInPlaceOf(
            Stored earlier,
            String credentialId,
            StatusList.Entry status,
            CredentialDocument.Dates dates,
            String credential) {
        return add(
                credentialId,
                earlier.tenant(),
                earlier.submission(),
                earlier.version(),
                earlier.issuer(),
                status,
                earlier.name(),
                dates,
                credential);
    }

    private boolean add(
            String credentialId,
            TenantId tenant,
            @Nullable SubmissionId submission,
            VersionId version,
            IssuerId issuer,
            StatusList.Entry status,
            String name,
            CredentialDocument.Dates dates,
            String credential) {
        return jdbc.sql(ADD)
                        .params(values(
                                credentialId, tenant, submission, version, issuer, status, name, dates, credential))
                        .update()
                == 1;
    }

    private static Map<String, @Nullable Object> values(
            String credentialId,
            TenantId tenant,
            @Nullable SubmissionId submission,
            VersionId version,
            IssuerId issuer,
            StatusList.Entry status,
            String name,
            CredentialDocument.Dates dates,
            String credential) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("key", keyNumber(credential));
        values.put("id", Ids.next());
        values.put("credentialId", credentialId);
        values.put("tenant", tenant.value());
        values.put("submission", submission == null ? null : submission.value());
        values.put("version", version.value());
        values.put("issuer", issuer.value());
        values.put("list", status.list().id());
        values.put("index", status.index());
        values.put("name", name);
        values.put("issuedAt", Timestamp.from(dates.validFrom()));
        values.put("validUntil", dates.validUntil() == null ? null : Timestamp.from(dates.validUntil()));
        values.put("credential", credential);
        return values;
    }

    /** Notes for whom and of what a badge was composed; false when the key has one already. */
    boolean noteComposed(String credentialId, Composition composition) {
        int made = jdbc.sql("insert into badge_composed (credential_id, composed_for, tenant_id, earner_id)"
                        + " values (:id, :key, :tenant, :earner) on conflict do nothing")
                .param("id", credentialId)
                .param("key", composition.key())
                .param("tenant", composition.tenant().value())
                .param("earner", composition.earner().value())
                .update();
        int position = 0;
        for (Composition.Part part : composition.parts()) {
            if (made == 1 && part.credentialId() != null) {
                jdbc.sql("insert into badge_composed_part (credential_id, position, part_id) values (:id, :at, :part)")
                        .param("id", credentialId)
                        .param("at", position++)
                        .param("part", part.credentialId())
                        .update();
            } else if (made == 1) {
                jdbc.sql("insert into badge_composed_elsewhere (credential_id, position, address, name)"
                                + " values (:id, :at, :address, :name)")
                        .param("id", credentialId)
                        .param("at", position++)
                        .param("address", part.address().toString())
                        .param("name", part.name())
                        .update();
            }
        }
        return made == 1;
    }

    /**
     * Frees a submission for the badge that comes in the place of its badge; from then on the earlier one is known by its
     * earner.
     */
    void handOver(Stored earlier, PersonId earner) {
        jdbc.sql("update badge_award set submission_id = null where credential_id = :id")
                .param("id", earlier.credentialId())
                .update();
        jdbc.sql("insert into badge_composed (credential_id, composed_for, tenant_id, earner_id)"
                        + " values (:id, :key, :tenant, :earner)")
                .param("id", earlier.credentialId())
                .param("key", UUID.randomUUID())
                .param("tenant", earlier.tenant().value())
                .param("earner", earner.value())
                .update();
    }

    /** Ends a badge that another one has come in the place of; false when it was revoked before. */
    boolean supersede(String credentialId, Instant at) {
        return jdbc.sql("update badge_award set superseded_at = :at, revoked_at = :at"
                                + " where credential_id = :id and revoked_at is null")
                        .param("at", Timestamp.from(at))
                        .param("id", credentialId)
                        .update()
                == 1;
    }

    Optional<Stored> composedFor(UUID key) {
        return jdbc.sql("select " + COLUMNS + " from badge_award a join badge_composed c on c.credential_id ="
                        + " a.credential_id where c.composed_for = :key")
                .param("key", key)
                .query((row, n) -> stored(row))
                .optional();
    }

    /** Badges that were composed for somebody, the latest first, at most a hundred. */
    List<Stored> composedFor(TenantId tenant, PersonId earner) {
        return jdbc.sql("select " + COLUMNS + " from badge_composed c join badge_award a on a.credential_id ="
                        + " c.credential_id where c.tenant_id = :tenant and c.earner_id = :earner and not exists"
                        + " (select 1 from badge_successor s where s.earlier_id = a.credential_id)"
                        + " order by a.issued_at desc, a.id desc fetch first 100 rows only")
                .param("tenant", tenant.value())
                .param("earner", earner.value())
                .query((row, n) -> stored(row))
                .list();
    }

    Optional<PersonId> composedEarner(String credentialId) {
        return jdbc.sql("select earner_id from badge_composed where credential_id = :id")
                .param("id", credentialId)
                .query(UUID.class)
                .optional()
                .map(PersonId::new);
    }

    /** The badges that one is made of; those of other issuers are not among them. */
    List<String> parts(String credentialId) {
        return jdbc.sql("select part_id from badge_composed_part where credential_id = :id order by position")
                .param("id", credentialId)
                .query(String.class)
                .list();
    }

    /** The badges of other issuers that one is made of. */
    List<Composition.Part> elsewhere(String credentialId) {
        return jdbc.sql(
                        "select address, name from badge_composed_elsewhere where credential_id = :id order by position")
                .param("id", credentialId)
                .query((row, n) ->
                        new Composition.Part(null, URI.create(row.getString("address")), row.getString("name")))
                .list();
    }

    /** Notes another part in the place of one; with a part that is not there it changes nothing. */
    void replacePart(String credentialId, Composition.Part before, Composition.Part now) {
        boolean there = before.credentialId() == null
                ? jdbc.sql("delete from badge_composed_elsewhere where credential_id = :id and address = :part")
                                .param("id", credentialId)
                                .param("part", before.address().toString())
                                .update()
                        > 0
                : jdbc.sql("delete from badge_composed_part where credential_id = :id and part_id = :part")
                                .param("id", credentialId)
                                .param("part", before.credentialId())
                                .update()
                        > 0;
        if (!there) {
            return;
        }
        if (now.credentialId() != null) {
            jdbc.sql(
                            "insert into badge_composed_part (credential_id, position, part_id) select :id,"
                                    + " coalesce(max(position), -1) + 1, :part from badge_composed_part where credential_id = :id")
                    .param("id", credentialId)
                    .param("part", now.credentialId())
                    .update();
        } else {
            jdbc.sql("insert into badge_composed_elsewhere (credential_id, position, address, name) select :id,"
                            + " coalesce(max(position), -1) + 1, :address, :name from badge_composed_elsewhere"
                            + " where credential_id = :id")
                    .param("id", credentialId)
                    .param("address", now.address().toString())
                    .param("name", shortened(now.name()))
                    .update();
        }
    }

    /** Badges for submissions in the order in which they were issued, from after one of them. */
    List<Stored> after(Instant issuedAt, String credentialId, int most) {
        return jdbc.sql("select " + COLUMNS + " from badge_award a where (a.issued_at > :at"
                        + " or a.issued_at = :at and a.credential_id > :id) and a.submission_id is not null"
                        + " order by a.issued_at, a.credential_id fetch first :most rows only")
                .param("at", Timestamp.from(issuedAt))
                .param("id", credentialId)
                .param("most", most)
                .query((row, n) -> stored(row))
                .list();
    }

    int count(TenantId tenant, Collection<SubmissionId> submissions) {
        return submissions.isEmpty()
                ? 0
                : jdbc.sql(
                                "select count(*) from badge_award where tenant_id = :tenant and submission_id in (:submissions)")
                        .param("tenant", tenant.value())
                        .param(
                                "submissions",
                                submissions.stream().map(SubmissionId::value).toList())
                        .query(Integer.class)
                        .single();
    }

    /** Those that were not revoked. */
    int awarded(TenantId tenant, Collection<VersionId> versions) {
        return jdbc.sql("select count(*) from badge_award where version_id in (:versions) and tenant_id = :tenant"
                        + " and revoked_at is null")
                .param("tenant", tenant.value())
                .param("versions", versions.stream().map(VersionId::value).toList())
                .query(Integer.class)
                .single();
    }

    /** What badges of a tenant stand for and when they were issued. At most a page of them at a time. */
    Map<String, Compositions.Issued> issued(TenantId tenant, Collection<String> credentialIds) {
        Map<String, Compositions.Issued> issued = new HashMap<>();
        if (!credentialIds.isEmpty()) {
            jdbc.sql("select a.credential_id, a.version_id, a.issued_at from badge_award a"
                            + " where a.credential_id in (:ids) and a.tenant_id = :tenant")
                    .param("ids", credentialIds)
                    .param("tenant", tenant.value())
                    .query(row -> {
                        issued.put(
                                row.getString("credential_id"),
                                new Compositions.Issued(
                                        new VersionId(row.getObject("version_id", UUID.class)),
                                        row.getTimestamp("issued_at").toInstant()));
                    });
        }
        return issued;
    }

    Optional<Stored> of(SubmissionId submission) {
        return jdbc.sql("select " + COLUMNS + " from badge_award a where a.submission_id = :submission")
                .param("submission", submission.value())
                .query((row, n) -> stored(row))
                .optional();
    }

    /** Ids of the badges for these submissions, and of those composed for these people, the latest first; page from 0. */
    List<String> of(Collection<SubmissionId> submissions, Collection<PersonId> earners, int page, int pageSize) {
        return earners.isEmpty()
                ? List.of()
                // Two indexes; with "or" in its place the database reads every badge there is.
                : jdbc.sql("select b.credential_id from (select a.id, a.credential_id, a.issued_at from badge_award a"
                                + " where a.submission_id in (:submissions) union all"
                                + " select a.id, a.credential_id, a.issued_at from badge_composed c join badge_award a"
                                + " on a.credential_id = c.credential_id where c.earner_id in (:earners)) b"
                                + " order by b.issued_at desc, b.id desc"
                                + " offset :offset rows fetch next :size rows only")
                        .param(
                                "submissions",
                                // An empty list is no SQL; a badge of badges needs no submission.
                                submissions.isEmpty()
                                        ? List.of(new UUID(0, 0))
                                        : submissions.stream()
                                                .map(SubmissionId::value)
                                                .toList())
                        .param("earners", earners.stream().map(PersonId::value).toList())
                        .param("offset", (long) page * pageSize)
                        .param("size", pageSize)
                        .query(String.class)
                        .list();
    }

    /** Drops the tokens of all revisions but the one that counts: they say what was withdrawn. */
    void forgetEarlierTokens(String credentialId) {
        jdbc.sql("delete from badge_award_jwt where credential_id = :id and revision <"
                        + " (select a.revision from badge_award a where a.credential_id = :id)")
                .param("id", credentialId)
                .update();
    }

    /** A badge without its text, which is most of the row. @param validUntil absent when it does not expire */
    record Outline(
            String credentialId,
            TenantId tenant,
            @Nullable SubmissionId submission,
            VersionId version,
            String name,
            Instant issuedAt,
            @Nullable Instant validUntil,
            Award.Status status) {}

    Optional<Outline> outline(String credentialId, Instant now) {
        return jdbc.sql("select " + COLUMNS.replace("a.credential,", "'' as credential,")
                        + " from badge_award a where a.credential_id = :id")
                .param("id", credentialId)
                .query((row, n) -> stored(row).outline(now))
                .optional();
    }

    Optional<Stored> withId(String credentialId) {
        return jdbc.sql("select " + COLUMNS + " from badge_award a where a.credential_id = :id")
                .param("id", credentialId)
                .query((row, n) -> stored(row))
                .optional();
    }

    List<Stored> withIds(Collection<String> credentialIds) {
        return credentialIds.isEmpty()
                ? List.of()
                : jdbc.sql("select " + COLUMNS + " from badge_award a where a.credential_id in (:ids)")
                        .param("ids", credentialIds)
                        .query((row, n) -> stored(row))
                        .list();
    }

    /** The token of that revision, when it has been signed before. */
    Optional<String> jwt(Stored award) {
        return jdbc.sql("select jwt from badge_award_jwt where credential_id = :id and revision = :revision")
                .param("id", award.credentialId())
                .param("revision", award.revision())
                .query(String.class)
                .optional();
    }

    /** Keeps a token, unless somebody was quicker; the one that was first stays. */
    void keepJwt(Stored award, String jwt, int keyNumber) {
        jdbc.sql("insert into badge_award_jwt (credential_id, revision, jwt, key_number)"
                        + " values (:id, :revision, :jwt, :key) on conflict do nothing")
                .param("key", keyNumber)
                .param("id", award.credentialId())
                .param("revision", award.revision())
                .param("jwt", jwt)
                .update();
    }

    /** Whether this call revoked it; false when it was revoked before, which is final. */
    boolean revoke(TenantId tenant, String credentialId, Instant at, String reason) {
        return jdbc.sql("update badge_award set revoked_at = :at, revocation_reason = :reason"
                                + " where credential_id = :id and tenant_id = :tenant and revoked_at is null")
                        .param("at", Timestamp.from(at))
                        .param("reason", reason)
                        .param("id", credentialId)
                        .param("tenant", tenant.value())
                        .update()
                == 1;
    }

    /** Whether this call suspended it. */
    boolean suspend(String credentialId, Instant at) {
        return jdbc.sql("update badge_award set suspended_at = :at"
                                + " where credential_id = :id and revoked_at is null and suspended_at is null")
                        .param("at", Timestamp.from(at))
                        .param("id", credentialId)
                        .update()
                == 1;
    }

    /** Whether this call lifted a suspension. */
    boolean lift(String credentialId) {
        return jdbc.sql("update badge_award set suspended_at = null"
                                + " where credential_id = :id and revoked_at is null and suspended_at is not null")
                        .param("id", credentialId)
                        .update()
                == 1;
    }

    /** Has others wait who mean to do something to the same badge, until the transaction ends. */
    void lock(String credentialId) {
        jdbc.sql("update badge_award set revision = revision where credential_id = :id")
                .param("id", credentialId)
                .update();
    }

    /** Notes which key signed the text that is stored. */
    void readKey(Stored award) {
        jdbc.sql("update badge_award set key_number = :key where credential_id = :id and revision = :revision")
                .param("key", keyNumber(award.credential()))
                .param("id", award.credentialId())
                .param("revision", award.revision())
                .update();
    }

    /** Puts a text that was signed again in the place of the one that it corrects; false when another was quicker. */
    boolean replace(Stored award, String credential) {
        return replace(award, credential, " and revoked_at is null");
    }

    /**
     * Puts a text in the place of one that differs in its proof alone, whatever became of the badge; false when another was
     * quicker.
     */
    boolean replaceProof(Stored award, String credential) {
        return replace(award, credential, "");
    }

    /** The same for many: which of them were replaced. */
    boolean[] replaceProofs(List<Stored> all, List<String> credentials) {
        SqlParameterSource[] rows = new SqlParameterSource[all.size()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new MapSqlParameterSource()
                    .addValue("credential", credentials.get(i))
                    .addValue("key", keyNumber(credentials.get(i)))
                    .addValue("id", all.get(i).credentialId())
                    .addValue("revision", all.get(i).revision());
        }
        int[] counts = batches.batchUpdate(REPLACE, rows);
        boolean[] replaced = new boolean[counts.length];
        for (int i = 0; i < counts.length; i++) {
            replaced[i] = counts[i] == 1;
        }
        return replaced;
    }

    private boolean replace(Stored award, String credential, String condition) {
        return jdbc.sql(REPLACE + condition)
                        .param("credential", credential)
                        .param("key", keyNumber(credential))
                        .param("id", award.credentialId())
                        .param("revision", award.revision())
                        .update()
                == 1;
    }

    /** The number of the key that signed a badge of ours: the proof is its last member, and names the key. */
    static int keyNumber(String credential) {
        Matcher key = KEY.matcher(credential);
        int at = credential.lastIndexOf(METHOD);
        return at >= 0 && key.find(at) && key.start() == at ? Integer.parseInt(key.group("number")) : 0;
    }

    /**
     * Badges of these tenants, the latest first.
     *
     * @param wanted part of the badge's name or of its address; empty for all
     * @param theirs ids of badges of people who are called so, wanted as well
     * @param page from 0
     */
    List<Stored> list(Collection<TenantId> tenants, String wanted, Collection<String> theirs, int page, int pageSize) {
        return tenants.isEmpty()
                ? List.of()
                : jdbc.sql("select " + COLUMNS + " from badge_award a where " + WANTED
                                + " order by a.issued_at desc, a.id desc"
                                + " offset :offset rows fetch next :size rows only")
                        .param("tenants", tenants.stream().map(TenantId::value).toList())
                        .param("name", LikePattern.containing(wanted))
                        .param("address", wanted.replaceFirst(".*/credentials/", ""))
                        .param("theirs", theirs.isEmpty() ? List.of("") : theirs)
                        .param("offset", (long) page * pageSize)
                        .param("size", pageSize)
                        .query((row, n) -> stored(row))
                        .list();
    }

    int count(Collection<TenantId> tenants, String wanted, Collection<String> theirs) {
        return tenants.isEmpty()
                ? 0
                : jdbc.sql("select count(*) from badge_award a where " + WANTED)
                        .param("tenants", tenants.stream().map(TenantId::value).toList())
                        .param("name", LikePattern.containing(wanted))
                        .param("address", wanted.replaceFirst(".*/credentials/", ""))
                        .param("theirs", theirs.isEmpty() ? List.of("") : theirs)
                        .query(Integer.class)
                        .single();
    }

    private static String shortened(String name) {
        return name.length() > 500 ? name.substring(0, 500) : name;
    }

    private static Stored stored(ResultSet row) throws SQLException {
        UUID submission = row.getObject("submission_id", UUID.class);
        return new Stored(
                row.getString("credential_id"),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                submission == null ? null : new SubmissionId(submission),
                new VersionId(row.getObject("version_id", UUID.class)),
                new IssuerId(row.getObject("issuer_id", UUID.class)),
                row.getString("name"),
                row.getTimestamp("issued_at").toInstant(),
                instant(row.getTimestamp("valid_until")),
                row.getString("credential"),
                instant(row.getTimestamp("revoked_at")),
                row.getObject("status_list_id", UUID.class),
                row.getInt("revision"),
                instant(row.getTimestamp("suspended_at")),
                instant(row.getTimestamp("superseded_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
