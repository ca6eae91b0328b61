package dev.laurel.submission;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Documents that are archives (ECMA-376, OpenDocument 1.3): packed anew with empty properties, people's names taken off
 * comments and changes, and their pictures cleaned. Whatever lay between the entries is gone.
 */
final class OfficeCleaner {

    private static final int MOST_ENTRIES = 10_000;
    private static final long MOST_UNPACKED = 1024L * 1024 * 1024;
    private static final long SMALL = 20L * 1024 * 1024;
    private static final int MOST_TIMES_PACKED = 200;
    private static final int MOST_PICTURE = 64 * 1024 * 1024;

    private static final Map<String, String> EMPTY = Map.of(
            "docProps/core.xml",
            "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\"/>",
            "docProps/app.xml",
            "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"/>",
            "docProps/custom.xml",
            "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\"/>",
            "meta.xml",
            "<office:document-meta xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" office:version=\"1.3\">"
                    + "<office:meta/></office:document-meta>");

    /** Parts that name authors, paths of somebody's computer, or addresses that a program opens unasked. */
    private static final Pattern NAMING = Pattern.compile("word/[^/]+\\.xml|ppt/(commentAuthors|authors)\\.xml"
            + "|ppt/comments/[^/]+\\.xml|xl/(comments[^/]*|workbook)\\.xml|xl/(comments|persons|threadedComments)/[^/]+\\.xml"
            + "|content\\.xml|styles\\.xml|(.*/)?_rels/[^/]*\\.rels");

    private static final Pattern PICTURE = Pattern.compile(".+\\.(jpe?g|png|gif|webp)", Pattern.CASE_INSENSITIVE);

    private static final Pattern PROGRAM =
            Pattern.compile(".*vbaProject\\.bin|(.*/)?activeX/.+|Basic/.+|Scripts/.+", Pattern.CASE_INSENSITIVE);

    /** Whole documents within the document, whose own properties stay. */
    private static final Pattern EMBEDDED = Pattern.compile("(.*/)?embeddings/.+|Object [0-9]+/.+");

    private OfficeCleaner() {}

    static Cleaning document(Path from, Path to) throws IOException {
        checkArchive(from);
        Cleaning cleaning = Cleaning.CLEAN;
        try (ZipFile in = new ZipFile(from.toFile());
                ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(to)))) {
            for (ZipEntry entry : Collections.list(in.entries())) {
                if (PROGRAM.matcher(entry.getName()).matches() && !entry.isDirectory()) {
                    throw FileRefused.holdsPrograms();
                }
                try (InputStream content = in.getInputStream(entry)) {
                    cleaning = worse(cleaning, part(entry, content, out));
                }
            }
        }
        return cleaning;
    }

    private static Cleaning part(ZipEntry entry, InputStream content, ZipOutputStream out) throws IOException {
        String name = entry.getName();
        String empty = EMPTY.get(name);
        if (name.equals("mimetype")) {
            store(name, content.readAllBytes(), out);
            return Cleaning.CLEAN;
        }
        ZipEntry copy = new ZipEntry(name);
        // The earliest that an archive can say: not when anybody worked.
        copy.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        out.putNextEntry(copy);
        Cleaning cleaning = Cleaning.CLEAN;
        if (empty != null) {
            out.write(("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>" + empty)
                    .getBytes(StandardCharsets.UTF_8));
        } else if (name.equals("[Content_Types].xml")) {
            byte[] types = content.readAllBytes();
            String text = new String(types, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
            if (text.contains("macroenabled") || text.contains("vbaproject") || text.contains("activex")) {
                throw FileRefused.holdsPrograms();
            }
            out.write(types);
        } else if (NAMING.matcher(name).matches()) {
            DocumentXml.copy(content, out);
        } else if (PICTURE.matcher(name).matches() && entry.getSize() <= MOST_PICTURE) {
            cleaning = picture(content.readAllBytes(), out);
        } else {
            content.transferTo(out);
            cleaning = EMBEDDED.matcher(name).matches() && !entry.isDirectory() ? Cleaning.NOT_CLEANED : Cleaning.CLEAN;
        }
        out.closeEntry();
        return cleaning;
    }

    /** By its content: programs give pictures wrong names. One that we cannot read stays as it is. */
    private static Cleaning picture(byte[] picture, OutputStream out) throws IOException {
        ByteArrayOutputStream clean = new ByteArrayOutputStream(picture.length);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(picture))) {
            switch (picture.length == 0 ? 0 : picture[0] & 0xFF) {
                case 0xFF -> JpegCleaner.clean(in, clean);
                case 0x89 -> PngCleaner.clean(in, clean);
                case 'G' -> GifCleaner.clean(in, clean);
                case 'R' -> WebpCleaner.clean(in, clean);
                default -> throw new Damaged("no picture that we know");
            }
        } catch (Damaged | EOFException unreadable) {
            out.write(picture);
            return Cleaning.NOT_CLEANED;
        }
        clean.writeTo(out);
        return Cleaning.CLEAN;
    }

    private static void store(String name, byte[] content, ZipOutputStream out) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }

    private static Cleaning worse(Cleaning one, Cleaning other) {
        return one == Cleaning.NOT_CLEANED ? one : other;
    }

    /**
     * Unpacks everything once, to nowhere, counting: what an archive says of its own sizes proves nothing.
     *
     * @return the bytes of everything in it
     * @throws FileRefused when it is a bomb or has names that lead out of a directory
     */
    static long checkArchive(Path archive) throws IOException {
        long packed = Files.size(archive);
        long unpacked = 0;
        Set<String> names = new HashSet<>();
        byte[] buffer = new byte[64 * 1024];
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            if (zip.size() > MOST_ENTRIES) {
                throw FileRefused.bomb();
            }
            for (ZipEntry entry : Collections.list(zip.entries())) {
                checkName(entry.getName());
                if (!names.add(entry.getName())) {
                    throw new Damaged("two entries of one name");
                }
                try (InputStream content = zip.getInputStream(entry)) {
                    for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                        unpacked += read;
                        if (unpacked > MOST_UNPACKED || unpacked > SMALL && unpacked / MOST_TIMES_PACKED > packed) {
                            throw FileRefused.bomb();
                        }
                    }
                }
            }
        } catch (IllegalArgumentException badName) {
            throw new Damaged("a name that cannot be read");
        }
        return unpacked;
    }

    private static void checkName(String name) {
        boolean leadsOut = name.startsWith("/")
                || name.contains("\\")
                || name.matches("[A-Za-z]:.*")
                || List.of(name.split("/")).contains("..");
        if (leadsOut || name.chars().anyMatch(Character::isISOControl)) {
            throw FileRefused.unsafeNames();
        }
    }
}
