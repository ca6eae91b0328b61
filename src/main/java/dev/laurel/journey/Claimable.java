package dev.laurel.journey;

import dev.laurel.badge.Award;
import dev.laurel.recognition.Claim;
import dev.laurel.recognition.WorthView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** By which rules a badge can still be claimed: not by one under which it counts, or waits to, in the cycle that was said. */
final class Claimable {

    private Claimable() {}

    /**
     * @param claims those made for this badge
     * @param cycles what the person has said of theirs
     */
    static List<WorthView> of(@Nullable Award award, List<WorthView> worths, List<Claim> claims, ClaimCycles cycles) {
        if (award == null || award.status() != Award.Status.VALID) {
            return List.of();
        }
        return worths.stream()
                .map(worth -> worth.with(worth.lines().stream()
                        .filter(line -> line.rule() != null && !isClaimed(worth, line, claims, cycles))
                        .toList()))
                .filter(worth -> !worth.lines().isEmpty())
                .toList();
    }

    private static boolean isClaimed(WorthView worth, WorthView.Line line, List<Claim> claims, ClaimCycles cycles) {
        // As the holder of another license it may count in that one's cycle too.
        if (line.holders().size() > 1 && !cycles.licencesOf(worth.code()).isEmpty()) {
            return false;
        }
        return claims.stream()
                .filter(claim -> claim.state().isOpen())
                .filter(claim -> claim.ruleName().equals(line.rule())
                        && claim.authority().value().equals(worth.code()))
                .anyMatch(claim -> claim.cycleEnds() == cycles.ends().getOrDefault(worth.code(), claim.cycleEnds()));
    }
}
