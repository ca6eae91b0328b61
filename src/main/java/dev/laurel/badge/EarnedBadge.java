package dev.laurel.badge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One badge as its earner sees it: the award, what it says, and what others are shown.
 *
 * @param issuer the issuer's name
 * @param colour of the issuer, as {@code #rrggbb}
 * @param accent what lies on that colour
 * @param language of the badge's content
 * @param path of the page that defines what it stands for, absolute
 * @param assessed by how many people it was rated; absent when it does not say
 * @param image address of the design, without anybody's credential in it
 * @param hosted whether it has an Open Badges 2.0 form
 * @param published absent when the earner publishes nothing
 * @param successor what came in its place; absent while nothing did
 * @param earlier what it came in the place of; absent for a first one
 */
public record EarnedBadge(
        Award award,
        String issuer,
        String colour,
        String accent,
        String language,
        String path,
        String description,
        @Nullable String assessed,
        List<Standard> standards,
        int creditedHours,
        String image,
        boolean hosted,
        Showing showing,
        @Nullable PublishedEvidence published,
        @Nullable Successor successor,
        @Nullable Successor earlier) {

    public EarnedBadge {
        standards = List.copyOf(standards);
    }

    /** What it is aligned to. */
    public record Standard(String framework, String code) {}
}
