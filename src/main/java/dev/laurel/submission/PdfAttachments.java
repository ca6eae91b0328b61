package dev.laurel.submission;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSStream;

/**
 * Files within a PDF (ISO 32000-1, 7.11.4), wherever they hang: what is a kind of evidence stays, cleaned as if it had come
 * alone; anything else, which may be a program, is taken out with whatever points to it.
 */
final class PdfAttachments {

    private static final int DEEPEST = 3;

    private static final COSName PARAMETERS = COSName.getPDFName("Params");

    /** What files are called, by the systems that they came from. */
    private static final List<COSName> CALLED =
            List.of(COSName.UF, COSName.F, COSName.UNIX, COSName.DOS, COSName.getPDFName("Mac"));

    private final FileKinds kinds = new FileKinds();
    private final Set<COSBase> takenOut = Collections.newSetFromMap(new IdentityHashMap<>());
    private final FileCleaner cleaner;
    private final Unpacking unpacking;
    private final Path beside;
    private boolean sure = true;
    private boolean changed;

    PdfAttachments(FileCleaner cleaner, Unpacking unpacking, Path beside) {
        this.cleaner = cleaner;
        this.unpacking = unpacking;
        this.beside = beside;
    }

    /** Whether of all that stayed everything hidden is gone. */
    boolean isSure() {
        return sure;
    }

    boolean areChanged() {
        return changed;
    }

    /** Whether anything is not to stay. */
    boolean areTakenOut() {
        return !takenOut.isEmpty();
    }

    /** Looks at what says where a file is, if the file is in the document. */
    void look(COSDictionary specification) throws IOException {
        COSDictionary files = specification.getCOSDictionary(COSName.EF);
        if (files == null) {
            return;
        }
        String name = CALLED.stream()
                .map(specification::getString)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
        boolean stays = true;
        Set<COSBase> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (COSName system : List.copyOf(files.keySet())) {
            COSBase file = files.getDictionaryObject(system);
            if (file != null && seen.add(file)) {
                stays &= file instanceof COSStream stream && stays(name, stream);
            }
        }
        if (stays) {
            unpacking.named(name);
        } else {
            takenOut.add(specification);
        }
    }

    private boolean stays(String name, COSStream stream) throws IOException {
        if (kinds.named(name).isEmpty() || !isPackedAsUsual(stream)) {
            return false;
        }
        Path directory = beside.toAbsolutePath().getParent();
        Path file = Files.createTempFile(directory, "part", null);
        Path clean = Files.createTempFile(directory, "part", null);
        try {
            try (InputStream content = stream.createInputStream();
                    OutputStream whole = Files.newOutputStream(file)) {
                content.transferTo(whole);
            }
            unpacking.count(Files.size(file));
            Optional<FileKinds.Kind> kind = kinds.any(file, name);
            if (kind.isEmpty()) {
                return false;
            }
            if (unpacking.depth() >= DEEPEST) {
                sure = false;
                return true;
            }
            Cleaning cleaning = unpacking.deeper(() -> cleaner.clean(file, clean, kind.orElseThrow(), unpacking));
            sure &= cleaning == Cleaning.CLEAN;
            exchange(stream, file, clean);
        } catch (FileRefused refused) {
            // Damaged or locked: it is the earner's, and does nobody harm.
            sure = false;
            return !refused.isHarmful();
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(clean);
        }
        return true;
    }

    /** What else there is may unpack to anything. */
    private static boolean isPackedAsUsual(COSStream stream) {
        COSBase filter = stream.getFilters();
        return filter == null
                || COSName.FLATE_DECODE.equals(filter)
                || filter instanceof COSArray filters
                        && (filters.size() == 0
                                || filters.size() == 1 && COSName.FLATE_DECODE.equals(filters.getObject(0)));
    }

    private void exchange(COSStream stream, Path file, Path clean) throws IOException {
        if (stream.containsKey(PARAMETERS)) {
            // When it was made and changed.
            stream.removeItem(PARAMETERS);
            changed = true;
        }
        if (Files.mismatch(file, clean) >= 0) {
            try (OutputStream content = stream.createOutputStream(COSName.FLATE_DECODE)) {
                Files.copy(clean, content);
            }
            changed = true;
        }
    }

    /** From lists of names, from pages, and from whatever else leads to what is not to stay. */
    void takeOut(COSDictionary trailer) {
        if (takenOut.isEmpty()) {
            return;
        }
        for (COSDictionary dictionary : dictionaries(trailer)) {
            if ("FileAttachment".equals(dictionary.getNameAsString(COSName.SUBTYPE))
                    && takenOut.contains(dictionary.getDictionaryObject(COSName.FS))) {
                takenOut.add(dictionary);
            }
        }
        for (COSDictionary dictionary : dictionaries(trailer)) {
            for (COSName key : List.copyOf(dictionary.keySet())) {
                COSBase value = dictionary.getDictionaryObject(key);
                if (takenOut.contains(value)) {
                    dictionary.removeItem(key);
                } else if (value instanceof COSArray array) {
                    takeOut(array, key.equals(COSName.NAMES));
                }
            }
        }
    }

    /** @param pairs names, each before what is called so */
    private void takeOut(COSArray array, boolean pairs) {
        for (int at = array.size() - 1; at >= 0; at--) {
            if (takenOut.contains(array.getObject(at))) {
                array.remove(at);
                if (pairs && at > 0) {
                    array.remove(--at);
                }
            }
        }
    }

    private static Set<COSDictionary> dictionaries(COSDictionary trailer) {
        Set<COSBase> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<COSDictionary> dictionaries = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<COSBase> open = new ArrayDeque<>();
        open.add(trailer);
        while (!open.isEmpty()) {
            COSBase next = open.pop();
            COSBase value = next instanceof COSObject reference ? reference.getObject() : next;
            if (value != null && seen.add(value)) {
                if (value instanceof COSDictionary dictionary) {
                    dictionaries.add(dictionary);
                    open.addAll(dictionary.getValues());
                } else if (value instanceof COSArray array) {
                    array.forEach(open::push);
                }
            }
        }
        return dictionaries;
    }
}
