package dev.laurel.submission;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;

/**
 * PDF (ISO 32000-1): without document information (14.3.3), metadata streams (14.3.2), private data of programs (14.5),
 * names of commenters, and actions that run by themselves or run programs (12.6.4). A file that has none of it stays byte
 * for byte as it is.
 */
final class PdfCleaner {

    private static final List<COSName> TELLING =
            List.of(COSName.METADATA, COSName.getPDFName("PieceInfo"), COSName.getPDFName("LastModified"));
    private static final List<COSName> ACTING = List.of(COSName.AA, COSName.JS, COSName.getPDFName("JavaScript"));
    private static final Set<String> PROGRAMS = Set.of("JavaScript", "Launch", "ImportData", "SubmitForm", "Rendition");

    /** Entries of a comment that say who made it and when (12.5.6.2). */
    private static final List<COSName> COMMENTER = List.of(COSName.T, COSName.M, COSName.getPDFName("CreationDate"));

    private PdfCleaner() {}

    /** @throws FileRefused when it can be opened with a password only */
    static Cleaning clean(Path from, Path to) throws IOException {
        try (PDDocument document = load(from)) {
            if (document.isEncrypted()) {
                return unchanged(from, to, Cleaning.NOT_CLEANED);
            }
            boolean told = document.getDocument().getTrailer().containsKey(COSName.INFO);
            boolean changed = strip(document.getDocument().getTrailer());
            if (told) {
                document.getDocument().getTrailer().removeItem(COSName.INFO);
            }
            if (!told && !changed) {
                return unchanged(from, to, Cleaning.CLEAN);
            }
            // Otherwise the time goes into it, and the same file would come out different each time.
            document.setDocumentId(0L);
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(to))) {
                document.save(out, CompressParameters.NO_COMPRESSION);
            }
            return Cleaning.CLEAN;
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
        try {
            return Loader.loadPDF(from.toFile(), "", null, null, IOUtils.createTempFileOnlyStreamCache());
        } catch (InvalidPasswordException locked) {
            throw FileRefused.locked();
        } catch (IOException unreadable) {
            throw new Unreadable(unreadable);
        }
    }

    private static boolean strip(COSDictionary trailer) {
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
            if (value instanceof COSDictionary dictionary) {
                changed |= strip(dictionary, dictionary == trailer);
                open.addAll(dictionary.getValues());
            } else if (value instanceof COSArray array) {
                array.forEach(open::push);
            }
        }
        return changed;
    }

    private static boolean strip(COSDictionary dictionary, boolean trailer) {
        if (trailer) {
            return false;
        }
        boolean changed = remove(dictionary, TELLING) | remove(dictionary, ACTING);
        String action = dictionary.getNameAsString(COSName.S);
        if (action != null && PROGRAMS.contains(action)) {
            dictionary.clear();
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
