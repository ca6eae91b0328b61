package dev.laurel.assessment;

import dev.laurel.assessment.EvidenceView.Shape;
import java.util.Locale;
import java.util.Map;

/**
 * Which files are shown in the page. The type is the one found in the content; only those listed here are ever sent under
 * their own type, all others are bytes to download, so that nothing an earner uploads can run in our origin.
 */
final class InlineTypes {

    private static final Map<String, Shape> SHAPES = Map.ofEntries(
            Map.entry("image/png", Shape.IMAGE),
            Map.entry("image/jpeg", Shape.IMAGE),
            Map.entry("image/gif", Shape.IMAGE),
            Map.entry("image/webp", Shape.IMAGE),
            Map.entry("application/pdf", Shape.DOCUMENT),
            Map.entry("audio/mpeg", Shape.AUDIO),
            Map.entry("audio/mp4", Shape.AUDIO),
            Map.entry("audio/ogg", Shape.AUDIO),
            Map.entry("audio/wav", Shape.AUDIO),
            Map.entry("audio/vnd.wave", Shape.AUDIO),
            Map.entry("audio/x-wav", Shape.AUDIO),
            Map.entry("video/mp4", Shape.VIDEO),
            Map.entry("video/x-m4v", Shape.VIDEO),
            Map.entry("video/webm", Shape.VIDEO),
            Map.entry("video/quicktime", Shape.VIDEO));

    private InlineTypes() {}

    static Shape shapeOf(String mediaType) {
        return SHAPES.getOrDefault(bare(mediaType), Shape.DOWNLOAD);
    }

    /** Whether the page plays it. */
    static boolean isRecording(String mediaType) {
        Shape shape = shapeOf(mediaType);
        return shape == Shape.AUDIO || shape == Shape.VIDEO;
    }

    /** Whether a player shows it as captions. */
    static boolean isCaptions(String mediaType) {
        return bare(mediaType).equals("text/vtt");
    }

    static String bare(String mediaType) {
        int parameters = mediaType.indexOf(';');
        return (parameters < 0 ? mediaType : mediaType.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
