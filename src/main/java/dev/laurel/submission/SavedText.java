package dev.laurel.submission;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Text as it was last saved: an answer to a question, or the note beside an artefact.
 *
 * @param revision 0 when nothing was ever saved
 * @param editor the page that saved it last
 * @param carried copied from the attempt before and not touched since
 */
record SavedText(
        String requirementId,
        String text,
        int revision,
        @Nullable String editor,
        @Nullable Instant savedAt,
        boolean carried) {

    static SavedText none(String requirementId) {
        return new SavedText(requirementId, "", 0, null, null, false);
    }

    public int words() {
        return Words.count(text);
    }
}
