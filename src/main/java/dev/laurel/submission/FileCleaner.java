package dev.laurel.submission;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.springframework.stereotype.Component;

/** Removes what a photo or document says of people, places and devices beside its content, before anybody can see it. */
@Component
class FileCleaner {

    /** Counts up whenever more is taken out than before; who has a file of the time before is told. */
    static final int RULES = 6;

    /** By which rules more was taken out of a kind for the last time; of all others nothing changed since the first. */
    private static final Map<String, Integer> CHANGED = Stream.of(
                    changed(5, "odt", "ods", "odp", "doc", "xls", "ppt", "mp4", "m4v", "mov", "m4a", "3gp"),
                    changed(6, "docx", "xlsx", "pptx", "zip", "pdf"))
            .flatMap(kinds -> kinds)
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private static final int BUFFER = 64 * 1024;

    private static Stream<Map.Entry<String, Integer>> changed(int rules, String... kinds) {
        return Stream.of(kinds).map(kind -> Map.entry(kind, rules));
    }

    /**
     * Whether more is taken out today than was by those rules.
     *
     * @param extension a kind's
     */
    static boolean takesMoreThan(int rules, String extension) {
        return rules < CHANGED.getOrDefault(extension, 1);
    }

    /**
     * Writes a copy of a recognised file without its hidden details. What shows, sounds or reads is untouched.
     *
     * @param to an empty file
     * @throws FileRefused when the file is damaged, a bomb, locked or carries programs
     */
    Cleaning clean(Path from, Path to, FileKinds.Kind kind) throws IOException {
        return clean(from, to, kind, new Unpacking());
    }

    /**
     * The same for a part of a file, of which all archives are counted together.
     *
     * @param unpacking learns what files within are called
     */
    Cleaning clean(Path from, Path to, FileKinds.Kind kind, Unpacking unpacking) throws IOException {
        try {
            return switch (kind.extension()) {
                case "jpg", "png", "gif", "webp" -> image(from, to, kind.extension());
                case "heic" -> IsoMediaCleaner.photo(from, to);
                case "mp4", "m4v", "mov", "m4a", "3gp" -> IsoMediaCleaner.film(from, to);
                case "mp3" -> {
                    SoundCleaner.mp3(from, to);
                    yield Cleaning.CLEAN;
                }
                case "wav" -> {
                    SoundCleaner.wav(from, to);
                    yield Cleaning.CLEAN;
                }
                case "docx", "xlsx", "pptx", "odt", "ods", "odp" -> OfficeCleaner.document(from, to, this, unpacking);
                case "pdf" -> PdfCleaner.clean(from, to, this, unpacking);
                case "doc", "xls", "ppt" -> OldOfficeCleaner.document(from, to);
                case "rtf" -> RtfCleaner.clean(from, to);
                case "webm" -> {
                    WebmCleaner.clean(from, to);
                    yield Cleaning.CLEAN;
                }
                case "avi" -> {
                    AviCleaner.clean(from, to);
                    yield Cleaning.CLEAN;
                }
                case "wmv" -> {
                    WmvCleaner.clean(from, to);
                    yield Cleaning.CLEAN;
                }
                case "mpg" -> MpegCleaner.clean(from, to);
                case "zip" -> ArchiveCleaner.archive(from, to, this, unpacking);
                case "txt", "csv", "vtt", "srt" -> unchanged(from, to, Cleaning.CLEAN);
                default -> unchanged(from, to, Cleaning.NOT_CLEANED);
            };
        } catch (Damaged | EOFException | ZipException damaged) {
            throw FileRefused.notWhatItSays(kind.extension(), "something damaged: " + damaged.getMessage());
        }
    }

    private static Cleaning image(Path from, Path to, String kind) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(from), BUFFER));
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(to), BUFFER)) {
            switch (kind) {
                case "jpg" -> JpegCleaner.clean(in, out);
                case "png" -> PngCleaner.clean(in, out);
                case "gif" -> GifCleaner.clean(in, out);
                default -> WebpCleaner.clean(in, out);
            }
        }
        return Cleaning.CLEAN;
    }

    private static Cleaning unchanged(Path from, Path to, Cleaning cleaning) throws IOException {
        try (OutputStream out = Files.newOutputStream(to)) {
            Files.copy(from, out);
        }
        return cleaning;
    }
}
