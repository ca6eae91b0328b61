package dev.laurel.course;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.VersionId;
import dev.laurel.lti.ContextId;
import dev.laurel.lti.CopyHistory;
import dev.laurel.lti.Launch;
import dev.laurel.lti.LaunchContext;
import dev.laurel.lti.ResourceLinkId;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Courses that were made from others. What stands in a course is found again in its copy; learners, their work and their
 * grades belong to a place of their own there and never come along.
 */
@Component
public class Copies {

    private static final int MOST_ANCESTORS = 50;

    private final JdbcClient jdbc;
    private final CopyHistory history;
    private final Catalogue catalogue;
    private final Clock clock;

    Copies(JdbcClient jdbc, CopyHistory history, Catalogue catalogue, Clock clock) {
        this.jdbc = jdbc;
        this.history = history;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /** Whether the course of this launch was made from another that is known here. */
    public boolean isCopy(Launch launch) {
        LaunchContext context = launch.context();
        return context != null && !origins(launch.tenant(), context.id()).isEmpty();
    }

    /**
     * The version that stood where this link was copied from.
     *
     * @param named the micro-credential that the link itself names; null when it names none, and then only its own history
     *     counts, because nothing else tells which of the origin's links it was
     */
    Optional<VersionId> standingAtOrigin(Launch launch, @Nullable MicroCredentialId named) {
        LaunchContext context = launch.context();
        if (context == null) {
            return Optional.empty();
        }
        List<VersionId> candidates = new ArrayList<>();
        for (ResourceLinkId link : history.linksBefore(launch)) {
            candidates.addAll(placedBehind(launch.tenant(), link));
        }
        if (named == null) {
            return candidates.stream().findFirst();
        }
        for (ContextId origin : ancestors(launch.tenant(), context.id(), history.coursesBefore(launch))) {
            candidates.addAll(placedIn(launch.tenant(), origin));
        }
        return candidates.stream()
                .filter(version -> catalogue
                        .version(version)
                        .filter(found -> found.id().equals(named))
                        .isPresent())
                .findFirst();
    }

    /** Notes what the launch's course was made from, as its history says. */
    void noteOrigins(Launch launch) {
        LaunchContext context = launch.context();
        if (context != null) {
            remember(launch.tenant(), context.id(), history.coursesBefore(launch), clock.instant());
        }
    }

    /** Notes what a course was made from; noting it twice changes nothing. */
    void remember(TenantId tenant, ContextId copy, List<ContextId> origins, Instant at) {
        for (ContextId origin : origins) {
            if (!origin.equals(copy)) {
                jdbc.sql("insert into course_copy (context_id, origin_id, tenant_id, told_at)"
                                + " values (:copy, :origin, :tenant, :at) on conflict do nothing")
                        .param("copy", copy.value())
                        .param("origin", origin.value())
                        .param("tenant", tenant.value())
                        .param("at", Timestamp.from(at))
                        .update();
            }
        }
    }

    /**
     * What a course was made from, and what that was, the nearest first: a notice tells of one step alone, and what lies
     * between may never have been opened. Courses may take over content from each other.
     */
    private Set<ContextId> ancestors(TenantId tenant, ContextId copy, List<ContextId> told) {
        Set<ContextId> found = new LinkedHashSet<>(told);
        found.addAll(origins(tenant, copy));
        Deque<ContextId> unasked = new ArrayDeque<>(found);
        while (!unasked.isEmpty() && found.size() < MOST_ANCESTORS) {
            for (ContextId origin : origins(tenant, unasked.remove())) {
                if (!origin.equals(copy) && found.add(origin)) {
                    unasked.add(origin);
                }
            }
        }
        found.remove(copy);
        return found;
    }

    private List<ContextId> origins(TenantId tenant, ContextId copy) {
        return jdbc.sql("select origin_id from course_copy where context_id = :copy and tenant_id = :tenant"
                        + " order by told_at desc, origin_id fetch first 20 rows only")
                .param("copy", copy.value())
                .param("tenant", tenant.value())
                .query((row, number) -> new ContextId(row.getObject("origin_id", UUID.class)))
                .list();
    }

    private List<VersionId> placedBehind(TenantId tenant, ResourceLinkId link) {
        return jdbc.sql(
                        "select version_id from course_placement where resource_link_id = :link and tenant_id = :tenant")
                .param("link", link.value())
                .param("tenant", tenant.value())
                .query((row, number) -> new VersionId(row.getObject("version_id", UUID.class)))
                .list();
    }

    private List<VersionId> placedIn(TenantId tenant, ContextId course) {
        return jdbc.sql("select version_id from course_placement where context_id = :context and tenant_id = :tenant"
                        + " order by created_at desc, id fetch first 200 rows only")
                .param("context", course.value())
                .param("tenant", tenant.value())
                .query((row, number) -> new VersionId(row.getObject("version_id", UUID.class)))
                .list();
    }
}
