package dev.laurel.badge;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Colours for an issuer that brought none: chosen by its name, the same ever after. */
enum IssuerColours {
    PINE("#1d5c46", "#f3d27a"),
    LAKE("#1c4f78", "#f2c9a1"),
    PLUM("#5b2f5f", "#f0cf8e"),
    BRICK("#8a3b2b", "#f5dfb0"),
    SLATE("#34465c", "#e9c46a"),
    OLIVE("#55601f", "#f4e3a6"),
    TEAL("#0f5a63", "#f6cf9b"),
    WINE("#73243c", "#f2d6a2");

    private final String colour;
    private final String accent;

    IssuerColours(String colour, String accent) {
        this.colour = colour;
        this.accent = accent;
    }

    String colour() {
        return colour;
    }

    String accent() {
        return accent;
    }

    static IssuerColours of(String issuerName) {
        CRC32 spread = new CRC32();
        spread.update(issuerName.getBytes(StandardCharsets.UTF_8));
        return values()[(int) (spread.getValue() % values().length)];
    }
}
