package dev.laurel.badge.proof;

import com.apicatalog.rdf.api.RdfQuadConsumer;
import com.apicatalog.rdf.nquads.NQuadsAlphabet;
import com.apicatalog.rdf.nquads.NQuadsWriter;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The canonical form of all documents that differ from a pattern in the values of its gaps and in nothing else. Expansion
 * has been done once, for the pattern; what is left for each document is what RDFC-1.0 makes depend on values: the hashes
 * that number the blank nodes, and the order of the lines.
 *
 * @see <a href="https://www.w3.org/TR/rdf-canon/#canon-algo-algo">RDF Dataset Canonicalization 1.0, section 4.4.3</a>
 */
final class CanonicalTemplate {

    private static final String GAP = "urn:laurel:gap:";
    private static final Pattern PART = Pattern.compile("(<?)" + GAP + "(\\d+):(>?)|(?<=^| )_:(\\S+)(?= )");
    private static final String ITSELF = "_:a";
    private static final String ANOTHER = "_:z";

    private final List<Line> lines;
    private final List<Node> nodes;
    private final int length;

    private CanonicalTemplate(List<Line> lines, List<Node> nodes) {
        this.lines = lines;
        this.nodes = nodes;
        this.length = lines.stream().mapToInt(Line::length).sum();
    }

    /** What stands in a pattern for value {@code number}: absolute, so that it may stand where an address is due. */
    static String gap(int number) {
        return GAP + number + ":";
    }

    /**
     * Reads a pattern, by the full algorithm up to the numbering of blank nodes.
     *
     * @return empty when a document of this pattern needs the full algorithm
     * @throws NotCoveredByProof when a part of the pattern would be in no canonical form
     */
    static Optional<CanonicalTemplate> of(JsonObject pattern, int gaps) throws NotCoveredByProof {
        if (occurrences(pattern.toString()) != gaps) {
            return Optional.empty(); // a fixed value looks like a gap
        }
        List<String> quads = new ArrayList<>();
        boolean[] hasGraphs = new boolean[1];
        Canonicalisation.emit(pattern, new RdfQuadConsumer() {
            @Override
            public RdfQuadConsumer quad(
                    String subject,
                    String predicate,
                    String object,
                    @Nullable String datatype,
                    @Nullable String language,
                    @Nullable String direction,
                    @Nullable String graph) {
                hasGraphs[0] |= graph != null;
                quads.add(NQuadsWriter.nquad(subject, predicate, object, datatype, language, direction, graph));
                return this;
            }
        });
        if (hasGraphs[0]) {
            return Optional.empty();
        }
        Map<String, Integer> nodeNumbers = new LinkedHashMap<>();
        List<Line> lines = quads.stream()
                .sorted()
                .distinct()
                .map(quad -> Line.of(quad, nodeNumbers))
                // Fixed lines first and in order: sorting then finds most of its work done.
                .sorted((a, b) -> Boolean.compare(b.isFixed(), a.isFixed()))
                .toList();
        List<Node> nodes = new ArrayList<>();
        for (int node = 0; node < nodeNumbers.size(); node++) {
            int number = node;
            List<Line> about =
                    lines.stream().filter(line -> line.mentions(number)).toList();
            nodes.add(Node.of(number, about));
        }
        return Optional.of(new CanonicalTemplate(lines, nodes));
    }

    /**
     * The canonical form with these values in the gaps.
     *
     * @return empty when only the full algorithm can tell: two blank nodes look alike, or a value is no plain address where
     *     one is due
     */
    Optional<String> fill(List<String> given) {
        Values values = new Values(given);
        TreeMap<String, Node> byHash = new TreeMap<>();
        for (Node node : nodes) {
            String hash = node.fixedHash();
            if (hash == null) {
                hash = node.hash(values);
            }
            if (hash == null || byHash.put(hash, node) != null) {
                return Optional.empty();
            }
        }
        String[] labels = new String[nodes.size()];
        int next = 0;
        for (Node node : byHash.values()) {
            labels[node.number()] = "_:c14n" + next++;
        }
        String[] filled = new String[lines.size()];
        for (int i = 0; i < filled.length; i++) {
            String line = lines.get(i).fill(values, labels);
            if (line == null) {
                return Optional.empty();
            }
            filled[i] = line;
        }
        Arrays.sort(filled);
        StringBuilder all = new StringBuilder(length + 64 * given.size());
        String before = "";
        for (String line : filled) {
            if (!line.equals(before)) {
                all.append(line);
            }
            before = line;
        }
        return Optional.of(all.toString());
    }

    /** About how many characters this holds. */
    int size() {
        return length;
    }

    private static int occurrences(String text) {
        int count = 0;
        for (int at = text.indexOf(GAP); at >= 0; at = text.indexOf(GAP, at + 1)) {
            count++;
        }
        return count;
    }

    /** A blank node and the lines that mention it; its hash of the first degree is fixed when they are. */
    private record Node(
            int number,
            List<Line> about,
            int highestNode,
            @Nullable String fixedHash) {

        static Node of(int number, List<Line> about) {
            int highest = about.stream().mapToInt(Line::highestNode).max().orElse(number);
            Node node = new Node(number, about, highest, null);
            boolean dependsOnValues = about.stream().anyMatch(Line::hasGaps);
            return dependsOnValues ? node : new Node(number, about, highest, node.hash(new Values(List.of())));
        }

        /** Section 4.6, Hash First Degree Quads; null when a value is no address where one is due. */
        @Nullable
        String hash(Values values) {
            String[] labels = new String[highestNode + 1];
            Arrays.fill(labels, ANOTHER);
            labels[number] = ITSELF;
            String[] filled = new String[about.size()];
            for (int i = 0; i < filled.length; i++) {
                String line = about.get(i).fill(values, labels);
                if (line == null) {
                    return null;
                }
                filled[i] = line;
            }
            Arrays.sort(filled);
            MessageDigest sha256 = DataIntegrity.sha256();
            String before = "";
            for (String line : filled) {
                if (!line.equals(before)) {
                    sha256.update(line.getBytes(StandardCharsets.UTF_8));
                }
                before = line;
            }
            return HexFormat.of().formatHex(sha256.digest());
        }
    }

    /** One line of N-Quads, cut where a value or the label of a blank node goes. */
    private record Line(List<Part> parts) {

        static Line of(String quad, Map<String, Integer> nodeNumbers) {
            List<Part> parts = new ArrayList<>();
            Matcher found = PART.matcher(quad);
            int from = 0;
            while (found.find()) {
                String label = found.group(4);
                if (label != null && isInLiteral(quad, found.start())) {
                    continue;
                }
                parts.add(new Text(quad.substring(from, found.start())));
                if (label != null) {
                    parts.add(new BlankNode(nodeNumbers.computeIfAbsent(label, unseen -> nodeNumbers.size())));
                } else {
                    boolean address = !found.group(1).isEmpty();
                    parts.add(new Value(Integer.parseInt(found.group(2)), address));
                }
                from = found.end();
            }
            parts.add(new Text(quad.substring(from)));
            return new Line(List.copyOf(parts));
        }

        /** Labels stand before the first quotation mark: a literal is what a line without graphs ends with. */
        private static boolean isInLiteral(String quad, int at) {
            int quote = quad.indexOf('"');
            return quote >= 0 && quote < at;
        }

        boolean isFixed() {
            return parts.size() == 1;
        }

        boolean hasGaps() {
            return parts.stream().anyMatch(Value.class::isInstance);
        }

        boolean mentions(int node) {
            return parts.contains(new BlankNode(node));
        }

        int highestNode() {
            return parts.stream()
                    .mapToInt(part -> part instanceof BlankNode blank ? blank.number() : -1)
                    .max()
                    .orElse(-1);
        }

        int length() {
            return parts.stream()
                    .mapToInt(part -> part instanceof Text text ? text.text().length() : 0)
                    .sum();
        }

        /** Null when a value is no plain address where one is due. */
        @Nullable
        String fill(Values values, String[] labels) {
            if (isFixed()) {
                return ((Text) parts.get(0)).text();
            }
            StringBuilder line = new StringBuilder(256);
            for (Part part : parts) {
                if (part instanceof Text text) {
                    line.append(text.text());
                } else if (part instanceof BlankNode blank) {
                    line.append(labels[blank.number()]);
                } else if (part instanceof Value value) {
                    String written = values.written(value.number(), value.address());
                    if (written == null) {
                        return null;
                    }
                    line.append(written);
                }
            }
            return line.toString();
        }
    }

    /** What goes into the gaps, each written once, though it may stand in many lines. */
    private static final class Values {

        private final List<String> given;
        private final @Nullable String[] literals;
        private final @Nullable String[] addresses;

        Values(List<String> given) {
            this.given = given;
            this.literals = new String[given.size()];
            this.addresses = new String[given.size()];
        }

        /** Null when it is no plain address where one is due. */
        @Nullable
        String written(int number, boolean address) {
            @Nullable String[] known = address ? addresses : literals;
            String written = known[number];
            if (written == null) {
                String value = given.get(number);
                if (address && !Canonicalisation.isPlainAddress(value)) {
                    return null;
                }
                written = address ? NQuadsWriter.resource(value) : NQuadsAlphabet.escape(value);
                known[number] = written;
            }
            return written;
        }
    }

    private sealed interface Part permits Text, Value, BlankNode {}

    private record Text(String text) implements Part {}

    /**
     * @param address whether it is a node's or a property's address, and no literal
     */
    private record Value(int number, boolean address) implements Part {}

    private record BlankNode(int number) implements Part {}
}
