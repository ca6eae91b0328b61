package dev.laurel.reporting;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the counts. What is read grows with months, districts and micro-credentials, not with what people do. */
@Repository
class ReportRows {

    private static final UUID NO_VERSION = new UUID(-1L, -1L);

    private final JdbcClient jdbc;

    ReportRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whose counts: of some districts, or of all together. */
    record Scope(boolean all, Set<UUID> districts) {

        static final Scope EVERYWHERE = new Scope(true, Set.of());
        static final Scope NOWHERE = new Scope(false, Set.of());

        Scope {
            districts = Set.copyOf(districts);
        }

        private String condition() {
            return all ? "tenant_id = :all" : "tenant_id in (:tenants)";
        }

        /** An empty list is no SQL. */
        private Collection<UUID> tenants() {
            return districts.isEmpty() ? List.of(NO_VERSION) : districts;
        }
    }

    /** @param about a district or a version */
    record Count(UUID about, LocalDate month, String measure, String one, long tally) {}

    record Detail(UUID version, String measure, String one, String two, long tally) {}

    /** Steps, arrivals and people by district. */
    List<Count> byDistrict(Scope scope, LocalDate from, LocalDate to) {
        return jdbc.sql("select tenant_id as about, month_of, measure, one, tally from reporting_month"
                        + " where version_id = :all and measure in ('STEP', 'ARRIVAL', 'PEOPLE')"
                        + " and month_of >= :from and month_of < :to and "
                        + (scope.all() ? "tenant_id <> :all" : "tenant_id in (:tenants)"))
                .param("all", Tallies.ALL)
                .param("tenants", scope.tenants())
                .param("from", from)
                .param("to", to)
                .query((row, number) -> count(row))
                .list();
    }

    /** Steps and whether ratings fell on the same side of the cut, by version. */
    List<Count> byVersion(Scope scope, LocalDate from, LocalDate to) {
        return jdbc.sql("select version_id as about, month_of, measure, one, sum(tally) as tally from reporting_month"
                        + " where " + scope.condition() + " and measure in ('STEP', 'AGREE', 'DOUBLE')"
                        + " and version_id <> :all and month_of >= :from and month_of < :to"
                        + " group by version_id, month_of, measure, one")
                .param("all", Tallies.ALL)
                .param("tenants", scope.tenants())
                .param("from", from)
                .param("to", to)
                .query((row, number) -> count(row))
                .list();
    }

    private static Count count(java.sql.ResultSet row) throws java.sql.SQLException {
        return new Count(
                row.getObject("about", UUID.class),
                row.getObject("month_of", LocalDate.class),
                row.getString("measure"),
                row.getString("one"),
                row.getLong("tally"));
    }

    /**
     * Measures in full.
     *
     * @param versions which versions; empty for all together
     */
    List<Detail> details(
            Scope scope, Collection<UUID> versions, Collection<String> measures, LocalDate from, LocalDate to) {
        return jdbc.sql("select version_id, measure, one, two, sum(tally) as tally from reporting_month where "
                        + scope.condition() + " and measure in (:measures) and version_id in (:versions)"
                        + " and month_of >= :from and month_of < :to group by version_id, measure, one, two"
                        + " having sum(tally) <> 0 order by measure, one, two")
                .param("all", Tallies.ALL)
                .param("tenants", scope.tenants())
                .param("measures", measures)
                .param("versions", versions.isEmpty() ? List.of(Tallies.ALL) : versions)
                .param("from", from)
                .param("to", to)
                .query((row, number) -> new Detail(
                        row.getObject("version_id", UUID.class),
                        row.getString("measure"),
                        row.getString("one"),
                        row.getString("two"),
                        row.getLong("tally")))
                .list();
    }

    /** @param two kind and unit, {@code >} between them */
    record Credited(UUID district, LocalDate month, String measure, String authority, String two, long tally) {}

    /** What authorities credited, by district and month. */
    List<Credited> credited(Scope scope, LocalDate from, LocalDate to) {
        return jdbc.sql("select tenant_id, month_of, measure, one, two, tally from reporting_month"
                        + " where version_id = :all and measure in ('CLAIM', 'CLAIMANT', 'CREDIT') and tally <> 0"
                        + " and month_of >= :from and month_of < :to and "
                        + (scope.all() ? "tenant_id <> :all" : "tenant_id in (:tenants)"))
                .param("all", Tallies.ALL)
                .param("tenants", scope.tenants())
                .param("from", from)
                .param("to", to)
                .query((row, number) -> new Credited(
                        row.getObject("tenant_id", UUID.class),
                        row.getObject("month_of", LocalDate.class),
                        row.getString("measure"),
                        row.getString("one"),
                        row.getString("two"),
                        row.getLong("tally")))
                .list();
    }

    /** The first month of which anything is counted. */
    LocalDate first(LocalDate otherwise) {
        LocalDate first = jdbc.sql("select min(day_of) from reporting_day")
                .query((row, number) -> row.getObject(1, LocalDate.class))
                .list()
                .get(0);
        return first == null ? otherwise : first;
    }
}
