package dev.laurel.journey;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.course.PlacementId;
import dev.laurel.submission.Closings;
import dev.laurel.submission.Submission;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.SubmissionState;
import dev.laurel.submission.Submissions;
import dev.laurel.tenant.TenantId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** After which attempt a "not yet" is the end, so that it is nobody's turn any more. */
@Component
class LastAttempts {

    /** Where another attempt can always be begun. */
    static final int NONE = Integer.MAX_VALUE;

    /** So much work of one course can have been on hold when its version's window ended. */
    private static final int MOST_HELD = 1000;

    private final Catalogue catalogue;
    private final Submissions submissions;
    private final Closings closings;
    private final JdbcClient jdbc;
    private final Clock clock;

    LastAttempts(Catalogue catalogue, Submissions submissions, Closings closings, JdbcClient jdbc, Clock clock) {
        this.catalogue = catalogue;
        this.submissions = submissions;
        this.closings = closings;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Whether this work is "not yet" and nothing can come after that. */
    boolean isOver(Submission work, MicroCredential credential) {
        return work.state() == SubmissionState.NOT_YET
                && (credential.scoring().resubmission().isLast(work.attempt()) || closings.isOver(work));
    }

    /** The last attempt there is; nought where a version takes no new starts any more, but for {@link Ended#open()}. */
    private int of(MicroCredential credential) {
        boolean over = catalogue
                .closing(credential.versionId())
                .filter(closing -> closing.isOver(clock.instant()))
                .isPresent();
        Integer most = credential.scoring().resubmission().maxAttempts();
        return over ? 0 : most == null ? NONE : most;
    }

    /** The same of several places, as a condition on rows that name place, state and attempt. */
    Ended of(TenantId tenant, Map<PlacementId, MicroCredential> places) {
        Map<Integer, List<UUID>> byLast = new TreeMap<>();
        places.forEach((place, credential) -> {
            int last = of(credential);
            if (last != NONE) {
                byLast.computeIfAbsent(last, key -> new ArrayList<>()).add(place.value());
            }
        });
        return new Ended(byLast, stillOpen(tenant, byLast.getOrDefault(0, List.of()), places));
    }

    /** "Not yet" for which a hold has moved the end of its version's window: few, each asked about. */
    private Set<SubmissionId> stillOpen(
            TenantId tenant, Collection<UUID> over, Map<PlacementId, MicroCredential> places) {
        if (over.isEmpty()) {
            return Set.of();
        }
        Map<SubmissionId, MicroCredential> held = new LinkedHashMap<>();
        jdbc.sql("select distinct w.submission_id, w.placement_id from journey_course_work w join journey_held_back h"
                        + " on h.work_id = w.submission_id and h.tenant_id = w.tenant_id where w.tenant_id = :tenant"
                        + " and w.placement_id in (:places) and w.state = 'NOT_YET' fetch first " + MOST_HELD
                        + " rows only")
                .param("tenant", tenant.value())
                .param("places", over)
                .query(row -> {
                    held.put(
                            new SubmissionId(row.getObject("submission_id", UUID.class)),
                            Objects.requireNonNull(
                                    places.get(new PlacementId(row.getObject("placement_id", UUID.class)))));
                });
        return submissions.find(held.keySet()).values().stream()
                .filter(work -> !isOver(work, Objects.requireNonNull(held.get(work.id()))))
                .map(Submission::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Which work has ended without a badge.
     *
     * @param byLast places by the last attempt there; those that know none are missing
     * @param open work that has not ended although the window of its version is over
     */
    record Ended(Map<Integer, List<UUID>> byLast, Set<SubmissionId> open) {

        /** True for work after whose "not yet" nothing comes. */
        String sql() {
            return byLast.isEmpty()
                    ? "(1 = 0)"
                    : byLast.keySet().stream()
                            .map(last -> "(placement_id in (:last" + last + ") and attempt >= " + last
                                    + (last == 0 && !open.isEmpty() ? " and submission_id not in (:open))" : ")"))
                            .collect(Collectors.joining(" or ", "(state = 'NOT_YET' and (", "))"));
        }

        Map<String, Collection<UUID>> parameters() {
            Map<String, Collection<UUID>> parameters = new LinkedHashMap<>();
            byLast.forEach((last, places) -> parameters.put("last" + last, places));
            if (!open.isEmpty()) {
                parameters.put("open", open.stream().map(SubmissionId::value).toList());
            }
            return parameters;
        }

        /** The same for one piece of work. */
        boolean includes(PlacementId place, SubmissionId work, SubmissionState state, int attempt) {
            return state == SubmissionState.NOT_YET
                    && !open.contains(work)
                    && byLast.entrySet().stream()
                            .anyMatch(entry -> attempt >= entry.getKey()
                                    && entry.getValue().contains(place.value()));
        }
    }
}
