package dev.laurel.journey;

import dev.laurel.assessment.Holds;
import dev.laurel.badge.Award;
import dev.laurel.badge.Badges;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.course.Calendar;
import dev.laurel.course.PlaceDates;
import dev.laurel.course.Placement;
import dev.laurel.course.PlacementId;
import dev.laurel.course.Placements;
import dev.laurel.journey.CockpitRows.Asked;
import dev.laurel.journey.CockpitRows.Counts;
import dev.laurel.journey.CockpitRows.Glance;
import dev.laurel.journey.CockpitRows.Row;
import dev.laurel.journey.CockpitRows.Unsent;
import dev.laurel.lti.ContextId;
import dev.laurel.lti.Launch;
import dev.laurel.lti.LtiUserId;
import dev.laurel.person.Person;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.SubmissionState;
import dev.laurel.system.NotFound;
import dev.laurel.system.Paging;
import dev.laurel.system.SpreadsheetCsv;
import dev.laurel.tenant.TenantId;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * A whole course at a glance, for who leads it: every micro-credential placed there, who is stuck since when, and hours and
 * awards of each person, to take away as a table. Never evidence, ratings or attempts.
 */
@Controller
@RequestMapping("/l/{launch}/course")
class CockpitPage {

    private static final int PAGE_SIZE = 25;
    private static final int STUCK_SHOWN = 25;
    private static final int EXPORT_AT_ONCE = 100;
    private static final Comparator<Part> BY_TITLE = Comparator.comparing(Part::title);
    private static final Comparator<Part> BY_DUE = Comparator.<Part, Instant>comparing(
                    part -> part.dates().due(), Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(BY_TITLE);

    private final Placements placements;
    private final Catalogue catalogue;
    private final CockpitRows rows;
    private final StuckBounds bounds;
    private final Calendar calendar;
    private final LastAttempts lasts;
    private final Persons persons;
    private final Badges badges;
    private final Holds holds;
    private final MessageSource messages;
    private final Clock clock;

    CockpitPage(
            Placements placements,
            Catalogue catalogue,
            CockpitRows rows,
            StuckBounds bounds,
            Calendar calendar,
            LastAttempts lasts,
            Persons persons,
            Badges badges,
            Holds holds,
            MessageSource messages,
            Clock clock) {
        this.placements = placements;
        this.catalogue = catalogue;
        this.rows = rows;
        this.bounds = bounds;
        this.calendar = calendar;
        this.lasts = lasts;
        this.persons = persons;
        this.badges = badges;
        this.holds = holds;
        this.messages = messages;
        this.clock = clock;
    }

    /**
     * What is placed in the course, with how many are where.
     *
     * @param unsent who have begun and not handed in, where the date has passed
     */
    record Part(
            PlacementId place,
            String title,
            String language,
            int hours,
            Counts counts,
            int unsent,
            PlaceDates dates,
            boolean over) {

        /** Who has not handed in what is past its date. */
        public int overdue() {
            return over ? counts.fresh() + unsent : 0;
        }
    }

    /** @param begun since when they are at work; absent for somebody who has not started */
    record Late(@Nullable String name, @Nullable Instant begun) {}

    /** @param name absent when the platform does not tell */
    record Stuck(@Nullable String name, String title, String language, Instant since) {}

    /** @param hours credited hours of what this person has earned in the course */
    record Someone(@Nullable String name, int earned, int progress, int fresh, int hours) {}

    /** The places of a course, each with what stands there. */
    private record Course(
            TenantId tenant,
            ContextId context,
            Map<PlacementId, MicroCredential> places,
            Map<PlacementId, PlaceDates> dates,
            LastAttempts.Ended ended) {

        Set<PlacementId> ids() {
            return places.keySet();
        }

        PlaceDates datesOf(PlacementId place) {
            return dates.getOrDefault(place, PlaceDates.NONE);
        }

        /** Those whose date has passed. */
        Set<PlacementId> over(Instant now) {
            return dates.entrySet().stream()
                    .filter(entry -> entry.getValue().isOver(now))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
        }
    }

    private Course course(Launch launch) {
        if (!launch.roles().isCoordinator() || launch.context() == null) {
            throw new NotFound("Launch " + launch.id().value() + " is no coordinator's of a course");
        }
        Map<PlacementId, MicroCredential> places = new LinkedHashMap<>();
        for (Placement placement :
                placements.in(launch.tenant(), launch.context().id())) {
            catalogue.version(placement.version()).ifPresent(found -> places.put(placement.id(), found));
        }
        return new Course(
                launch.tenant(),
                launch.context().id(),
                places,
                calendar.in(launch.tenant(), places.keySet()),
                lasts.of(launch.tenant(), places));
    }

    @GetMapping
    ModelAndView course(
            Launch launch,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "title") String sort,
            @RequestParam(required = false) @Nullable UUID late,
            @RequestParam(defaultValue = "0") int latePage,
            Locale locale) {
        Course course = course(launch);
        int days = bounds.of(course.tenant(), course.context());
        Instant now = clock.instant();
        Instant quiet = now.minus(Duration.ofDays(days));
        Glance glance = rows.glance(
                new Asked(course.tenant(), course.context(), course.ids(), course.ended(), quiet, now),
                STUCK_SHOWN + 1);
        Map<PlacementId, Integer> unsent = rows.unsent(course.tenant(), course.over(now));
        int people = glance.strangers()
                ? rows.countAccounts(course.tenant(), course.context(), course.ids())
                : glance.members();
        Paging paging = Paging.of(page, people, PAGE_SIZE);
        List<Row> stuck = glance.stuck();
        Names stuckNames = names(course.tenant(), stuck);
        boolean byDue = sort.equals("due");
        List<Part> parts = course.places().entrySet().stream()
                .map(entry -> new Part(
                        entry.getKey(),
                        entry.getValue().title(),
                        entry.getValue().language(),
                        entry.getValue().hours().credited(),
                        glance.counts().getOrDefault(entry.getKey(), Counts.NONE),
                        unsent.getOrDefault(entry.getKey(), 0),
                        course.datesOf(entry.getKey()),
                        course.datesOf(entry.getKey()).isOver(now)))
                .sorted(byDue ? BY_DUE : BY_TITLE)
                .toList();
        ModelAndView view = new ModelAndView("journey/course");
        addLate(view, course, parts, late, latePage);
        return view.addObject("barTitle", message("journey.course", locale))
                .addObject("here", placements.at(launch).isPresent())
                .addObject("parts", parts)
                .addObject("sort", byDue ? "due" : "title")
                .addObject(
                        "stuck",
                        stuck.stream()
                                .limit(STUCK_SHOWN)
                                .map(row -> stuck(row, course, stuckNames))
                                .toList())
                .addObject("days", days)
                .addObject("choices", StuckBounds.CHOICES)
                .addObject("moreStuck", stuck.size() > STUCK_SHOWN)
                .addObject("people", people(course, glance.strangers(), paging.page()))
                .addObject("everybody", people)
                .addObject("page", paging.page())
                .addObject("pages", paging.pages());
    }

    /** Those who have not handed in, of one micro-credential after the other: that whose date passed first, or that which is asked for. */
    private void addLate(ModelAndView view, Course course, List<Part> parts, @Nullable UUID asked, int page) {
        List<Part> overdue =
                parts.stream().filter(part -> part.overdue() > 0).sorted(BY_DUE).toList();
        view.addObject("overdue", overdue);
        overdue.stream()
                .filter(part -> part.place().value().equals(asked))
                .findFirst()
                .or(() -> overdue.stream().findFirst())
                .ifPresent(part -> {
                    Paging paging = Paging.of(page, part.overdue(), PAGE_SIZE);
                    List<Row> found = rows.notHandedIn(course.tenant(), part.place(), paging.page(), PAGE_SIZE);
                    Names names = names(course.tenant(), found);
                    view.addObject("lateOf", part)
                            .addObject("latePage", paging.page())
                            .addObject("latePages", paging.pages())
                            .addObject(
                                    "late",
                                    found.stream()
                                            .map(row -> new Late(names.of(row), row.since()))
                                            .toList());
                });
    }

    /** After how many days without a step somebody counts as stuck in this course. */
    @PostMapping("/bound")
    String bound(Launch launch, @RequestParam(defaultValue = "0") int days) {
        Course course = course(launch);
        bounds.keep(course.tenant(), course.context(), days);
        return "redirect:" + launch.path("/course#stuck");
    }

    private static Stuck stuck(Row row, Course course, Names names) {
        MicroCredential of = Objects.requireNonNull(course.places().get(row.placement()));
        return new Stuck(names.of(row), of.title(), of.language(), Objects.requireNonNull(row.since()));
    }

    private List<Someone> people(Course course, boolean strangers, int page) {
        List<LtiUserId> accounts = strangers
                ? rows.accounts(course.tenant(), course.context(), course.ids(), page, PAGE_SIZE)
                : rows.members(course.tenant(), course.context(), page, PAGE_SIZE);
        List<Row> all = rows.of(course.tenant(), course.ids(), accounts);
        Names names = names(course.tenant(), all);
        Map<LtiUserId, List<Row>> byAccount = all.stream().collect(Collectors.groupingBy(Row::account));
        // Whoever is given no link of the course has no line anywhere, and a name all the same.
        Map<LtiUserId, String> idle = rows.names(
                course.tenant(),
                course.context(),
                accounts.stream()
                        .filter(account -> !byAccount.containsKey(account))
                        .toList());
        return accounts.stream()
                .map(account -> {
                    List<Row> own = byAccount.getOrDefault(account, List.of());
                    return own.isEmpty() ? new Someone(idle.get(account), 0, 0, 0, 0) : someone(own, course, names);
                })
                .toList();
    }

    /** The same work reached from two places counts once. */
    private Someone someone(List<Row> own, Course course, Names names) {
        Set<Object> seen = new HashSet<>();
        int earned = 0;
        int progress = 0;
        int fresh = 0;
        int hours = 0;
        String name = null;
        for (Row row : own) {
            name = name == null ? names.of(row) : name;
            MicroCredential of = Objects.requireNonNull(course.places().get(row.placement()));
            Object work = row.submission() == null ? of.versionId() : row.submission();
            if (!seen.add(work)) {
                continue;
            }
            if (row.state() == SubmissionState.EARNED) {
                earned++;
                hours += of.hours().credited();
            } else if (row.state() == SubmissionState.CLOSED || row.hasEnded(course.ended())) {
                continue;
            } else if (row.submission() != null) {
                progress++;
            } else {
                fresh++;
            }
        }
        return new Someone(name, earned, progress, fresh, hours);
    }

    /** Everybody with everything as a table: one line a person and micro-credential. */
    @GetMapping(path = "/export.csv", produces = "text/csv")
    void export(Launch launch, HttpServletResponse response, Locale locale) throws IOException {
        Course course = course(launch);
        response.setContentType(new MediaType("text", "csv", StandardCharsets.UTF_8).toString());
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"course.csv\"");
        int days = bounds.of(course.tenant(), course.context());
        Instant quiet = clock.instant().minus(Duration.ofDays(days));
        try (SpreadsheetCsv csv = new SpreadsheetCsv(response.getOutputStream())) {
            csv.row(
                    message("journey.cohort.person", locale),
                    message("journey.course.micro-credential", locale),
                    message("journey.cohort.state", locale),
                    message("journey.cohort.since", locale),
                    message("journey.cohort.next", locale),
                    messages.getMessage("journey.course.stuck", new Object[] {days}, locale),
                    message("journey.course.hours", locale),
                    message("journey.course.badge-issued", locale),
                    message("journey.dates.column", locale),
                    message("journey.dates.late-since", locale));
            Set<PlacementId> over = course.over(clock.instant());
            List<LtiUserId> accounts;
            int page = 0;
            do {
                accounts = rows.accounts(course.tenant(), course.context(), course.ids(), page++, EXPORT_AT_ONCE);
                List<Row> all = rows.of(course.tenant(), course.ids(), accounts);
                Names names = names(course.tenant(), all);
                Set<Unsent> late = rows.notHandedIn(course.tenant(), over, accounts);
                Set<SubmissionId> held = held(all);
                Map<LtiUserId, List<Row>> byAccount = all.stream().collect(Collectors.groupingBy(Row::account));
                for (LtiUserId account : accounts) {
                    byAccount
                            .getOrDefault(account, List.of())
                            .forEach(row -> write(csv, row, course, names, quiet, late, held, locale));
                }
            } while (accounts.size() == EXPORT_AT_ONCE);
        }
    }

    /** Which of that leads keep on hold. */
    private Set<SubmissionId> held(List<Row> all) {
        return holds.until(all.stream()
                        .filter(row -> row.state() != null && CohortPage.canBeHeld(row.state()))
                        .map(Row::submission)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList())
                .keySet();
    }

    private void write(
            SpreadsheetCsv csv,
            Row row,
            Course course,
            Names names,
            Instant quiet,
            Set<Unsent> late,
            Set<SubmissionId> held,
            Locale locale) {
        Instant due = course.datesOf(row.placement()).due();
        MicroCredential of = Objects.requireNonNull(course.places().get(row.placement()));
        SubmissionState state = row.state();
        Instant since = row.since();
        boolean earned = state == SubmissionState.EARNED;
        boolean onHold = row.submission() != null && held.contains(row.submission());
        boolean ended = row.hasEnded(course.ended());
        String next = onHold ? "lead" : ended ? "over" : state == null ? "earner" : CohortPage.next(state);
        boolean stuck = next.equals("earner") && since != null && since.isBefore(quiet);
        String name = names.of(row);
        String issued = earned && row.submission() != null
                ? badges.of(course.tenant(), row.submission())
                        .map(Award::issuedAt)
                        .map(CockpitPage::day)
                        .orElse(null)
                : null;
        csv.row(
                name == null ? message("journey.cohort.nameless", locale) : name,
                of.title(),
                message(
                        "journey.cohort."
                                + (state == null
                                        ? "not-started"
                                        : onHold ? "held" : ended ? "ended" : CohortPage.state(state)),
                        locale),
                since == null ? null : day(since),
                message("journey.cohort.next." + next, locale),
                stuck && since != null
                        ? String.valueOf(
                                Duration.between(since, clock.instant()).toDays())
                        : null,
                earned ? String.valueOf(of.hours().credited()) : "0",
                issued,
                due == null ? null : day(due),
                due != null && late.contains(new Unsent(row.placement(), row.account())) ? day(due) : null);
    }

    private static String day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC).toString();
    }

    /** What people are called: by their own launches, else by the roster. */
    private record Names(Map<PersonId, Person> started, Map<LtiUserId, Person> met) {

        @Nullable
        String of(Row row) {
            Person person = row.earner() == null ? met.get(row.account()) : started.get(row.earner());
            return person == null || person.name() == null ? row.name() : person.name();
        }
    }

    private Names names(TenantId tenant, List<Row> all) {
        Map<PersonId, Person> started = new HashMap<>(persons.find(
                tenant,
                all.stream()
                        .map(Row::earner)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList()));
        return new Names(
                started,
                persons.met(
                        tenant,
                        all.stream()
                                .filter(row -> row.earner() == null)
                                .map(Row::account)
                                .distinct()
                                .toList()));
    }

    private String message(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }
}
