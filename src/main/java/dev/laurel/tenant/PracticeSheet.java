package dev.laurel.tenant;

import dev.laurel.tenant.Choice.Kind;
import dev.laurel.tenant.Practice.Part;
import dev.laurel.tenant.Practices.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Everything that programmes may set for themselves, to be shown and changed on one page. */
@Component
public class PracticeSheet {

    private final Practices practices;
    private final ObjectProvider<Practice<?>> all;

    PracticeSheet(Practices practices, ObjectProvider<Practice<?>> all) {
        this.practices = practices;
        this.all = all;
    }

    /** Where a value comes from. */
    public enum Origin {
        LAUREL,
        INSTALLATION,
        PROGRAMME
    }

    /**
     * One thing that can be set.
     *
     * @param name whole, as the property's
     * @param key of its label; with {@code .hint} of what it means
     * @param typed what stands in its field: nothing where the programme has set nothing
     * @param problem key of what is wrong with what was typed; absent where nothing is
     * @param now what holds, as it would be typed
     * @param standard what would hold with nothing set, as it would be typed
     * @param set by whom and when the programme's own value was set; absent where there is none
     * @param meanwhile what somebody else set while this form was open, and this reader wanted to change
     */
    public record Field(
            String name,
            String key,
            Choice<?> choice,
            String typed,
            @Nullable String problem,
            String now,
            String standard,
            Origin origin,
            Origin standardOrigin,
            @Nullable Row set,
            @Nullable Row meanwhile) {

        /** As an element's id. */
        public String id() {
            return name.replace('.', '-');
        }
    }

    /** @param key of the heading; with {@code .what} of what a change of it touches */
    public record Section(String key, List<Field> fields) {}

    /** @param last the number of the change that this shows the state after */
    public record Sheet(int last, List<Section> sections) {

        /** Fields with something wrong, in order. */
        public List<Field> wrong() {
            return fields().filter(field -> field.problem() != null).toList();
        }

        public List<Field> contested() {
            return fields().filter(field -> field.meanwhile() != null).toList();
        }

        private Stream<Field> fields() {
            return sections.stream().flatMap(section -> section.fields().stream());
        }
    }

    /** What was set, from what, to what, by whom and when; the newest first. */
    public record Step(
            String key,
            Choice<?> choice,
            @Nullable String from,
            @Nullable String to,
            Instant at,
            UUID by) {}

    /** How it stands. */
    public Sheet of(TenantId tenant) {
        List<Row> rows = practices.rows(tenant);
        return sheet(rows, typed(rows), Map.of(), Map.of());
    }

    /**
     * Sets what differs from what the form showed when it was opened; all of it or, where anything is wrong or was changed
     * by somebody else meanwhile, nothing.
     *
     * @param last the number that the form was opened with
     * @param typed by whole name; what is missing is left as it is
     * @return the form as it is to be shown again; empty when everything is set
     */
    public Optional<Sheet> set(TenantId tenant, int last, Map<String, String> typed, UUID by) {
        // In this order: what somebody sets in between is then among the rows, or the change that follows is refused.
        int newest = practices.lastChange(tenant);
        List<Row> rows = practices.rows(tenant);
        Map<String, String> opened = own(rows, last);
        Map<String, String> current = own(rows, newest);
        Map<String, String> problems = new HashMap<>();
        Map<String, Optional<String>> wanted = new LinkedHashMap<>();
        each((practice, part, choice) -> {
            String name = practice.prefix() + "." + choice.name();
            String plain = typed.getOrDefault(name, "").strip();
            if (!typed.containsKey(name)) {
                return;
            }
            Optional<String> value = plain.isEmpty() ? Optional.empty() : choice.read(plain);
            if (!plain.isEmpty() && value.isEmpty()) {
                problems.put(name, "tenant.practice.wrong." + wrong(choice.kind()));
                wanted.put(name, Optional.empty());
            } else if (!same(choice, value.orElse(null), opened.get(name))) {
                wanted.put(name, value);
            }
        });
        wanted.entrySet()
                .removeIf(entry -> !problems.containsKey(entry.getKey())
                        && Objects.equals(entry.getValue().orElse(null), current.get(entry.getKey())));
        Map<String, Row> meanwhile = new HashMap<>();
        rows.stream()
                .filter(row -> row.number() > last && wanted.containsKey(row.name()))
                .forEach(row -> meanwhile.put(row.name(), row));
        if (problems.isEmpty()) {
            Map<String, String> after = new TreeMap<>(current);
            wanted.forEach((name, value) -> value.ifPresentOrElse(to -> after.put(name, to), () -> after.remove(name)));
            all.orderedStream()
                    .filter(practice -> !within(wanted, practice.prefix()).isEmpty())
                    .forEach(practice -> practice.clash(within(after, practice.prefix()))
                            .ifPresent(clash -> problems.put(practice.prefix() + "." + clash.name(), clash.key())));
        }
        if (problems.isEmpty() && meanwhile.isEmpty()) {
            if (practices.change(tenant, newest, wanted, by)) {
                return Optional.empty();
            }
            return set(tenant, last, typed, by);
        }
        Map<String, String> shown = new HashMap<>(typed(rows));
        wanted.keySet().forEach(name -> shown.put(name, typed.getOrDefault(name, "")));
        return Optional.of(sheet(rows, shown, problems, meanwhile));
    }

    /** What was set, the newest first; page from 0. */
    public List<Step> history(TenantId tenant, int page, int pageSize) {
        Map<String, String> before = new HashMap<>();
        Map<String, Field> fields = new HashMap<>();
        of(tenant).sections().forEach(section -> section.fields().forEach(field -> fields.put(field.name(), field)));
        List<Step> steps = new ArrayList<>();
        for (Row row : practices.rows(tenant)) {
            Field field = fields.get(row.name());
            String from = before.get(row.name());
            if (field != null) {
                Choice<?> choice = field.choice();
                steps.add(
                        0,
                        new Step(
                                field.key(),
                                choice,
                                from == null ? null : choice.typed(from),
                                row.value() == null ? null : choice.typed(row.value()),
                                row.at(),
                                row.by()));
            }
            before.put(row.name(), row.value());
        }
        return steps.stream().skip((long) page * pageSize).limit(pageSize).toList();
    }

    private static String wrong(Kind kind) {
        return switch (kind) {
            case NUMBER, DAYS, BUSINESS_DAYS, MONTHS, YEARS -> "number";
            case YES_NO, ONE_OF -> "choice";
            case SHARE, ZONE, DATES -> kind.key();
        };
    }

    private static boolean same(Choice<?> choice, @Nullable String one, @Nullable String other) {
        return Objects.equals(one, other)
                || one != null && other != null && choice.typed(one).equals(choice.typed(other));
    }

    private static Map<String, String> own(List<Row> rows, int last) {
        Map<String, String> own = new TreeMap<>();
        for (Row row : rows) {
            if (row.number() <= last) {
                if (row.value() == null) {
                    own.remove(row.name());
                } else {
                    own.put(row.name(), row.value());
                }
            }
        }
        return own;
    }

    private static <V> Map<String, V> within(Map<String, V> own, String prefix) {
        Map<String, V> within = new TreeMap<>(own);
        within.keySet().removeIf(name -> !name.startsWith(prefix + "."));
        return within;
    }

    private Map<String, String> typed(List<Row> rows) {
        Map<String, String> own = own(rows, Integer.MAX_VALUE);
        Map<String, String> typed = new HashMap<>();
        each((practice, part, choice) -> {
            String name = practice.prefix() + "." + choice.name();
            String value = own.get(name);
            if (value != null) {
                typed.put(name, choice.typed(value));
            }
        });
        return typed;
    }

    private Sheet sheet(
            List<Row> rows, Map<String, String> typed, Map<String, String> problems, Map<String, Row> meanwhile) {
        Map<String, Row> set = new HashMap<>();
        rows.forEach(row -> set.put(row.name(), row));
        Map<String, String> own = own(rows, Integer.MAX_VALUE);
        List<Section> sections = new ArrayList<>();
        Set<String> begun = new HashSet<>();
        all.orderedStream().forEach(practice -> practice.parts().forEach(part -> {
            if (begun.add(part.key())) {
                sections.add(section(practice, part.key(), own, set, typed, problems, meanwhile));
            }
        }));
        return new Sheet(rows.isEmpty() ? 0 : rows.get(rows.size() - 1).number(), sections);
    }

    private static <T extends Record> Section section(
            Practice<T> practice,
            String key,
            Map<String, String> own,
            Map<String, Row> set,
            Map<String, String> typed,
            Map<String, String> problems,
            Map<String, Row> meanwhile) {
        T now = practice.with(within(own, practice.prefix()));
        List<Field> fields = new ArrayList<>();
        for (Part<T> part : practice.parts()) {
            if (!part.key().equals(key)) {
                continue;
            }
            for (Choice<T> choice : part.choices()) {
                String name = practice.prefix() + "." + choice.name();
                String standard = choice.in(practice.installation());
                Origin standardOrigin =
                        standard.equals(choice.in(practice.original())) ? Origin.LAUREL : Origin.INSTALLATION;
                boolean isOwn = own.containsKey(name);
                fields.add(new Field(
                        name,
                        key + "." + choice.name(),
                        choice,
                        typed.getOrDefault(name, ""),
                        problems.get(name),
                        choice.typed(choice.in(now)),
                        choice.typed(standard),
                        isOwn ? Origin.PROGRAMME : standardOrigin,
                        standardOrigin,
                        isOwn ? set.get(name) : null,
                        meanwhile.get(name)));
            }
        }
        return new Section(key, fields);
    }

    private interface Visitor {
        void visit(Practice<?> practice, Part<?> part, Choice<?> choice);
    }

    private void each(Visitor visitor) {
        all.orderedStream().forEach(practice -> practice.parts()
                .forEach(part -> part.choices().forEach(choice -> visitor.visit(practice, part, choice))));
    }
}
