package dev.laurel.catalog;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.parser.resources.ResourcePolicy;
import com.github.weisj.jsvg.view.ViewBox;
import java.awt.Component;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The picture of a badge as its author supplies it: a drawing (SVG) that holds nothing but shapes and colours, or a PNG.
 * It stands in the micro-credential itself, so that a version looks the same for good and travels with its file.
 */
public final class BadgePicture {

    /** Pixels of each side of what is made of it. */
    public static final int SIZE = 640;

    /** How large a file may come. */
    public static final int MOST_UPLOADED = 1 << 20;

    /** In a document, of either kind. */
    static final int LONGEST = 420_000;

    private static final int MOST_PNG = 300_000;
    private static final int LEAST_PIXELS = 128;
    private static final int MOST_PIXELS = 4096;
    private static final List<Integer> SMALLER = List.of(SIZE, 512, 400, 320);
    private static final double SQUARE_ENOUGH = 0.02;

    /** At the size of a list, less of it than that cannot be seen. */
    private static final int LOOKED_AT = 64;

    private static final double LEAST_SEEN = 0.05;
    private static final String PNG_DATA = "data:image/png;base64,";
    private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private final @Nullable SafeDrawing drawing;
    private final @Nullable BufferedImage pixels;

    private BadgePicture(@Nullable SafeDrawing drawing, @Nullable BufferedImage pixels) {
        this.drawing = drawing;
        this.pixels = pixels;
    }

    /** Why a picture cannot be taken; the name, in lower case with hyphens, ends the key of its message. */
    public enum Problem {
        NO_PICTURE,
        TOO_LARGE,
        NOT_SQUARE,
        TOO_SMALL,
        NOT_READABLE,
        NOTHING_TO_SEE,
        NOT_SAFE;

        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** It cannot be taken. */
    public static final class Refused extends Exception {

        private final Problem problem;

        Refused(Problem problem) {
            super(problem.name());
            this.problem = problem;
        }

        public Problem problem() {
            return problem;
        }
    }

    /**
     * A file that was taken.
     *
     * @param text as it stands in a document
     * @param takenOut what was in the file and is not in it, such as {@code script}
     */
    public record Taken(String text, List<String> takenOut) {

        public Taken {
            takenOut = List.copyOf(takenOut);
        }
    }

    /** Takes a file for what it holds, whatever it is called; without what could run, or load anything. */
    public static Taken take(byte[] file) throws Refused {
        if (file.length > MOST_UPLOADED) {
            throw new Refused(Problem.TOO_LARGE);
        }
        if (isPng(file)) {
            BufferedImage image = read(file);
            for (int size : SMALLER) {
                byte[] png = png(image, size);
                if (png.length <= MOST_PNG) {
                    return new Taken(PNG_DATA + Base64.getEncoder().encodeToString(png), List.of());
                }
            }
            throw new Refused(Problem.TOO_LARGE);
        }
        String text = new String(file, StandardCharsets.UTF_8)
                .replaceFirst("^\uFEFF", "")
                .strip();
        SafeDrawing drawing = SafeDrawing.of(text);
        if (drawing.text().length() > LONGEST) {
            throw new Refused(Problem.TOO_LARGE);
        }
        seen(new BadgePicture(drawing, null));
        return new Taken(drawing.text(), drawing.takenOut());
    }

    /** What is wrong with a picture in a document; absent when it is good. */
    static @Nullable Problem problem(String text) {
        try {
            BadgePicture picture = read(text);
            if (picture.drawing != null && !picture.drawing.takenOut().isEmpty()) {
                return Problem.NOT_SAFE;
            }
            seen(picture);
            return null;
        } catch (Refused e) {
            return e.problem();
        }
    }

    /** The picture in a document that was found good. */
    public static BadgePicture of(String text) {
        try {
            return read(text);
        } catch (Refused e) {
            throw new IllegalArgumentException("No picture of a badge: " + e.problem(), e);
        }
    }

    private static BadgePicture read(String text) throws Refused {
        if (!text.startsWith(PNG_DATA)) {
            return new BadgePicture(SafeDrawing.of(text), null);
        }
        byte[] png;
        try {
            png = Base64.getMimeDecoder().decode(text.substring(PNG_DATA.length()));
        } catch (IllegalArgumentException e) {
            throw new Refused(Problem.NOT_READABLE);
        }
        if (!isPng(png)) {
            throw new Refused(Problem.NO_PICTURE);
        }
        return new BadgePicture(null, read(png));
    }

    private static boolean isPng(byte[] file) {
        return file.length > PNG_SIGNATURE.length
                && Arrays.equals(Arrays.copyOf(file, PNG_SIGNATURE.length), PNG_SIGNATURE);
    }

    /** How large it is says its header, before anything is unpacked. */
    private static BufferedImage read(byte[] png) throws Refused {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(png))) {
            Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("png");
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                int width = reader.getWidth(0);
                int height = reader.getHeight(0);
                if (width > MOST_PIXELS || height > MOST_PIXELS) {
                    throw new Refused(Problem.TOO_LARGE);
                }
                if (Math.min(width, height) < LEAST_PIXELS) {
                    throw new Refused(Problem.TOO_SMALL);
                }
                if (!isSquare(width, height)) {
                    throw new Refused(Problem.NOT_SQUARE);
                }
                BufferedImage image = reader.read(0);
                seen(new BadgePicture(null, image));
                return image;
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            throw new Refused(Problem.NOT_READABLE);
        }
    }

    static boolean isSquare(double width, double height) {
        return Math.abs(width - height) <= SQUARE_ENOUGH * Math.max(width, height);
    }

    private static void seen(BadgePicture picture) throws Refused {
        BufferedImage small;
        try {
            small = picture.drawn(LOOKED_AT);
        } catch (IllegalStateException e) {
            throw new Refused(Problem.NOT_READABLE);
        }
        int there = 0;
        for (int argb : small.getRGB(0, 0, LOOKED_AT, LOOKED_AT, null, 0, LOOKED_AT)) {
            there += argb >>> 24 > 127 ? 1 : 0;
        }
        if (there < LEAST_SEEN * LOOKED_AT * LOOKED_AT) {
            throw new Refused(Problem.NOTHING_TO_SEE);
        }
    }

    /** As a PNG of that many pixels a side. */
    public byte[] png(int size) {
        return encoded(drawn(size));
    }

    /**
     * As the inside of an {@code <svg viewBox="0 0 640 640">}: the drawing itself, or the pixels.
     */
    public String svgElements() {
        String place = " width=\"" + SIZE + "\" height=\"" + SIZE + "\"";
        if (drawing != null) {
            return drawing.text().replaceFirst("<svg", "<svg" + place) + "\n";
        }
        return "<image" + place + " href=\"" + PNG_DATA + Base64.getEncoder().encodeToString(png(SIZE)) + "\"/>\n";
    }

    private BufferedImage drawn(int size) {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            if (drawing != null) {
                document(drawing).render((Component) null, graphics, new ViewBox(size, size));
            } else if (pixels != null) {
                graphics.drawImage(halved(pixels, size), 0, 0, size, size, null);
            }
        } finally {
            graphics.dispose();
        }
        return image;
    }

    /** Several small steps down keep more than a large one. */
    private static BufferedImage halved(BufferedImage image, int size) {
        BufferedImage now = image;
        while (now.getWidth() >= 2 * size && now.getHeight() >= 2 * size) {
            BufferedImage half =
                    new BufferedImage(now.getWidth() / 2, now.getHeight() / 2, BufferedImage.TYPE_INT_ARGB);
            Graphics2D graphics = half.createGraphics();
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            graphics.drawImage(now, 0, 0, half.getWidth(), half.getHeight(), null);
            graphics.dispose();
            now = half;
        }
        return now;
    }

    private static SVGDocument document(SafeDrawing drawing) {
        LoaderContext nothingElse = LoaderContext.builder()
                .externalResourcePolicy(ResourcePolicy.DENY_ALL)
                .build();
        SVGDocument document;
        try {
            document = new SVGLoader()
                    .load(new ByteArrayInputStream(drawing.text().getBytes(StandardCharsets.UTF_8)), null, nothingElse);
        } catch (RuntimeException e) {
            throw new IllegalStateException("The drawing of a badge cannot be drawn", e);
        }
        if (document == null) {
            throw new IllegalStateException("The drawing of a badge cannot be drawn");
        }
        return document;
    }

    private static byte[] png(BufferedImage image, int size) {
        return encoded(new BadgePicture(null, image).drawn(size));
    }

    private static byte[] encoded(BufferedImage image) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }
}
