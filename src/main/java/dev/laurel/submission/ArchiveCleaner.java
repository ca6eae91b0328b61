package dev.laurel.submission;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Archives: packed anew, each file in them cleaned as if it had come alone. Comments, dates and whatever lay between the
 * entries are gone, and so is the name of a folder that everything lies in where it may be somebody's and no program in it may
 * need it. What we do not know stays as it is, and the earner is told.
 */
final class ArchiveCleaner {

    private static final int DEEPEST = 3;
    private static final int MOST_ENTRIES = 10_000;

    /** What systems leave behind: who had the file open, where it came from, what else lay beside it. */
    private static final Pattern LEFT_BEHIND = Pattern.compile(
            "(.*/)?(__MACOSX/.*|\\.DS_Store|\\._[^/]+|Thumbs\\.db|desktop\\.ini|~\\$[^/]+|\\.~lock\\.[^/]+#)",
            Pattern.CASE_INSENSITIVE);

    /** In place of a folder that everything lies in. */
    private static final String ROOT = "work/";

    /** What a program may call a package, and no more of a name than that: only what looks like one is taken from it. */
    private static final Pattern IDENTIFIER = Pattern.compile("[a-z][a-z0-9_]*");

    /** Programs may call the folder that they lie in by its name, as packages and sketches do. */
    private static final Set<String> SOURCES = Set.of(
            "bas", "bat", "c", "cc", "class", "clj", "cmd", "cpp", "cs", "csproj", "cxx", "dart", "ex", "fs", "go",
            "gradle", "groovy", "h", "hpp", "hs", "ino", "ipynb", "java", "jl", "js", "jsx", "kt", "kts", "lua", "m",
            "mjs", "pas", "pde", "php", "pl", "ps1", "py", "pyw", "r", "rb", "rkt", "rmd", "rs", "scala", "sh", "sln",
            "sql", "swift", "toml", "ts", "tsx", "vb", "vue");

    /** Knows the names that many bear; whose course it is, this does not know. */
    private static final NameFinder NAMES = new NameFinder(List.of(), List.of());

    private final FileKinds kinds = new FileKinds();
    private final FileCleaner cleaner;
    private final Unpacking unpacking;
    private int entries;
    private boolean sure = true;

    private ArchiveCleaner(FileCleaner cleaner, Unpacking unpacking) {
        this.cleaner = cleaner;
        this.unpacking = unpacking;
    }

    static Cleaning archive(Path from, Path to, FileCleaner cleaner, Unpacking unpacking) throws IOException {
        ArchiveCleaner archive = new ArchiveCleaner(cleaner, unpacking);
        archive.pack(from, to, 1);
        return archive.sure ? Cleaning.CLEAN : Cleaning.NOT_CLEANED;
    }

    private void pack(Path from, Path to, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw FileRefused.bomb();
        }
        unpacking.count(from);
        try (ZipFile in = new ZipFile(from.toFile());
                ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(to)))) {
            List<? extends ZipEntry> all = Collections.list(in.entries());
            entries += all.size();
            if (entries > MOST_ENTRIES) {
                throw FileRefused.bomb();
            }
            int root = root(all.stream().map(ZipEntry::getName).toList());
            for (ZipEntry entry : all) {
                if (!LEFT_BEHIND.matcher(entry.getName()).matches()) {
                    String name = renamed(entry.getName(), root);
                    unpacking.named(name);
                    ZipEntry copy = new ZipEntry(name);
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

    /** What files of an archive will be called, of those that are kept. */
    static List<String> names(List<String> entries) {
        int root = root(entries);
        return entries.stream()
                .filter(name -> !LEFT_BEHIND.matcher(name).matches())
                .map(name -> renamed(name, root))
                .toList();
    }

    /**
     * The length of the folder that everything lies in, where it is to be called anew, or 0. It is often called after who
     * packed it, and pages and documents within do not refer to it.
     */
    private static int root(List<String> names) {
        List<String> kept = names.stream()
                .filter(name -> !LEFT_BEHIND.matcher(name).matches())
                .toList();
        int root = kept.isEmpty() ? 0 : kept.get(0).indexOf('/') + 1;
        if (root == 0) {
            return 0;
        }
        String folder = kept.get(0).substring(0, root);
        boolean all = kept.stream().allMatch(name -> name.startsWith(folder));
        return all
                        && mayBeSomebodys(folder.substring(0, root - 1))
                        && kept.stream().noneMatch(ArchiveCleaner::isSource)
                ? root
                : 0;
    }

    private static boolean mayBeSomebodys(String folder) {
        return !IDENTIFIER.matcher(folder).matches() || !NAMES.inName(folder).isEmpty();
    }

    private static boolean isSource(String name) {
        return SOURCES.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    private static String renamed(String name, int root) {
        return root == 0 ? name : ROOT + name.substring(root);
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
            sure &= cleaner.clean(part, clean, kind, unpacking) == Cleaning.CLEAN;
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
