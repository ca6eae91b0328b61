package dev.laurel.reporting;

import dev.laurel.reporting.ReportRows.Count;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How many took which step in a school year and its quarters: together, by district, by programme and by micro-credential.
 * All of these tables are looked at as one when it is decided what is not shown.
 */
final class Funnels {

    private static final int PERIODS = SchoolYear.WHOLE + 1;
    private static final List<Step> COUNTED =
            List.of(Step.STARTED, Step.SUBMITTED, Step.FIRST_NOT_YET, Step.FIRST_EARNED, Step.LATER_EARNED);

    /** A number that may be too small to be shown. */
    record Shown(long count, boolean small) {

        /** The number, or nothing where it is not shown. */
        @Nullable
        Long value() {
            return small ? null : count;
        }

        /** As templates and tables want it. */
        public String text(String hidden) {
            return small ? hidden : String.valueOf(count);
        }
    }

    /** A line of a table: each step in each period. */
    static final class Line {

        private final String key;
        private final long[][] counts = new long[PERIODS][Step.values().length];
        private final long[][] people = new long[PERIODS][Step.values().length];
        private final int[][] places = new int[PERIODS][Step.values().length];
        private final Suppression suppression;

        private Line(String key, Suppression suppression) {
            this.key = key;
            this.suppression = suppression;
        }

        public String key() {
            return key;
        }

        /** A number of this line. */
        public Shown at(int period, Step step) {
            return new Shown(counts[period][step.place()], !suppression.shows(places[period][step.place()]));
        }

        private void add(int quarter, Step step, long count) {
            counts[quarter][step.place()] += count;
        }

        private void people(int quarter, Step step, long atLeast) {
            people[quarter][step.place()] = Math.max(people[quarter][step.place()], atLeast);
        }

        private void takePeople(Line other) {
            for (int quarter = 0; quarter < SchoolYear.WHOLE; quarter++) {
                for (Step step : COUNTED) {
                    people(quarter, step, other.people[quarter][step.place()]);
                }
            }
        }

        private void total() {
            for (int quarter = 0; quarter < SchoolYear.WHOLE; quarter++) {
                sum(quarter, Step.DECIDED, Step.FIRST_NOT_YET, Step.FIRST_EARNED);
                sum(quarter, Step.EARNED, Step.FIRST_EARNED, Step.LATER_EARNED);
                for (Step step : Step.values()) {
                    counts[SchoolYear.WHOLE][step.place()] += counts[quarter][step.place()];
                    people(SchoolYear.WHOLE, step, people[quarter][step.place()]);
                }
            }
        }

        private void sum(int quarter, Step of, Step one, Step other) {
            add(quarter, of, counts[quarter][one.place()] + counts[quarter][other.place()]);
            people(quarter, of, Math.max(people[quarter][one.place()], people[quarter][other.place()]));
        }

        private void register() {
            for (int period = 0; period < PERIODS; period++) {
                for (Step step : Step.values()) {
                    places[period][step.place()] =
                            suppression.number(counts[period][step.place()], people[period][step.place()]);
                }
                sums(period, Step.DECIDED, Step.FIRST_NOT_YET, Step.FIRST_EARNED);
                sums(period, Step.EARNED, Step.FIRST_EARNED, Step.LATER_EARNED);
            }
            for (Step step : Step.values()) {
                List<Integer> quarters = new ArrayList<>();
                for (int quarter = 0; quarter < SchoolYear.WHOLE; quarter++) {
                    quarters.add(places[quarter][step.place()]);
                }
                suppression.sum(places[SchoolYear.WHOLE][step.place()], quarters);
            }
        }

        private void sums(int period, Step of, Step one, Step other) {
            suppression.sum(
                    places[period][of.place()], List.of(places[period][one.place()], places[period][other.place()]));
        }
    }

    private final Suppression suppression;
    private final Line together;
    private final Map<String, Line> districts = new LinkedHashMap<>();
    private final Map<String, Line> programmes = new TreeMap<>();
    private final Map<String, Line> credentials = new TreeMap<>();

    private Funnels(int fewest) {
        this.suppression = new Suppression(fewest);
        this.together = new Line("", suppression);
    }

    /** The line of what nobody has begun. */
    static Line nothing() {
        Suppression none = new Suppression(1);
        Line line = new Line("", none);
        line.register();
        return line;
    }

    /** What a version is part of: a micro-credential, and the programme that offers it. */
    record Place(String credential, String programme) {}

    static Funnels of(
            int fewest,
            SchoolYear year,
            Collection<Count> byDistrict,
            Collection<Count> byVersion,
            Function<UUID, Place> places) {
        Funnels funnels = new Funnels(fewest);
        funnels.takeDistricts(year, byDistrict);
        funnels.takeVersions(year, byVersion, places);
        return funnels;
    }

    private void takeDistricts(SchoolYear year, Collection<Count> counts) {
        Map<String, Map<Step, long[]>> people = new HashMap<>();
        for (Count count : counts) {
            Line line = districts.computeIfAbsent(count.about().toString(), key -> new Line(key, suppression));
            int quarter = year.quarterOf(count.month());
            Step step = count.measure().equals("ARRIVAL") ? Step.OPENED : Step.valueOf(count.one());
            if (!count.measure().equals("PEOPLE")) {
                line.add(quarter, step, count.tally());
                together.add(quarter, step, count.tally());
            }
            if (!count.measure().equals("STEP")) {
                people.computeIfAbsent(line.key(), key -> new EnumMap<>(Step.class))
                                .computeIfAbsent(step, key -> new long[SchoolYear.WHOLE])[quarter] +=
                        count.tally();
            }
        }
        // Nobody belongs to two districts.
        long[][] all = new long[SchoolYear.WHOLE][Step.values().length];
        people.forEach((district, steps) -> steps.forEach((step, quarters) -> {
            for (int quarter = 0; quarter < quarters.length; quarter++) {
                line(districts, district).people(quarter, step, quarters[quarter]);
                all[quarter][step.place()] += quarters[quarter];
            }
        }));
        for (int quarter = 0; quarter < all.length; quarter++) {
            for (Step step : Step.values()) {
                together.people(quarter, step, all[quarter][step.place()]);
            }
        }
        districts.values().forEach(Line::total);
        together.total();
    }

    private void takeVersions(SchoolYear year, Collection<Count> counts, Function<UUID, Place> places) {
        // Nobody takes a step twice with one version: its counts are people.
        Map<UUID, Line> versions = new HashMap<>();
        for (Count count : counts) {
            if (!count.measure().equals("STEP")) {
                continue;
            }
            Place place = places.apply(count.about());
            int quarter = year.quarterOf(count.month());
            Step step = Step.valueOf(count.one());
            versions.computeIfAbsent(count.about(), key -> new Line(place.credential(), suppression))
                    .add(quarter, step, count.tally());
            credentials
                    .computeIfAbsent(place.credential(), key -> new Line(key, suppression))
                    .add(quarter, step, count.tally());
            programmes
                    .computeIfAbsent(place.programme(), key -> new Line(key, suppression))
                    .add(quarter, step, count.tally());
        }
        Map<String, String> programmeOf = new HashMap<>();
        versions.forEach((version, line) -> {
            Place place = places.apply(version);
            programmeOf.put(place.credential(), place.programme());
            for (Line into : List.of(line(credentials, place.credential()), line(programmes, place.programme()))) {
                for (int quarter = 0; quarter < SchoolYear.WHOLE; quarter++) {
                    for (Step step : COUNTED) {
                        into.people(quarter, step, line.counts[quarter][step.place()]);
                    }
                }
            }
        });
        if (programmes.size() == 1) {
            // The only programme is everybody's: its people are known better than by micro-credential.
            programmes.values().forEach(only -> only.takePeople(together));
        }
        programmes.values().forEach(Line::total);
        credentials.values().forEach(Line::total);
        close(programmeOf);
    }

    private static Line line(Map<String, Line> lines, String key) {
        return lines.computeIfAbsent(key, missing -> {
            throw new IllegalStateException("No line " + missing);
        });
    }

    private void close(Map<String, String> programmeOf) {
        together.register();
        districts.values().forEach(Line::register);
        programmes.values().forEach(Line::register);
        credentials.values().forEach(Line::register);
        Map<String, List<Line>> within = new HashMap<>();
        credentials.values().forEach(line -> within.computeIfAbsent(
                        programmeOf.getOrDefault(line.key(), ""), programme -> new ArrayList<>())
                .add(line));
        for (int period = 0; period < PERIODS; period++) {
            for (Step step : Step.values()) {
                add(together, districts.values(), period, step);
                if (step != Step.OPENED) {
                    add(together, programmes.values(), period, step);
                    for (Line programme : programmes.values()) {
                        add(programme, within.getOrDefault(programme.key(), List.of()), period, step);
                    }
                }
            }
        }
        suppression.close();
    }

    private void add(Line total, Collection<Line> parts, int period, Step step) {
        suppression.sum(
                total.places[period][step.place()],
                parts.stream().map(line -> line.places[period][step.place()]).toList());
    }

    Line together() {
        return together;
    }

    /** By id of the district. */
    Map<String, Line> districts() {
        return districts;
    }

    /** By name of the programme. */
    Map<String, Line> programmes() {
        return programmes;
    }

    /** By id of the micro-credential. */
    Map<String, Line> credentials() {
        return credentials;
    }
}
