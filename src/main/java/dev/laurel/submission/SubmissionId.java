package dev.laurel.submission;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One earner's work on one version of a micro-credential, a chain of attempts. */
public record SubmissionId(UUID value) {

    /** Short enough to be read out, and nobody's name: {@code 7F3A-09C2}. */
    public String label() {
        String digits = value.toString().replace("-", "").toUpperCase(Locale.ROOT);
        return digits.substring(24, 28) + '-' + digits.substring(28);
    }

    /** Whether somebody could have read this out; tells nothing of whether there is such a submission. */
    public static boolean isLabel(@Nullable String text) {
        return text != null && text.matches("[0-9A-F]{4}-[0-9A-F]{4}");
    }
}
