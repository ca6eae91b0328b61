package dev.laurel.assessment;

import dev.laurel.agreement.Figure;
import dev.laurel.assessment.Anchor.Comparison;
import dev.laurel.assessment.Drift.Alarm;
import dev.laurel.assessment.Drift.Steadiness;
import dev.laurel.assessment.Pauses.Because;
import dev.laurel.assessment.Pauses.Pause;
import dev.laurel.assessment.Qualifications.Qualification;
import dev.laurel.assessment.Qualifications.Try;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.Practice;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who rates, qualified for what until when, how steadily, and who is paused. */
@Controller
class PeopleController {

    private static final int PAGE_SIZE = 25;
    private static final int MOST_WORDS = 2000;
    private static final Duration A_YEAR = Duration.ofDays(365);

    private final Staff staff;
    private final Tenants tenants;
    private final Qualifications qualifications;
    private final Pauses pauses;
    private final Drift drift;
    private final Readings readings;
    private final Seats seats;
    private final Practice<QualitySettings> practice;
    private final Catalogue catalogue;
    private final Clock clock;

    PeopleController(
            Staff staff,
            Tenants tenants,
            Qualifications qualifications,
            Pauses pauses,
            Drift drift,
            Readings readings,
            Seats seats,
            Practice<QualitySettings> practice,
            Catalogue catalogue,
            Clock clock) {
        this.staff = staff;
        this.tenants = tenants;
        this.qualifications = qualifications;
        this.pauses = pauses;
        this.drift = drift;
        this.readings = readings;
        this.seats = seats;
        this.practice = practice;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    record Held(String title, @Nullable String language, Instant until, boolean valid, boolean ending) {}

    /** A set that has not led to a qualification, or not yet. */
    record Tried(String title, @Nullable String language, Try run) {}

    /** @param own whether it is the reader's, who may not lift it */
    record PauseLine(
            UUID id,
            String because,
            @Nullable String title,
            @Nullable String language,
            String words,
            Instant since,
            boolean own) {}

    /**
     * @param own whether it is the reader, who does not pause themselves: nobody else may be there to end it
     * @param seeded how their ratings of anchors among ordinary work were, in the last year; {@code n} 0 for none
     */
    record PersonLine(
            UUID id,
            String name,
            boolean own,
            int ratings,
            List<Held> held,
            List<Tried> tried,
            List<PauseLine> paused,
            Alarm alarm,
            Figure decision,
            Comparison seeded) {}

    record District(UUID id, String name, int driftLeast, List<PersonLine> people, int shown, boolean more) {}

    @GetMapping("/assess/lead/people")
    String people(
            StaffMember lead,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "") String problem,
            @RequestParam(defaultValue = "") String done,
            Model model) {
        int shown = Math.max(0, Math.min(page, 10_000));
        model.addAttribute("section", "lead");
        model.addAttribute(
                "districts",
                lead.leads().stream()
                        .map(tenant -> district(tenant, lead, shown))
                        .sorted(Comparator.comparing(District::name))
                        .toList());
        model.addAttribute("page", shown);
        model.addAttribute(
                "problem", List.of("words", "own", "own-lead", "self").contains(problem) ? problem : "");
        model.addAttribute("done", List.of("paused", "lifted").contains(done) ? done : "");
        model.addAttribute("mostWords", MOST_WORDS);
        return "assessment/people";
    }

    private District district(TenantId tenant, StaffMember lead, int page) {
        Map<StaffId, String> names = staff.names(staff.acting(StaffRole.ASSESSOR, tenant));
        List<StaffId> sorted = names.keySet().stream()
                .sorted(Comparator.comparing((StaffId id) -> names.getOrDefault(id, ""))
                        .thenComparing(id -> id.value().toString()))
                .skip((long) page * PAGE_SIZE)
                .limit(PAGE_SIZE + 1L)
                .toList();
        Map<StaffId, List<Qualification>> held =
                qualifications.in(tenant).stream().collect(Collectors.groupingBy(Qualification::staff));
        Map<StaffId, List<Pause>> paused = pauses.in(tenant).stream().collect(Collectors.groupingBy(Pause::staff));
        Map<StaffId, List<Try>> tried =
                qualifications.latest(tenant, sorted).stream().collect(Collectors.groupingBy(Try::staff));
        Map<StaffId, Comparison> seeded =
                readings.seeded(tenant, clock.instant().minus(A_YEAR));
        return new District(
                tenant.value(),
                tenants.nameOf(tenant).orElse(""),
                practice.of(tenant).driftLeast(),
                sorted.stream()
                        .limit(PAGE_SIZE)
                        .map(person -> {
                            Steadiness steadiness = drift.of(tenant, person);
                            return new PersonLine(
                                    person.value(),
                                    names.getOrDefault(person, ""),
                                    person.equals(lead.id()),
                                    seats.countDone(person, tenant, 100_000),
                                    held.getOrDefault(person, List.of()).stream()
                                            .map(one -> held(tenant, one))
                                            .toList(),
                                    tried.getOrDefault(person, List.of()).stream()
                                            .filter(run -> !Boolean.TRUE.equals(run.passed()))
                                            .map(this::tried)
                                            .toList(),
                                    paused.getOrDefault(person, List.of()).stream()
                                            .map(pause -> paused(pause, lead))
                                            .toList(),
                                    steadiness.alarm(),
                                    steadiness.decision(),
                                    seeded.getOrDefault(person, Comparison.NONE));
                        })
                        .toList(),
                page,
                sorted.size() > PAGE_SIZE);
    }

    private Tried tried(Try run) {
        MicroCredential about = credential(run.family());
        return new Tried(
                about == null ? run.family().value() : about.title(), about == null ? null : about.language(), run);
    }

    private Held held(TenantId tenant, Qualification one) {
        MicroCredential about = credential(one.family());
        Instant now = clock.instant();
        boolean valid = one.until().isAfter(now);
        return new Held(
                about == null ? one.family().value() : about.title(),
                about == null ? null : about.language(),
                one.until(),
                valid,
                valid
                        && !one.until()
                                .isAfter(now.plus(
                                        Duration.ofDays(practice.of(tenant).reminderDays()))));
    }

    private PauseLine paused(Pause pause, StaffMember lead) {
        MicroCredential about = pause.family() == null ? null : credential(pause.family());
        return new PauseLine(
                pause.id(),
                pause.because().key(),
                about == null ? null : about.title(),
                about == null ? null : about.language(),
                pause.words(),
                pause.pausedAt(),
                pause.staff().equals(lead.id()));
    }

    private @Nullable MicroCredential credential(MicroCredentialId family) {
        return catalogue.current(family).orElse(null);
    }

    @PostMapping("/assess/lead/people/pauses/{id}/lift")
    String lift(StaffMember lead, @PathVariable UUID id, @RequestParam(defaultValue = "") String words) {
        String plain = Entries.clean(words);
        Pause pause = pauses.find(id)
                .filter(found -> lead.leads().contains(found.tenant()))
                .orElseThrow(() -> new NotFound("No pause " + id));
        if (pause.staff().equals(lead.id())) {
            return "redirect:/assess/lead/people?problem=" + (pause.because() == Because.LEAD ? "own-lead" : "own");
        }
        if (plain.isEmpty() || plain.length() > MOST_WORDS) {
            return "redirect:/assess/lead/people?problem=words";
        }
        pauses.lift(pause, lead.id(), plain);
        return "redirect:/assess/lead/people?done=lifted";
    }

    @PostMapping("/assess/lead/people/{tenant}/{person}/pause")
    String pause(
            StaffMember lead,
            @PathVariable UUID tenant,
            @PathVariable UUID person,
            @RequestParam(defaultValue = "") String words) {
        TenantId district = own(lead, tenant);
        StaffId paused = new StaffId(person);
        String plain = Entries.clean(words);
        if (!staff.acting(StaffRole.ASSESSOR, district).contains(paused)) {
            throw new NotFound("Nobody of that id assesses there");
        }
        if (paused.equals(lead.id())) {
            return "redirect:/assess/lead/people?problem=self";
        }
        if (plain.isEmpty() || plain.length() > MOST_WORDS) {
            return "redirect:/assess/lead/people?problem=words";
        }
        pauses.pause(district, null, paused, Because.LEAD, plain, lead.id());
        return "redirect:/assess/lead/people?done=paused";
    }

    private static TenantId own(StaffMember lead, UUID tenant) {
        TenantId district = new TenantId(tenant);
        if (!lead.leads().contains(district)) {
            throw new NotFound("Not led: " + tenant);
        }
        return district;
    }
}
