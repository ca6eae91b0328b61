package dev.laurel.submission;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.poi.poifs.filesystem.DirectoryEntry;
import org.apache.poi.poifs.filesystem.DocumentEntry;
import org.apache.poi.poifs.filesystem.DocumentInputStream;
import org.apache.poi.poifs.filesystem.Entry;
import org.apache.poi.poifs.filesystem.NotOLE2FileException;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;

/**
 * Documents of Office 97 to 2003 ([MS-CFB]): packed anew without their property sets and whatever lay between the streams.
 * Names of people within the streams become one word of the same length, so that nothing moves.
 */
final class OldOfficeCleaner {

    /** Held in memory; documents are far smaller. */
    private static final long MOST_BYTES = 100L * 1024 * 1024;

    private static final int DEEPEST = 8;
    private static final int MOST_ENTRIES = 10_000;

    private static final String NOBODY = "Author";

    /** Properties of other programs, and signatures, which name who signed and hold no longer. */
    private static final Set<String> TELLING = Set.of("MsoDataStore", "_signatures", "_xmlsignatures");

    private static final Set<String> PROGRAMS = Set.of("Macros", "VBA", "_VBA_PROJECT_CUR");

    private static final Set<String> LOCKED = Set.of("EncryptionInfo", "EncryptedPackage", "EncryptedSummary");

    /** Whole files within the document, and lists of who worked on it, which stay as they are. */
    private static final Set<String> UNKNOWN =
            Set.of("\u0001Ole10Native", "Package", "Revision Log", "User Names", "_SX_DB_CUR", "CONTENTS");

    private int entries;
    private boolean sure = true;

    private OldOfficeCleaner() {}

    static Cleaning document(Path from, Path to) throws IOException {
        if (Files.size(from) > MOST_BYTES) {
            try (OutputStream out = Files.newOutputStream(to)) {
                Files.copy(from, out);
            }
            return Cleaning.NOT_CLEANED;
        }
        OldOfficeCleaner cleaner = new OldOfficeCleaner();
        try (POIFSFileSystem in = new POIFSFileSystem(from.toFile(), true);
                POIFSFileSystem clean = new POIFSFileSystem()) {
            cleaner.directory(in.getRoot(), clean.getRoot(), 0);
            try (OutputStream out = Files.newOutputStream(to)) {
                clean.writeFilesystem(out);
            }
        } catch (NotOLE2FileException
                | IndexOutOfBoundsException
                | IllegalArgumentException
                | IllegalStateException
                | BufferUnderflowException malformed) {
            throw new Damaged("a part that ends too early");
        }
        return cleaner.sure ? Cleaning.CLEAN : Cleaning.NOT_CLEANED;
    }

    private void directory(DirectoryEntry from, DirectoryEntry to, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new Damaged("directories too deep in each other");
        }
        to.setStorageClsid(from.getStorageClsid());
        // In one order whoever packed it, so that a document that is clean already comes out the same.
        Map<String, Entry> sorted = new TreeMap<>();
        from.forEach(entry -> sorted.put(entry.getName(), entry));
        for (Entry entry : sorted.values()) {
            String name = entry.getName();
            if (++entries > MOST_ENTRIES) {
                throw new Damaged("more parts than any document has");
            }
            if (PROGRAMS.contains(name)) {
                throw FileRefused.holdsPrograms();
            }
            if (LOCKED.contains(name)) {
                throw FileRefused.locked();
            }
            sure &= !UNKNOWN.contains(name);
            if (name.startsWith("\u0005") || TELLING.contains(name)) {
                continue;
            }
            if (entry instanceof DirectoryEntry directory) {
                directory(directory, to.createDirectory(name), depth + 1);
            } else if (entry instanceof DocumentEntry document) {
                byte[] content = content(document);
                cleanStream(from, name, content);
                to.createDocument(name, new ByteArrayInputStream(content));
            }
        }
    }

    private static byte[] content(DocumentEntry document) throws IOException {
        try (DocumentInputStream in = new DocumentInputStream(document)) {
            return in.readAllBytes();
        }
    }

    private void cleanStream(DirectoryEntry in, String name, byte[] content) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        switch (name) {
            case "WordDocument" -> {
                if (new Word(bytes).head()) {
                    Pictures.blank(content);
                }
            }
            case "0Table", "1Table" -> {
                if (in.hasEntryCaseInsensitive("WordDocument")) {
                    // Placed by the other stream, which is read once more.
                    ByteBuffer text = ByteBuffer.wrap(
                                    content((DocumentEntry) in.getEntryCaseInsensitive("WordDocument")))
                            .order(ByteOrder.LITTLE_ENDIAN);
                    new Word(text).table(name, bytes);
                }
            }
            case "Workbook", "Book" -> workbook(bytes);
            case "Current User" -> currentUser(bytes);
            case "PowerPoint Document" -> slides(bytes, 0, bytes.limit(), 0);
            default -> Pictures.blank(content);
        }
    }

    // ---- Word ([MS-DOC], section 2.5.6 for where the pairs of offset and length lie)

    private final class Word {

        private static final int PAIRS = 154;
        private static final int COMMENTS = 4;
        private static final int PROPERTIES = 31;
        private static final int ASSOCIATED = 32;
        private static final int COMMENTERS = 36;
        private static final int REVISERS = 51;
        private static final int SAVED_BY = 71;

        private final ByteBuffer document;

        Word(ByteBuffer document) {
            this.document = document;
        }

        private boolean isKnown() {
            return document.limit() > PAIRS + 8 * (SAVED_BY + 1)
                    && document.getShort(0) == (short) 0xA5EC
                    && (document.getShort(2) & 0xFFFF) >= 0xC1
                    && (document.getShort(152) & 0xFFFF) > SAVED_BY;
        }

        /** @return whether it is of a version that we know */
        boolean head() throws FileRefused {
            if (!isKnown()) {
                sure = false;
                return false;
            }
            int flags = document.getShort(10);
            if ((flags & 0x0100) != 0) {
                throw FileRefused.locked();
            }
            // Saved quickly: what was deleted is still in it.
            sure &= (flags & 0x0004) == 0;
            if (length(ASSOCIATED) >= EMPTY.capacity()) {
                document.putInt(PAIRS + 8 * ASSOCIATED + 4, EMPTY.capacity());
            }
            document.putInt(PAIRS + 8 * SAVED_BY + 4, 0);
            return true;
        }

        private int offset(int pair) {
            return document.getInt(PAIRS + 8 * pair);
        }

        private int length(int pair) {
            return document.getInt(PAIRS + 8 * pair + 4);
        }

        void table(String name, ByteBuffer table) {
            boolean used = isKnown() && name.equals((document.getShort(10) & 0x0200) == 0 ? "0Table" : "1Table");
            if (!used) {
                return;
            }
            zero(table, offset(SAVED_BY), length(SAVED_BY));
            if (length(ASSOCIATED) >= EMPTY.capacity()) {
                // Template, title, author, who saved it last, and where the addresses of a serial letter lie.
                zero(table, offset(ASSOCIATED), length(ASSOCIATED));
                table.put(offset(ASSOCIATED), EMPTY.array(), 0, EMPTY.capacity());
            }
            if (length(REVISERS) > 6 && table.getShort(offset(REVISERS)) == (short) 0xFFFF) {
                // The first is always "Unknown".
                names(table, offset(REVISERS) + 6, offset(REVISERS) + length(REVISERS), 1);
            }
            names(table, offset(COMMENTERS), offset(COMMENTERS) + length(COMMENTERS), 0);
            int comments = length(COMMENTS) < 4 ? 0 : (length(COMMENTS) - 4) / 34;
            for (int i = 0; i < comments; i++) {
                int at = offset(COMMENTS) + 4 * (comments + 1) + 30 * i;
                overwrite(table, at + 2, Math.min(9, table.getShort(at)), true);
            }
            if (length(PROPERTIES) >= 38) {
                // When it was made, changed and printed, how often, and how long somebody sat over it ([MS-DOC],
                // 2.7.2).
                zero(table, offset(PROPERTIES) + 20, 18);
            }
        }

        private void names(ByteBuffer table, int from, int to, int but) {
            int number = 0;
            for (int at = from; at + 2 <= to; number++) {
                int characters = table.getShort(at) & 0xFFFF;
                if (number >= but) {
                    overwrite(table, at + 2, Math.min(characters, (to - at - 2) / 2), true);
                }
                at += 2 + 2 * characters;
            }
        }
    }

    /** Eighteen strings, none with a character ([MS-DOC], section 2.9.280). */
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(42)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort(0, (short) 0xFFFF)
            .putShort(2, (short) 18);

    // ---- Excel ([MS-XLS], section 2.4)

    private void workbook(ByteBuffer book) throws FileRefused {
        boolean wide = false;
        ByteArrayOutputStream drawings = new ByteArrayOutputStream();
        int before = 0;
        for (int at = 0; at + 4 <= book.limit(); ) {
            int type = book.getShort(at) & 0xFFFF;
            int length = book.getShort(at + 2) & 0xFFFF;
            int body = at + 4;
            if (length > book.limit() - body) {
                throw new IllegalArgumentException("A record longer than its stream");
            }
            switch (type) {
                case 0x0809 -> wide = book.getShort(body) == 0x0600;
                case 0x002F -> throw FileRefused.locked();
                case 0x005C -> writer(book, body, length, wide);
                case 0x005B -> {
                    if (length > 6) {
                        name(book, body + 4, wide);
                    }
                }
                case 0x001C -> {
                    if (wide && length > 10) {
                        name(book, body + 8, true);
                    }
                }
                default -> {
                    // Nobody's name.
                }
            }
            if (isDrawing(type, before)) {
                drawings.write(book.array(), body, length);
            }
            before = type == 0x003C ? before : type;
            at = body + length;
        }
        writeBack(book, drawings.toByteArray());
    }

    private static boolean isDrawing(int type, int before) {
        return type == 0x00EB || type == 0x003C && before == 0x00EB;
    }

    /** Pictures go on over the borders of records. */
    private static void writeBack(ByteBuffer book, byte[] drawings) {
        if (!Pictures.blank(drawings)) {
            return;
        }
        int before = 0;
        int done = 0;
        for (int at = 0; at + 4 <= book.limit(); ) {
            int type = book.getShort(at) & 0xFFFF;
            int length = book.getShort(at + 2) & 0xFFFF;
            if (isDrawing(type, before)) {
                book.put(at + 4, drawings, done, length);
                done += length;
            }
            before = type == 0x003C ? before : type;
            at += 4 + length;
        }
    }

    private static void writer(ByteBuffer book, int at, int length, boolean wide) {
        for (int i = 0; i < length; i++) {
            book.put(at + i, (byte) ' ');
        }
        if (wide && length >= 4) {
            book.putShort(at, (short) 1).put(at + 2, (byte) 0);
        } else if (length >= 2) {
            book.put(at, (byte) 1);
        }
    }

    private static void name(ByteBuffer book, int at, boolean wide) {
        int characters = wide ? book.getShort(at) & 0xFFFF : book.get(at) & 0xFF;
        int text = wide ? at + 3 : at + 1;
        overwrite(book, text, characters, wide && (book.get(at + 2) & 1) != 0);
    }

    // ---- PowerPoint ([MS-PPT], sections 2.3.2, 2.5.24 and 2.4.10)

    private static void currentUser(ByteBuffer user) throws FileRefused {
        if (user.limit() < 28) {
            return;
        }
        if (user.getInt(12) == 0xF3D1C4DF) {
            throw FileRefused.locked();
        }
        int characters = user.getShort(20) & 0xFFFF;
        if (28 + characters <= user.limit()) {
            overwrite(user, 28, characters, false);
        }
        if (32 + 3 * characters <= user.limit()) {
            overwrite(user, 32 + characters, characters, true);
        }
    }

    private void slides(ByteBuffer show, int from, int to, int depth) throws FileRefused {
        if (depth > 2 * DEEPEST) {
            throw new IllegalArgumentException("Records too deep in each other");
        }
        for (int at = from; at + 8 <= to; ) {
            int head = show.getShort(at) & 0xFFFF;
            int type = show.getShort(at + 2) & 0xFFFF;
            long length = Integer.toUnsignedLong(show.getInt(at + 4));
            int body = at + 8;
            if (length > to - body) {
                throw new IllegalArgumentException("A record longer than what it is in");
            }
            int end = body + (int) length;
            if (type == 0x0400 && length >= 8 && show.getInt(body + 4) != 0) {
                throw FileRefused.holdsPrograms();
            }
            sure &= type != 0x1011;
            if (type == 0x2EE0) {
                comment(show, body, end);
            } else if (type == 0x138B) {
                tag(show, body, end, depth);
            } else if ((head & 0x0F) == 0x0F) {
                slides(show, body, end, depth + 1);
            }
            at = end;
        }
    }

    /** What later versions added, comments too; or what some program keeps, in whatever form. */
    private void tag(ByteBuffer show, int from, int to, int depth) throws FileRefused {
        try {
            slides(show, from, to, depth + 1);
        } catch (IllegalArgumentException noRecords) {
            sure = false;
        }
    }

    /** Author and initials; the words between them stay. */
    private static void comment(ByteBuffer show, int from, int to) {
        for (int at = from; at + 8 <= to; ) {
            int instance = (show.getShort(at) & 0xFFFF) >>> 4;
            int length = Math.max(0, Math.min(show.getInt(at + 4), to - at - 8));
            if (show.getShort(at + 2) == 0x0FBA && instance != 1) {
                overwrite(show, at + 8, length / 2, true);
            }
            at += 8 + length;
        }
    }

    // ----

    private static void overwrite(ByteBuffer bytes, int at, int characters, boolean wide) {
        Charset charset = wide ? StandardCharsets.UTF_16LE : StandardCharsets.ISO_8859_1;
        String word = NOBODY + " ".repeat(Math.max(0, characters - NOBODY.length()));
        bytes.put(at, word.substring(0, Math.max(0, characters)).getBytes(charset));
    }

    private static void zero(ByteBuffer bytes, int at, int length) {
        bytes.put(at, new byte[Math.max(0, length)]);
    }
}
