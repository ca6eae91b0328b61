package dev.laurel.catalog;

import dev.laurel.catalog.BadgePicture.Problem;
import dev.laurel.catalog.BadgePicture.Refused;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * A drawing that holds shapes, colours and gradients and nothing else: written anew from what is allowed, so that what
 * nobody thought of is not in it. Text is left out because servers may have no fonts; style sheets because they can load.
 *
 * @param text an {@code <svg>} element
 * @param takenOut what was not allowed, by its name in the file; what no reader would see is left out without a word
 */
record SafeDrawing(String text, List<String> takenOut) {

    private static final String SVG = "http://www.w3.org/2000/svg";
    private static final String XLINK = "http://www.w3.org/1999/xlink";
    private static final int MOST_ELEMENTS = 3000;
    private static final int DEEPEST = 30;

    private static final Set<String> ELEMENTS = Set.of(
            "svg",
            "g",
            "defs",
            "path",
            "circle",
            "ellipse",
            "rect",
            "line",
            "polyline",
            "polygon",
            "linearGradient",
            "radialGradient",
            "stop",
            "clipPath");

    /** Says something about the file, not about the picture. */
    private static final Set<String> SILENT = Set.of("title", "desc", "metadata");

    private static final Set<String> COLOURS = Set.of(
            "fill",
            "fill-opacity",
            "fill-rule",
            "stroke",
            "stroke-width",
            "stroke-opacity",
            "stroke-linecap",
            "stroke-linejoin",
            "stroke-miterlimit",
            "stroke-dasharray",
            "stroke-dashoffset",
            "opacity",
            "color",
            "stop-color",
            "stop-opacity",
            "clip-path",
            "clip-rule",
            "display",
            "visibility");

    private static final Set<String> GEOMETRY = Set.of(
            "d",
            "points",
            "x",
            "y",
            "x1",
            "y1",
            "x2",
            "y2",
            "cx",
            "cy",
            "r",
            "rx",
            "ry",
            "fx",
            "fy",
            "width",
            "height",
            "transform",
            "viewBox",
            "preserveAspectRatio",
            "offset",
            "gradientUnits",
            "gradientTransform",
            "spreadMethod",
            "clipPathUnits",
            "pathLength",
            "id");

    private static final Pattern ID = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,100}");
    private static final Pattern WITHIN =
            Pattern.compile("url\\(\\s*['\"]?#[A-Za-z_][A-Za-z0-9_.-]{0,100}['\"]?\\s*\\)");
    private static final Pattern ESCAPES =
            Pattern.compile("[\\\\<>@]|/\\*|javascript:|expression\\(", Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER = Pattern.compile("\\s*([0-9]*\\.?[0-9]+)(px)?\\s*");

    /** @throws Refused when it is no drawing, or not as wide as it is high */
    static SafeDrawing of(String text) throws Refused {
        Element root = parsed(text);
        if (!SVG.equals(root.getNamespaceURI()) || !"svg".equals(root.getLocalName())) {
            throw new Refused(Problem.NO_PICTURE);
        }
        Set<String> takenOut = new LinkedHashSet<>();
        StringBuilder safe = new StringBuilder(text.length());
        safe.append("<svg xmlns=\"")
                .append(SVG)
                .append("\" viewBox=\"")
                .append(viewBox(root))
                .append("\"");
        Map<String, String> attributes = attributes(root, takenOut);
        List.of("viewBox", "width", "height", "x", "y", "preserveAspectRatio").forEach(attributes::remove);
        append(safe, attributes);
        safe.append('>');
        children(root, safe, takenOut, 1, new int[] {0});
        return new SafeDrawing(safe.append("</svg>").toString(), List.copyOf(takenOut));
    }

    private static Element parsed(String text) throws Refused {
        if (!text.startsWith("<")) {
            throw new Refused(Problem.NO_PICTURE);
        }
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setExpandEntityReferences(false);
            factory.setXIncludeAware(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new InputSource(new StringReader(withoutDoctype(text))))
                    .getDocumentElement();
        } catch (SAXException | IOException e) {
            throw new Refused(Problem.NOT_READABLE);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("Every Java reads XML", e);
        }
    }

    /** Drawing programs write one that says nothing; one with rules of its own is refused. */
    private static String withoutDoctype(String text) throws Refused {
        String without = text.replaceFirst("<!DOCTYPE[^\\[>]*>", "");
        if (without.contains("<!DOCTYPE") || without.contains("<!ENTITY")) {
            throw new Refused(Problem.NOT_SAFE);
        }
        return without;
    }

    private static String viewBox(Element root) throws Refused {
        String[] box = root.getAttribute("viewBox").strip().split("[\\s,]+");
        double[] numbers = new double[4];
        if (box.length == 4) {
            for (int i = 0; i < 4; i++) {
                try {
                    numbers[i] = Double.parseDouble(box[i]);
                } catch (NumberFormatException e) {
                    throw new Refused(Problem.NOT_READABLE);
                }
            }
        } else {
            numbers[2] = pixels(root.getAttribute("width"));
            numbers[3] = pixels(root.getAttribute("height"));
        }
        boolean sound = Double.isFinite(numbers[0] + numbers[1])
                && numbers[2] > 0
                && numbers[3] > 0
                && Double.isFinite(numbers[2] + numbers[3]);
        if (!sound || !BadgePicture.isSquare(numbers[2], numbers[3])) {
            throw new Refused(Problem.NOT_SQUARE);
        }
        return number(numbers[0]) + " " + number(numbers[1]) + " " + number(numbers[2]) + " " + number(numbers[3]);
    }

    private static double pixels(String length) {
        Matcher number = NUMBER.matcher(length);
        return number.matches() ? Double.parseDouble(number.group(1)) : 0;
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? String.valueOf((long) value)
                : String.format(Locale.ROOT, "%.4f", value);
    }

    private static void children(Element of, StringBuilder safe, Set<String> takenOut, int depth, int[] count)
            throws Refused {
        if (depth > DEEPEST) {
            throw new Refused(Problem.TOO_LARGE);
        }
        for (Node child = of.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (!(child instanceof Element element)) {
                continue;
            }
            boolean svg = SVG.equals(element.getNamespaceURI());
            String name = element.getLocalName();
            if (svg && ELEMENTS.contains(name)) {
                if (++count[0] > MOST_ELEMENTS) {
                    throw new Refused(Problem.TOO_LARGE);
                }
                safe.append('<').append(name);
                append(safe, attributes(element, takenOut));
                safe.append('>');
                children(element, safe, takenOut, depth + 1, count);
                safe.append("</").append(name).append('>');
            } else if (svg && !SILENT.contains(name)) {
                takenOut.add(name);
            }
        }
    }

    private static Map<String, String> attributes(Element of, Set<String> takenOut) {
        Map<String, String> safe = new TreeMap<>();
        NamedNodeMap attributes = of.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            Node attribute = attributes.item(i);
            String name = attribute.getLocalName();
            String value = attribute.getNodeValue().strip();
            boolean own = attribute.getNamespaceURI() == null;
            if (own && name.equals("style")) {
                styles(value, safe, takenOut);
            } else if (name.equals("href") && (own || XLINK.equals(attribute.getNamespaceURI()))) {
                boolean gradient = of.getLocalName().endsWith("Gradient");
                if (gradient
                        && value.startsWith("#")
                        && ID.matcher(value.substring(1)).matches()) {
                    safe.put("href", value);
                } else {
                    takenOut.add("href");
                }
            } else if (own && name.toLowerCase(Locale.ROOT).startsWith("on")) {
                takenOut.add(name);
            } else if (own && (COLOURS.contains(name) || GEOMETRY.contains(name))) {
                put(name, value, safe, takenOut);
            }
        }
        return safe;
    }

    private static void styles(String style, Map<String, String> safe, Set<String> takenOut) {
        for (String declaration : style.split(";")) {
            int colon = declaration.indexOf(':');
            String name = colon < 0 ? "" : declaration.substring(0, colon).strip();
            if (COLOURS.contains(name)) {
                put(name, declaration.substring(colon + 1).strip(), safe, takenOut);
            } else if (declaration.toLowerCase(Locale.ROOT).contains("url(")) {
                takenOut.add("style");
            }
        }
    }

    private static void put(String name, String value, Map<String, String> safe, Set<String> takenOut) {
        boolean leadsOut =
                WITHIN.matcher(value).replaceAll("").toLowerCase(Locale.ROOT).contains("url")
                        || ESCAPES.matcher(value).find();
        if (leadsOut) {
            takenOut.add(name);
        } else if (!name.equals("id") || ID.matcher(value).matches()) {
            safe.put(name, value);
        }
    }

    private static void append(StringBuilder safe, Map<String, String> attributes) {
        attributes.forEach((name, value) -> safe.append(' ')
                .append(name)
                .append("=\"")
                .append(value.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace("\"", "&quot;")
                        .replaceAll("\\s+", " "))
                .append('"'));
    }

    SafeDrawing {
        takenOut = List.copyOf(new ArrayList<>(takenOut));
    }
}
