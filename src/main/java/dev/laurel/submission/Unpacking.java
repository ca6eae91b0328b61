package dev.laurel.submission;

import java.io.IOException;
import java.nio.file.Path;

/** What the archives within one file come to together: each alone may be small. */
final class Unpacking {

    private static final long MOST = 2L * 1024 * 1024 * 1024;

    /** Of names that are kept. */
    static final int MOST_NAMES = 20_000;

    private final StringBuilder names = new StringBuilder();
    private long bytes;
    private int depth;

    /** @throws FileRefused when this one is a bomb, or all so far are */
    void count(Path archive) throws IOException {
        count(OfficeCleaner.checkArchive(archive));
    }

    /** @throws FileRefused when all so far are too much */
    void count(long more) throws FileRefused {
        bytes += more;
        if (bytes > MOST) {
            throw FileRefused.bomb();
        }
    }

    /** A file that the earner packed is called so. */
    void named(String name) {
        if (names.length() + name.length() < MOST_NAMES) {
            names.append(names.isEmpty() ? "" : "\n").append(name.replaceAll("\\p{Cntrl}", " "));
        }
    }

    /** What files within archives are called, one a line; as many as are kept. */
    String names() {
        return names.toString();
    }

    interface Step {
        Cleaning clean() throws IOException;
    }

    /** Something within a document. */
    Cleaning deeper(Step step) throws IOException {
        depth++;
        try {
            return step.clean();
        } finally {
            depth--;
        }
    }

    /** In how many documents what is looked at lies. */
    int depth() {
        return depth;
    }
}
