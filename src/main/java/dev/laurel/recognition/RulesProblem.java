package dev.laurel.recognition;

import dev.laurel.system.Fault;

/**
 * One thing that is wrong with a file of rules.
 *
 * @param document place of the document in the file, from 1, and its name where it has one; empty for the file itself
 * @param field path of the field such as {@code scope.issuers[0]}; empty for the document itself
 */
record RulesProblem(String source, String document, String field, Fault fault) {

    private static final String DOCUMENT = "document ";

    /** Number and name of the document; empty for the file itself. */
    public String place() {
        return document.startsWith(DOCUMENT) ? document.substring(DOCUMENT.length()) : document;
    }

    /** File, document and field, then what is wrong. */
    @Override
    public String toString() {
        return source
                + (document.isEmpty() ? "" : ", " + document)
                + (field.isEmpty() ? "" : ", " + field)
                + ": "
                + fault.sentence();
    }
}
