package dev.laurel.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.laurel.catalog.BadgePicture.Problem;
import dev.laurel.catalog.BadgePicture.Refused;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadgePictureTests {

    private static final String DISC = "<circle cx=\"50\" cy=\"50\" r=\"48\" fill=\"#0a6b3b\"/>";

    private static byte[] svg(String within) {
        return ("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\""
                        + " viewBox=\"0 0 100 100\">" + within + "</svg>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] png(int width, int height, boolean noise) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(0x0a6b3b));
        graphics.fillOval(0, 0, width, height);
        graphics.dispose();
        Random random = new Random(7);
        for (int i = 0; noise && i < width * height; i++) {
            image.setRGB(i % width, i / width, 0xFF000000 | random.nextInt(256) * 0x10101);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return png.toByteArray();
    }

    private static void isRefused(byte[] file, Problem problem) {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> BadgePicture.take(file))
                .extracting(Refused::problem)
                .isEqualTo(problem);
    }

    // ---- what is refused

    @ParameterizedTest
    @ValueSource(strings = {"", "GIF89a", "%PDF-1.4", "<html><body>no</body></html>", "<svg viewBox='0 0 1 1'/>"})
    void whatIsNoPictureWhateverItIsCalled(String content) {
        isRefused(content.getBytes(StandardCharsets.UTF_8), Problem.NO_PICTURE);
    }

    @Test
    void drawingsThatCannotBeReadOrBringRulesOfTheirOwn() {
        isRefused(
                "<svg xmlns=\"http://www.w3.org/2000/svg\"><g>".getBytes(StandardCharsets.UTF_8), Problem.NOT_READABLE);
        String lol = "<!DOCTYPE svg [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b SYSTEM \"file:///etc/passwd\">]>";
        isRefused(
                (lol + new String(svg(DISC), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8),
                Problem.NOT_SAFE);
        isRefused(
                ("<?xml version=\"1.0\"?>" + lol + "<svg xmlns=\"http://www.w3.org/2000/svg\">&b;</svg>")
                        .getBytes(StandardCharsets.UTF_8),
                Problem.NOT_SAFE);
    }

    @Test
    void picturesThatNobodyCouldSeeInAList() throws IOException {
        isRefused(svg("<circle cx=\"50\" cy=\"50\" r=\"2\"/>"), Problem.NOTHING_TO_SEE);
        isRefused(svg("<text x=\"1\" y=\"50\">Badge</text>"), Problem.NOTHING_TO_SEE);
        isRefused(png(64, 64, false), Problem.TOO_SMALL);
        isRefused(png(400, 200, false), Problem.NOT_SQUARE);
        isRefused(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"10\"><path d=\"M0 0h20v10z\"/></svg>"
                        .getBytes(StandardCharsets.UTF_8),
                Problem.NOT_SQUARE);
    }

    @Test
    void picturesThatAreTooLarge() throws IOException {
        isRefused(new byte[BadgePicture.MOST_UPLOADED + 1], Problem.TOO_LARGE);
        isRefused(svg(DISC + "<path d=\"M0 0h1\"/>".repeat(3001)), Problem.TOO_LARGE);
        isRefused(svg(DISC + "<g>".repeat(40) + "</g>".repeat(40)), Problem.TOO_LARGE);
    }

    // ---- what is taken out

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<script>alert(1)</script> | script",
                "<foreignObject><body xmlns=\"http://www.w3.org/1999/xhtml\" onload=\"x()\"/></foreignObject> | foreignObject",
                "<image href=\"https://example.org/x.png\" width=\"9\" height=\"9\"/> | image",
                "<use xlink:href=\"https://example.org/x.svg#a\"/> | use",
                "<style>@import url(https://example.org/x.css);</style> | style",
                "<rect width=\"9\" height=\"9\" onclick=\"alert(1)\"/> | onclick",
                "<rect width=\"9\" height=\"9\" fill=\"url(https://example.org/x#a)\"/> | fill",
                "<rect width=\"9\" height=\"9\" style=\"fill:url(//example.org/x)\"/> | fill",
                "<rect width=\"9\" height=\"9\" style=\"background:url(//example.org/x)\"/> | style",
                "<a href=\"javascript:alert(1)\"><rect width=\"9\" height=\"9\"/></a> | a",
                "<animate attributeName=\"href\" values=\"javascript:alert(1)\"/> | animate",
                "<linearGradient id=\"g\" href=\"https://example.org/#g\"/> | href",
            })
    void whatCouldRunOrLoadAnything(String within, String name) throws Refused {
        BadgePicture.Taken taken = BadgePicture.take(svg(DISC + within));
        assertThat(taken.takenOut()).contains(name.strip());
        assertThat(taken.text())
                .contains("#0a6b3b")
                .doesNotContain("script", "example.org", "onclick", "onload", "foreignObject", "import", "alert");
        assertThat(BadgePicture.problem(taken.text()))
                .as("what was taken is good")
                .isNull();
        assertThat(BadgePicture.problem(new String(svg(DISC + within), StandardCharsets.UTF_8)))
                .as("in a file it is told, and not quietly changed")
                .isEqualTo(Problem.NOT_SAFE);
    }

    @Test
    void whatOnlyTheDrawingProgramReadsGoesWithoutAWord() throws Refused {
        BadgePicture.Taken taken = BadgePicture.take(
                svg(
                        "<!-- mine --><title>x</title><metadata>me@example.org</metadata>"
                                + "<sodipodi:namedview xmlns:sodipodi=\"http://sodipodi.example/\" x=\"1\"/>"
                                + "<circle class=\"a\" data-name=\"b\" cx=\"50\" cy=\"50\" r=\"48\" style=\"fill:#0a6b3b;font-family:Arial\"/>"));
        assertThat(taken.takenOut()).isEmpty();
        assertThat(taken.text()).contains("fill=\"#0a6b3b\"").doesNotContain("mine", "example", "class", "Arial");
        assertThat(BadgePicture.take(taken.text().getBytes(StandardCharsets.UTF_8))
                        .text())
                .as("taken again it is the same")
                .isEqualTo(taken.text());
    }

    // ---- what is taken

    @Test
    void aDrawingIsDrawnWithItsGradients() throws Refused, IOException {
        BadgePicture.Taken taken = BadgePicture.take(svg("<defs><linearGradient id=\"g\"><stop offset=\"0\""
                + " stop-color=\"#ff0000\"/><stop offset=\"1\" stop-color=\"#0000ff\"/></linearGradient></defs>"
                + "<rect width=\"100\" height=\"100\" fill=\"url(#g)\"/>"));
        BufferedImage image = ImageIO.read(
                new ByteArrayInputStream(BadgePicture.of(taken.text()).png(64)));
        assertThat(image.getWidth()).isEqualTo(64);
        Color left = new Color(image.getRGB(2, 32));
        Color right = new Color(image.getRGB(61, 32));
        assertThat(left.getRed()).isGreaterThan(200);
        assertThat(right.getBlue()).isGreaterThan(200);
        assertThat(BadgePicture.of(taken.text()).svgElements()).startsWith("<svg width=\"640\" height=\"640\"");
    }

    @Test
    void aPngIsWrittenAnewInTheSizeOfBadges() throws Refused, IOException {
        BadgePicture.Taken taken = BadgePicture.take(png(1200, 1200, false));
        assertThat(taken.text()).startsWith("data:image/png;base64,");
        byte[] kept = Base64.getDecoder().decode(taken.text().substring("data:image/png;base64,".length()));
        assertThat(ImageIO.read(new ByteArrayInputStream(kept)).getWidth()).isEqualTo(640);
        BufferedImage again = ImageIO.read(
                new ByteArrayInputStream(BadgePicture.of(taken.text()).png(640)));
        assertThat(new Color(again.getRGB(320, 320))).isEqualTo(new Color(0x0a6b3b));
        assertThat(again.getRGB(0, 0) >>> 24).as("corners stay clear").isZero();
        assertThat(BadgePicture.problem(taken.text())).isNull();
        assertThat(BadgePicture.of(taken.text()).svgElements()).contains("<image", "data:image/png;base64,");
    }

    @Test
    void aPngThatSaysMuchIsMadeSmallerRatherThanRefused() throws Refused, IOException {
        BadgePicture.Taken taken = BadgePicture.take(png(280, 280, true));
        assertThat(taken.text().length()).isLessThan(BadgePicture.LONGEST);
    }
}
