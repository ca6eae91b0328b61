package dev.laurel.system;

import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What stands in a form, right or wrong, by the names of its fields. The form carries all of it, so nothing is kept before it
 * is right and proposed.
 *
 * @param version that it was opened at; 0 for something new
 */
public record TypedFields(int version, Map<String, List<String>> fields) {

    /** A form of more fields is not shown: the server takes 10,000 (server.tomcat.max-parameter-count), new rows included. */
    static final int MOST_VALUES = 9_000;

    public TypedFields {
        fields = Map.copyOf(fields);
    }

    /** Puts together what a form is filled with. */
    public static final class Filling {

        private final Map<String, List<String>> fields = new LinkedHashMap<>();

        /** One more value of a field; nothing becomes an empty one. */
        public Filling put(String name, @Nullable Object value) {
            fields.computeIfAbsent(name, key -> new ArrayList<>()).add(value == null ? "" : String.valueOf(value));
            return this;
        }

        /** A number as people write it. */
        public Filling number(String name, @Nullable BigDecimal value) {
            return put(name, value == null ? null : value.stripTrailingZeros().toPlainString());
        }

        /** Texts, a line each. */
        public Filling lines(String name, List<String> values) {
            return put(name, String.join("\n", values));
        }

        /** What was put together, for somebody who only reads it. */
        public TypedFields toRead() {
            return new TypedFields(0, fields);
        }

        /**
         * What was put together, opened at that version.
         *
         * @throws Refusal where a browser could not send all of it back
         */
        public TypedFields at(int version) {
            int values = fields.values().stream().mapToInt(List::size).sum();
            if (values > MOST_VALUES) {
                throw FormRefused.tooLong(values);
            }
            return new TypedFields(version, fields);
        }
    }

    /**
     * What was sent with a form, every row of it. The last field of the form is named {@code whole}.
     *
     * @throws Refusal where the end of the form did not arrive
     */
    public static TypedFields of(HttpServletRequest form) {
        if (form.getParameter("whole") == null) {
            throw FormRefused.cutOff();
        }
        Map<String, List<String>> fields = new LinkedHashMap<>();
        form.getParameterMap()
                .forEach((name, values) -> fields.put(
                        name,
                        Arrays.stream(values)
                                .map(value -> value.strip().replace("\r\n", "\n"))
                                .toList()));
        String version =
                Optional.ofNullable(form.getParameter("version")).orElse("").strip();
        return new TypedFields(version.matches("\\d{1,6}") ? Integer.parseInt(version) : 0, fields);
    }

    /** What stands in a field; empty where there is none. */
    public String one(String name) {
        return in(name, 0);
    }

    /** What stands in a field of a row, counted from 0. */
    public String in(String name, int row) {
        List<String> values = fields.getOrDefault(name, List.of());
        return row < values.size() ? values.get(row) : "";
    }

    /** How many rows have that field. */
    public int rows(String name) {
        return fields.getOrDefault(name, List.of()).size();
    }

    /** Rows in which something was typed in one of those fields, by their place in the form. */
    public List<Integer> filled(List<String> names) {
        int most = names.stream().mapToInt(this::rows).max().orElse(0);
        return IntStream.range(0, most)
                .filter(row -> names.stream().anyMatch(name -> !in(name, row).isEmpty()))
                .boxed()
                .toList();
    }

    /** The same and an empty row after them. */
    public List<Integer> filledAndOneMore(List<String> names) {
        List<Integer> rows = new ArrayList<>(filled(names));
        rows.add(rows.isEmpty() ? 0 : rows.get(rows.size() - 1) + 1);
        return rows;
    }

    /** The lines of a text that have something in them. */
    public static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    /** A text that is there at all. */
    public static void text(ObjectNode into, String name, String typed) {
        if (!typed.isEmpty()) {
            into.put(name, typed);
        }
    }

    /** A number, or what was typed in its place, so that the document's own check says what is wrong with it. */
    public static void number(ObjectNode into, String name, String typed) {
        if (typed.matches("\\d{1,9}")) {
            into.put(name, Integer.parseInt(typed));
        } else if (typed.matches("-?\\d{1,9}(\\.\\d{1,9})?")) {
            into.put(name, new BigDecimal(typed));
        } else {
            text(into, name, typed);
        }
    }

    /** A list with a text a line; left out where there is none. */
    public static void list(ObjectNode into, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            ArrayNode list = into.putArray(name);
            texts.forEach(list::add);
        }
    }

    /** The texts of a list in a document, a line each. */
    public static String listed(@Nullable JsonNode list) {
        return list == null ? "" : list.valueStream().map(JsonNode::asString).collect(Collectors.joining("\n"));
    }
}
