package dev.laurel.journey;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.VersionId;
import dev.laurel.course.Calendar;
import dev.laurel.course.PlaceDates;
import dev.laurel.course.Placement;
import dev.laurel.course.PlacementId;
import dev.laurel.course.Placements;
import dev.laurel.journey.CockpitRows.Row;
import dev.laurel.journey.Nudges.Resting;
import dev.laurel.lti.Launch;
import dev.laurel.lti.LaunchContext;
import dev.laurel.lti.LtiUserId;
import dev.laurel.person.Person;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.person.Persons.Reader;
import dev.laurel.submission.SubmissionId;
import dev.laurel.system.Letter;
import dev.laurel.system.NotFound;
import dev.laurel.system.PageLocale;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Whoever leads a course reads the reminder, picks whom it goes to, sends it, and sees what was sent before. */
@Controller
@RequestMapping("/l/{launch}/course/reminders")
class NudgePage {

    private static final int MOST = 100;
    private static final int LOG_SHOWN = 50;

    private final Placements placements;
    private final Catalogue catalogue;
    private final CockpitRows rows;
    private final StuckBounds bounds;
    private final Calendar calendar;
    private final LastAttempts lasts;
    private final Persons persons;
    private final Nudges nudges;
    private final NudgeMail mail;
    private final EarnerMail mails;
    private final Clock clock;

    NudgePage(
            Placements placements,
            Catalogue catalogue,
            CockpitRows rows,
            StuckBounds bounds,
            Calendar calendar,
            LastAttempts lasts,
            Persons persons,
            Nudges nudges,
            NudgeMail mail,
            EarnerMail mails,
            Clock clock) {
        this.placements = placements;
        this.catalogue = catalogue;
        this.rows = rows;
        this.bounds = bounds;
        this.calendar = calendar;
        this.lasts = lasts;
        this.persons = persons;
        this.nudges = nudges;
        this.mail = mail;
        this.mails = mails;
        this.clock = clock;
    }

    /**
     * Somebody whose work rests, or is past its date.
     *
     * @param key by which it is picked
     * @param submission absent where it was not begun
     * @param person absent where Laurel has never met them
     * @param since when it came to rest; absent where it was not begun
     * @param due by when it was to be handed in; absent where nobody said, or it was
     * @param obstacle why no reminder can go to them; absent where one can
     */
    record Line(
            String key,
            @Nullable SubmissionId submission,
            @Nullable PersonId person,
            @Nullable String name,
            VersionId version,
            String title,
            String language,
            @Nullable Instant since,
            @Nullable Instant due,
            @Nullable String obstacle) {

        /** What is asked for where it can be. */
        Resting resting() {
            return new Resting(
                    Objects.requireNonNull(person),
                    submission,
                    version,
                    since == null ? Objects.requireNonNull(due) : since);
        }
    }

    /** What was sent. */
    record Logged(
            @Nullable String name,
            String title,
            String language,
            Instant at,
            String state,
            @Nullable String problem) {}

    private static LaunchContext course(Launch launch) {
        LaunchContext course = launch.context();
        if (!launch.roles().isCoordinator() || course == null) {
            throw new NotFound("Launch " + launch.id().value() + " is no coordinator's of a course");
        }
        return course;
    }

    @GetMapping
    ModelAndView page(Launch launch, @RequestParam(required = false) @Nullable Integer sent, Locale locale) {
        LaunchContext course = course(launch);
        List<Line> lines = lines(launch, course);
        Optional<Line> first =
                lines.stream().filter(line -> line.obstacle() == null).findFirst();
        return new ModelAndView("journey/reminders")
                .addObject("lines", lines)
                .addObject("days", bounds.of(launch.tenant(), course.id()))
                .addObject("reachable", first.isPresent())
                .addObject("canBeSent", mail.canBeSent())
                .addObject("sent", sent)
                .addObject(
                        "letter",
                        first.map(line -> preview(launch, line, locale)).orElse(null))
                .addObject("log", log(launch, course));
    }

    /** As the first of them would get it, but for the secret in its link. */
    private Letter preview(Launch launch, Line line, Locale locale) {
        Locale theirs = mail.reader(launch.tenant(), Objects.requireNonNull(line.person()))
                .flatMap(reader -> PageLocale.spoken(reader.language()))
                .orElse(locale);
        Letter letter = mail.letter(
                launch.tenant(),
                line.name(),
                line.version(),
                line.since(),
                mail.dates(launch.tenant(), course(launch).id(), line.version()),
                theirs);
        return mails.end(letter, mail.unsubscribing("…"));
    }

    /** Sends to those who were picked and may have one; what is picked but no longer rests is left alone. */
    @PostMapping
    String send(Launch launch, @RequestParam(defaultValue = "") List<String> who) {
        LaunchContext course = course(launch);
        Set<String> picked = Set.copyOf(who);
        long sent = !mail.canBeSent()
                ? 0
                : lines(launch, course).stream()
                        .filter(line -> line.obstacle() == null && picked.contains(line.key()))
                        .filter(line ->
                                nudges.remind(launch.tenant(), course.id().value(), launch.user(), line.resting()))
                        .count();
        return "redirect:" + launch.path("/course/reminders?sent=" + sent);
    }

    private List<Line> lines(Launch launch, LaunchContext course) {
        Map<PlacementId, MicroCredential> places = new LinkedHashMap<>();
        for (Placement placement : placements.in(launch.tenant(), course.id())) {
            catalogue.version(placement.version()).ifPresent(found -> places.put(placement.id(), found));
        }
        Instant quiet = clock.instant().minus(Duration.ofDays(bounds.of(launch.tenant(), course.id())));
        Instant now = clock.instant();
        Map<PlacementId, PlaceDates> dates = calendar.in(launch.tenant(), places.keySet());
        List<PlacementId> over = places.keySet().stream()
                .filter(place -> dates.getOrDefault(place, PlaceDates.NONE).isOver(now))
                .toList();
        List<Row> late = rows.begun(launch.tenant(), over, MOST);
        List<Row> stuck = Stream.concat(
                        rows
                                .stuck(
                                        launch.tenant(),
                                        places.keySet(),
                                        lasts.of(launch.tenant(), places),
                                        quiet,
                                        0,
                                        MOST)
                                .stream(),
                        late.stream())
                .distinct()
                .limit(MOST)
                .toList();
        List<Row> notBegun = rows.notBegun(launch.tenant(), over, MOST);
        Map<LtiUserId, Person> met =
                persons.met(launch.tenant(), notBegun.stream().map(Row::account).collect(Collectors.toSet()));
        List<PersonId> people = Stream.concat(
                        stuck.stream().map(Row::earner).filter(Objects::nonNull),
                        met.values().stream().map(Person::id))
                .distinct()
                .toList();
        Map<PersonId, Reader> readers = persons.readers(launch.tenant(), people);
        Set<PersonId> unsubscribed = nudges.unsubscribed(launch.tenant(), people);
        Set<PersonId> lately = nudges.lately(launch.tenant(), people);
        Map<String, Line> lines = new LinkedHashMap<>();
        for (Row row : stuck) {
            PersonId person = Objects.requireNonNull(row.earner());
            MicroCredential of = Objects.requireNonNull(places.get(row.placement()));
            Reader reader = readers.get(person);
            SubmissionId work = Objects.requireNonNull(row.submission());
            lines.putIfAbsent(
                    work.value().toString(),
                    new Line(
                            work.value().toString(),
                            work,
                            person,
                            reader == null || reader.name() == null ? row.name() : reader.name(),
                            of.versionId(),
                            of.title(),
                            of.language(),
                            Objects.requireNonNull(row.since()),
                            late.contains(row)
                                    ? dates.getOrDefault(row.placement(), PlaceDates.NONE)
                                            .due()
                                    : null,
                            obstacle(person, unsubscribed, lately, reader)));
        }
        for (Row row : notBegun) {
            Person person = met.get(row.account());
            PersonId id = person == null ? null : person.id();
            MicroCredential of = Objects.requireNonNull(places.get(row.placement()));
            String key = row.placement().value() + "." + row.account().value();
            lines.put(
                    key,
                    new Line(
                            key,
                            null,
                            id,
                            row.name(),
                            of.versionId(),
                            of.title(),
                            of.language(),
                            null,
                            dates.getOrDefault(row.placement(), PlaceDates.NONE).due(),
                            id == null ? "never-met" : obstacle(id, unsubscribed, lately, readers.get(id))));
        }
        return List.copyOf(lines.values());
    }

    private static @Nullable String obstacle(
            PersonId person, Set<PersonId> unsubscribed, Set<PersonId> lately, @Nullable Reader reader) {
        return unsubscribed.contains(person)
                ? "unsubscribed"
                : lately.contains(person) ? "lately" : reader == null ? "no-address" : null;
    }

    private List<Logged> log(Launch launch, LaunchContext course) {
        List<Nudges.Sent> sent = nudges.of(launch.tenant(), course.id().value(), LOG_SHOWN);
        Map<PersonId, Person> names = new HashMap<>(persons.find(
                launch.tenant(), sent.stream().map(Nudges.Sent::person).collect(Collectors.toSet())));
        return sent.stream()
                .map(one -> {
                    Optional<MicroCredential> of = catalogue.version(one.version());
                    return new Logged(
                            Optional.ofNullable(names.get(one.person()))
                                    .map(Person::name)
                                    .orElse(null),
                            of.map(MicroCredential::title).orElse(""),
                            of.map(MicroCredential::language).orElse("en"),
                            one.askedAt(),
                            one.state(),
                            one.problem());
                })
                .toList();
    }
}
