package dev.laurel.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that somebody made by hand to keep the cleaners busy, or to get past them. */
class CraftedFilesTests {

    private static final Duration SHORT = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void photosWithinPhotosAreReadOnce() {
        byte[] document = repeated(new byte[] {(byte) 0xFF, (byte) 0xC0, 0, 4, (byte) 0xFF, (byte) 0xD8}, 1_000_000);

        assertThat(assertTimeoutPreemptively(SHORT, () -> Pictures.blank(document)))
                .isFalse();
    }

    @Test
    void pngPicturesWithinPngPicturesAreReadOnce() {
        byte[] begins = {(byte) 0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A};
        byte[] chunk = ByteBuffer.allocate(20)
                .putInt(8)
                .put("abCd".getBytes(StandardCharsets.US_ASCII))
                .put(begins)
                .putInt(12)
                .array();
        byte[] document = ByteBuffer.allocate(8 + 20 * 400_000)
                .put(begins)
                .put(repeated(chunk, 400_000))
                .array();

        assertThat(assertTimeoutPreemptively(SHORT, () -> Pictures.blank(document)))
                .isFalse();
    }

    @Test
    void aCommentIsTakenOutOfAPhotoThatFollowsWhatOnlyBeginsLikeOne() {
        byte[] document = ("\u00FF\u00D8\u00FF\u00C0\0\6\u00FF\u00D8\u00FF\u00C0" + "\0\2\u00FF\u00FE\0\6Mrs."
                        + "\u00FF\u00DA\0\2picture")
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(Pictures.blank(document)).isTrue();

        assertThat(new String(document, StandardCharsets.ISO_8859_1))
                .doesNotContain("Mrs.")
                .contains("picture");
    }

    @Test
    void propertiesOfAPhotoThatLieInEachOtherWithoutEndAreDamage() throws IOException {
        int depth = 500_000;
        ByteBuffer properties = ByteBuffer.allocate(8 * depth);
        for (int i = 0; i < depth; i++) {
            properties.putInt(8 * (depth - i)).put("ipco".getBytes(StandardCharsets.US_ASCII));
        }

        assertThatThrownBy(() -> photo(box("meta", new byte[4], box("iprp", properties.array()))))
                .isInstanceOf(Damaged.class);
    }

    @Test
    void notesOfAPhotoThatClaimToBeLongerThanAllOfItAreDamage() throws IOException {
        byte[] note = ByteBuffer.allocate(12)
                .putInt(2 << 24)
                .putShort((short) 1)
                .putShort((short) 0)
                .put("Exif".getBytes(StandardCharsets.US_ASCII))
                .array();
        int claims = 60_000;
        ByteBuffer places = ByteBuffer.allocate(14 + 8 * claims);
        places.putInt(0).putShort((short) 0x4400).putShort((short) 1);
        places.putShort((short) 1).putShort((short) 0).putShort((short) claims);
        for (int i = 0; i < claims; i++) {
            places.putInt(3_000_000).putInt(9_000_000);
        }
        byte[] meta = box(
                "meta",
                new byte[4],
                box("iinf", new byte[] {0, 0, 0, 0, 0, 1}, box("infe", note)),
                box("iloc", places.array()));

        assertTimeoutPreemptively(SHORT, () -> assertThatThrownBy(() -> photo(meta, box("mdat", new byte[12_000_000])))
                .isInstanceOf(Damaged.class));
    }

    @Test
    void anAddressBrokenOverTwoLinesIsNotOpenedUnasked() throws IOException {
        assertThat(openDocument("draw:image", "https://who.reads.example/&#10;seen.png"))
                .contains("about:blank")
                .doesNotContain("who.reads");
        assertThat(openDocument("draw:a", " vnd.sun.star.script:Run&#10;me")).contains("about:blank");
    }

    private static String openDocument(String element, String address) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DocumentXml.copy(
                new ByteArrayInputStream(("<" + element
                                + " xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\""
                                + " xmlns:xlink=\"http://www.w3.org/1999/xlink\" xlink:href=\"" + address + "\"/>")
                        .getBytes(StandardCharsets.UTF_8)),
                out,
                false);
        return out.toString(StandardCharsets.UTF_8);
    }

    private void photo(byte[]... boxes) throws IOException {
        Path from = folder.resolve("photo.heic");
        Files.write(from, joined(boxes));
        IsoMediaCleaner.photo(from, folder.resolve("clean.heic"));
    }

    private static byte[] box(String type, byte[]... content) {
        byte[] all = joined(content);
        return ByteBuffer.allocate(8 + all.length)
                .putInt(8 + all.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(all)
                .array();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] repeated(byte[] part, int times) {
        ByteBuffer all = ByteBuffer.allocate(part.length * times);
        for (int i = 0; i < times; i++) {
            all.put(part);
        }
        return all.array();
    }
}
