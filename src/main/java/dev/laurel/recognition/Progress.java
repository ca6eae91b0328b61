package dev.laurel.recognition;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far somebody is with one thing that an authority asks for, in one cycle. Counts what Laurel knows of, which is seldom
 * all that a person has.
 *
 * @param licence the license type whose own cycle it is; absent for what the person has one cycle for
 * @param cycleEnds the year in which the cycle ends; absent while nothing was claimed and nobody has said
 * @param counted approved units that count: of a category never more than it asks for where all is split
 * @param waiting units asked for and not decided yet
 * @param elsewhere of all approved units, those that were approved with other accounts of the same person
 * @param limits the most that counts in a cycle by rules that say so
 */
public record Progress(
        Authority authority,
        Authority.Need need,
        @Nullable String licence,
        @Nullable Integer cycleEnds,
        BigDecimal counted,
        BigDecimal waiting,
        BigDecimal elsewhere,
        List<Part> parts,
        List<Limit> limits) {

    public Progress {
        parts = List.copyOf(parts);
        limits = List.copyOf(limits);
    }

    /**
     * The most that counts by one rule.
     *
     * @param years of the cycle that it is said of; absent for the cycle of what is needed
     * @param used approved units that leave less room under it, whatever they count as
     */
    public record Limit(
            String rule, BigDecimal most, @Nullable Integer years, BigDecimal used) {

        public BigDecimal left() {
            return most.subtract(used).max(BigDecimal.ZERO);
        }
    }

    /** One category of what is asked for. */
    public record Part(String category, BigDecimal needed, BigDecimal counted) {

        public BigDecimal missing() {
            return needed.subtract(counted).max(BigDecimal.ZERO);
        }
    }

    /**
     * A claim as it counts.
     *
     * @param licence the license type that it is for, if its rule names any
     * @param year in which it was made
     * @param elsewhere whether it was made with another account of the same person
     */
    record Counted(
            AuthorityCode authority,
            ValueKind kind,
            String unit,
            int cycleEnds,
            @Nullable String licence,
            int year,
            @Nullable String category,
            boolean approved,
            BigDecimal amount,
            boolean elsewhere) {}

    public BigDecimal missing() {
        return need.amount().subtract(counted).max(BigDecimal.ZERO);
    }

    /** Where units are missing and their kind is split, the categories that are not full. */
    Set<String> missingCategories() {
        return parts.stream()
                .filter(part -> part.missing().signum() > 0)
                .map(Part::category)
                .collect(Collectors.toSet());
    }

    /** Whether nothing more counts by a rule in this cycle. */
    boolean isUsedUp(String rule) {
        return limits.stream()
                .anyMatch(limit -> limit.rule().equals(rule) && limit.left().signum() == 0);
    }

    /**
     * One for each cycle that something was claimed for or that the person spoke of, or one that says what there is to
     * reach. A license type with a cycle of its own is told by itself.
     *
     * @param rules the authority's that hold now
     * @param said the year in which the person's cycle ends with this authority, if they said so
     * @param licences the years in which the cycles of license types end that have one of their own
     * @param role as whom they are there, if they said so: what is asked of others is left out
     * @param year that it is
     */
    static List<Progress> of(
            Authority authority,
            List<Rule> rules,
            @Nullable Integer said,
            Map<String, Integer> licences,
            @Nullable String role,
            int year,
            List<Counted> claims) {
        List<Progress> all = new ArrayList<>();
        for (Authority.Need need : authority.needsOf(role)) {
            List<Counted> own = claims.stream()
                    .filter(claim -> claim.authority().equals(authority.code())
                            && claim.kind() == need.kind()
                            && claim.unit().equals(need.unit()))
                    .toList();
            List<Rule> giving = rules.stream()
                    .filter(rule -> rule.kind() == need.kind() && rule.unit().equals(need.unit()))
                    .toList();
            List<String> named = licences.keySet().stream()
                    .filter(licence ->
                            giving.stream().anyMatch(rule -> rule.licences().contains(licence)))
                    .sorted()
                    .toList();
            List<Counted> others = own.stream()
                    .filter(claim -> claim.licence() == null || !named.contains(claim.licence()))
                    .toList();
            List<Rule> forOthers = giving.stream()
                    .filter(rule -> rule.licences().isEmpty() || !named.containsAll(rule.licences()))
                    .toList();
            if (named.isEmpty() || !others.isEmpty() || !forOthers.isEmpty()) {
                all.addAll(inCycles(authority, need, forOthers, null, named, said, year, others, own));
            }
            for (String licence : named) {
                Integer ends = licences.get(licence);
                List<Counted> of = own.stream()
                        .filter(claim -> licence.equals(claim.licence()))
                        .toList();
                all.addAll(inCycles(
                        authority,
                        need,
                        giving.stream()
                                .filter(rule -> rule.isForLicence(licence))
                                .toList(),
                        licence,
                        named,
                        ends == null || ends < year ? null : ends,
                        year,
                        of,
                        own));
            }
        }
        return all;
    }

    /**
     * @param named license types with a cycle of their own
     * @param claims that count for it
     * @param all claims of the same kind, of whichever license type and cycle
     */
    private static List<Progress> inCycles(
            Authority authority,
            Authority.Need need,
            List<Rule> rules,
            @Nullable String licence,
            List<String> named,
            @Nullable Integer said,
            int year,
            List<Counted> claims,
            List<Counted> all) {
        List<Rule> capped = rules.stream().filter(rule -> rule.cap() != null).toList();
        List<Cycle> cycles = cycles(authority, need, said, year, claims);
        return cycles.isEmpty()
                ? List.of(of(authority, need, capped, licence, named, null, year, List.of(), List.of()))
                : cycles.stream()
                        .map(cycle -> of(
                                authority,
                                need,
                                capped,
                                licence,
                                named,
                                cycle,
                                year,
                                claims.stream()
                                        .filter(claim -> cycle.overlaps(claim.cycleEnds(), year))
                                        .toList(),
                                all))
                        .toList();
    }

    /** In order; of several that share time, as accounts of one person may say, the one that the person says, or the first. */
    private static List<Cycle> cycles(
            Authority authority, Authority.Need need, @Nullable Integer said, int year, List<Counted> claims) {
        List<Cycle> cycles = new ArrayList<>();
        Stream.concat(
                        Stream.ofNullable(said),
                        claims.stream().map(Counted::cycleEnds).sorted())
                .map(ends -> Cycle.of(ends, authority, need.kind(), need.unit(), null))
                .filter(cycle -> cycles.stream().noneMatch(other -> other.overlaps(cycle.ends(), year)))
                .forEachOrdered(cycles::add);
        cycles.sort(Comparator.comparing(Cycle::ends));
        return cycles;
    }

    private static Progress of(
            Authority authority,
            Authority.Need need,
            List<Rule> capped,
            @Nullable String licence,
            List<String> named,
            @Nullable Cycle cycle,
            int year,
            List<Counted> claims,
            List<Counted> all) {
        List<Part> parts = need.categories().stream()
                .map(share -> new Part(
                        share.name(),
                        share.amount(),
                        sum(claims, claim -> claim.approved() && Objects.equals(share.name(), claim.category()))))
                .toList();
        BigDecimal counted = parts.isEmpty()
                ? sum(claims, Counted::approved)
                : parts.stream()
                        .map(part -> part.counted().min(part.needed()))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        List<CapUse.Units> counting = all.stream()
                .filter(Counted::approved)
                .map(claim -> new CapUse.Units(claim.cycleEnds(), claim.year(), claim.licence(), claim.amount()))
                .toList();
        List<Limit> limits = capped.stream()
                .flatMap(rule -> limit(rule, types(rule, licence, named), cycle, year, counting).stream())
                .toList();
        return new Progress(
                authority,
                need,
                licence,
                cycle == null ? null : cycle.ends(),
                counted,
                sum(claims, claim -> !claim.approved()),
                sum(claims, Counted::elsewhere),
                parts,
                limits);
    }

    /** The license types by which a claim would count here; empty for everybody. */
    private static List<String> types(Rule rule, @Nullable String licence, List<String> named) {
        return licence == null
                ? rule.licences().stream().filter(each -> !named.contains(each)).toList()
                : rule.licences().isEmpty() ? List.of() : List.of(licence);
    }

    /** Of several types the one of which most counts. */
    private static Optional<Limit> limit(
            Rule rule, List<String> types, @Nullable Cycle cycle, int year, List<CapUse.Units> counting) {
        return Optional.ofNullable(rule.cap())
                .map(cap -> new Limit(
                        rule.name(),
                        cap.units(),
                        cap.years(),
                        cycle == null
                                ? BigDecimal.ZERO
                                : plain((types.isEmpty() ? Stream.of((String) null) : types.stream())
                                        .map(type -> CapUse.of(cap, type, cycle, year, counting))
                                        .reduce(BigDecimal.ZERO, BigDecimal::max))));
    }

    private static BigDecimal sum(List<Counted> claims, Predicate<Counted> which) {
        return plain(claims.stream().filter(which).map(Counted::amount).reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal bare = number.stripTrailingZeros();
        return bare.scale() < 0 ? bare.setScale(0) : bare;
    }
}
