package dev.laurel.authoring;

import java.util.List;

/**
 * What the editor asks for one field of a document. A name is a path from the mapping that holds the field, such as
 * {@code words.max}.
 */
sealed interface Field {

    String name();

    /** How a value is written and read. */
    enum Kind {
        LINE,
        TEXT,
        /** A list of texts, each on a line of its own. */
        LINES,
        /** A list of short words with commas between them. */
        WORDS,
        WHOLE,
        /** A share from 0 to 1, written as a percentage. */
        PERCENT,
        /** A box that is ticked or not. */
        YES_NO
    }

    /**
     * @param usually what a tick box says where the document says nothing
     */
    record Input(String name, Kind kind, boolean usually) implements Field {

        Input(String name, Kind kind) {
            this(name, kind, false);
        }
    }

    /**
     * One of some words.
     *
     * @param optional whether none may be chosen
     */
    record Choice(String name, List<String> words, boolean optional) implements Field {}

    /** The lowest level of the scale that counts as met. */
    record Cut(String name) implements Field {}

    /** Artefacts and questions of the document, any number of them. */
    record Evidence(String name) implements Field {}

    /** A text for each level of the scale. */
    record Descriptors(String name) implements Field {}

    /** Rows of fields: a list of mappings. */
    record Rows(String name, Row row, List<Field> fields) implements Field {}

    /** What a row is, and what it is called by. */
    enum Row {
        COMPONENT("id", "M"),
        REFERENCE("", ""),
        RESOURCE("", ""),
        PART("id", "part"),
        QUESTION("id", "Q"),
        ARTEFACT("id", "A"),
        LEVEL("key", "level"),
        /** The parts in the rubric: neither made nor taken out there. */
        RUBRIC_PART("id", ""),
        CRITERION("id", "C"),
        ALIGNMENT("", ""),
        PREREQUISITE("", "");

        private final String key;
        private final String prefix;

        Row(String key, String prefix) {
            this.key = key;
            this.prefix = prefix;
        }

        /** The field that names a row for good; empty where rows have no such field. */
        String key() {
            return key;
        }

        /** What a new row's name begins with. */
        String prefix() {
            return prefix;
        }

        boolean isFixed() {
            return this == RUBRIC_PART;
        }
    }
}
