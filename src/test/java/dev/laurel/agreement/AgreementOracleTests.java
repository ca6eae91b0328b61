package dev.laurel.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tool against figures that are computed another way: pair by pair from the ratings as the definitions say it, without a
 * table of counts or of coincidences, and with nothing of the code that it checks.
 */
@LaurelTest
class AgreementOracleTests {

    private static final int FILES = 500;
    private static final long SEED = 20_261_130;

    @Autowired
    LaurelSettings settings;

    /** @param level {@code null} for a gap */
    private record Line(int unit, int rater, @Nullable Integer level) {}

    /**
     * What somebody sends.
     *
     * @param cut anywhere, below and above all levels too
     */
    private record File(List<Line> lines, int cut) {

        String csv() {
            StringBuilder csv = new StringBuilder("unit,rater,rating\n");
            lines.forEach(line -> csv.append("unit ")
                    .append(line.unit())
                    .append(",rater ")
                    .append(line.rater())
                    .append(',')
                    .append(line.level() == null ? "" : line.level())
                    .append('\n'));
            return csv.toString();
        }
    }

    /** One unit, one level, gaps and levels that leave others out are frequent. */
    private static File random(Random chance) {
        int units = chance.nextInt(4) == 0 ? 1 : 1 + chance.nextInt(25);
        int raters = chance.nextInt(3) == 0 ? 1 + chance.nextInt(6) : 2;
        int most = chance.nextInt(5) == 0 ? 1 : 2 + chance.nextInt(5);
        List<Integer> levels = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            levels.add(chance.nextInt(chance.nextBoolean() ? 4 : 101));
        }
        double gaps = chance.nextBoolean() ? 0 : chance.nextDouble();
        List<Line> lines = new ArrayList<>();
        for (int unit = 0; unit < units; unit++) {
            int usual = levels.get(chance.nextInt(levels.size()));
            for (int rater = 0; rater < raters; rater++) {
                int level = chance.nextInt(3) == 0 ? levels.get(chance.nextInt(levels.size())) : usual;
                if (chance.nextDouble() >= gaps) {
                    lines.add(new Line(unit, rater, level));
                } else if (chance.nextBoolean()) {
                    lines.add(new Line(unit, rater, null));
                }
            }
        }
        Collections.shuffle(lines, chance);
        return new File(lines, chance.nextInt(101));
    }

    private static List<Line> rated(File file) {
        return file.lines().stream().filter(line -> line.level() != null).toList();
    }

    private static Set<Integer> raters(File file) {
        Set<Integer> raters = new LinkedHashSet<>();
        rated(file).forEach(line -> raters.add(line.rater()));
        return raters;
    }

    private static List<int[]> ratedByBoth(File file) {
        List<Integer> raters = List.copyOf(raters(file));
        List<int[]> both = new ArrayList<>();
        if (raters.size() == 2) {
            for (Line one : rated(file)) {
                for (Line other : rated(file)) {
                    if (one.unit() == other.unit() && one.rater() == raters.get(0) && other.rater() == raters.get(1)) {
                        both.add(new int[] {one.level(), other.level()});
                    }
                }
            }
        }
        return both;
    }

    private interface Apart {
        double by(double one, double other);
    }

    private static @Nullable Double share(List<int[]> pairs, Apart agrees) {
        return pairs.isEmpty()
                ? null
                : pairs.stream()
                        .mapToDouble(pair -> agrees.by(pair[0], pair[1]))
                        .average()
                        .orElseThrow();
    }

    /** One minus the mean distance within units over the mean distance of anything one said to anything the other said. */
    private static @Nullable Double kappa(List<int[]> pairs, Apart distance) {
        double expected = 0;
        double observed = 0;
        for (int[] one : pairs) {
            observed += distance.by(one[0], one[1]) / pairs.size();
            for (int[] other : pairs) {
                expected += distance.by(one[0], other[1]) / pairs.size() / pairs.size();
            }
        }
        return expected == 0 ? null : 1 - observed / expected;
    }

    /** The ratings of units with two or more, each unit by itself. */
    private static List<List<Integer>> comparable(File file) {
        List<List<Integer>> units = new ArrayList<>();
        rated(file).stream().map(Line::unit).distinct().forEach(unit -> {
            List<Integer> of = rated(file).stream()
                    .filter(line -> line.unit() == unit)
                    .map(Line::level)
                    .toList();
            if (of.size() > 1) {
                units.add(of);
            }
        });
        return units;
    }

    private static @Nullable Double alpha(List<List<Integer>> units, Apart distance) {
        List<Integer> all = units.stream().flatMap(List::stream).toList();
        double within = 0;
        for (List<Integer> unit : units) {
            for (int i = 0; i < unit.size(); i++) {
                for (int j = 0; j < unit.size(); j++) {
                    within += i == j ? 0 : distance.by(unit.get(i), unit.get(j)) / (unit.size() - 1);
                }
            }
        }
        double anywhere = 0;
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < all.size(); j++) {
                anywhere += i == j ? 0 : distance.by(all.get(i), all.get(j));
            }
        }
        return anywhere == 0 ? null : 1 - within / all.size() / (anywhere / ((double) all.size() * (all.size() - 1)));
    }

    /** By how many ratings lie between, those of both ends counted by half. */
    private static Apart ordinal(List<List<Integer>> units) {
        List<Integer> all = units.stream().flatMap(List::stream).toList();
        return (one, other) -> {
            double low = Math.min(one, other);
            double high = Math.max(one, other);
            double between = all.stream()
                    .mapToDouble(level -> level < low || level > high ? 0 : level == low || level == high ? 0.5 : 1)
                    .sum();
            return one == other ? 0 : between * between;
        };
    }

    private static double same(boolean yes) {
        return yes ? 1 : 0;
    }

    private static void holds(String what, JsonNode said, @Nullable Double expected) {
        if (expected == null) {
            assertThat(said.isNull())
                    .as(what + " is not defined, and not " + said)
                    .isTrue();
        } else {
            assertThat(said.asDouble()).as(what).isCloseTo(expected, within(1e-9));
        }
    }

    @Test
    void fiveHundredFilesComeToWhatTheDefinitionsSay() {
        Random chance = new Random(SEED);
        int undefined = 0;
        int gaps = 0;
        for (int i = 0; i < FILES; i++) {
            File file = random(chance);
            HttpBrowser.Page page = new HttpBrowser()
                    .send(
                            "POST",
                            settings.at("/tools/agreement?cut=" + file.cut()),
                            "text/csv",
                            file.csv().getBytes(StandardCharsets.UTF_8),
                            Map.of());
            assertThat(page.status()).as(page.body()).isEqualTo(200);
            JsonNode said = JsonMapper.shared().readTree(page.body());
            String of = "file " + i + "\n" + file.csv() + "cut " + file.cut() + ": ";

            List<int[]> pairs = ratedByBoth(file);
            List<List<Integer>> units = comparable(file);
            assertThat(said.get("raters").asInt()).as(of).isEqualTo(raters(file).size());
            assertThat(said.get("units").asLong())
                    .as(of)
                    .isEqualTo(rated(file).stream().map(Line::unit).distinct().count());
            holds(of + "exact", said.get("exact"), share(pairs, (a, b) -> same(a == b)));
            holds(of + "adjacent", said.get("exactOrAdjacent"), share(pairs, (a, b) -> same(Math.abs(a - b) <= 1)));
            holds(
                    of + "decision",
                    said.get("decisionAgreement"),
                    share(pairs, (a, b) -> same(a >= file.cut() == b >= file.cut())));
            holds(of + "kappa", said.get("kappa"), kappa(pairs, (a, b) -> 1 - same(a == b)));
            holds(of + "weighted", said.get("quadraticWeightedKappa"), kappa(pairs, (a, b) -> (a - b) * (a - b)));
            JsonNode alpha = said.get("alpha");
            holds(of + "nominal", alpha.get("nominal"), alpha(units, (a, b) -> 1 - same(a == b)));
            holds(of + "ordinal", alpha.get("ordinal"), alpha(units, ordinal(units)));
            holds(of + "interval", alpha.get("interval"), alpha(units, (a, b) -> (a - b) * (a - b)));
            undefined += alpha.get("ordinal").isNull() ? 1 : 0;
            gaps += rated(file).size() < file.lines().size() ? 1 : 0;
        }
        assertThat(undefined).as("files without an alpha").isBetween(50, 350);
        assertThat(gaps).as("files with gaps").isGreaterThan(100);
    }

    /** Krippendorff 2011, section D, by the definitions above: they are those of the published figures. */
    @Test
    void theDefinitionsAreThoseOfThePublishedExample() {
        String[] observers = {
            "1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 ."
        };
        List<Line> lines = new ArrayList<>();
        for (int rater = 0; rater < observers.length; rater++) {
            String[] levels = observers[rater].split(" ");
            for (int unit = 0; unit < levels.length; unit++) {
                lines.add(new Line(unit, rater, levels[unit].equals(".") ? null : Integer.valueOf(levels[unit])));
            }
        }
        List<List<Integer>> units = comparable(new File(lines, 3));
        assertThat(alpha(units, (a, b) -> 1 - same(a == b))).isCloseTo(0.743, within(0.0005));
        assertThat(alpha(units, ordinal(units))).isCloseTo(0.815, within(0.0005));
        assertThat(alpha(units, (a, b) -> (a - b) * (a - b))).isCloseTo(0.849, within(0.0005));
    }
}
