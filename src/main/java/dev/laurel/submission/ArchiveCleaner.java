package dev.laurel.submission;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Archives: packed anew, each file in them cleaned as if it had come alone. Comments, dates and whatever lay between the
 * entries are gone. What we do not know stays as it is, and the earner is told.
 */
final class ArchiveCleaner {

    private static final int DEEPEST = 3;
    private static final int MOST_ENTRIES = 10_000;
    private static final long MOST_UNPACKED = 2L * 1024 * 1024 * 1024;

    /** What systems leave behind: who had the file open, where it came from, what else lay beside it. */
    private static final Pattern LEFT_BEHIND = Pattern.compile(
            "(.*/)?(__MACOSX/.*|\\.DS_Store|\\._[^/]+|Thumbs\\.db|desktop\\.ini|~\\$[^/]+|\\.~lock\\.[^/]+#)",
            Pattern.CASE_INSENSITIVE);

    private static final Set<String> ARCHIVES = Set.of("docx", "xlsx", "pptx", "odt", "ods", "odp", "zip");

    private final FileKinds kinds = new FileKinds();
    private final FileCleaner cleaner;
    private int entries;
    private long unpacked;
    private boolean sure = true;

    private ArchiveCleaner(FileCleaner cleaner) {
        this.cleaner = cleaner;
    }

    static Cleaning archive(Path from, Path to, FileCleaner cleaner) throws IOException {
        ArchiveCleaner archive = new ArchiveCleaner(cleaner);
        archive.pack(from, to, 1);
        return archive.sure ? Cleaning.CLEAN : Cleaning.NOT_CLEANED;
    }

    private void pack(Path from, Path to, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw FileRefused.bomb();
        }
        count(from);
        try (ZipFile in = new ZipFile(from.toFile());
                ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(to)))) {
            for (ZipEntry entry : Collections.list(in.entries())) {
                if (++entries > MOST_ENTRIES) {
                    throw FileRefused.bomb();
                }
                if (!LEFT_BEHIND.matcher(entry.getName()).matches()) {
                    ZipEntry copy = new ZipEntry(entry.getName());
                    copy.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
                    out.putNextEntry(copy);
                    if (!entry.isDirectory()) {
                        try (InputStream content = in.getInputStream(entry)) {
                            part(entry.getName(), content, to, out, depth);
                        }
                    }
                    out.closeEntry();
                }
            }
        }
    }

    /** Archives within archives together: each alone may be small. */
    private void count(Path archive) throws IOException {
        unpacked += OfficeCleaner.checkArchive(archive);
        if (unpacked > MOST_UNPACKED) {
            throw FileRefused.bomb();
        }
    }

    private void part(String name, InputStream content, Path beside, OutputStream out, int depth) throws IOException {
        Path part = Files.createTempFile(beside.toAbsolutePath().getParent(), "part", null);
        Path clean = Files.createTempFile(beside.toAbsolutePath().getParent(), "part", null);
        try {
            try (OutputStream whole = Files.newOutputStream(part)) {
                content.transferTo(whole);
            }
            Files.copy(cleaned(name, part, clean, depth) ? clean : part, out);
        } finally {
            Files.deleteIfExists(part);
            Files.deleteIfExists(clean);
        }
    }

    /** @return whether what is clean now stands in the other file */
    private boolean cleaned(String name, Path part, Path clean, int depth) throws IOException {
        FileKinds.Kind kind = kinds.any(part, name).orElse(null);
        if (kind == null) {
            sure &= Files.size(part) == 0 || kinds.isText(part);
            return false;
        }
        try {
            if (kind.extension().equals("zip")) {
                pack(part, clean, depth + 1);
                return true;
            }
            if (ARCHIVES.contains(kind.extension())) {
                count(part);
            }
            sure &= cleaner.clean(part, clean, kind) == Cleaning.CLEAN;
            return true;
        } catch (FileRefused refused) {
            if (refused.isHarmful()) {
                throw refused;
            }
            // Damaged or locked: it is the earner's, and does nobody harm.
            sure = false;
            return false;
        }
    }
}
