package dev.laurel.authoring;

import dev.laurel.catalog.DocumentCheck;
import dev.laurel.system.TypedFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;

/** What keeps a draft from being published, in the reader's words and with the page on which to mend it. */
record Problems(List<Told> all) {

    private static final Pattern ROW = Pattern.compile("\\[(\\d+)]");

    /**
     * One problem.
     *
     * @param field address in the document, such as {@code submission.parts[1].title}; of a stack, the field of its form
     * @param place the same in words, such as "Part 2, Title"; the address where there are none for it
     * @param text what is wrong, to be read beside the field
     */
    record Told(String field, String place, String text, EditorSection section) {

        public String element() {
            return Sheet.element(field);
        }

        /** The end of the message key that names the field. */
        public String word() {
            return Problems.word(field);
        }
    }

    static Problems of(List<DocumentCheck.Problem> problems, MessageSource messages, Locale locale) {
        return new Problems(problems.stream()
                .map(problem -> new Told(
                        problem.field(),
                        place(problem.field(), messages, locale),
                        text(problem, messages, locale),
                        EditorSection.of(problem.field())))
                // in the order of the editor's pages, since one mends page by page
                .sorted(Comparator.comparing(Told::section))
                .toList());
    }

    /** The same of a stack, whose form is one page. @param typed what the form holds */
    static Problems ofStack(
            List<DocumentCheck.Problem> problems, TypedFields typed, MessageSource messages, Locale locale) {
        return new Problems(problems.stream()
                .map(problem -> {
                    String field = StackForm.field(problem.field(), typed);
                    return new Told(
                            field,
                            StackForm.place(field, typed, messages, locale),
                            text(new DocumentCheck.Problem(field, StackForm.fault(problem)), messages, locale),
                            EditorSection.BASICS);
                })
                .toList());
    }

    /** The rows on the way to a field, then the field, as the pages of the editor call them. */
    private static String place(String field, MessageSource messages, Locale locale) {
        List<String> way = new ArrayList<>();
        Matcher row = ROW.matcher(field);
        int rows = 0;
        while (row.find()) {
            Object[] number = {Integer.parseInt(row.group(1)) + 1};
            String words =
                    messages.getMessage("authoring.row." + word(field.substring(0, row.start())), number, null, locale);
            if (words != null) {
                way.add(words);
                rows = row.end();
            }
        }
        if (rows < field.length()) {
            String name = name(word(field), messages, locale);
            if (name == null) {
                return field;
            }
            way.add(name);
        }
        return String.join(", ", way);
    }

    private static @Nullable String name(String word, MessageSource messages, Locale locale) {
        String name = messages.getMessage("authoring.edit." + word, null, null, locale);
        int dot = word.lastIndexOf('.');
        if (name != null || dot < 0) {
            return name;
        }
        // What is written for a level of the rubric: the level's key is the author's own word.
        String of = messages.getMessage("authoring.edit." + word.substring(0, dot), null, null, locale);
        return of == null ? null : of + ": " + word.substring(dot + 1).replace('_', ' ');
    }

    private static String word(String field) {
        return ROW.matcher(field).replaceAll("");
    }

    /** Editors are told what to do; where nobody has said it for them, they are told the rule of files. */
    private static String text(DocumentCheck.Problem problem, MessageSource messages, Locale locale) {
        Object[] blanks = problem.fault().arguments().toArray();
        String forEditors =
                messages.getMessage("authoring.mend." + problem.fault().key(), blanks, null, locale);
        if (forEditors != null) {
            return forEditors;
        }
        String words = messages.getMessage(problem.fault().key(), blanks, locale);
        return words.substring(0, 1).toUpperCase(locale) + words.substring(1);
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** What is told of a field, and of the entries of a list that is written in one. */
    public List<String> at(String name) {
        return all.stream()
                .filter(told -> told.field().equals(name) || told.field().matches("\\Q" + name + "\\E\\[\\d+]"))
                .map(Told::text)
                .distinct()
                .toList();
    }

    /** What is told of a row and not of its fields. */
    public List<String> exactlyAt(String name) {
        return all.stream()
                .filter(told -> told.field().equals(name))
                .map(Told::text)
                .toList();
    }

    public int count(EditorSection section) {
        return (int) all.stream().filter(told -> told.section() == section).count();
    }

    /** What belongs to a page and stands beside none of its fields. */
    public List<Told> elsewhere(EditorSection section, Sheet sheet) {
        Set<String> shown = new HashSet<>();
        names(sheet.fields(), shown);
        return all.stream()
                .filter(told -> told.section() == section)
                .filter(told -> !shown.contains(told.field())
                        && !shown.contains(told.field().replaceAll("\\[\\d+]$", "")))
                .toList();
    }

    private static void names(List<Sheet.Shown> fields, Set<String> names) {
        for (Sheet.Shown field : fields) {
            names.add(field.name());
            if (field.kind().equals("descriptors")) {
                field.options().forEach(level -> names.add(field.name() + "." + level.value()));
            }
            field.rows().forEach(line -> {
                names.add(line.name());
                names(line.fields(), names);
            });
        }
    }
}
