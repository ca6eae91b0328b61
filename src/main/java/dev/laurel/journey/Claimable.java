package dev.laurel.journey;

import dev.laurel.badge.Award;
import dev.laurel.recognition.Claim;
import dev.laurel.recognition.WorthView;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** By which rules a badge can still be claimed: not by one under which it counts, or waits to, in the cycle that was said. */
final class Claimable {

    private Claimable() {}

    /**
     * @param claims those made for this badge
     * @param cycles what the person has said of theirs
     * @param bars whether a claim keeps its badge from counting in a cycle that ends in a year
     */
    static List<WorthView> of(
            @Nullable Award award,
            List<WorthView> worths,
            List<Claim> claims,
            ClaimCycles cycles,
            BiPredicate<Claim, Integer> bars) {
        if (award == null || award.status() != Award.Status.VALID) {
            return List.of();
        }
        return worths.stream()
                .map(worth -> worth.with(worth.lines().stream()
                        .filter(line -> line.rule() != null && !isClaimed(worth, line, claims, cycles, bars))
                        .toList()))
                .filter(worth -> !worth.lines().isEmpty())
                .toList();
    }

    private static boolean isClaimed(
            WorthView worth,
            WorthView.Line line,
            List<Claim> claims,
            ClaimCycles cycles,
            BiPredicate<Claim, Integer> bars) {
        List<Claim> standing = claims.stream()
                .filter(claim -> claim.state().isOpen())
                .filter(claim -> claim.ruleName().equals(line.rule())
                        && claim.authority().value().equals(worth.code()))
                .toList();
        // As the holder of another license it may count in that one's cycle too.
        return !standing.isEmpty()
                && years(worth.code(), line.holders(), cycles)
                        .allMatch(year -> standing.stream().anyMatch(claim -> bars.test(claim, year)));
    }

    /** The years in which the cycles end that a claim can be for: those of license types' own, else what was said at large. */
    private static Stream<Integer> years(String code, List<String> holders, ClaimCycles cycles) {
        Integer atLarge = cycles.ends().get(code);
        Map<String, Integer> own = cycles.licencesOf(code);
        return (holders.isEmpty() ? Stream.of("") : holders.stream())
                .map(holder -> own.entrySet().stream()
                        .filter(licence -> isOf(holder, licence.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(atLarge))
                .filter(Objects::nonNull)
                .distinct();
    }

    /** Holders are named by their license type, or by a role with the type in parentheses. */
    private static boolean isOf(String holder, String licence) {
        return holder.equals(licence) || holder.endsWith(" (" + licence + ")");
    }
}
