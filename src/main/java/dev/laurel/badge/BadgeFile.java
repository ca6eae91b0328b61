package dev.laurel.badge;

import java.util.Locale;

/** The forms in which a badge can be carried away. */
public enum BadgeFile {
    /** Open Badges 3.0 with an embedded proof. */
    JSON("badge-%s.json", "application/json"),
    /** Open Badges 3.0 as a signed token. */
    JWT("badge-%s.jwt", "application/vc+jwt"),
    PNG("badge-%s.png", "image/png"),
    SVG("badge-%s.svg", "image/svg+xml"),
    /** The image with the token in it. */
    PNG_JWT("badge-%s-jwt.png", "image/png"),
    SVG_JWT("badge-%s-jwt.svg", "image/svg+xml"),
    /** Open Badges 2.0: believed because of where it lies, so it serves only while the badge's page is open. */
    OB2("badge-%s-ob2.json", "application/json"),
    PNG_OB2("badge-%s-ob2.png", "image/png"),
    SVG_OB2("badge-%s-ob2.svg", "image/svg+xml");

    private final String name;
    private final String mediaType;

    BadgeFile(String name, String mediaType) {
        this.name = name;
        this.mediaType = mediaType;
    }

    public String fileName(String credentialId) {
        return name.formatted(credentialId);
    }

    public String mediaType() {
        return mediaType;
    }

    /** Its part of an address and of the keys of its messages. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it is of the older generation, which not every badge has. */
    public boolean isHosted() {
        return this == OB2 || this == PNG_OB2 || this == SVG_OB2;
    }
}
