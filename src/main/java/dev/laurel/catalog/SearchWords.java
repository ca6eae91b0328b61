package dev.laurel.catalog;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Words as the catalogue's index keeps them: lower case, without accents, compared byte by byte. Bytes, because the
 * order of texts depends on the database's locale and a search by the beginning of a word is a range in the index.
 */
final class SearchWords {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final int LONGEST = 40;
    private static final int MOST_SEARCHED = 8;

    private SearchWords() {}

    /** The distinct words of the texts. */
    static List<String> of(Collection<String> texts) {
        Set<String> words = new LinkedHashSet<>();
        for (String text : texts) {
            for (String word : BETWEEN.split(fold(text), -1)) {
                if (!word.isEmpty()) {
                    words.add(word.length() > LONGEST ? word.substring(0, LONGEST) : word);
                }
            }
        }
        return List.copyOf(words);
    }

    /** The words that somebody types into a search field, the first eight of them. */
    static List<String> searched(String words) {
        String bounded = words.length() > 400 ? words.substring(0, 400) : words;
        return of(List.of(bounded)).stream().limit(MOST_SEARCHED).toList();
    }

    /** Lower case without accents: also what titles are sorted by. */
    static String fold(String text) {
        return MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
    }

    static byte[] bytes(String word) {
        return word.getBytes(StandardCharsets.UTF_8);
    }

    /** The least bytes that come after every word with this beginning. UTF-8 holds no byte 255, so there always are some. */
    static byte[] after(String beginning) {
        byte[] bytes = bytes(beginning);
        byte[] after = Arrays.copyOf(bytes, bytes.length);
        after[after.length - 1]++;
        return after;
    }
}
