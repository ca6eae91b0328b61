package dev.laurel.badge;

import dev.laurel.catalog.MicroCredentialId;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/**
 * The picture of a badge: a medal in the issuer's colours, two laurel branches, and a rosette of its own for each
 * micro-credential. Drawn once as shapes, which become an SVG or a PNG; the JDK does both, so that no drawing library is
 * needed. It holds no text: a server may have no fonts, and at 32 pixels nobody could read it.
 */
record BadgeArt(List<Layer> layers) {

    static final int SIZE = 640;

    private static final double CENTRE = SIZE / 2.0;

    /** How far from the centre the branches run. */
    private static final double STEM = 200;

    /**
     * @param fill as {@code #rrggbb}
     */
    record Layer(Shape shape, String fill) {}

    static BadgeArt of(Issuer issuer, MicroCredentialId achievement) {
        return of(issuer.colour(), issuer.accent(), achievement);
    }

    /** @param body as {@code #rrggbb}, as the accent, which lies on it */
    static BadgeArt of(String body, String accent, MicroCredentialId achievement) {
        Seed seed = new Seed(achievement.value());
        List<Layer> layers = new ArrayList<>();
        layers.add(new Layer(scalloped(312, 300, 24), accent));
        layers.add(new Layer(circle(276), body));
        layers.add(new Layer(ring(258, 250), accent));
        laurel(accent, layers);
        rosette(seed, body, accent, layers);
        return new BadgeArt(List.copyOf(layers));
    }

    /** Choices that are the same for a name, wherever and whenever it is drawn. */
    private static final class Seed {

        private long rest;

        Seed(String name) {
            CRC32 spread = new CRC32();
            spread.update(name.getBytes(StandardCharsets.UTF_8));
            rest = spread.getValue();
        }

        int choose(int below) {
            int chosen = (int) (rest % below);
            rest /= below;
            return chosen;
        }
    }

    private static Shape circle(double radius) {
        return new Ellipse2D.Double(CENTRE - radius, CENTRE - radius, 2 * radius, 2 * radius);
    }

    private static Shape ring(double outer, double inner) {
        Area ring = new Area(circle(outer));
        ring.subtract(new Area(circle(inner)));
        return ring;
    }

    private static Shape scalloped(double outer, double inner, int waves) {
        Path2D path = new Path2D.Double();
        double step = Math.PI / waves;
        path.moveTo(x(inner, 0), y(inner, 0));
        for (int i = 0; i < waves; i++) {
            double from = 2 * i * step;
            path.quadTo(
                    x(2 * outer - inner, from + step),
                    y(2 * outer - inner, from + step),
                    x(inner, from + 2 * step),
                    y(inner, from + 2 * step));
        }
        path.closePath();
        return path;
    }

    private static double x(double radius, double angle) {
        return CENTRE + radius * Math.sin(angle);
    }

    private static double y(double radius, double angle) {
        return CENTRE - radius * Math.cos(angle);
    }

    /** Two branches that rise from the foot of the medal, open at the top. */
    private static void laurel(String accent, List<Layer> layers) {
        for (int side = -1; side <= 1; side += 2) {
            layers.add(new Layer(stem(side), accent));
            for (int i = 0; i < 7; i++) {
                double angle = side * Math.toRadians(166 - i * 21);
                double length = 66 - i * 2;
                layers.add(new Layer(leaf(STEM, angle, length, 26, side * Math.toRadians(-52)), accent));
                layers.add(new Layer(leaf(STEM, angle, length * 0.86, 24, side * Math.toRadians(-130)), accent));
            }
            layers.add(new Layer(leaf(STEM, side * Math.toRadians(20), 44, 22, side * Math.toRadians(-90)), accent));
        }
    }

    private static Shape stem(int side) {
        Arc2D arc = new Arc2D.Double(
                CENTRE - STEM, CENTRE - STEM, 2 * STEM, 2 * STEM, side > 0 ? -82 : 110, 152, Arc2D.OPEN);
        return new BasicStroke(5, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND).createStrokedShape(arc);
    }

    /** A pointed leaf that grows from a place on a circle. */
    private static Shape leaf(double radius, double angle, double length, double width, double turn) {
        Path2D leaf = new Path2D.Double();
        leaf.moveTo(0, 0);
        leaf.curveTo(width * 0.75, -length * 0.3, width * 0.55, -length * 0.75, 0, -length);
        leaf.curveTo(-width * 0.55, -length * 0.75, -width * 0.75, -length * 0.3, 0, 0);
        leaf.closePath();
        AffineTransform place = new AffineTransform();
        place.translate(x(radius, angle), y(radius, angle));
        place.rotate(angle + turn);
        return place.createTransformedShape(leaf);
    }

    private static void rosette(Seed seed, String body, String accent, List<Layer> layers) {
        int petals = 5 + seed.choose(5);
        double width = new double[] {0.9, 1.15, 1.4}[seed.choose(3)] * 520 / petals;
        double inner = new double[] {34, 44, 54}[seed.choose(3)];
        boolean split = seed.choose(2) == 0;
        int heart = seed.choose(3);
        double half = Math.PI / petals;
        for (int i = 0; i < petals; i++) {
            double angle = 2 * i * half;
            layers.add(new Layer(leaf(20, angle, 124, width, 0), accent));
            if (split) {
                layers.add(new Layer(leaf(58, angle, 62, width * 0.42, 0), body));
            }
        }
        layers.add(new Layer(circle(inner), body));
        switch (heart) {
            case 0 -> layers.add(new Layer(circle(inner - 14), accent));
            case 1 -> layers.add(new Layer(ring(inner - 8, inner - 20), accent));
            default -> {
                for (int i = 0; i < petals; i++) {
                    layers.add(new Layer(leaf(3, 2 * i * half + half, inner - 12, width * 0.3, 0), accent));
                }
            }
        }
    }

    /** The drawing's elements, for the inside of an {@code <svg viewBox="0 0 640 640">}. */
    String svgPaths() {
        StringBuilder svg = new StringBuilder(8192);
        for (Layer layer : layers) {
            svg.append("<path fill=\"").append(layer.fill()).append("\" d=\"");
            append(svg, layer.shape());
            svg.append("\"/>\n");
        }
        return svg.toString();
    }

    private static void append(StringBuilder svg, Shape shape) {
        double[] at = new double[6];
        for (PathIterator path = shape.getPathIterator(null); !path.isDone(); path.next()) {
            int segment = path.currentSegment(at);
            svg.append("MLQCZ".charAt(segment));
            int numbers = new int[] {2, 2, 4, 6, 0}[segment];
            for (int i = 0; i < numbers; i++) {
                svg.append(i == 0 ? "" : " ").append(String.format(Locale.ROOT, "%.1f", at[i]));
            }
        }
    }

    byte[] png(int size) {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.scale(size / (double) SIZE, size / (double) SIZE);
            for (Layer layer : layers) {
                graphics.setColor(Color.decode(layer.fill()));
                graphics.fill(layer.shape());
            }
        } finally {
            graphics.dispose();
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }
}
