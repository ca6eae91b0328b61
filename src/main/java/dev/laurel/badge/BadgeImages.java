package dev.laurel.badge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.laurel.catalog.MicroCredentialId;
import org.springframework.stereotype.Component;

/** Badge pictures, with and without a credential in them. The drawing is kept, because it is the same for every earner. */
@Component
class BadgeImages {

    private static final int PNG_SIZE = 640;

    private record Design(String colour, String accent, MicroCredentialId achievement) {}

    private record Drawn(BadgeArt art, byte[] png) {}

    private final Cache<Design, Drawn> drawn =
            Caffeine.newBuilder().maximumSize(300).build();

    byte[] png(Issuer issuer, MicroCredentialId achievement) {
        return of(issuer, achievement).png().clone();
    }

    byte[] bakedPng(Issuer issuer, MicroCredentialId achievement, Baking.Baked baked) {
        return Baking.png(of(issuer, achievement).png(), baked);
    }

    String bakedSvg(Issuer issuer, MicroCredentialId achievement, String title, Baking.Baked baked) {
        return Baking.svg(of(issuer, achievement).art(), title, baked);
    }

    private Drawn of(Issuer issuer, MicroCredentialId achievement) {
        return drawn.get(new Design(issuer.colour(), issuer.accent(), achievement), design -> {
            BadgeArt art = BadgeArt.of(issuer, achievement);
            return new Drawn(art, art.png(PNG_SIZE));
        });
    }
}
