package dev.laurel.submission;

import dev.laurel.system.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;

/** A file that cannot be taken as evidence. Nothing that was saved before is touched. */
class FileRefused extends Refusal {

    private FileRefused(HttpStatus status, String reason, String logMessage, Object... arguments) {
        super(status, "submission.file-refused." + reason, logMessage, arguments);
    }

    /** Whether trying again with the same file can only end the same way. */
    boolean forGood() {
        return status() == HttpStatus.UNSUPPORTED_MEDIA_TYPE
                || status() == HttpStatus.CONTENT_TOO_LARGE
                || status() == HttpStatus.UNPROCESSABLE_CONTENT;
    }

    /** Whether it does harm to who opens it, and not only to itself. */
    boolean isHarmful() {
        return Stream.of(
                        "bomb",
                        "programs",
                        "unsafe-names",
                        "too-many-pixels",
                        "infected",
                        "protected",
                        "form",
                        "signed")
                .anyMatch(reason -> messageKey().endsWith("." + reason));
    }

    /** The form was sent before a file was chosen. */
    static FileRefused none() {
        return new FileRefused(HttpStatus.UNPROCESSABLE_CONTENT, "none", "No file was chosen");
    }

    static FileRefused empty() {
        return new FileRefused(HttpStatus.UNPROCESSABLE_CONTENT, "empty", "The file has no content");
    }

    static FileRefused tooLarge(long maxBytes) {
        return new FileRefused(
                HttpStatus.CONTENT_TOO_LARGE,
                "too-large",
                "The file has more than " + maxBytes + " bytes",
                maxBytes / (1024 * 1024));
    }

    static FileRefused notAccepted(String extension, List<String> accepts) {
        return new FileRefused(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                "not-accepted",
                "Files named ." + extension + " are not asked for here",
                extension.toUpperCase(Locale.ROOT),
                String.join(", ", accepts).toUpperCase(Locale.ROOT));
    }

    /** A name that does not say what the file is. */
    static FileRefused noEnding(List<String> accepts) {
        return new FileRefused(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                "no-ending",
                "The name of the file says no kind",
                String.join(", ", accepts).toUpperCase(Locale.ROOT));
    }

    /** The same of what a phone or an old camera makes, which can be made into a kind that is asked for. */
    static FileRefused convertFirst(String kind, String extension, List<String> accepts) {
        return new FileRefused(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                "convert-" + kind,
                "Files named ." + extension + " are not asked for here",
                extension.toUpperCase(Locale.ROOT),
                String.join(", ", accepts).toUpperCase(Locale.ROOT));
    }

    /** One of the author's alternatives would take it, and the earner has not chosen one. */
    static FileRefused onlyInstead(String extension, List<String> alternatives) {
        return new FileRefused(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                "only-instead",
                "Files named ." + extension + " are taken here as an alternative only",
                extension.toUpperCase(Locale.ROOT),
                String.join("; ", alternatives));
    }

    static FileRefused notWhatItSays(String extension, String found) {
        return new FileRefused(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                "not-what-it-says",
                "A file named ." + extension + " holds " + found,
                extension.toUpperCase(Locale.ROOT));
    }

    /** A text that was saved neither as UTF-8 nor in a way that says what it is. */
    static FileRefused otherLetters(String extension) {
        return new FileRefused(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                "other-letters",
                "A file named ." + extension + " holds text that is not UTF-8",
                extension.toUpperCase(Locale.ROOT));
    }

    /** A picture that would fill the memory of whoever opens it. */
    static FileRefused tooManyPixels(int megapixels) {
        return new FileRefused(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "too-many-pixels",
                "The picture has more than " + megapixels + " megapixels",
                megapixels);
    }

    static FileRefused bomb() {
        return new FileRefused(HttpStatus.UNPROCESSABLE_CONTENT, "bomb", "The archive unpacks to far more than it is");
    }

    static FileRefused unsafeNames() {
        return new FileRefused(
                HttpStatus.UNPROCESSABLE_CONTENT, "unsafe-names", "Names in the archive lead out of its directory");
    }

    static FileRefused holdsPrograms() {
        return new FileRefused(HttpStatus.UNPROCESSABLE_CONTENT, "programs", "The document holds macros");
    }

    static FileRefused locked() {
        return new FileRefused(HttpStatus.UNPROCESSABLE_CONTENT, "locked", "The document asks for a password");
    }

    /** It opens without a password, and nobody may look into it. */
    static FileRefused protectedFromChanges() {
        return new FileRefused(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "protected",
                "The document is encrypted and opens without a password");
    }

    /** What it shows is made by a program when it is opened, and browsers do not run it. */
    static FileRefused form() {
        return new FileRefused(HttpStatus.UNPROCESSABLE_CONTENT, "form", "The document is a form without pages");
    }

    /** It would have to be changed, and is signed. */
    static FileRefused signed() {
        return new FileRefused(
                HttpStatus.UNPROCESSABLE_CONTENT, "signed", "The document is signed and may carry a program");
    }

    static FileRefused infected() {
        return new FileRefused(HttpStatus.UNPROCESSABLE_CONTENT, "infected", "The virus scanner found something");
    }

    /** Hidden details could not be taken out before somebody else opens it. */
    static FileRefused notCleaned() {
        return new FileRefused(HttpStatus.CONFLICT, "not-cleaned", "The file cannot be cleaned by today's rules now");
    }

    static FileRefused tooMany(int most) {
        return new FileRefused(HttpStatus.CONFLICT, "too-many", "There are " + most + " items already", most);
    }

    /** The disk is full or the connection broke. */
    static FileRefused notStored(Throwable cause) {
        FileRefused refused = new FileRefused(
                HttpStatus.INSUFFICIENT_STORAGE, "not-stored", "The file could not be stored: " + cause);
        refused.initCause(cause);
        return refused;
    }
}
