package dev.laurel.badge;

import dev.laurel.badge.Awards.Stored;
import dev.laurel.catalog.Achievement;
import dev.laurel.catalog.Catalogue;
import dev.laurel.system.NotFound;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;

/** A badge in each of its forms, as bytes. */
@Component
class BadgeFiles {

    private final Issuers issuers;
    private final Catalogue catalogue;
    private final BadgeImages images;
    private final Tokens tokens;
    private final HostedDocuments hosted;
    private final BadgeAddresses addresses;

    BadgeFiles(
            Issuers issuers,
            Catalogue catalogue,
            BadgeImages images,
            Tokens tokens,
            HostedDocuments hosted,
            BadgeAddresses addresses) {
        this.issuers = issuers;
        this.catalogue = catalogue;
        this.images = images;
        this.tokens = tokens;
        this.hosted = hosted;
        this.addresses = addresses;
    }

    /** @throws NotFound when the badge has no such form */
    byte[] of(Stored award, BadgeFile form) {
        return switch (form) {
            case JSON -> utf8(award.credential());
            case JWT -> utf8(tokens.of(award));
            case OB2 -> utf8(hosted.baked(award.credentialId()).toString());
            case PNG -> png(award, credential(award));
            case SVG -> svg(award, credential(award));
            case PNG_JWT -> png(award, token(award));
            case SVG_JWT -> svg(award, token(award));
            case PNG_OB2 -> png(award, assertion(award));
            case SVG_OB2 -> svg(award, assertion(award));
        };
    }

    private static Baking.Baked credential(Stored award) {
        return Baking.Baked.credential(award.credential());
    }

    private Baking.Baked token(Stored award) {
        return Baking.Baked.token(tokens.of(award));
    }

    private Baking.Baked assertion(Stored award) {
        return Baking.Baked.assertion(
                hosted.baked(award.credentialId()).toString(),
                addresses.assertion(award.credentialId()).toString());
    }

    private byte[] png(Stored award, Baking.Baked baked) {
        return images.bakedPng(issuer(award), achievement(award), baked);
    }

    private byte[] svg(Stored award, Baking.Baked baked) {
        return utf8(images.bakedSvg(issuer(award), achievement(award), award.name(), baked));
    }

    private Issuer issuer(Stored award) {
        return issuers.byId(award.issuer()).orElseThrow();
    }

    private Achievement achievement(Stored award) {
        return catalogue.achievement(award.version()).orElseThrow();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
