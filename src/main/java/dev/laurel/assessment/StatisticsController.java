package dev.laurel.assessment;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.laurel.agreement.Figure;
import dev.laurel.assessment.AgreementStatistics.OfCriterion;
import dev.laurel.assessment.PairSums.Figures;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.Rubric.Criterion;
import dev.laurel.catalog.Rubric.Level;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffMember;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** How far raters agree, for leads: by micro-credential, by criterion, by person. */
@Controller
class StatisticsController {

    private static final int PAGE_SIZE = 10;
    private static final List<Integer> MONTHS = List.of(3, 12, 60);

    /** A page of so many pairs or more is kept for a while: a few new ones hardly move its figures. */
    private static final int MANY_PAIRS = 2_000;

    private static final Duration KEPT_FOR = Duration.ofMinutes(10);

    private final AgreementStatistics statistics;
    private final Catalogue catalogue;
    private final Clock clock;
    private final Cache<Asked, Counted> kept =
            Caffeine.newBuilder().maximumSize(500).expireAfterWrite(KEPT_FOR).build();

    StatisticsController(AgreementStatistics statistics, Catalogue catalogue, Clock clock) {
        this.statistics = statistics;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /**
     * A line of the table with its drawing.
     *
     * @param address of what is behind it; absent where nothing more is told
     * @param title in {@code language}; absent for a person's name, which has none
     * @param strip absent where there is no decision agreement
     * @param cross the levels against each other; absent but for criteria
     */
    record Line(
            @Nullable String address,
            String title,
            @Nullable String language,
            @Nullable String version,
            Figures figures,
            @Nullable Strip strip,
            @Nullable Cross cross) {}

    /** @param what {@code versions}, {@code people}, or a version's id, of which {@code criteria} come too */
    private record Asked(String what, Set<TenantId> tenants, int months, int page) {}

    /** @param at when it was counted */
    private record Counted(Instant at, List<Line> criteria, List<Line> lines) {

        boolean isLarge() {
            return lines.stream().mapToInt(line -> line.figures().pairs()).sum() >= MANY_PAIRS;
        }
    }

    private Counted counted(Asked asked, Supplier<List<Line>> criteria, Supplier<List<Line>> lines) {
        Counted before = kept.getIfPresent(asked);
        if (before != null) {
            return before;
        }
        Counted now = new Counted(clock.instant(), criteria.get(), lines.get());
        if (now.isLarge()) {
            kept.put(asked, now);
        }
        return now;
    }

    /** Decision agreement on a line from 0 to 200: the point, and its interval. */
    record Strip(int low, int at, int high) {

        static @Nullable Strip of(Figure figure) {
            Double value = figure.value();
            Figure.Interval interval = figure.interval();
            return value == null || interval == null
                    ? null
                    : new Strip(place(interval.low()), place(value), place(interval.high()));
        }

        private static int place(double share) {
            return (int) Math.round(200 * share);
        }
    }

    /** How often which levels met; rows are the first rating. */
    record Cross(List<Level> levels, boolean passFail, List<List<Integer>> counts) {

        static Cross of(OfCriterion of) {
            Criterion criterion = of.criterion();
            return new Cross(
                    criterion.levels(),
                    criterion.isPassFail(),
                    Arrays.stream(of.table())
                            .map(row -> Arrays.stream(row).boxed().toList())
                            .toList());
        }

        public int rowSum(int row) {
            return counts.get(row).stream().mapToInt(Integer::intValue).sum();
        }

        public int columnSum(int column) {
            return counts.stream().mapToInt(row -> row.get(column)).sum();
        }

        public int sum() {
            return IntStream.range(0, counts.size()).map(this::rowSum).sum();
        }
    }

    @GetMapping("/assess/lead/statistics")
    String byVersion(
            StaffMember lead,
            @RequestParam(defaultValue = "12") int months,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        int period = period(months);
        int shown = page(page);
        Counted counted = counted(
                new Asked("versions", Set.copyOf(lead.leads()), period, shown),
                List::of,
                () -> versions(lead, period, shown));
        return show("versions", counted, period, shown, "/assess/lead/statistics", model);
    }

    private List<Line> versions(StaffMember lead, int period, int page) {
        return statistics.byVersion(lead.leads(), since(period), page, PAGE_SIZE + 1).stream()
                .map(one -> new Line(
                        "/assess/lead/statistics/"
                                + one.credential().versionId().value(),
                        one.credential().title(),
                        one.credential().language(),
                        one.credential().version(),
                        one.figures(),
                        Strip.of(one.figures().decision()),
                        null))
                .toList();
    }

    @GetMapping("/assess/lead/statistics/people")
    String byRater(
            StaffMember lead,
            @RequestParam(defaultValue = "12") int months,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        int period = period(months);
        int shown = page(page);
        Counted counted = counted(
                new Asked("people", Set.copyOf(lead.leads()), period, shown),
                List::of,
                () -> people(lead, null, period, shown));
        return show("people", counted, period, shown, "/assess/lead/statistics/people", model);
    }

    /** One version: its criteria, and who rated it. */
    @GetMapping("/assess/lead/statistics/{version}")
    String byCriterion(
            StaffMember lead,
            @PathVariable UUID version,
            @RequestParam(defaultValue = "12") int months,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        MicroCredential credential =
                catalogue.version(new VersionId(version)).orElseThrow(() -> new NotFound("No version " + version));
        int period = period(months);
        int shown = page(page);
        Counted counted = counted(
                new Asked(version.toString(), Set.copyOf(lead.leads()), period, shown),
                () -> criteria(lead, credential, period),
                () -> people(lead, credential.versionId(), period, shown));
        model.addAttribute("credential", credential);
        model.addAttribute("criteria", counted.criteria());
        return show("version", counted, period, shown, "/assess/lead/statistics/" + version, model);
    }

    private List<Line> criteria(StaffMember lead, MicroCredential credential, int period) {
        return statistics.byCriterion(lead.leads(), since(period), credential).stream()
                .map(one -> new Line(
                        null,
                        one.criterion().title(),
                        credential.language(),
                        null,
                        one.figures(),
                        Strip.of(one.figures().decision()),
                        one.figures().pairs() == 0 ? null : Cross.of(one)))
                .toList();
    }

    private List<Line> people(StaffMember lead, @Nullable VersionId version, int period, int page) {
        return statistics.byRater(lead.leads(), since(period), version, page, PAGE_SIZE + 1).stream()
                .map(one -> new Line(
                        null,
                        one.name(),
                        null,
                        null,
                        one.figures(),
                        Strip.of(one.figures().decision()),
                        null))
                .toList();
    }

    private static String show(String what, Counted counted, int months, int page, String address, Model model) {
        List<Line> lines = counted.lines();
        model.addAttribute("section", "lead");
        model.addAttribute("what", what);
        model.addAttribute("lines", lines.stream().limit(PAGE_SIZE).toList());
        model.addAttribute("more", lines.size() > PAGE_SIZE);
        model.addAttribute("countedAt", counted.isLarge() ? counted.at() : null);
        model.addAttribute("page", page);
        model.addAttribute("months", months);
        model.addAttribute("periods", MONTHS);
        model.addAttribute("address", address);
        return "assessment/statistics";
    }

    private static int period(int months) {
        return MONTHS.contains(months) ? months : 12;
    }

    private static int page(int page) {
        return Math.max(0, Math.min(page, 100_000));
    }

    private Instant since(int months) {
        return clock.instant().minus(Duration.ofDays(months * 365L / 12));
    }
}
