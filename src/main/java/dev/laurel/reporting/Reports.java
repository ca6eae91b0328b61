package dev.laurel.reporting;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.laurel.agreement.Figure;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.Rubric.Criterion;
import dev.laurel.catalog.VersionId;
import dev.laurel.recognition.AuthorityCode;
import dev.laurel.recognition.Recognition;
import dev.laurel.reporting.ReportRows.Count;
import dev.laurel.reporting.ReportRows.Detail;
import dev.laurel.reporting.ReportRows.Scope;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Puts reports together from counts. */
@Service
class Reports {

    /** How long something took: the classes, in days. */
    static final List<String> DAYS = List.of("1", "3", "7", "14", "30", "90", "more");

    private static final List<String> STATES = List.of("DRAFT", "SUBMITTED", "IN_SCORING", "NOT_YET");
    private static final int YEARS = 6;

    private final ReportRows rows;
    private final Catalogue catalogue;
    private final Recognition recognition;
    private final Tenants tenants;
    private final Tallies tallies;
    private final Fewest fewest;
    private final Map<UUID, Named> names = new ConcurrentHashMap<>();
    private final Cache<Asked, Funnels> kept = Caffeine.newBuilder()
            .maximumSize(16)
            .expireAfterWrite(Duration.ofMinutes(10))
            .build();

    /** The table of somebody with many districts is added up from many rows: once for each state of the counts. */
    private final Cache<Opened, Overview> overviews = Caffeine.newBuilder()
            .maximumSize(64)
            .expireAfterWrite(Duration.ofMinutes(10))
            .build();

    Reports(
            ReportRows rows,
            Catalogue catalogue,
            Recognition recognition,
            Tenants tenants,
            Tallies tallies,
            Fewest fewest) {
        this.rows = rows;
        this.catalogue = catalogue;
        this.recognition = recognition;
        this.tenants = tenants;
        this.tallies = tallies;
        this.fewest = fewest;
    }

    /** What a version is called; it never changes, and there are few. */
    private record Named(String item, String title, String language, String programme, String number) {}

    /**
     * A line of a table.
     *
     * @param language of the name; absent for a name that has none
     * @param agreement on met or not; absent where it is not told of this line
     */
    record Line(
            String key,
            String name,
            @Nullable String language,
            Funnels.Line numbers,
            @Nullable Figure agreement) {}

    /**
     * @param district absent for all districts together
     * @param amount absent where too few people are behind it, or no figure is known
     */
    record Credit(
            String authority,
            @Nullable String district,
            String kind,
            String unit,
            Funnels.Shown claims,
            @Nullable BigDecimal amount) {}

    record Overview(
            Funnels.Line together,
            List<Line> districts,
            List<Line> programmes,
            List<Line> credentials,
            Spread turnaround,
            List<Spread> stays,
            Figure agreement,
            List<Credit> credits) {

        /** What authorities credited in all districts. */
        public List<Credit> creditsTogether() {
            return credits.stream().filter(credit -> credit.district() == null).toList();
        }

        /** The same by district, by authority, then by name. */
        public List<Credit> creditsByDistrict() {
            return credits.stream()
                    .filter(credit -> credit.district() != null)
                    .sorted(Comparator.comparing(Credit::authority)
                            .thenComparing(Credit::kind)
                            .thenComparing(Credit::unit)
                            .thenComparing(credit -> String.valueOf(credit.district()), String.CASE_INSENSITIVE_ORDER))
                    .toList();
        }
    }

    /** How hard one criterion was, and how its levels were used. */
    record CriterionView(Criterion criterion, Spread met, Spread levels) {}

    record OfCredential(
            MicroCredential credential,
            Line line,
            Spread turnaround,
            List<Spread> stays,
            List<CriterionView> criteria) {}

    /** How many people a number in it stands for at least. */
    int fewest(Scope scope) {
        return fewest.in(scope);
    }

    /** School years of which there is anything, the latest first. */
    List<SchoolYear> years() {
        SchoolYear now = SchoolYear.of(tallies.today());
        int first = Math.max(SchoolYear.of(rows.first(tallies.today())).begins(), now.begins() - YEARS + 1);
        List<SchoolYear> years = new ArrayList<>();
        for (int begins = now.begins(); begins >= first; begins--) {
            years.add(new SchoolYear(begins));
        }
        return years;
    }

    /**
     * The same part of the school year before beside that of a year, both of one moment; empty where there is nothing of the year
     * before, and while everything is counted anew.
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Optional<Comparison> comparison(Scope asked, SchoolYear year, int period, List<Step> steps) {
        SchoolYear before = new SchoolYear(year.begins() - 1);
        return tallies.countedAt().isPresent() && years().contains(before)
                ? Optional.of(
                        Comparison.of(overview(asked, before, period), overview(asked, year, period), period, steps))
                : Optional.empty();
    }

    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Overview overview(Scope asked, SchoolYear year, int period) {
        Scope scope = counted(asked);
        int least = fewest.in(scope);
        return overviews.get(
                new Opened(new Asked(scope, year, tallies.revision(), least), period),
                opened -> made(scope, year, period, least));
    }

    private Overview made(Scope scope, SchoolYear year, int period, int least) {
        List<Count> byVersion = rows.byVersion(scope, year.from(), year.to());
        Funnels funnels = funnels(scope, year, byVersion, least);
        Agreements agreements = agreements(byVersion, year, least);
        List<Detail> details =
                rows.details(scope, List.of(), List.of("TURNAROUND", "STAY"), year.from(period), after(year, period));
        Map<String, Named> named = new HashMap<>();
        byVersion.forEach(count -> named.put(named(count.about()).item(), named(count.about())));
        return new Overview(
                funnels.together(),
                lines(funnels.districts(), key -> name(UUID.fromString(key)), key -> null, Map.of()),
                lines(funnels.programmes(), key -> key, key -> null, Map.of()),
                lines(
                        funnels.credentials(),
                        key -> Optional.ofNullable(named.get(key))
                                .map(Named::title)
                                .orElse(key),
                        key -> Optional.ofNullable(named.get(key))
                                .map(Named::language)
                                .orElse(null),
                        agreements.of(period)),
                turnaround(details, least),
                stays(details, least),
                agreements.together(period),
                credits(scope, year, period, least));
    }

    /** Empty when nobody knows that micro-credential. */
    @Transactional(readOnly = true)
    public Optional<OfCredential> of(Scope asked, MicroCredentialId id, SchoolYear year, int period) {
        Scope scope = counted(asked);
        int least = fewest.in(scope);
        List<VersionId> versions = catalogue.versions(id);
        Optional<MicroCredential> newest = catalogue.current(id).or(() -> versions.stream()
                .flatMap(version -> catalogue.version(version).stream())
                .findFirst());
        return newest.map(credential -> {
            List<Count> byVersion = rows.byVersion(scope, year.from(), year.to());
            Funnels funnels = funnels(scope, year, byVersion, least);
            List<Detail> details = rows.details(
                    scope,
                    versions.stream().map(VersionId::value).toList(),
                    List.of("TURNAROUND", "STAY", "MET", "LEVEL"),
                    year.from(period),
                    after(year, period));
            Funnels.Line line = funnels.credentials().get(id.value());
            Figure agreement = agreements(byVersion, year, least).of(period).get(id.value());
            return new OfCredential(
                    credential,
                    new Line(
                            id.value(),
                            credential.title(),
                            credential.language(),
                            line == null ? Funnels.nothing() : line,
                            agreement),
                    turnaround(details, least),
                    stays(details, least),
                    criteria(credential, versions, details, least));
        });
    }

    /** Nothing is told while everything is counted anew: half of the numbers beside the whole would tell the other half. */
    private Scope counted(Scope scope) {
        return tallies.countedAt().isPresent() ? scope : Scope.NOWHERE;
    }

    private static LocalDate after(SchoolYear year, int period) {
        return year.last(period).plusDays(1);
    }

    private record Asked(Scope scope, SchoolYear year, long revision, int least) {}

    private record Opened(Asked asked, int period) {}

    /** What is not shown is worked out once for each state of the counts: with many numbers it takes longer than the rest. */
    private Funnels funnels(Scope scope, SchoolYear year, List<Count> byVersion, int least) {
        return kept.get(
                new Asked(scope, year, tallies.revision(), least),
                asked -> Funnels.of(least, year, rows.byDistrict(scope, year.from(), year.to()), byVersion, version -> {
                    Named named = named(version);
                    return new Funnels.Place(named.item(), named.programme());
                }));
    }

    private Named named(UUID version) {
        return names.computeIfAbsent(version, id -> catalogue
                .version(new VersionId(id))
                .map(found -> new Named(
                        found.id().value(),
                        found.title(),
                        found.language(),
                        found.issuer().name(),
                        found.version()))
                .orElseGet(() -> new Named(id.toString(), id.toString(), "en", "", "")));
    }

    private String name(UUID district) {
        return tenants.nameOf(new TenantId(district)).orElse(district.toString());
    }

    private static List<Line> lines(
            Map<String, Funnels.Line> lines,
            java.util.function.Function<String, String> name,
            java.util.function.Function<String, @Nullable String> language,
            Map<String, Figure> agreements) {
        return lines.values().stream()
                .map(line -> new Line(
                        line.key(),
                        name.apply(line.key()),
                        language.apply(line.key()),
                        line,
                        agreements.get(line.key())))
                .sorted(Comparator.comparing(Line::name, String.CASE_INSENSITIVE_ORDER)
                        .thenComparing(Line::key))
                .toList();
    }

    private Agreements agreements(Collection<Count> counts, SchoolYear year, int least) {
        return Agreements.of(least, year, counts, version -> named(version).item());
    }

    private Spread turnaround(List<Detail> details, int least) {
        return days("turnaround", details, detail -> detail.measure().equals("TURNAROUND"), least);
    }

    private List<Spread> stays(List<Detail> details, int least) {
        return STATES.stream()
                .map(state -> days(
                        state.toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                        details,
                        detail ->
                                detail.measure().equals("STAY") && detail.one().equals(state),
                        least))
                .toList();
    }

    private Spread days(String key, List<Detail> details, java.util.function.Predicate<Detail> which, int least) {
        return Spread.of(
                key,
                DAYS,
                DAYS.stream()
                        .map(days -> details.stream()
                                .filter(which)
                                .filter(detail -> detail.two().equals(days))
                                .mapToLong(Detail::tally)
                                .sum())
                        .toList(),
                least);
    }

    /** The criteria of all versions, the newest version's first. */
    private List<CriterionView> criteria(
            MicroCredential newest, List<VersionId> versions, List<Detail> details, int least) {
        Map<String, Criterion> criteria = new LinkedHashMap<>();
        newest.rubric().criteria().forEach(criterion -> criteria.put(criterion.id(), criterion));
        for (VersionId version : versions) {
            catalogue.version(version).ifPresent(older -> older.rubric()
                    .criteria()
                    .forEach(criterion -> criteria.putIfAbsent(criterion.id(), criterion)));
        }
        return criteria.values().stream()
                .map(criterion -> new CriterionView(
                        criterion,
                        spread("met", criterion, List.of("met", "not"), "MET", details, least),
                        spread(
                                "levels",
                                criterion,
                                criterion.levels().stream()
                                        .map(level -> level.key())
                                        .toList(),
                                "LEVEL",
                                details,
                                least)))
                .toList();
    }

    private Spread spread(
            String key, Criterion criterion, List<String> keys, String measure, List<Detail> details, int least) {
        return Spread.of(
                key,
                keys,
                keys.stream()
                        .map(one -> details.stream()
                                .filter(detail -> detail.measure().equals(measure)
                                        && detail.one().equals(criterion.id())
                                        && detail.two().equals(one))
                                .mapToLong(Detail::tally)
                                .sum())
                        .toList(),
                least);
    }

    private List<Credit> credits(Scope scope, SchoolYear year, int period, int least) {
        return Credits.of(year, rows.credited(scope, year.from(), year.to())).rows(period, least).stream()
                .map(row -> new Credit(
                        recognition
                                .authority(new AuthorityCode(row.key().authority()))
                                .map(authority -> authority.name())
                                .orElse(row.key().authority()),
                        row.district() == null ? null : name(row.district()),
                        row.key().kind().toLowerCase(Locale.ROOT).replace('_', '-'),
                        row.key().unit(),
                        row.claims(),
                        row.amount()))
                .toList();
    }
}
