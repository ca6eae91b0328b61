package dev.laurel.assessment;

import dev.laurel.agreement.Figure;
import dev.laurel.assessment.DoubleRatings.Latest;
import dev.laurel.assessment.DoubleRatings.Pair;
import dev.laurel.assessment.Pauses.Because;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.Rubric.Criterion;
import dev.laurel.person.StaffId;
import dev.laurel.tenant.Practice;
import dev.laurel.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Whether somebody still sees met and not met as others do, over the latest criteria that two people rated. What lies before
 * the last pause that was lifted is settled and counts no more.
 */
@Component
class Drift {

    private final DoubleRatings doubles;
    private final Pauses pauses;
    private final Catalogue catalogue;
    private final Practice<QualitySettings> practice;

    Drift(DoubleRatings doubles, Pauses pauses, Catalogue catalogue, Practice<QualitySettings> practice) {
        this.doubles = doubles;
        this.pauses = pauses;
        this.catalogue = catalogue;
        this.practice = practice;
    }

    enum Alarm {
        /** Too few criteria to judge by. */
        UNTOLD,
        STEADY,
        WARNS,
        PAUSES;

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param decision decision agreement with its interval; its n is how many criteria counted */
    record Steadiness(Alarm alarm, Figure decision) {}

    Steadiness of(TenantId tenant, StaffId staff) {
        return of(
                practice.of(tenant),
                doubles.latest(
                        tenant,
                        staff,
                        pauses.lastLifted(tenant, staff, Because.DRIFT),
                        practice.of(tenant).driftWindow()));
    }

    /** The same in several tenants; those in which nothing of this person was rated twice are missing. */
    Map<TenantId, Steadiness> of(Collection<TenantId> tenants, StaffId staff) {
        Map<TenantId, Instant> lifted = pauses.lastLifted(tenants, staff, Because.DRIFT);
        Map<TenantId, List<Pair>> pairs = new HashMap<>();
        int widest = tenants.stream()
                .mapToInt(tenant -> practice.of(tenant).driftWindow())
                .max()
                .orElse(0);
        Map<TenantId, Integer> seen = new HashMap<>();
        for (Latest latest : doubles.latest(tenants, staff, widest)) {
            int place = seen.merge(latest.tenant(), 1, Integer::sum);
            if (place <= practice.of(latest.tenant()).driftWindow()
                    && latest.ratedAt().isAfter(lifted.getOrDefault(latest.tenant(), Instant.EPOCH))) {
                pairs.computeIfAbsent(latest.tenant(), tenant -> new ArrayList<>())
                        .add(latest.pair());
            }
        }
        Map<TenantId, Steadiness> steadiness = new HashMap<>();
        pairs.forEach((tenant, latest) -> steadiness.put(tenant, of(practice.of(tenant), latest)));
        return steadiness;
    }

    Steadiness untold() {
        return of(practice.installation(), List.of());
    }

    private Steadiness of(QualitySettings settings, List<Pair> pairs) {
        int n = 0;
        int agreed = 0;
        for (Pair pair : pairs) {
            Optional<Criterion> criterion = catalogue
                    .version(pair.version())
                    .flatMap(credential -> credential.rubric().criterion(pair.criterion()));
            if (criterion.isPresent()) {
                n++;
                agreed += criterion.get().isMetBy(pair.own()) == criterion.get().isMetBy(pair.other()) ? 1 : 0;
            }
        }
        return new Steadiness(alarm(settings, agreed, n), Figure.share(agreed, n));
    }

    private static Alarm alarm(QualitySettings settings, int agreed, int n) {
        if (n < settings.driftLeast()) {
            return Alarm.UNTOLD;
        }
        if (!QualitySettings.reaches(agreed, n, settings.driftPauses())) {
            return Alarm.PAUSES;
        }
        return QualitySettings.reaches(agreed, n, settings.driftWarns()) ? Alarm.STEADY : Alarm.WARNS;
    }

    /** Looks after new ratings, and pauses who is too far off. */
    void look(TenantId tenant, StaffId staff) {
        if (of(tenant, staff).alarm() == Alarm.PAUSES) {
            pauses.pause(tenant, null, staff, Because.DRIFT, "", null);
        }
    }
}
