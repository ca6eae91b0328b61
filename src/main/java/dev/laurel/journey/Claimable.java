package dev.laurel.journey;

import dev.laurel.badge.Award;
import dev.laurel.recognition.Claim;
import dev.laurel.recognition.WorthView;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** By which rules a badge can still be claimed: not by one under which it counts, or waits to, in the cycle that was said. */
final class Claimable {

    private Claimable() {}

    /**
     * @param claims those made for this badge
     * @param ends the year in which the person's cycle ends, by the authority's code
     */
    static List<WorthView> of(
            @Nullable Award award, List<WorthView> worths, List<Claim> claims, Map<String, Integer> ends) {
        if (award == null || award.status() != Award.Status.VALID) {
            return List.of();
        }
        return worths.stream()
                .map(worth -> worth.with(worth.lines().stream()
                        .filter(line -> line.rule() != null && !isClaimed(worth, line.rule(), claims, ends))
                        .toList()))
                .filter(worth -> !worth.lines().isEmpty())
                .toList();
    }

    private static boolean isClaimed(WorthView worth, String rule, List<Claim> claims, Map<String, Integer> ends) {
        return claims.stream()
                .filter(claim -> claim.state().isOpen())
                .filter(claim -> claim.ruleName().equals(rule)
                        && claim.authority().value().equals(worth.code()))
                .anyMatch(claim -> claim.cycleEnds() == ends.getOrDefault(worth.code(), claim.cycleEnds()));
    }
}
