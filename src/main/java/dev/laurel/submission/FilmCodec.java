package dev.laurel.submission;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the pictures of a film are packed (ISO/IEC 14496-12, 8.5.2): MP4 and MOV say nothing of it, and a browser that knows the
 * container may know what is in it or not. Phones write HEVC, cameras ProRes and older things.
 */
final class FilmCodec {

    /** What every current browser plays. */
    private static final Set<String> PLAYED = Set.of("avc1", "avc2", "avc3", "avc4", "av01", "vp08", "vp09");

    private static final Set<String> CONTAINERS = Set.of("moov", "trak", "mdia", "minf", "stbl");
    private static final Set<String> FILMS = Set.of("video/mp4", "video/x-m4v", "video/quicktime");

    /** Behind the media type of what not every browser plays (RFC 6381). */
    private static final String PARAMETER = ";codecs=";

    private static final int DEEPEST = 5;
    private static final int MOST_BOXES = 10_000;

    private final FileChannel file;
    private final List<String> pictures = new ArrayList<>();
    private boolean ofPictures;
    private int boxes;

    private FilmCodec(FileChannel file) {
        this.file = file;
    }

    /** The media type to keep for a file: with its codec, where not every browser plays that. */
    static String mediaType(FileKinds.Kind kind, Path file) throws IOException {
        String type = kind.mediaType();
        return FILMS.contains(type)
                ? rare(file).map(codec -> type + PARAMETER + codec).orElse(type)
                : type;
    }

    /** A media type that was kept, as a file of that kind is sent. */
    static String bare(String mediaType) {
        int parameter = mediaType.indexOf(PARAMETER);
        return parameter < 0 ? mediaType : mediaType.substring(0, parameter);
    }

    /** Whether what was kept says that not every browser plays it. */
    static boolean isRare(String mediaType) {
        return mediaType.contains(PARAMETER);
    }

    private static Optional<String> rare(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            FilmCodec film = new FilmCodec(file);
            film.within(0, file.size(), 0);
            return film.pictures.stream().anyMatch(PLAYED::contains)
                    ? Optional.empty()
                    : film.pictures.stream().findFirst();
        }
    }

    /** What does not add up was refused before, or is left for the browser to say. */
    private void within(long start, long end, int depth) throws IOException {
        long at = start;
        while (end - at >= 8 && ++boxes < MOST_BOXES) {
            ByteBuffer head = read(at, (int) Math.min(16, end - at));
            long size = Integer.toUnsignedLong(head.getInt());
            String type = text(head);
            long body = at + 8;
            if (size == 1 && head.remaining() == 8) {
                size = head.getLong();
                body = at + 16;
            } else if (size == 0) {
                size = end - at;
            }
            if (size < body - at || size > end - at) {
                return;
            }
            long over = at + size;
            ofPictures &= !type.equals("trak");
            if (CONTAINERS.contains(type) && depth < DEEPEST) {
                within(body, over, depth + 1);
            } else if (type.equals("hdlr") && over - body >= 12 && depth == 3) {
                ofPictures = text(read(body + 8, 4)).equals("vide");
            } else if (type.equals("stsd") && ofPictures && over - body >= 16) {
                String codec = text(read(body + 12, 4)).strip();
                pictures.add(codec.matches("[A-Za-z0-9]{1,4}") ? codec : "unknown");
            }
            at = over;
        }
    }

    private static String text(ByteBuffer from) {
        byte[] four = new byte[4];
        from.get(four);
        return new String(four, StandardCharsets.ISO_8859_1);
    }

    private ByteBuffer read(long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, at + bytes.position()) < 0) {
                throw new Damaged("a film that ends too early");
            }
        }
        return bytes.flip();
    }
}
