package dev.laurel.assessment;

import dev.laurel.agreement.Figure;
import dev.laurel.assessment.Drift.Alarm;
import dev.laurel.assessment.Drift.Steadiness;
import dev.laurel.assessment.Pauses.Because;
import dev.laurel.assessment.Pauses.Pause;
import dev.laurel.assessment.Qualifications.Qualification;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.person.StaffMember;
import dev.laurel.tenant.Practice;
import dev.laurel.tenant.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What the desk says about its owner's own standing; a handful of queries, however much there is to qualify for. */
@Component
class DeskNews {

    private final Anchors anchors;
    private final Qualifications qualifications;
    private final Pauses pauses;
    private final Drift drift;
    private final Catalogue catalogue;
    private final Practice<QualitySettings> practice;
    private final Clock clock;

    DeskNews(
            Anchors anchors,
            Qualifications qualifications,
            Pauses pauses,
            Drift drift,
            Catalogue catalogue,
            Practice<QualitySettings> practice,
            Clock clock) {
        this.anchors = anchors;
        this.qualifications = qualifications;
        this.pauses = pauses;
        this.drift = drift;
        this.catalogue = catalogue;
        this.practice = practice;
        this.clock = clock;
    }

    /**
     * @param key ends {@code assessment.news.}
     * @param title of a micro-credential, in {@code language}; absent where it is about all work
     * @param at when something ends or ended; absent where nothing does
     * @param figure behind it; absent where there is none
     * @param words of a lead; empty where nobody wrote any
     */
    record Line(
            String key,
            @Nullable String title,
            @Nullable String language,
            @Nullable Instant at,
            @Nullable Figure figure,
            String words) {}

    /**
     * @param open for how many micro-credentials this person is not qualified although work of them is given to nobody else
     * @param stopped whether everything that this person could rate is paused for them
     */
    record News(List<Line> lines, int open, boolean anything, boolean stopped) {}

    @Transactional(readOnly = true)
    public News of(StaffMember person) {
        List<Line> lines = new ArrayList<>();
        int open = 0;
        boolean anything = false;
        boolean goesOn = false;
        Instant now = clock.instant();
        Map<TenantId, List<Pause>> pausesOf = pauses.of(person.assesses(), person.id());
        Map<TenantId, Steadiness> steadinessOf = drift.of(person.assesses(), person.id());
        Map<TenantId, Set<MicroCredentialId>> enough = anchors.enough(person.assesses());
        Map<TenantId, List<Qualification>> heldIn = qualifications.of(person.id(), person.assesses()).stream()
                .collect(Collectors.groupingBy(Qualification::tenant));
        for (TenantId tenant : person.assesses()) {
            List<Pause> paused = pausesOf.getOrDefault(tenant, List.of());
            Steadiness steadiness = steadinessOf.getOrDefault(tenant, drift.untold());
            goesOn |= paused.stream().noneMatch(pause -> pause.family() == null);
            paused.forEach(pause -> lines.add(line(pause, steadiness)));
            boolean stopped = paused.stream().anyMatch(pause -> pause.because() == Because.DRIFT);
            if (steadiness.alarm() == Alarm.WARNS && !stopped) {
                lines.add(new Line("warns", null, null, null, steadiness.decision(), ""));
            }
            QualitySettings settings = practice.of(tenant);
            Set<MicroCredentialId> asked = settings.required() == QualitySettings.Required.NEVER
                    ? new HashSet<>()
                    : new HashSet<>(enough.getOrDefault(tenant, Set.of()));
            anything |= !asked.isEmpty() || !paused.isEmpty();
            for (Qualification held : heldIn.getOrDefault(tenant, List.of())) {
                anything = true;
                boolean valid = held.until().isAfter(now);
                if (!valid && asked.contains(held.family())) {
                    lines.add(line("expired", held));
                } else if (valid && !held.until().isAfter(now.plus(Duration.ofDays(settings.reminderDays())))) {
                    lines.add(line("ending", held));
                }
                asked.remove(held.family());
            }
            open += asked.size();
        }
        return new News(lines, open, anything, !goesOn && !person.assesses().isEmpty());
    }

    private Line line(Pause pause, Steadiness steadiness) {
        MicroCredential about = pause.family() == null
                ? null
                : catalogue.current(pause.family()).orElse(null);
        return new Line(
                "paused-" + pause.because().key(),
                about == null ? null : about.title(),
                about == null ? null : about.language(),
                null,
                pause.because() == Because.DRIFT ? steadiness.decision() : null,
                pause.words());
    }

    private Line line(String key, Qualification held) {
        MicroCredential about = catalogue.current(held.family()).orElse(null);
        return new Line(
                key,
                about == null ? held.family().value() : about.title(),
                about == null ? null : about.language(),
                held.until(),
                null,
                "");
    }
}
