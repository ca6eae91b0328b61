package dev.laurel.assessment;

import dev.laurel.assessment.Anchor.Comparison;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.person.StaffId;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows of qualifications and of the tries that led to them. */
@Repository
class Qualifications {

    private final JdbcClient jdbc;

    Qualifications(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param until not valid from then on */
    record Qualification(TenantId tenant, MicroCredentialId family, StaffId staff, Instant since, Instant until) {}

    /**
     * One run through a qualification set.
     *
     * @param result absent until every piece is rated
     * @param passed absent as well, and where too few pieces were left to tell
     */
    record Try(
            UUID id,
            TenantId tenant,
            MicroCredentialId family,
            StaffId staff,
            Instant startedAt,
            @Nullable Instant doneAt,
            @Nullable Comparison result,
            @Nullable Boolean passed) {}

    /** Who is qualified for what at this moment. */
    Map<MicroCredentialId, Set<StaffId>> current(TenantId tenant, Instant now) {
        Map<MicroCredentialId, Set<StaffId>> current = new HashMap<>();
        jdbc.sql("select family, staff_id from assessment_qualification where tenant_id = :tenant and until > :now")
                .param("tenant", tenant.value())
                .param("now", Timestamp.from(now))
                .query(row -> {
                    current.computeIfAbsent(new MicroCredentialId(row.getString("family")), key -> new HashSet<>())
                            .add(new StaffId(row.getObject("staff_id", UUID.class)));
                });
        return current;
    }

    /** Everybody's in a tenant, those that end first first, ended ones too. */
    List<Qualification> in(TenantId tenant) {
        return jdbc.sql("""
                        select tenant_id, family, staff_id, since, until from assessment_qualification
                        where tenant_id = :tenant order by until, family, staff_id fetch first 5000 rows only""")
                .param("tenant", tenant.value())
                .query(Qualifications::qualification)
                .list();
    }

    /** One person's, ended ones too. */
    List<Qualification> of(StaffId staff, Collection<TenantId> tenants) {
        if (tenants.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                        select tenant_id, family, staff_id, since, until from assessment_qualification
                        where staff_id = :staff and tenant_id in (:tenants) order by until, family""")
                .param("staff", staff.value())
                .param("tenants", tenants.stream().map(TenantId::value).toList())
                .query(Qualifications::qualification)
                .list();
    }

    /** The latest counts; one that is there already is renewed. */
    void grant(Qualification granted, UUID run) {
        int renewed = jdbc.sql("""
                        update assessment_qualification set since = :since, until = :until, try_id = :try
                        where tenant_id = :tenant and family = :family and staff_id = :staff""")
                .param("tenant", granted.tenant().value())
                .param("family", granted.family().value())
                .param("staff", granted.staff().value())
                .param("since", Timestamp.from(granted.since()))
                .param("until", Timestamp.from(granted.until()))
                .param("try", run)
                .update();
        if (renewed == 0) {
            jdbc.sql("""
                            insert into assessment_qualification (tenant_id, family, staff_id, since, until, try_id)
                            values (:tenant, :family, :staff, :since, :until, :try)""")
                    .param("tenant", granted.tenant().value())
                    .param("family", granted.family().value())
                    .param("staff", granted.staff().value())
                    .param("since", Timestamp.from(granted.since()))
                    .param("until", Timestamp.from(granted.until()))
                    .param("try", run)
                    .update();
        }
    }

    void begin(Try begun) {
        jdbc.sql("""
                        insert into assessment_try (id, tenant_id, family, staff_id, started_at)
                        values (:id, :tenant, :family, :staff, :at)""")
                .param("id", begun.id())
                .param("tenant", begun.tenant().value())
                .param("family", begun.family().value())
                .param("staff", begun.staff().value())
                .param("at", Timestamp.from(begun.startedAt()))
                .update();
    }

    void end(UUID run, Comparison result, @Nullable Boolean passed, Instant at) {
        jdbc.sql("""
                        update assessment_try set done_at = :at, compared = :compared, same = :same, same_side = :side,
                          far = :far, passed = :passed where id = :id and done_at is null""")
                .param("id", run)
                .param("at", Timestamp.from(at))
                .param("compared", result.compared())
                .param("same", result.same())
                .param("side", result.sameSide())
                .param("far", result.far())
                .param("passed", passed)
                .update();
    }

    Optional<Try> findTry(UUID run) {
        return jdbc.sql(TRIES + "where id = :id")
                .param("id", run)
                .query(Qualifications::readTry)
                .optional();
    }

    /** One person's for one micro-credential, the latest first. */
    List<Try> tries(TenantId tenant, MicroCredentialId family, StaffId staff, int atMost) {
        return jdbc.sql(TRIES + """
                        where staff_id = :staff and tenant_id = :tenant and family = :family
                        order by started_at desc, id desc fetch first :atMost rows only""")
                .param("staff", staff.value())
                .param("tenant", tenant.value())
                .param("family", family.value())
                .param("atMost", atMost)
                .query(Qualifications::readTry)
                .list();
    }

    /** The latest of each of these people for each micro-credential, the latest first. */
    List<Try> latest(TenantId tenant, Collection<StaffId> people) {
        return people.isEmpty()
                ? List.of()
                : jdbc.sql(TRIES + """
                        where tenant_id = :tenant and staff_id in (:people) and not exists (
                          select 1 from assessment_try later where later.tenant_id = assessment_try.tenant_id
                            and later.staff_id = assessment_try.staff_id and later.family = assessment_try.family
                            and later.started_at > assessment_try.started_at)
                        order by started_at desc, id fetch first 500 rows only""")
                        .param("tenant", tenant.value())
                        .param("people", people.stream().map(StaffId::value).toList())
                        .query(Qualifications::readTry)
                        .list();
    }

    private static final String TRIES = """
            select id, tenant_id, family, staff_id, started_at, done_at, compared, same, same_side, far, passed
            from assessment_try
            """;

    private static Try readTry(ResultSet row, int number) throws SQLException {
        Timestamp done = row.getTimestamp("done_at");
        boolean passed = row.getBoolean("passed");
        boolean untold = row.wasNull();
        return new Try(
                row.getObject("id", UUID.class),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new MicroCredentialId(row.getString("family")),
                new StaffId(row.getObject("staff_id", UUID.class)),
                row.getTimestamp("started_at").toInstant(),
                done == null ? null : done.toInstant(),
                done == null
                        ? null
                        : new Comparison(
                                row.getInt("compared"), row.getInt("same"), row.getInt("same_side"), row.getInt("far")),
                untold ? null : passed);
    }

    private static Qualification qualification(ResultSet row, int number) throws SQLException {
        return new Qualification(
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new MicroCredentialId(row.getString("family")),
                new StaffId(row.getObject("staff_id", UUID.class)),
                row.getTimestamp("since").toInstant(),
                row.getTimestamp("until").toInstant());
    }
}
