package dev.laurel.journey;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.course.PlacementId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** After which attempt a "not yet" is the end, so that it is nobody's turn any more. */
@Component
class LastAttempts {

    /** Where another attempt can always be begun. */
    static final int NONE = Integer.MAX_VALUE;

    private final Catalogue catalogue;
    private final Clock clock;

    LastAttempts(Catalogue catalogue, Clock clock) {
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /** The last attempt there is; nought where a version takes no new starts any more. */
    int of(MicroCredential credential) {
        boolean over = catalogue
                .closing(credential.versionId())
                .filter(closing -> closing.isOver(clock.instant()))
                .isPresent();
        Integer most = credential.scoring().resubmission().maxAttempts();
        return over ? 0 : most == null ? NONE : most;
    }

    /** The same of several places, as a condition on rows that name place, state and attempt. */
    Ended of(Map<PlacementId, MicroCredential> places) {
        Map<Integer, List<UUID>> byLast = new TreeMap<>();
        places.forEach((place, credential) -> {
            int last = of(credential);
            if (last != NONE) {
                byLast.computeIfAbsent(last, key -> new ArrayList<>()).add(place.value());
            }
        });
        return new Ended(byLast);
    }

    /**
     * Which work has ended without a badge.
     *
     * @param byLast places by the last attempt there; those that know none are missing
     */
    record Ended(Map<Integer, List<UUID>> byLast) {

        /** True for work after whose "not yet" nothing comes. */
        String sql() {
            return byLast.isEmpty()
                    ? "(1 = 0)"
                    : byLast.keySet().stream()
                            .map(last -> "(placement_id in (:last" + last + ") and attempt >= " + last + ")")
                            .collect(Collectors.joining(" or ", "(state = 'NOT_YET' and (", "))"));
        }

        Map<String, Collection<UUID>> parameters() {
            Map<String, Collection<UUID>> parameters = new LinkedHashMap<>();
            byLast.forEach((last, places) -> parameters.put("last" + last, places));
            return parameters;
        }
    }
}
