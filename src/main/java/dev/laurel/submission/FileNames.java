package dev.laurel.submission;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Tells the names of files, which programs write into what a picture is called and into what is read aloud of it, from words
 * that somebody wrote. Goes once over what it looks at: whoever wrote the document chose it.
 */
final class FileNames {

    private static final Set<String> ENDINGS = Set.of(
            "jpg", "jpeg", "jfif", "png", "gif", "heic", "heif", "avif", "tif", "tiff", "bmp", "webp", "svg", "emf",
            "wmf", "mp3", "mp4", "mpg", "mpeg", "mov", "m4a", "m4v", "3gp", "webm", "avi", "wmv", "wav", "pdf", "doc",
            "docx", "xls", "xlsx", "ppt", "pptx", "aac", "aif", "aiff", "flac", "mid", "ogg", "oga", "wma");

    /** Where paths begin that lead from the root of a computer. */
    private static final List<String> BEGINNINGS =
            List.of("file:/", "/users/", "/home/", "/volumes/", "/private/", "/storage/", "/var/", "/tmp/", "~/");

    private static final int LONGEST = 1000;
    private static final int MOST_WORDS = 8;

    /** With its full stop: "Mrs.", "Srta.". */
    private static final int LONGEST_SHORT_FORM = 5;

    private FileNames() {}

    /** Of what a picture is called, which nobody hears: the name of a file, a path, or something that ends like a file. */
    static boolean isIn(String called) {
        String text = called.strip();
        return text.length() < LONGEST && (endsLikeAFile(text) || isPath(text));
    }

    /** Of what is read aloud: nothing but the name of a file, or a path. */
    static boolean isAllOf(String read) {
        String text = read.strip();
        if (text.length() >= LONGEST) {
            return false;
        }
        boolean one = lastSeparator(text) < 0 ? !isSentence(text) : !hasSpace(text) && !text.contains("://");
        return isPath(text) || one && endsLikeAFile(text);
    }

    private static boolean isPath(String text) {
        if (!beginsLikeAPath(text) || hasSpaceAtASeparator(text)) {
            return false;
        }
        String last = text.substring(lastSeparator(text) + 1);
        int ending = last.length() - 1 - last.lastIndexOf('.');
        return !hasSpace(last) || ending >= 2 && ending <= 4 && !isSentence(last);
    }

    private static boolean beginsLikeAPath(String text) {
        boolean drive = text.length() > 2 && isLetter(text.charAt(0)) && text.charAt(1) == ':' && isSeparator(text, 2);
        if (drive || isOfAServer(text)) {
            return true;
        }
        String begin = text.substring(0, Math.min(text.length(), 12)).toLowerCase(Locale.ROOT);
        return BEGINNINGS.stream().anyMatch(begin::startsWith);
    }

    /** {@code \\school-server\photos}; formulas begin with a backslash, too. */
    private static boolean isOfAServer(String text) {
        int end = text.startsWith("\\\\") ? text.indexOf('\\', 2) : -1;
        return end > 2
                && text.substring(2, end).chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '.');
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isSeparator(String text, int at) {
        return text.charAt(at) == '/' || text.charAt(at) == '\\';
    }

    private static int lastSeparator(String text) {
        return Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\'));
    }

    private static boolean hasSpace(String text) {
        return text.chars().anyMatch(Character::isWhitespace);
    }

    private static boolean hasSpaceAtASeparator(String text) {
        for (int i = 0; i < text.length(); i++) {
            boolean before = i > 0 && Character.isWhitespace(text.charAt(i - 1));
            boolean after = i + 1 < text.length() && Character.isWhitespace(text.charAt(i + 1));
            if (isSeparator(text, i) && (before || after)) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsLikeAFile(String text) {
        int dot = text.lastIndexOf('.');
        return dot >= 0 && ENDINGS.contains(text.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    /** Something ends or begins in the midst of it, or it has more words than files are called. */
    private static boolean isSentence(String text) {
        int words = 1;
        int begin = 0;
        for (int i = 1; i < text.length(); i++) {
            if (Character.isWhitespace(text.charAt(i))) {
                char before = text.charAt(i - 1);
                if (":;?!".indexOf(before) >= 0 || before == '.' && i - begin > LONGEST_SHORT_FORM) {
                    return true;
                }
                words += i > begin ? 1 : 0;
                begin = i + 1;
            }
        }
        return words > MOST_WORDS;
    }
}
