package dev.laurel.submission;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.io.RandomAccessReadBufferedFile;
import org.apache.pdfbox.pdfparser.PDFParser;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.jspecify.annotations.Nullable;

/**
 * PDF (ISO 32000-1): without document information (14.3.3), metadata streams (14.3.2), private data of programs (14.5),
 * names of commenters, what its photos say of themselves, and actions that run by themselves or run programs (12.6.4), or
 * the second copy of a form that holds them (XFA, 12.7.8), and without attached files that are no evidence.
 * A file that has none of it, nor anything before its beginning, after its end, or of an earlier state, stays byte for byte
 * as it is.
 */
final class PdfCleaner {

    private static final List<COSName> TELLING =
            List.of(COSName.METADATA, COSName.getPDFName("PieceInfo"), COSName.getPDFName("LastModified"));
    private static final List<COSName> ACTING = List.of(COSName.AA, COSName.JS, COSName.getPDFName("JavaScript"));
    private static final Set<String> PROGRAMS = Set.of("JavaScript", "Launch", "ImportData", "SubmitForm", "Rendition");

    /** Entries of a comment that say who made it and when (12.5.6.2). */
    private static final List<COSName> COMMENTER = List.of(COSName.T, COSName.M, COSName.getPDFName("CreationDate"));

    /** More than a photo in a document has. */
    private static final int MOST_PHOTO = 64 * 1024 * 1024;

    private static final byte[] BEGIN = "%PDF-".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PLACE_OF_TABLE = "startxref".getBytes(StandardCharsets.US_ASCII);

    /** Of a signature (12.8.1): the bytes that it signs. */
    private static final COSName SIGNED = COSName.getPDFName("ByteRange");

    private boolean sure = true;
    private boolean signed;
    private boolean acts;

    /** Of a form whose pages are made when it is opened. */
    private static final COSName MADE_WHEN_OPENED = COSName.getPDFName("NeedsRendering");

    private final PdfAttachments attachments;
    private final List<COSDictionary> forms = new ArrayList<>();

    private PdfCleaner(PdfAttachments attachments) {
        this.attachments = attachments;
    }

    /**
     * @throws FileRefused when it is encrypted, with a password or without, unpacks to far more than it is, is a form that
     *     makes its pages itself, or is signed with something in it that may run
     */
    static Cleaning clean(Path from, Path to, FileCleaner all, Unpacking unpacking) throws IOException {
        PdfStreams.check(from);
        try (PDDocument document = load(from)) {
            boolean told = document.getDocument().getTrailer().containsKey(COSName.INFO);
            PdfAttachments attachments = new PdfAttachments(all, unpacking, to);
            PdfCleaner cleaner = new PdfCleaner(attachments);
            boolean changed = cleaner.strip(document.getDocument().getTrailer());
            changed |= cleaner.forms(document.getDocumentCatalog().getCOSObject());
            if (cleaner.signed && attachments.areTakenOut()) {
                throw FileRefused.signed();
            }
            attachments.takeOut(document.getDocument().getTrailer());
            changed |= attachments.areChanged() || attachments.areTakenOut();
            if (told) {
                document.getDocument().getTrailer().removeItem(COSName.INFO);
            }
            // A signature would say that somebody else changed it. Only what acts is taken out all the same.
            if (cleaner.signed && !cleaner.acts) {
                return unchanged(from, to, Cleaning.NOT_CLEANED);
            }
            boolean sure = cleaner.sure && attachments.isSure() && !cleaner.signed;
            Cleaning cleaning =
                    attachments.areTakenOut() ? Cleaning.TAKEN_OUT : sure ? Cleaning.CLEAN : Cleaning.NOT_CLEANED;
            if (!told && !changed && isOneState(from)) {
                return unchanged(from, to, cleaning);
            }
            // Otherwise the time goes into it, and the same file would come out different each time.
            document.setDocumentId(0L);
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(to))) {
                document.save(out, CompressParameters.NO_COMPRESSION);
            }
            return cleaning;
        } catch (Unreadable broken) {
            // Other programs may show it all the same; the earner is told to look.
            return unchanged(from, to, Cleaning.NOT_CLEANED);
        }
    }

    private static final class Unreadable extends IOException {

        private static final long serialVersionUID = 1L;

        Unreadable(IOException cause) {
            super(cause);
        }
    }

    private static PDDocument load(Path from) throws IOException {
        RandomAccessRead source = new RandomAccessReadBufferedFile(from.toFile());
        boolean loaded = false;
        try {
            PDDocument document = new Plain(source).parse();
            loaded = true;
            return document;
        } catch (InvalidPasswordException locked) {
            throw FileRefused.locked();
        } catch (IOException unreadable) {
            throw new Unreadable(unreadable);
        } finally {
            if (!loaded) {
                IOUtils.closeQuietly(source);
            }
        }
    }

    /**
     * Stops before anything is decrypted. Many a PDF that opens without a password is encrypted so that nobody prints or
     * changes it; what its streams unpack to, whom it names and what it runs, nobody saw before.
     */
    private static final class Plain extends PDFParser {

        Plain(RandomAccessRead source) throws IOException {
            super(source, "", null, null, IOUtils.createTempFileOnlyStreamCache());
        }

        @Override
        protected void prepareDecryption() throws IOException {
            super.prepareDecryption();
            refuseEncrypted();
        }

        /** The end of reading where everything is; a table that was broken was prepared elsewhere. */
        @Override
        protected boolean resetTrailerResolver() {
            refuseEncrypted();
            return super.resetTrailerResolver();
        }

        private void refuseEncrypted() {
            try {
                if (getEncryption() != null) {
                    throw FileRefused.protectedFromChanges();
                }
            } catch (IOException closed) {
                throw new UncheckedIOException(closed);
            }
        }
    }

    /** Whether nothing lies before the document or after it, and it was not changed by writing more to its end. */
    private static boolean isOneState(Path file) throws IOException {
        int tables = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 64 * 1024)) {
            if (!Arrays.equals(in.readNBytes(BEGIN.length), BEGIN)) {
                return false;
            }
            int matched = 0;
            for (int next = in.read(); next >= 0; next = in.read()) {
                matched = next == PLACE_OF_TABLE[matched] ? matched + 1 : next == PLACE_OF_TABLE[0] ? 1 : 0;
                if (matched == PLACE_OF_TABLE.length) {
                    tables++;
                    matched = 0;
                    String end = new String(in.readNBytes(64), StandardCharsets.ISO_8859_1);
                    if (tables > 1 || !end.matches("\\s*[0-9]+\\s*%%EOF\\s*")) {
                        return false;
                    }
                }
            }
        }
        return tables == 1;
    }

    private boolean strip(COSDictionary trailer) throws IOException {
        Set<COSBase> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<COSBase> open = new ArrayDeque<>();
        open.add(trailer);
        boolean changed = false;
        while (!open.isEmpty()) {
            COSBase next = open.pop();
            COSBase value = next instanceof COSObject reference ? reference.getObject() : next;
            if (value == null || !seen.add(value)) {
                continue;
            }
            if (value instanceof COSStream stream) {
                if (isPhoto(stream)) {
                    changed |= cleanPhoto(stream);
                } else {
                    sure &= !holdsAPhoto(stream);
                }
            }
            if (value instanceof COSDictionary dictionary) {
                attachments.look(dictionary);
                if (dictionary.containsKey(COSName.XFA)) {
                    forms.add(dictionary);
                }
                changed |= strip(dictionary, dictionary == trailer);
                open.addAll(dictionary.getValues());
            } else if (value instanceof COSArray array) {
                array.forEach(open::push);
            }
        }
        return changed;
    }

    /** Forms that are there twice: once as any viewer shows them, once as a program of few viewers. */
    private boolean forms(COSDictionary catalog) throws IOException {
        for (COSDictionary form : forms) {
            COSArray fields = form.getCOSArray(COSName.FIELDS);
            if (catalog.getBoolean(MADE_WHEN_OPENED, false) || fields == null || fields.size() == 0) {
                throw FileRefused.form();
            }
            if (signed && holdsAScript(form.getDictionaryObject(COSName.XFA))) {
                throw FileRefused.signed();
            }
            form.removeItem(COSName.XFA);
        }
        return !forms.isEmpty();
    }

    /** As long as nobody can read it, it may. */
    private static boolean holdsAScript(@Nullable COSBase form) {
        StringBuilder text = new StringBuilder();
        List<COSBase> parts = new ArrayList<>();
        if (form instanceof COSArray array) {
            for (int i = 0; i < array.size(); i++) {
                parts.add(array.getObject(i));
            }
        } else if (form != null) {
            parts.add(form);
        }
        for (COSBase part : parts) {
            if (part instanceof COSStream stream) {
                try (InputStream content = stream.createInputStream()) {
                    text.append(new String(content.readAllBytes(), StandardCharsets.ISO_8859_1));
                } catch (IOException unreadable) {
                    return true;
                }
            }
        }
        return text.toString().replace("\0", "").contains("script");
    }

    private static boolean isPhoto(COSStream stream) {
        COSBase filter = stream.getFilters();
        return COSName.DCT_DECODE.equals(filter)
                || filter instanceof COSArray filters
                        && filters.size() == 1
                        && COSName.DCT_DECODE.equals(filters.getObject(0));
    }

    /** One that is packed once more, or in another way: it may say where it was taken. */
    private static boolean holdsAPhoto(COSStream stream) {
        COSBase filter = stream.getFilters();
        if (!(filter instanceof COSArray filters)) {
            return COSName.JPX_DECODE.equals(filter);
        }
        for (int i = 0; i < filters.size(); i++) {
            COSBase one = filters.getObject(i);
            if (COSName.DCT_DECODE.equals(one) || COSName.JPX_DECODE.equals(one)) {
                return true;
            }
        }
        return false;
    }

    /** @return whether it had said something beside the picture */
    private boolean cleanPhoto(COSStream stream) throws IOException {
        byte[] photo;
        try (InputStream raw = stream.createRawInputStream()) {
            photo = raw.readNBytes(MOST_PHOTO + 1);
        }
        ByteArrayOutputStream clean = new ByteArrayOutputStream(photo.length);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(photo))) {
            if (photo.length > MOST_PHOTO) {
                throw new Damaged("a photo that is too large to look at");
            }
            JpegCleaner.clean(in, clean);
        } catch (Damaged | EOFException unreadable) {
            sure = false;
            return false;
        }
        if (clean.size() == photo.length) {
            return false;
        }
        try (OutputStream raw = stream.createRawOutputStream()) {
            clean.writeTo(raw);
        }
        return true;
    }

    private boolean strip(COSDictionary dictionary, boolean trailer) {
        if (trailer) {
            return false;
        }
        signed |= dictionary.containsKey(SIGNED);
        boolean acting = remove(dictionary, ACTING);
        acts |= acting;
        boolean changed = remove(dictionary, TELLING) | acting;
        String action = dictionary.getNameAsString(COSName.S);
        if (action != null && PROGRAMS.contains(action)) {
            dictionary.clear();
            acts = true;
            return true;
        }
        boolean comment = dictionary.containsKey(COSName.RECT)
                && dictionary.containsKey(COSName.SUBTYPE)
                && !"Widget".equals(dictionary.getNameAsString(COSName.SUBTYPE));
        return changed | (comment && remove(dictionary, COMMENTER));
    }

    private static boolean remove(COSDictionary dictionary, List<COSName> names) {
        boolean changed = false;
        for (COSName name : names) {
            if (dictionary.containsKey(name)) {
                dictionary.removeItem(name);
                changed = true;
            }
        }
        return changed;
    }

    private static Cleaning unchanged(Path from, Path to, Cleaning cleaning) throws IOException {
        try (OutputStream out = Files.newOutputStream(to)) {
            Files.copy(from, out);
        }
        return cleaning;
    }
}
