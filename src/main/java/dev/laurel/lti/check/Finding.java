package dev.laurel.lti.check;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of one line.
 *
 * @param tried what was done; absent where nothing was
 * @param answer what came back, or why nothing was tried
 * @param mend what to do about it, in the words of the platform's own pages; absent where nothing is to be done
 * @param parts what the line is made of, such as each right that was asked for
 * @param again when it may be tried, for a line that was tried a moment ago
 */
public record Finding(
        CheckLine line,
        Light light,
        @Nullable Words tried,
        Words answer,
        @Nullable Words mend,
        List<Part> parts,
        @Nullable Duration again) {

    public Finding {
        parts = List.copyOf(parts);
    }

    /** One of several things that a line looks at. */
    public record Part(Light light, Words name) {}

    static Finding ok(CheckLine line, Words tried, Words answer) {
        return new Finding(line, Light.OK, tried, answer, null, List.of(), null);
    }

    static Finding attention(CheckLine line, Words tried, Words answer, Words mend) {
        return new Finding(line, Light.ATTENTION, tried, answer, mend, List.of(), null);
    }

    static Finding impossible(CheckLine line, Words why, @Nullable Words mend) {
        return new Finding(line, Light.IMPOSSIBLE, null, why, mend, List.of(), null);
    }

    static Finding untried(CheckLine line, Words why) {
        return new Finding(line, Light.UNTRIED, null, why, null, List.of(), null);
    }

    static Finding later(CheckLine line, Duration again) {
        return new Finding(line, Light.UNTRIED, null, Words.of("wait", again.toSeconds()), null, List.of(), again);
    }

    Finding tried(Words what) {
        return new Finding(line, light, what, answer, mend, parts, again);
    }

    Finding mendedBy(Words what) {
        return new Finding(line, light, tried, answer, what, parts, again);
    }

    Finding madeOf(List<Part> more) {
        return new Finding(line, light, tried, answer, mend, more, again);
    }

    /** For templates: whole seconds until it may be tried, 0 for now. */
    public long againSeconds() {
        return again == null ? 0 : again.toSeconds();
    }
}
