package dev.laurel.catalog;

import dev.laurel.system.Fault;

/**
 * One thing that is wrong with a catalogue file.
 *
 * @param document place of the document in the file, from 1, and its id where it has one; empty for the file itself
 * @param field path of the field such as {@code submission.parts[1].criteria[0].evidence}; empty for the document itself
 */
record CatalogueProblem(String source, String document, String field, Fault fault) {

    /** File, document and field, then what is wrong. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(source);
        if (!document.isEmpty()) {
            text.append(", ").append(document);
        }
        if (!field.isEmpty()) {
            text.append(", ").append(field);
        }
        return text.append(": ").append(fault.sentence()).toString();
    }
}
