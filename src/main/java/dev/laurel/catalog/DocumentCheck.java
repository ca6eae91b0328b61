package dev.laurel.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading a document.
 *
 * @param problems every one, by file, document and field; empty when there is a document
 */
public record DocumentCheck(@Nullable Readable document, List<String> problems) {

    /**
     * A micro-credential that follows the rules of files.
     *
     * @param content everything but the state, as JSON in one canonical form
     */
    public record Readable(String id, String version, String title, String content) {}

    public DocumentCheck {
        problems = List.copyOf(problems);
    }
}
