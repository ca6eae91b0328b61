package dev.laurel.catalog;

import dev.laurel.system.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading a document.
 *
 * @param problems every one; empty when there is a document
 */
public record DocumentCheck(@Nullable Readable document, List<Problem> problems) {

    /**
     * A micro-credential that follows the rules of files.
     *
     * @param content everything but the state, as JSON in one canonical form
     */
    public record Readable(String id, String version, String title, String content) {}

    /**
     * One thing that is wrong with a document.
     *
     * @param field path such as {@code submission.parts[1].criteria[0].evidence}; empty for the document itself
     */
    public record Problem(String field, Fault fault) {}

    public DocumentCheck {
        problems = List.copyOf(problems);
    }
}
