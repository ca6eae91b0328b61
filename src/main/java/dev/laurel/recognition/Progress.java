package dev.laurel.recognition;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How far somebody is with one thing that an authority asks for, in one cycle. Counts what Laurel knows of, which is seldom
 * all that a person has.
 *
 * @param cycleEnds the year in which the cycle ends; absent while nothing was claimed
 * @param counted approved units that count: of a category never more than it asks for where all is split
 * @param waiting units asked for and not decided yet
 */
public record Progress(
        Authority authority,
        Authority.Need need,
        @Nullable Integer cycleEnds,
        BigDecimal counted,
        BigDecimal waiting,
        List<Part> parts) {

    public Progress {
        parts = List.copyOf(parts);
    }

    /** One category of what is asked for. */
    public record Part(String category, BigDecimal needed, BigDecimal counted) {

        public BigDecimal missing() {
            return needed.subtract(counted).max(BigDecimal.ZERO);
        }
    }

    /** A claim as it counts. */
    record Counted(
            AuthorityCode authority,
            ValueKind kind,
            String unit,
            int cycleEnds,
            @Nullable String category,
            boolean approved,
            BigDecimal amount) {}

    public BigDecimal missing() {
        return need.amount().subtract(counted).max(BigDecimal.ZERO);
    }

    /** One for each cycle that something was claimed for, or one that says what there is to reach. */
    static List<Progress> of(Authority authority, List<Counted> claims) {
        List<Progress> all = new ArrayList<>();
        for (Authority.Need need : authority.needs()) {
            List<Counted> own = claims.stream()
                    .filter(claim -> claim.authority().equals(authority.code())
                            && claim.kind() == need.kind()
                            && claim.unit().equals(need.unit()))
                    .toList();
            List<Integer> cycles =
                    own.stream().map(Counted::cycleEnds).distinct().sorted().toList();
            if (cycles.isEmpty()) {
                all.add(of(authority, need, null, List.of()));
            }
            cycles.forEach(cycle -> all.add(of(
                    authority,
                    need,
                    cycle,
                    own.stream().filter(claim -> claim.cycleEnds() == cycle).toList())));
        }
        return all;
    }

    private static Progress of(
            Authority authority, Authority.Need need, @Nullable Integer cycle, List<Counted> claims) {
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
        return new Progress(authority, need, cycle, counted, sum(claims, claim -> !claim.approved()), parts);
    }

    private static BigDecimal sum(List<Counted> claims, Predicate<Counted> which) {
        BigDecimal sum = claims.stream()
                .filter(which)
                .map(Counted::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .stripTrailingZeros();
        return sum.scale() < 0 ? sum.setScale(0) : sum;
    }
}
