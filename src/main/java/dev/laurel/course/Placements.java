package dev.laurel.course;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.VersionId;
import dev.laurel.lti.ContextId;
import dev.laurel.lti.Launch;
import dev.laurel.lti.LaunchContext;
import dev.laurel.lti.ResourceLink;
import dev.laurel.lti.ResourceLinkId;
import dev.laurel.system.Ids;
import dev.laurel.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What stands where. */
@Component
public class Placements {

    /** Custom parameter of a link: the id of the micro-credential. Lower case, because Moodle lowers every name. */
    static final String MICRO_CREDENTIAL = "micro_credential";

    /** Custom parameter of a link: the version that was current when the link was made. */
    static final String MICRO_CREDENTIAL_VERSION = "micro_credential_version";

    private static final String COLUMNS =
            "select id, tenant_id, context_id, resource_link_id, version_id" + " from course_placement";

    private static final int MOST_KNOWN = 20_000;

    // A row is written once and never changed: what was found once needs no asking again, on whatever node.
    private final Cache<ResourceLinkId, Placement> known =
            Caffeine.newBuilder().maximumSize(MOST_KNOWN).build();

    private final JdbcClient jdbc;
    private final Catalogue catalogue;
    private final Copies copies;
    private final Rosters rosters;
    private final Calendar calendar;
    private final Clock clock;

    Placements(JdbcClient jdbc, Catalogue catalogue, Copies copies, Rosters rosters, Calendar calendar, Clock clock) {
        this.jdbc = jdbc;
        this.catalogue = catalogue;
        this.copies = copies;
        this.rosters = rosters;
        this.calendar = calendar;
        this.clock = clock;
    }

    /**
     * What the link of this launch stands for: as placed before, or as its custom parameters say on first sight. Empty
     * when the link names no micro-credential (a navigation link, or a link made by hand that waits for a choice).
     */
    public Optional<Placement> at(Launch launch) {
        LaunchContext context = launch.context();
        if (launch.resourceLink() == null || context == null) {
            return Optional.empty();
        }
        ResourceLinkId link = launch.resourceLink().id();
        Placement before = known.getIfPresent(link);
        if (before != null && before.tenant().equals(launch.tenant())) {
            return Optional.of(before);
        }
        Optional<Placement> placed = placed(launch.tenant(), link);
        if (placed.isPresent()) {
            known.put(link, placed.get());
            return placed;
        }
        Optional<VersionId> version = standsFor(launch);
        if (version.isPresent()) {
            copies.noteOrigins(launch);
        }
        return version.map(standing -> {
            Placement fresh = place(launch.tenant(), context.id(), link, standing);
            calendar.begin(launch, fresh);
            return fresh;
        });
    }

    /**
     * Whether a link that stands for nothing is meant to, as the entry in the menu of a course: it has no column and names no
     * micro-credential, not even one that nobody knows.
     */
    public boolean isForCourse(Launch launch) {
        ResourceLink link = launch.resourceLink();
        return launch.context() != null
                && link != null
                && !link.column()
                && launch.custom().get(MICRO_CREDENTIAL).isEmpty();
    }

    /**
     * What a link that was never seen stands for: what its custom parameters name, in the version that they name. Where
     * they leave that open and the link or its course is a copy, what stood at its origin; else the current version.
     */
    private Optional<VersionId> standsFor(Launch launch) {
        Optional<MicroCredentialId> named = launch.custom()
                .get(MICRO_CREDENTIAL)
                .map(String::strip)
                .filter(MicroCredentialId::isValid)
                .map(MicroCredentialId::new);
        Optional<MicroCredential> exactly = named.flatMap(id -> launch.custom()
                .get(MICRO_CREDENTIAL_VERSION)
                .flatMap(version -> catalogue.version(id, version.strip())));
        return exactly.map(MicroCredential::versionId)
                .or(() -> copies.standingAtOrigin(launch, named.orElse(null)))
                .or(() -> named.flatMap(catalogue::current).map(MicroCredential::versionId));
    }

    private Optional<Placement> placed(TenantId tenant, ResourceLinkId link) {
        return jdbc.sql(COLUMNS + " where resource_link_id = :link and tenant_id = :tenant")
                .param("link", link.value())
                .param("tenant", tenant.value())
                .query(Placements::placement)
                .optional();
    }

    private Placement place(TenantId tenant, ContextId context, ResourceLinkId link, VersionId version) {
        jdbc.sql("insert into course_placement"
                        + " (id, tenant_id, context_id, resource_link_id, version_id, created_at)"
                        + " values (:id, :tenant, :context, :link, :version, :now) on conflict do nothing")
                .param("id", Ids.next())
                .param("tenant", tenant.value())
                .param("context", context.value())
                .param("link", link.value())
                .param("version", version.value())
                .param("now", Timestamp.from(clock.instant()))
                .update();
        rosters.expect(tenant, context);
        return placed(tenant, link).orElseThrow();
    }

    public Optional<Placement> find(TenantId tenant, PlacementId id) {
        return jdbc.sql(COLUMNS + " where id = :id and tenant_id = :tenant")
                .param("id", id.value())
                .param("tenant", tenant.value())
                .query(Placements::placement)
                .optional();
    }

    /** The places in a course, the oldest first; at most two hundred. */
    public List<Placement> in(TenantId tenant, ContextId course) {
        return jdbc.sql(COLUMNS + " where tenant_id = :tenant and context_id = :context"
                        + " order by created_at fetch first 200 rows only")
                .param("tenant", tenant.value())
                .param("context", course.value())
                .query(Placements::placement)
                .list();
    }

    /** What stands in the course of this launch, each once, by title; at most fifty. Empty outside a course. */
    public List<MicroCredential> placedIn(Launch launch) {
        LaunchContext context = launch.context();
        if (context == null) {
            return List.of();
        }
        return jdbc
                .sql("select distinct version_id from course_placement"
                        + " where context_id = :context and tenant_id = :tenant fetch first 50 rows only")
                .param("context", context.id().value())
                .param("tenant", launch.tenant().value())
                .query((row, number) -> new VersionId(row.getObject("version_id", UUID.class)))
                .list()
                .stream()
                .flatMap(version -> catalogue.version(version).stream())
                .sorted(Comparator.comparing(MicroCredential::title))
                .toList();
    }

    private static Placement placement(ResultSet row, int number) throws SQLException {
        return new Placement(
                new PlacementId(row.getObject("id", UUID.class)),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new ContextId(row.getObject("context_id", UUID.class)),
                new ResourceLinkId(row.getObject("resource_link_id", UUID.class)),
                new VersionId(row.getObject("version_id", UUID.class)));
    }
}
