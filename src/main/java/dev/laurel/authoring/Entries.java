package dev.laurel.authoring;

import dev.laurel.authoring.Field.Descriptors;
import dev.laurel.authoring.Field.Evidence;
import dev.laurel.authoring.Field.Input;
import dev.laurel.authoring.Field.Kind;
import dev.laurel.authoring.Field.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a form of the editor says. What it does not say, or says as it stands, stays in the document to the letter, so
 * that a page saved unchanged changes nothing.
 */
record Entries(Map<String, List<String>> said) {

    /** After a list's address: it was on the page, be it empty. */
    static final String ROWS = ".rows";

    /** After a row's address: the key that finds it. */
    static final String ROW = ".row";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST_ROWS = 500;

    Entries {
        said = Map.copyOf(said);
    }

    private @Nullable String first(String name) {
        List<String> values = said.get(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    /** Writes what is said into the document. */
    void fill(EditorSection section, ObjectNode document) {
        fill(section.fields(), "", document, document);
        if (document.get("license") instanceof ObjectNode license && license.isEmpty()) {
            document.remove("license");
        }
        if (document.get("local") instanceof ObjectNode local) {
            local.removeIf(added -> added.isArray() && added.isEmpty());
            if (local.isEmpty()) {
                document.remove("local");
            }
        }
        if (document.get("renewal") instanceof ObjectNode renewal && saysNothing(renewal)) {
            document.remove("renewal");
        }
    }

    private static boolean saysNothing(ObjectNode renewal) {
        return renewal.properties().stream()
                .allMatch(field -> field.getKey().equals("files_required")
                        && !field.getValue().booleanValue());
    }

    private void fill(List<Field> fields, String prefix, ObjectNode holder, ObjectNode document) {
        for (Field field : fields) {
            String name = prefix + field.name();
            if (field instanceof Input input) {
                input(input, name, holder);
            } else if (field instanceof Evidence evidence) {
                evidence(evidence, name, holder);
            } else if (field instanceof Descriptors descriptors) {
                descriptors(descriptors, name, holder, document);
            } else if (field instanceof Rows rows) {
                rows(rows, name, holder, document);
            } else {
                word(field.name(), name, holder);
            }
        }
    }

    private void input(Input input, String name, ObjectNode holder) {
        String said = first(name);
        if (input.kind() == Kind.YES_NO) {
            said = "true".equals(said) ? "true" : "false";
        }
        JsonNode now = Sheet.at(holder, input.name());
        if (said == null || Sheet.tidy(said).equals(Sheet.text(input, now))) {
            return;
        }
        put(holder, input.name(), Sheet.node(input, said));
    }

    private void word(String field, String name, ObjectNode holder) {
        String said = first(name);
        if (said != null && !said.equals(Sheet.line(Sheet.at(holder, field)))) {
            put(holder, field, said.isBlank() ? null : JSON.getNodeFactory().stringNode(said));
        }
    }

    private void evidence(Evidence evidence, String name, ObjectNode holder) {
        List<String> ticked = said.get(name);
        if (ticked == null) {
            return;
        }
        List<String> wanted = new ArrayList<>(
                ticked.stream().filter(id -> !id.isBlank()).distinct().toList());
        List<String> now = new ArrayList<>();
        if (Sheet.at(holder, evidence.name()) instanceof ArrayNode list) {
            list.forEach(id -> now.add(Sheet.line(id)));
        }
        if (now.size() == wanted.size() && now.containsAll(wanted)) {
            return;
        }
        ArrayNode list = JSON.createArrayNode();
        now.stream().filter(wanted::remove).forEach(list::add);
        wanted.forEach(list::add);
        put(holder, evidence.name(), list);
    }

    private void descriptors(Descriptors descriptors, String name, ObjectNode holder, ObjectNode document) {
        for (ObjectNode level : Sheet.held(Sheet.at(document, "scale.levels"))) {
            String key = Sheet.line(level.get("key"));
            String said = first(name + "." + key);
            ObjectNode cells =
                    Sheet.at(holder, descriptors.name()) instanceof ObjectNode known ? known : JSON.createObjectNode();
            if (said != null && !Sheet.tidy(said).equals(Sheet.line(cells.get(key)))) {
                if (said.isBlank()) {
                    cells.remove(key);
                } else {
                    cells.put(key, Sheet.tidy(said));
                }
                holder.set(descriptors.name(), cells);
            }
        }
    }

    private void rows(Rows rows, String name, ObjectNode holder, ObjectNode document) {
        if (first(name + ROWS) == null) {
            return;
        }
        JsonNode now = Sheet.at(holder, rows.name());
        List<ObjectNode> left = new ArrayList<>(Sheet.held(now));
        List<ObjectNode> filled = new ArrayList<>();
        for (int i = 0; i < MOST_ROWS; i++) {
            String at = name + "[" + i + "]";
            String key = first(at + ROW);
            if (key == null) {
                break;
            }
            ObjectNode row = take(rows, key, left);
            if (row == null && rows.row().isFixed()) {
                continue;
            }
            if (row == null) {
                row = JSON.createObjectNode();
                if (!rows.row().key().isEmpty()) {
                    row.put(rows.row().key(), key);
                }
            }
            fill(rows.fields(), at + ".", row, document);
            filled.add(row);
        }
        if (rows.row().isFixed() || (now == null && filled.isEmpty())) {
            return;
        }
        ArrayNode list = JSON.createArrayNode();
        filled.forEach(list::add);
        if (!list.equals(now)) {
            put(holder, rows.name(), list);
        }
    }

    /** The row of that key, which is then no longer left. */
    private static @Nullable ObjectNode take(Rows rows, String key, List<ObjectNode> left) {
        for (int i = 0; i < left.size(); i++) {
            if (Sheet.key(rows, left.get(i)).equals(key)) {
                return left.remove(i);
            }
        }
        return null;
    }

    /** Puts a value at a path, or takes out what stands there. */
    static void put(ObjectNode holder, String path, @Nullable JsonNode value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            if (value == null) {
                holder.remove(path);
            } else {
                holder.set(path, value);
            }
            return;
        }
        String name = path.substring(0, dot);
        if (holder.get(name) instanceof ObjectNode inner) {
            put(inner, path.substring(dot + 1), value);
        } else if (value != null) {
            put(holder.putObject(name), path.substring(dot + 1), value);
        }
    }
}
