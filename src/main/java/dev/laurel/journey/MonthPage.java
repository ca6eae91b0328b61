package dev.laurel.journey;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.course.Placement;
import dev.laurel.course.PlacementId;
import dev.laurel.course.Placements;
import dev.laurel.journey.CockpitRows.Row;
import dev.laurel.lti.Launch;
import dev.laurel.lti.LaunchContext;
import dev.laurel.person.Person;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.submission.SubmissionId;
import dev.laurel.system.NotFound;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * What a course has come to in a month, on one page to print and file: who earned what, and how many credited hours that
 * is. What was not earned is nobody's business here.
 */
@Controller
@RequestMapping("/l/{launch}/course/month")
class MonthPage {

    /** More than anybody reads on paper; the whole is in the course's table. */
    private static final int MOST_SHOWN = 1_000;

    private static final YearMonth FIRST = YearMonth.of(2000, 1);

    private final Placements placements;
    private final Catalogue catalogue;
    private final CockpitRows rows;
    private final Persons persons;
    private final Clock clock;

    MonthPage(Placements placements, Catalogue catalogue, CockpitRows rows, Persons persons, Clock clock) {
        this.placements = placements;
        this.catalogue = catalogue;
        this.rows = rows;
        this.persons = persons;
        this.clock = clock;
    }

    /** @param name absent when the platform does not tell */
    record Line(@Nullable String name, String title, String language, Instant earnedAt, int hours) {}

    /** Of one micro-credential. */
    record Sum(String title, String language, int badges, int hours) {}

    /** @param month such as {@code 2026-11}; empty for the one that it is, in UTC */
    @GetMapping
    ModelAndView month(Launch launch, @RequestParam(defaultValue = "") String month) {
        LaunchContext course = launch.context();
        if (!launch.roles().isCoordinator() || course == null) {
            throw new NotFound("Launch " + launch.id().value() + " is no coordinator's of a course");
        }
        YearMonth now = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
        YearMonth shown = asked(month, now);
        Map<PlacementId, MicroCredential> places = new LinkedHashMap<>();
        for (Placement placement : placements.in(launch.tenant(), course.id())) {
            catalogue.version(placement.version()).ifPresent(found -> places.put(placement.id(), found));
        }
        List<Row> found =
                rows.earned(launch.tenant(), places.keySet(), start(shown), start(shown.plusMonths(1)), MOST_SHOWN + 1);
        List<Line> lines =
                lines(launch, places, found.stream().limit(MOST_SHOWN).toList());
        return new ModelAndView("journey/month")
                .addObject("course", course.title() == null ? course.label() : course.title())
                .addObject("month", shown)
                .addObject("first", shown.atDay(1))
                .addObject("before", shown.equals(FIRST) ? null : shown.minusMonths(1))
                .addObject("after", shown.isBefore(now) ? shown.plusMonths(1) : null)
                .addObject("lines", lines)
                .addObject("more", found.size() > MOST_SHOWN)
                .addObject("sums", sums(lines))
                .addObject("people", people(found))
                .addObject("hours", lines.stream().mapToInt(Line::hours).sum())
                .addObject("today", LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    }

    /** @throws NotFound for what is no month, or one that is still to come: no other is shown in its place */
    private static YearMonth asked(String month, YearMonth now) {
        if (month.isBlank()) {
            return now;
        }
        try {
            YearMonth asked = YearMonth.parse(month.strip());
            if (!asked.isBefore(FIRST) && !asked.isAfter(now)) {
                return asked;
            }
        } catch (DateTimeException noMonth) {
            // Said below.
        }
        throw new NotFound("No month " + (month.length() > 20 ? month.substring(0, 20) : month) + " to report of");
    }

    private static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    /** The same work reached from two places counts once. */
    private List<Line> lines(Launch launch, Map<PlacementId, MicroCredential> places, List<Row> found) {
        Map<PersonId, Person> people = new HashMap<>(persons.find(
                launch.tenant(),
                found.stream()
                        .map(Row::earner)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList()));
        Set<SubmissionId> seen = new HashSet<>();
        List<Line> lines = new ArrayList<>();
        for (Row row : found) {
            MicroCredential of = Objects.requireNonNull(places.get(row.placement()));
            if (row.submission() == null || seen.add(row.submission())) {
                Person person = row.earner() == null ? null : people.get(row.earner());
                lines.add(new Line(
                        person == null || person.name() == null ? row.name() : person.name(),
                        of.title(),
                        of.language(),
                        Objects.requireNonNull(row.since()),
                        of.hours().credited()));
            }
        }
        return lines;
    }

    private static int people(List<Row> found) {
        Set<UUID> accounts = new HashSet<>();
        found.forEach(row -> accounts.add(row.account().value()));
        return accounts.size();
    }

    private static List<Sum> sums(List<Line> lines) {
        Map<String, Sum> sums = new LinkedHashMap<>();
        lines.forEach(line -> sums.merge(
                line.title(),
                new Sum(line.title(), line.language(), 1, line.hours()),
                (one, other) -> new Sum(
                        one.title(), one.language(), one.badges() + other.badges(), one.hours() + other.hours())));
        return sums.values().stream()
                .sorted(Comparator.comparing(Sum::title, String.CASE_INSENSITIVE_ORDER))
                .toList();
    }
}
