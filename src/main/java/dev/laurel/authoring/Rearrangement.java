package dev.laurel.authoring;

import dev.laurel.authoring.Field.Row;
import dev.laurel.authoring.Field.Rows;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Rows of a document's lists: made, moved, taken out and put back. */
final class Rearrangement {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern ROW = Pattern.compile("(.{1,200})\\[(\\d{1,3})]");
    private static final Pattern IN_PART = Pattern.compile("submission\\.parts\\[(\\d{1,3})]\\.(\\w+)");
    private static final String PARTS = "submission.parts";
    private static final String LEVELS = "scale.levels";
    private static final int MOST = 100;

    private final EditorSection section;
    private final ObjectNode document;

    Rearrangement(EditorSection section, ObjectNode document) {
        this.section = section;
        this.document = document;
    }

    /**
     * A row that was taken out, and where it stood.
     *
     * @param list the list's name, in its part where there is one
     * @param part id of the part; empty for lists outside the parts
     * @param row the row, and for a level what was written for it: {@code row}, {@code descriptors} by criterion
     */
    record Taken(Row what, String label, String list, String part, int place, ObjectNode row) {}

    /**
     * Adds an empty row at the end of a list.
     *
     * @param used all ids that were ever given in the document
     * @return its address; empty when the page has no such list, or it is full
     */
    Optional<String> add(String list, String used) {
        Rows rows = rows(list).orElse(null);
        if (rows == null || held(list).size() >= MOST) {
            return Optional.empty();
        }
        ArrayNode held = list(list);
        if (held == null) {
            return Optional.empty();
        }
        held.add(fresh(rows.row(), list, held, used));
        return Optional.of(list + "[" + (held.size() - 1) + "]");
    }

    private ObjectNode fresh(Row row, String list, ArrayNode held, String used) {
        ObjectNode fresh = JSON.createObjectNode();
        if (!row.key().isEmpty()) {
            fresh.put(row.key(), name(row, list, used));
        }
        switch (row) {
            case PART -> fresh.put("kind", "artefacts").put("pass_rule", "all_criteria_at_cut");
            case QUESTION -> fresh.putObject("words").put("min", 100).put("max", 300);
            case ARTEFACT -> {
                fresh.put("required", true).put("max_mb", 25).put("shareable", false);
                fresh.putArray("accepts").add("pdf").add("docx");
            }
            case LEVEL ->
                fresh.put(
                        "value",
                        held.isEmpty()
                                ? 0
                                : held.get(held.size() - 1).path("value").asInt(0) + 1);
            case CRITERION -> fresh.putObject("descriptors");
            case REFERENCE -> fresh.put("type", "article");
            case RESOURCE -> fresh.put("free", true);
            case PREREQUISITE -> fresh.put("kind", "recommended");
            case COMPONENT, ALIGNMENT, RUBRIC_PART -> {
                // Begins with nothing in it.
            }
        }
        return fresh;
    }

    private static String name(Row row, String list, String used) {
        Matcher part = IN_PART.matcher(list);
        String prefix = row == Row.QUESTION && part.matches()
                ? "P" + (Integer.parseInt(part.group(1)) + 1) + row.prefix()
                : row.prefix();
        int number = 1;
        while (used.contains("\"" + prefix + number + "\"")) {
            number++;
        }
        return prefix + number;
    }

    /** Moves a row by one place. @return its new address; empty when it cannot go there */
    Optional<String> move(String row, int by) {
        Matcher address = ROW.matcher(row);
        if (!address.matches() || rows(address.group(1)).isEmpty()) {
            return Optional.empty();
        }
        String list = address.group(1);
        int from = Integer.parseInt(address.group(2));
        int to = from + by;
        ArrayNode held = held(list).isEmpty() ? null : list(list);
        if (held == null || from >= held.size() || to < 0 || to >= held.size()) {
            return Optional.empty();
        }
        JsonNode moved = held.get(from);
        held.remove(from);
        held.insert(to, moved);
        if (list.equals(LEVELS)) {
            rising(held);
        }
        return Optional.of(list + "[" + to + "]");
    }

    /** Levels are worth more from left to right, whatever their order was before. */
    private static void rising(ArrayNode levels) {
        int value = -1;
        boolean rising = true;
        for (JsonNode level : levels) {
            rising &= level.path("value").asInt(-1) > value;
            value = level.path("value").asInt(-1);
        }
        if (!rising) {
            int place = 0;
            for (JsonNode level : levels) {
                ((ObjectNode) level).put("value", place++);
            }
        }
    }

    /** Takes out a row. */
    Optional<Taken> remove(String row) {
        Matcher address = ROW.matcher(row);
        if (!address.matches()) {
            return Optional.empty();
        }
        String list = address.group(1);
        int place = Integer.parseInt(address.group(2));
        Rows rows = rows(list).orElse(null);
        ArrayNode held = rows == null || held(list).isEmpty() ? null : list(list);
        if (rows == null || held == null || place >= held.size() || !(held.get(place) instanceof ObjectNode taken)) {
            return Optional.empty();
        }
        held.remove(place);
        Matcher inPart = IN_PART.matcher(list);
        ObjectNode kept = JSON.createObjectNode();
        kept.set("row", taken);
        if (rows.row() == Row.LEVEL) {
            kept.set("descriptors", withoutLevel(Sheet.line(taken.get("key"))));
        }
        return Optional.of(new Taken(
                rows.row(),
                Sheet.title(taken),
                inPart.matches() ? inPart.group(2) : list,
                inPart.matches()
                        ? Sheet.line(held(PARTS)
                                .get(Integer.parseInt(inPart.group(1)))
                                .get("id"))
                        : "",
                place,
                kept));
    }

    private ObjectNode withoutLevel(String level) {
        ObjectNode written = JSON.createObjectNode();
        for (ObjectNode part : held(PARTS)) {
            for (ObjectNode criterion : Sheet.held(part.get("criteria"))) {
                if (criterion.get("descriptors") instanceof ObjectNode cells && cells.has(level)) {
                    written.set(Sheet.line(criterion.get("id")), Objects.requireNonNull(cells.remove(level)));
                }
            }
        }
        return written;
    }

    /** Puts a row back where it stood. @return its address; empty when its part is gone */
    Optional<String> putBack(Taken taken) {
        String list = taken.list();
        if (!taken.part().isEmpty()) {
            List<ObjectNode> parts = held(PARTS);
            int at = -1;
            for (int i = 0; i < parts.size(); i++) {
                if (Sheet.line(parts.get(i).get("id")).equals(taken.part())) {
                    at = i;
                }
            }
            if (at < 0) {
                return Optional.empty();
            }
            list = PARTS + "[" + at + "]." + taken.list();
        }
        ArrayNode held = rows(list).isPresent() ? list(list) : null;
        if (held == null) {
            return Optional.empty();
        }
        int place = Math.min(taken.place(), held.size());
        held.insert(place, taken.row().get("row"));
        if (taken.what() == Row.LEVEL) {
            rising(held);
            withLevel(
                    Sheet.line(taken.row().path("row").get("key")), taken.row().path("descriptors"));
        }
        return Optional.of(list + "[" + place + "]");
    }

    private void withLevel(String level, JsonNode written) {
        for (ObjectNode part : held(PARTS)) {
            for (ObjectNode criterion : Sheet.held(part.get("criteria"))) {
                JsonNode cell = written.get(Sheet.line(criterion.get("id")));
                if (cell != null && criterion.get("descriptors") instanceof ObjectNode cells) {
                    cells.set(level, cell);
                }
            }
        }
    }

    /** Only what is an address of a list, and not of something in one. */
    private Optional<Rows> rows(String list) {
        return list.indexOf('[') < 0 || IN_PART.matcher(list).matches() ? section.rows(list) : Optional.empty();
    }

    private List<ObjectNode> held(String list) {
        Matcher inPart = IN_PART.matcher(list);
        if (inPart.matches()) {
            List<ObjectNode> parts = Sheet.held(Sheet.at(document, PARTS));
            int part = Integer.parseInt(inPart.group(1));
            return part < parts.size() ? Sheet.held(parts.get(part).get(inPart.group(2))) : List.of();
        }
        return Sheet.held(Sheet.at(document, list));
    }

    /** The list itself, made where there is none. */
    private @Nullable ArrayNode list(String list) {
        ObjectNode holder = document;
        String name = list;
        Matcher inPart = IN_PART.matcher(list);
        if (inPart.matches()) {
            List<ObjectNode> parts = held(PARTS);
            int part = Integer.parseInt(inPart.group(1));
            if (part >= parts.size()) {
                return null;
            }
            holder = parts.get(part);
            name = inPart.group(2);
        }
        if (!(Sheet.at(holder, name) instanceof ArrayNode)) {
            Entries.put(holder, name, JSON.createArrayNode());
        }
        return Sheet.at(holder, name) instanceof ArrayNode known ? known : null;
    }
}
