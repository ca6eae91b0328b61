package dev.laurel.badge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.laurel.catalog.Achievement;
import dev.laurel.catalog.BadgePicture;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.VersionId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Badge pictures, with and without a credential in them: the one that the author supplied with that version, otherwise the
 * one that Laurel draws. It is kept, because it is the same for every earner.
 */
@Component
class BadgeImages {

    private static final int PNG_SIZE = 640;

    /** @param supplied the version whose author supplied the picture; absent for what is drawn */
    private record Design(
            String colour,
            String accent,
            MicroCredentialId achievement,
            @Nullable VersionId supplied) {}

    private record Drawn(String svgElements, byte[] png) {}

    private final Cache<Design, Drawn> drawn =
            Caffeine.newBuilder().maximumSize(300).build();

    byte[] png(Issuer issuer, Achievement achievement) {
        return of(issuer, achievement).png().clone();
    }

    byte[] bakedPng(Issuer issuer, Achievement achievement, Baking.Baked baked) {
        return Baking.png(of(issuer, achievement).png(), baked);
    }

    String bakedSvg(Issuer issuer, Achievement achievement, String title, Baking.Baked baked) {
        return Baking.svg(of(issuer, achievement).svgElements(), title, baked);
    }

    private Drawn of(Issuer issuer, Achievement achievement) {
        String image = achievement.badge().image();
        MicroCredentialId item = new MicroCredentialId(achievement.item());
        Design wanted =
                new Design(issuer.colour(), issuer.accent(), item, image == null ? null : achievement.versionId());
        return drawn.get(wanted, design -> {
            if (image != null) {
                BadgePicture picture = BadgePicture.of(image);
                return new Drawn(picture.svgElements(), picture.png(PNG_SIZE));
            }
            BadgeArt art = BadgeArt.of(issuer, item);
            return new Drawn(art.svgPaths(), art.png(PNG_SIZE));
        });
    }
}
