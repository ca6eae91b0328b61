package dev.laurel.recognition;

import dev.laurel.recognition.ExportField.Shape;
import dev.laurel.recognition.ExportFormat.Changes;
import dev.laurel.recognition.ExportFormat.Column;
import dev.laurel.recognition.ExportFormat.Separator;
import dev.laurel.system.Fault;
import jakarta.servlet.http.HttpServletRequest;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An export as somebody is writing it in a form: whatever they typed, right or wrong. The form carries all of it, so nothing
 * is kept before it is right and saved.
 *
 * @param version that it was opened at; 0 for a new one
 */
record ExportDraft(
        int version,
        String title,
        boolean example,
        List<String> values,
        String changes,
        String separator,
        boolean marked,
        boolean headings,
        String zone,
        String note,
        List<Line> lines) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST_LINES = 100;

    ExportDraft {
        values = List.copyOf(values);
        lines = List.copyOf(lines);
    }

    /**
     * One column.
     *
     * @param format how it is written; what it means depends on the field
     */
    record Line(String heading, String field, String format) {

        /** How a field of that name can be written. */
        public String shape() {
            ExportField known = ExportField.words().get(field);
            return (known == null ? Shape.PLAIN : known.shape()).key();
        }
    }

    /** A new export, with what most systems ask for. */
    static ExportDraft empty(String title, List<Line> lines) {
        return new ExportDraft(
                0,
                title,
                false,
                List.of(),
                Changes.LEAVE_OUT.key(),
                Separator.COMMA.key(),
                true,
                true,
                ZoneOffset.UTC.getId(),
                "",
                lines);
    }

    static ExportDraft of(ExportFormat format) {
        return new ExportDraft(
                format.version(),
                format.title(),
                format.example(),
                format.values().stream().map(ValueKind::key).toList(),
                format.changes().key(),
                format.file().separator().key(),
                format.file().marked(),
                format.file().headings(),
                format.zone().getId(),
                format.note() == null ? "" : format.note(),
                format.columns().stream().map(ExportDraft::line).toList());
    }

    private static Line line(Column column) {
        String format =
                switch (column.field().shape()) {
                    case PLAIN -> "";
                    case DAY -> String.valueOf(column.date());
                    case NUMBER -> column.decimals() == null ? "" : String.valueOf(column.decimals());
                    case WORD ->
                        new TreeMap<>(column.words())
                                .entrySet().stream()
                                        .map(word -> word.getKey() + " = " + word.getValue())
                                        .collect(Collectors.joining("\n"));
                    case FIXED, ASKED -> String.valueOf(column.text());
                };
        return new Line(column.heading(), column.field().key(), format);
    }

    /** What was sent with a form. */
    static ExportDraft of(HttpServletRequest form) {
        List<String> headings = all(form, "heading");
        List<String> fields = all(form, "field");
        List<String> formats = all(form, "format");
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < headings.size() && i < fields.size() && i < formats.size() && i < MOST_LINES; i++) {
            lines.add(new Line(headings.get(i), fields.get(i), formats.get(i)));
        }
        return new ExportDraft(
                one(form, "version").matches("\\d{1,6}") ? Integer.parseInt(one(form, "version")) : 0,
                one(form, "title"),
                !one(form, "example").isEmpty(),
                all(form, "values"),
                one(form, "changes"),
                one(form, "separator"),
                !one(form, "marked").isEmpty(),
                !one(form, "headings").isEmpty(),
                one(form, "zone"),
                one(form, "note"),
                lines);
    }

    private static String one(HttpServletRequest form, String name) {
        return Optional.ofNullable(form.getParameter(name)).map(String::strip).orElse("");
    }

    private static List<String> all(HttpServletRequest form, String name) {
        return Optional.ofNullable(form.getParameterValues(name))
                .map(values -> Arrays.stream(values).map(String::strip).toList())
                .orElse(List.of());
    }

    /** With one more column, one less or two changed over; anything else changes nothing. @param act such as {@code up-2} */
    ExportDraft after(String act) {
        List<Line> changed = new ArrayList<>(lines);
        if (act.equals("add")) {
            if (changed.size() < MOST_LINES) {
                changed.add(new Line("", ExportField.NAME.key(), ""));
            }
            return with(changed);
        }
        String[] parts = act.split("-", 2);
        int at = parts.length == 2 && parts[1].matches("\\d{1,3}") ? Integer.parseInt(parts[1]) : -1;
        if (at >= 0 && at < changed.size()) {
            switch (parts[0]) {
                case "up" -> Collections.swap(changed, at, Math.max(0, at - 1));
                case "down" -> Collections.swap(changed, at, Math.min(changed.size() - 1, at + 1));
                case "remove" -> changed.remove(at);
                default -> {}
            }
        }
        return with(changed);
    }

    private ExportDraft with(List<Line> changed) {
        return new ExportDraft(
                version, title, example, values, changes, separator, marked, headings, zone, note, changed);
    }

    /** The document that a file would hold. @param problems hears of what cannot stand in one at all */
    ObjectNode document(String name, AuthorityCode authority, BiConsumer<String, Fault> problems) {
        ObjectNode document = JSON.createObjectNode();
        document.put("schema", RecognitionDocuments.SCHEMA);
        document.put("kind", "export");
        document.put("id", name);
        document.put("authority", authority.value());
        document.put("title", title);
        if (example) {
            document.put("example", true);
        }
        if (!values.isEmpty()) {
            ArrayNode list = document.putArray("values");
            values.forEach(list::add);
        }
        if (!changes.equals(Changes.LEAVE_OUT.key())) {
            document.put("changes", changes);
        }
        if (!separator.equals(Separator.COMMA.key()) || !marked || !headings) {
            ObjectNode file = document.putObject("file");
            if (!separator.equals(Separator.COMMA.key())) {
                file.put("separator", separator);
            }
            if (!marked) {
                file.put("byte_order_mark", false);
            }
            if (!headings) {
                file.put("headings", false);
            }
        }
        if (!zone.isEmpty() && !zone.equals(ZoneOffset.UTC.getId())) {
            document.put("zone", zone);
        }
        ArrayNode columns = document.putArray("columns");
        for (int i = 0; i < lines.size(); i++) {
            int at = i;
            columns.add(column(lines.get(i), (field, fault) -> problems.accept("columns[" + at + "]." + field, fault)));
        }
        if (!note.isEmpty()) {
            document.put("note", note.replace("\r\n", "\n"));
        }
        return document;
    }

    private static ObjectNode column(Line line, BiConsumer<String, Fault> problems) {
        ObjectNode column = JSON.createObjectNode();
        column.put("heading", line.heading());
        column.put("field", line.field());
        @Nullable ExportField field = ExportField.words().get(line.field());
        if (field == null || line.format().isEmpty()) {
            return column;
        }
        switch (field.shape()) {
            case PLAIN -> {}
            case DAY -> column.put("date", line.format());
            case NUMBER -> {
                if (line.format().matches("\\d{1,3}")) {
                    column.put("decimals", Integer.parseInt(line.format()));
                } else {
                    column.put("decimals", line.format());
                }
            }
            case WORD -> {
                ObjectNode words = column.putObject("words");
                line.format().lines().filter(each -> !each.isBlank()).forEach(each -> {
                    int at = each.lastIndexOf('=');
                    if (at < 1 || at == each.length() - 1) {
                        problems.accept("words", Fault.of("recognition.fault.words", each.strip()));
                    } else {
                        words.put(
                                each.substring(0, at).strip(),
                                each.substring(at + 1).strip());
                    }
                });
            }
            case FIXED -> column.put("text", line.format());
            case ASKED -> column.put("ask", line.format());
        }
        return column;
    }
}
