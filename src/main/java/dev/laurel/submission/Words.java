package dev.laurel.submission;

import java.util.regex.Pattern;

/** Counts words as the page's script does: runs of anything but white space that hold a letter or a digit. */
final class Words {

    private static final Pattern WORD = Pattern.compile("\\S*[\\p{L}\\p{N}]\\S*");

    private Words() {}

    static int count(String text) {
        return (int) WORD.matcher(text).results().count();
    }
}
