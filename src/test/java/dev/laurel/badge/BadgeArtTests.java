package dev.laurel.badge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.catalog.MicroCredentialId;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** What Laurel draws, as it is seen in lists: at 64 pixels, measured on the pixels themselves. */
class BadgeArtTests {

    private static final int SIZE = 64;

    /** WCAG 2.2, 1.4.11: what one has to see to understand a graphic. */
    private static final double LEAST_CONTRAST = 3;

    private static final List<String> ITEMS = List.of(
            "assess-hinge-questions",
            "lit-hfw-mapping",
            "cs-trace-before-write",
            "family-conferences",
            "aa",
            "stack-cs");

    private static Issuer issuer(IssuerColours colours) {
        return new Issuer(
                new IssuerId(UUID.randomUUID()),
                "x",
                "did:web:x",
                new IssuerProfile(
                        colours.name(), null, null, null, colours.colour(), colours.accent(), null, null, null),
                null,
                1);
    }

    private static BufferedImage drawn(Issuer issuer, String item) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(
                BadgeArt.of(issuer, new MicroCredentialId(item)).png(SIZE)));
    }

    private static double luminance(int rgb) {
        Color colour = new Color(rgb);
        return 0.2126 * linear(colour.getRed())
                + 0.7152 * linear(colour.getGreen())
                + 0.0722 * linear(colour.getBlue());
    }

    private static double linear(int channel) {
        double share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    private static double contrast(int one, int other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    /** Pixels that are nearer to the accent than to the body, within the medal's inner disc. */
    private static boolean[][] glyph(BufferedImage image, Issuer issuer) {
        double body = luminance(Color.decode(issuer.colour()).getRGB());
        double accent = luminance(Color.decode(issuer.accent()).getRGB());
        boolean[][] glyph = new boolean[SIZE][SIZE];
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                double here = luminance(image.getRGB(x, y));
                boolean inside = Math.hypot(x - 31.5, y - 31.5) < 14.5;
                glyph[y][x] = inside && Math.abs(here - accent) < Math.abs(here - body);
            }
        }
        return glyph;
    }

    @Test
    void theRosetteStandsOutFromTheMedalInEveryIssuersColours() throws IOException {
        for (IssuerColours colours : IssuerColours.values()) {
            Issuer issuer = issuer(colours);
            for (String item : ITEMS) {
                BufferedImage image = drawn(issuer, item);
                List<Integer> on = new ArrayList<>();
                List<Integer> off = new ArrayList<>();
                boolean[][] glyph = glyph(image, issuer);
                for (int y = 17; y < 47; y++) {
                    for (int x = 17; x < 47; x++) {
                        (glyph[y][x] ? on : off).add(image.getRGB(x, y));
                    }
                }
                assertThat(contrast(middle(on), middle(off)))
                        .as("%s of %s", item, issuer.name())
                        .isGreaterThanOrEqualTo(LEAST_CONTRAST);
            }
        }
    }

    /** By brightness, as pixels at edges are mixed. */
    private static int middle(List<Integer> pixels) {
        return pixels.stream()
                .sorted((a, b) -> Double.compare(luminance(a), luminance(b)))
                .toList()
                .get(pixels.size() / 2);
    }

    @Test
    void theRosetteIsAThirdOfTheBadgeAndItsStrokesAreWiderThanAPixel() throws IOException {
        Issuer issuer = issuer(IssuerColours.PINE);
        for (String item : ITEMS) {
            boolean[][] glyph = glyph(drawn(issuer, item), issuer);
            int left = SIZE;
            int right = 0;
            int widest = 0;
            int there = 0;
            for (boolean[] row : glyph) {
                int run = 0;
                for (int x = 0; x < SIZE; x++) {
                    run = row[x] ? run + 1 : 0;
                    widest = Math.max(widest, run);
                    if (row[x]) {
                        there++;
                        left = Math.min(left, x);
                        right = Math.max(right, x);
                    }
                }
            }
            assertThat(right - left + 1).as("width of the rosette of %s", item).isGreaterThanOrEqualTo(SIZE / 3);
            assertThat(widest).as("widest stroke of %s", item).isGreaterThanOrEqualTo(3);
            assertThat(there).as("pixels of %s", item).isGreaterThanOrEqualTo(100);
        }
    }

    @Test
    void oneBadgeIsToldFromAnotherOfTheSameIssuer() throws IOException {
        Issuer issuer = issuer(IssuerColours.PINE);
        Set<String> seen = new HashSet<>();
        for (String item : ITEMS) {
            StringBuilder shape = new StringBuilder();
            for (boolean[] row : glyph(drawn(issuer, item), issuer)) {
                for (boolean there : row) {
                    shape.append(there ? '#' : ' ');
                }
            }
            seen.add(shape.toString());
        }
        assertThat(seen).hasSizeGreaterThanOrEqualTo(ITEMS.size() - 1);
    }
}
