package dev.laurel.assessment;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.Rubric.Criterion;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffId;
import dev.laurel.tenant.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * How assessors of several tenants rated the same practice pieces, blind, to qualify. A tenant's ratings are told to its
 * partners for as long as it lets the piece out, or uses one that came.
 */
@Component
public class SharedRatings {

    private static final int MOST = 20_000;

    private final JdbcClient jdbc;
    private final Catalogue catalogue;

    SharedRatings(JdbcClient jdbc, Catalogue catalogue) {
        this.jdbc = jdbc;
        this.catalogue = catalogue;
    }

    /**
     * One assessor's first rating of one criterion.
     *
     * @param key of the piece, the same with every partner
     * @param level index of the level, from 0
     * @param cut index of the lowest level that counts as met
     */
    public record Rated(
            String key, String name, TenantId tenant, StaffId staff, String criterion, int level, int cut) {}

    /** Those of all pieces that one of these tenants shares, its own and its partners'. */
    @Transactional(readOnly = true)
    public List<Rated> of(Collection<TenantId> tenants) {
        if (tenants.isEmpty()) {
            return List.of();
        }
        record Row(String key, String name, UUID tenant, UUID version, UUID staff, String criterion, String level) {}
        List<Row> rows = jdbc.sql("""
                        select a.shared_key, a.name, a.tenant_id, a.version_id, r.staff_id, g.criterion_id, g.level_key
                        from assessment_anchor a
                        join assessment_reading r on r.anchor_id = a.id
                        join assessment_reading_rating g on g.reading_id = r.id
                        where a.shared_key in (select s.shared_key from assessment_anchor s where s.tenant_id in (:tenants)
                            and s.shared_key is not null and (s.let_out_at is not null or s.came_from is not null))
                          and (a.let_out_at is not null or a.came_from is not null)
                          and r.purpose = 'QUALIFYING' and r.state = 'DONE' and g.level_key is not null
                        order by r.ended_at, r.id, g.criterion_id fetch first\s""" + MOST + " rows only")
                .param("tenants", tenants.stream().map(TenantId::value).toList())
                .query((row, number) -> new Row(
                        row.getString("shared_key"),
                        row.getString("name"),
                        row.getObject("tenant_id", UUID.class),
                        row.getObject("version_id", UUID.class),
                        row.getObject("staff_id", UUID.class),
                        row.getString("criterion_id"),
                        row.getString("level_key")))
                .list();
        Map<UUID, Optional<MicroCredential>> credentials = new HashMap<>();
        Set<String> seen = new HashSet<>();
        List<Rated> rated = new ArrayList<>();
        for (Row row : rows) {
            credentials
                    .computeIfAbsent(row.version(), version -> catalogue.version(new VersionId(version)))
                    .flatMap(credential -> credential.rubric().criteria().stream()
                            .filter(criterion -> criterion.id().equals(row.criterion()))
                            .findFirst())
                    .filter(criterion -> Resolution.indexOf(criterion, row.level()) >= 0)
                    // Whoever rates it again may remember what was said of it.
                    .filter(criterion -> seen.add(row.key() + " " + row.staff() + " " + row.criterion()))
                    .ifPresent(criterion ->
                            rated.add(rated(row.key(), row.name(), row.tenant(), row.staff(), criterion, row.level())));
        }
        return rated;
    }

    private static Rated rated(String key, String name, UUID tenant, UUID staff, Criterion criterion, String level) {
        return new Rated(
                key,
                name,
                new TenantId(tenant),
                new StaffId(staff),
                criterion.id(),
                Resolution.indexOf(criterion, level),
                Resolution.indexOf(criterion, criterion.cut()));
    }
}
