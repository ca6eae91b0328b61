package dev.laurel.submission;

import dev.laurel.catalog.MicroCredential;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypes;
import org.springframework.stereotype.Component;

/**
 * What a file is, told by its content. A file is taken only when the artefact asks for its kind, its name says that kind,
 * and its content agrees.
 */
@Component
class FileKinds {

    /**
     * @param extension the usual one, such as {@code jpg}
     */
    record Kind(String extension, String mediaType) {}

    private static final String WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    private static final String SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final String SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation";

    /** Of documents whatever their name. */
    private static final String WITH_MACROS = "application/vnd.ms-office.macro-enabled";

    private static final String BROKEN_ZIP = "application/x-broken-zip";

    /** What is found where nothing is known. */
    private static final String ANYTHING = "application/octet-stream";

    /** Nothing but letters. */
    private static final Set<String> LETTERS = Set.of("txt", "csv", "vtt", "srt");

    private static final String OPEN_DOCUMENT = "application/vnd.oasis.opendocument.";

    /** What browsers do not show: assessors have to download it. What only some play is told apart by {@link FilmCodec}. */
    enum Downloaded {
        PHOTO("image/heic"),
        FILM("video/x-msvideo", "video/x-ms-wmv", "video/mpeg", "video/3gpp");

        private final Set<String> mediaTypes;

        Downloaded(String... mediaTypes) {
            this.mediaTypes = Set.of(mediaTypes);
        }

        /** Ends the message keys {@code submission.download.}. */
        String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Downloaded> of(String mediaType) {
            return Arrays.stream(values())
                    .filter(kind -> kind.mediaTypes.contains(mediaType))
                    .findFirst();
        }

        /** By the ending of a name, without the dot. */
        static Optional<Downloaded> named(String extension) {
            return Optional.ofNullable(KNOWN.get(spelling(extension)))
                    .flatMap(known -> of(known.kind().mediaType()));
        }
    }

    /** What is never taken, and what its kind of programs make of it. */
    enum Foreign {
        /** WhatsApp and recorders: not every browser plays them, and they have no cleaner. */
        SOUND("mp3", "opus", "ogg", "oga", "aac", "amr", "flac", "wma", "aif", "aiff", "caf", "mka"),
        RECORDED("mp4", "mkv", "flv", "f4v", "ogv", "mts", "m2ts", "vob", "divx");

        private final String instead;
        private final Set<String> extensions;

        Foreign(String instead, String... extensions) {
            this.instead = instead;
            this.extensions = Set.of(extensions);
        }

        /** Ends the message keys {@code submission.file-refused.convert-}. */
        String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Where what it would be made into is asked for. */
        static Optional<Foreign> named(String extension, List<String> accepts) {
            return Arrays.stream(values())
                    .filter(kind -> kind.extensions.contains(extension) && isAsked("it." + kind.instead, accepts))
                    .findFirst();
        }
    }

    /** Several spellings of one kind. */
    private static final Map<String, String> SPELLINGS =
            Map.of("jpeg", "jpg", "heif", "heic", "mpeg", "mpg", "tiff", "tif", "htm", "html");

    /** Containers of the ISO base media family are told apart by their makers' habits only, so by name. */
    private static final Set<String> ISO_MEDIA = Set.of(
            "video/mp4", "application/mp4", "audio/mp4", "video/quicktime", "video/x-m4v", "audio/x-m4a", "video/3gpp");

    private static final Set<String> OLD_OFFICE = Set.of("application/x-tika-msoffice", "application/x-ole-storage");

    private static final Map<String, Known> KNOWN = known();

    record Known(Kind kind, Set<String> found) {}

    private final MimeTypes magic = MimeTypes.getDefaultMimeTypes();

    /**
     * @param name as the earner's device sent it
     * @param accepts extensions without the dot, lower case
     * @throws FileRefused when the file is not welcome
     */
    Kind recognise(Path file, String name, List<String> accepts) throws IOException {
        Known known = refuseUnlessAsked(name, accepts);
        String extension = extension(name);
        String found = found(file);
        if (found.equals(WITH_MACROS)) {
            throw FileRefused.holdsPrograms();
        }
        if (isLocked(file, found)) {
            throw FileRefused.locked();
        }
        boolean letters = LETTERS.contains(known.kind().extension());
        if (letters && PlainText.isBlank(file)) {
            throw FileRefused.empty();
        }
        if (letters && found.equals(ANYTHING) && PlainText.isInOtherLetters(file)) {
            throw FileRefused.otherLetters(extension);
        }
        if (!known.found().contains(found)) {
            throw FileRefused.notWhatItSays(extension, found);
        }
        return known.kind();
    }

    /**
     * What can be told before there is any content.
     *
     * @throws FileRefused when files of such a name are not asked for
     */
    Known refuseUnlessAsked(String name, List<String> accepts) {
        String extension = extension(name);
        Known known = KNOWN.get(spelling(extension));
        if (extension.isEmpty()) {
            throw FileRefused.noEnding(accepts);
        }
        if (known == null || !isAsked(name, accepts)) {
            throw Downloaded.named(extension)
                    .filter(kind -> isAsked(kind == Downloaded.PHOTO ? "it.jpg" : "it.mp4", accepts))
                    .map(Downloaded::key)
                    .or(() -> Foreign.named(extension, accepts).map(Foreign::key))
                    .map(kind -> FileRefused.convertFirst(kind, extension, accepts))
                    .orElseGet(() -> FileRefused.notAccepted(extension, accepts));
        }
        return known;
    }

    /** As {@link #refuseUnlessAsked(String, List)}, and says so where an alternative of the artefact would take it. */
    void refuseUnlessAsked(String name, MicroCredential.Artefact artefact) {
        boolean onlyInstead = !isAsked(name, artefact.accepts())
                && !artefact.alternatives().isEmpty()
                && isAsked(name, artefact.instead().accepts());
        if (onlyInstead) {
            throw FileRefused.onlyInstead(extension(name), artefact.alternatives());
        }
        refuseUnlessAsked(name, artefact.accepts());
    }

    /** Whether a file of that name is of one of these kinds. */
    static boolean isAsked(String name, List<String> accepts) {
        String kind = spelling(extension(name));
        return accepts.stream().anyMatch(accepted -> spelling(accepted).equals(kind));
    }

    /** What a file within an archive is; empty unless we know its kind and its content agrees with its name. */
    Optional<Kind> any(Path file, String name) throws IOException {
        Known known = KNOWN.get(spelling(extension(name)));
        return known != null && known.found().contains(found(file)) ? Optional.of(known.kind()) : Optional.empty();
    }

    /** What a file would be by its name. */
    Optional<Kind> named(String name) {
        return Optional.ofNullable(KNOWN.get(spelling(extension(name)))).map(Known::kind);
    }

    /** Whether there is nothing in it but what can be read. */
    boolean isText(Path file) throws IOException {
        String found = found(file);
        return found.startsWith("text/") && !found.equals("text/html");
    }

    /** The media type of the content, whatever its name says. */
    private String found(Path file) throws IOException {
        MediaType type;
        try (InputStream content = new BufferedInputStream(Files.newInputStream(file), 64 * 1024)) {
            if (isIsoMedia(content)) {
                return "video/mp4";
            }
            type = magic.detect(content, new Metadata());
        }
        String found = type.getBaseType().toString();
        return found.equals("application/zip") || found.equals("application/x-tika-ooxml") ? inZip(file) : found;
    }

    /** Every file of that family begins with a box called {@code ftyp} (ISO/IEC 14496-12, section 4.3). */
    private static boolean isIsoMedia(InputStream content) throws IOException {
        content.mark(16);
        byte[] head = content.readNBytes(12);
        content.reset();
        return head.length == 12
                && head[4] == 'f'
                && head[5] == 't'
                && head[6] == 'y'
                && head[7] == 'p'
                && !(head[8] == 'h' && head[9] == 'e')
                && !(head[8] == 'm' && head[9] == 'i' && head[10] == 'f')
                && !(head[8] == 'a' && head[9] == 'v' && head[10] == 'i');
    }

    /** Office documents are archives; which one is told by the part every document of that kind has. Nothing is unpacked. */
    private static String inZip(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry declared = zip.getEntry("mimetype");
            if (declared != null) {
                try (InputStream content = zip.getInputStream(declared)) {
                    String type = new String(content.readNBytes(100), StandardCharsets.US_ASCII);
                    return type.startsWith(OPEN_DOCUMENT) ? type : "application/zip";
                }
            }
            if (zip.getEntry("[Content_Types].xml") == null) {
                return "application/zip";
            }
            boolean macros = zip.stream().anyMatch(entry -> entry.getName().endsWith("vbaProject.bin"));
            if (macros) {
                return WITH_MACROS;
            }
            // Some programs number it.
            if (zip.getEntry("word/document.xml") != null || zip.getEntry("word/document2.xml") != null) {
                return WORD;
            }
            if (zip.getEntry("xl/workbook.xml") != null) {
                return SHEET;
            }
            return zip.getEntry("ppt/presentation.xml") != null ? SLIDES : "application/zip";
        } catch (ZipException broken) {
            return BROKEN_ZIP;
        }
    }

    private static boolean isLocked(Path file, String found) throws IOException {
        return OLD_OFFICE.contains(found) && Locked.isEnvelope(file)
                || found.startsWith(OPEN_DOCUMENT) && Locked.isOpenDocument(file)
                || found.equals(BROKEN_ZIP) && Locked.isArchive(file);
    }

    private static String extension(String name) {
        int dot = name.lastIndexOf('.');
        String extension = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
        return extension.matches("[a-z0-9]{1,10}") ? extension : "";
    }

    private static String spelling(String extension) {
        String lower = extension.toLowerCase(Locale.ROOT);
        return SPELLINGS.getOrDefault(lower, lower);
    }

    private static Map<String, Known> known() {
        Map<String, Known> kinds = new HashMap<>();
        add(kinds, "pdf", "application/pdf", Set.of());
        add(kinds, "docx", WORD, Set.of());
        add(kinds, "xlsx", SHEET, Set.of());
        add(kinds, "pptx", SLIDES, Set.of());
        add(kinds, "doc", "application/msword", OLD_OFFICE);
        add(kinds, "xls", "application/vnd.ms-excel", OLD_OFFICE);
        add(kinds, "ppt", "application/vnd.ms-powerpoint", OLD_OFFICE);
        add(kinds, "odt", "application/vnd.oasis.opendocument.text", Set.of());
        add(kinds, "ods", "application/vnd.oasis.opendocument.spreadsheet", Set.of());
        add(kinds, "odp", "application/vnd.oasis.opendocument.presentation", Set.of());
        add(kinds, "rtf", "application/rtf", Set.of());
        add(kinds, "txt", "text/plain", Set.of());
        add(kinds, "csv", "text/csv", Set.of("text/plain"));
        add(kinds, "vtt", "text/vtt", Set.of("text/plain"));
        add(kinds, "srt", "application/x-subrip", Set.of("text/plain"));
        add(kinds, "png", "image/png", Set.of());
        add(kinds, "jpg", "image/jpeg", Set.of());
        add(kinds, "gif", "image/gif", Set.of());
        add(kinds, "webp", "image/webp", Set.of());
        add(kinds, "heic", "image/heic", Set.of("image/heif", "image/heic-sequence", "image/heif-sequence"));
        add(kinds, "mp4", "video/mp4", ISO_MEDIA);
        add(kinds, "m4v", "video/x-m4v", ISO_MEDIA);
        add(kinds, "mov", "video/quicktime", ISO_MEDIA);
        add(kinds, "m4a", "audio/mp4", ISO_MEDIA);
        add(kinds, "3gp", "video/3gpp", ISO_MEDIA);
        add(kinds, "mp3", "audio/mpeg", Set.of());
        add(kinds, "wav", "audio/vnd.wave", Set.of("audio/x-wav", "audio/wav"));
        add(kinds, "webm", "video/webm", Set.of("video/x-matroska", "application/x-matroska"));
        add(kinds, "avi", "video/x-msvideo", Set.of());
        add(kinds, "wmv", "video/x-ms-wmv", Set.of("video/x-ms-asf"));
        add(kinds, "mpg", "video/mpeg", Set.of());
        add(kinds, "zip", "application/zip", Set.of());
        return Map.copyOf(kinds);
    }

    private static void add(Map<String, Known> kinds, String extension, String mediaType, Set<String> alsoFoundAs) {
        Set<String> found = new HashSet<>(alsoFoundAs);
        found.add(mediaType);
        kinds.put(extension, new Known(new Kind(extension, mediaType), Set.copyOf(found)));
    }
}
