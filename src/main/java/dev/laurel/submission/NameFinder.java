package dev.laurel.submission;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds words that look like somebody's name, in English and Spanish: names of the course, forms of address ("Mrs. Smith"),
 * labels ("Student: Ana B.") and first names that many children bear. It guesses, so what it finds is asked about and never
 * decides anything. One pass over the text.
 */
final class NameFinder {

    /** Whose name it may be. */
    enum Whose {
        OWN,
        COURSE,
        LIKELY
    }

    /** Words as they stand in the text. */
    record Found(Whose whose, String words) {

        /** A name is personal. */
        @Override
        public String toString() {
            return "Found[" + whose + "]";
        }
    }

    private static final int MOST_FOUND = 50;

    private static final String CAPITAL = "\\p{Lu}[\\p{L}\\p{M}’'-]*+";

    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");

    private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}\\p{M}’'-]*+");

    /** What stands between words in the name of a file, where a capital after a small letter begins one, too. */
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}’']+|(?<=\\p{Ll})(?=\\p{Lu})");

    private static final Pattern ADDRESSED =
            Pattern.compile("(?<![\\p{L}\\p{M}])(?:(?:Mr|Mrs|Ms|Mx|Dr|Dra|Prof|Sr|Sra|Srta|Mtro|Mtra)\\.? {0,2}"
                    + "|(?:MRS|SRA|SRTA|MTRO|MTRA) {1,2}|(?i:mr|mrs|ms|mx|dr|dra|prof|sr|sra|srta|mtro|mtra)\\. {0,2}"
                    + "|(?:[Mm]iss|[Ss]eñora|[Ss]eñor|[Ss]eñorita|[Pp]rofe|[Pp]rofesora|[Pp]rofesor|[Mm]aestr[oa]"
                    + "|[Dd]oña|[Dd]on|[Cc]oach|[Tt]eacher) {1,2})"
                    + "(?:(?:de|del|la|las|los|van|von|der|den|di|da|dos) ){0,3}(" + CAPITAL + ")");

    /** Forms of address in the name of a file that nothing but a name comes after. */
    private static final Set<String> TITLES =
            Set.of("mr", "mrs", "mx", "dra", "sra", "srta", "mtro", "mtra", "senorita");

    /** Those that are words of their own as well: the name after them is written with a capital. */
    private static final Set<String> TITLES_AND_WORDS = Set.of(
            "ms",
            "dr",
            "sr",
            "prof",
            "miss",
            "coach",
            "teacher",
            "senor",
            "senora",
            "profe",
            "profesor",
            "profesora",
            "maestro",
            "maestra",
            "don",
            "dona");

    private static final Set<String> PARTICLES =
            Set.of("de", "del", "la", "las", "los", "van", "von", "der", "den", "di", "da", "dos");

    private static final Pattern LABELLED = Pattern.compile(
            "(?<![\\p{L}\\p{M}])(?i:student|pupil|learner|child|student name|name|estudiante|alumn[oa]|niñ[oa]|nombre)"
                    + "\\s{0,3}[:=]\\s{0,3}(" + CAPITAL + "(?: {1,2}\\p{Lu}(?:\\.|[\\p{L}\\p{M}’'-]*+)){0,2})");

    private static final Pattern INTRODUCED = Pattern.compile(
            "(?<![\\p{L}\\p{M}])(?:student|pupil|boy|girl|child|kid|estudiante|alumn[oa]|niñ[oa]|chic[oa])\\s{1,3}"
                    + "(?:(?:named|called|llamad[oa]|de nombre)\\s{1,3})?(" + CAPITAL + ")");

    /** Begin sentences and headings, and are nobody's name after a label. */
    private static final Set<String> NO_NAMES = lines("no-names.txt");

    /** Of those, what is a name after a form of address: Mrs. Brown, Sra. Cruz. */
    private static final Set<String> ALSO_SURNAMES = lines("also-surnames.txt");

    private static final Set<String> FIRST_NAMES = lines("first-names.txt").stream()
            .filter(name -> !NO_NAMES.contains(name))
            .collect(Collectors.toUnmodifiableSet());

    private final Map<String, Whose> words = new HashMap<>();
    private final Set<String> ambiguous = new HashSet<>();
    private final Map<String, Set<String>> together = new HashMap<>();
    private final String fingerprint;

    /**
     * @param own names of the person who writes
     * @param course names of the others in the course
     */
    NameFinder(Collection<String> own, Collection<String> course) {
        course.forEach(name -> know(name, Whose.COURSE));
        own.forEach(name -> know(name, Whose.OWN));
        fingerprint = fingerprint(own, course);
    }

    private static String fingerprint(Collection<String> own, Collection<String> course) {
        MessageDigest digest = Checksum.digest("SHA-256");
        Stream.concat(
                        own.stream().sorted().map(name -> "own " + name),
                        course.stream().sorted())
                .forEach(name -> digest.update((name + "\n").getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The same for those who know the same names, and no name can be read from it. */
    String fingerprint() {
        return fingerprint;
    }

    private void know(String name, Whose whose) {
        List<String> parts = new ArrayList<>();
        Matcher word = WORD.matcher(name);
        while (word.find()) {
            List<String> spellings = new ArrayList<>(List.of(word.group().split("-", -1)));
            if (spellings.size() > 1) {
                spellings.add(word.group());
            }
            for (String spelling : spellings) {
                String folded = folded(spelling);
                // Particles such as "de la" and initials say nothing alone.
                if (folded.length() >= 3 && Character.isUpperCase(spelling.codePointAt(0))) {
                    parts.add(folded);
                }
            }
        }
        for (String part : parts) {
            words.put(part, whose);
            if (NO_NAMES.contains(part)) {
                ambiguous.add(part);
            }
            together.computeIfAbsent(part, key -> new HashSet<>()).addAll(parts);
        }
    }

    /** In running text. */
    List<Found> inText(String text) {
        Set<Found> found = new LinkedHashSet<>();
        boolean[] taken = new boolean[text.length()];
        known(text, taken, found);
        matching(ADDRESSED, text, taken, found, false);
        matching(LABELLED, text, taken, found, true);
        matching(INTRODUCED, text, taken, found, true);
        return found.stream().limit(MOST_FOUND).toList();
    }

    /** In the name of a file or the path of an address, where names are written small, and joined by anything. */
    List<Found> inName(String name) {
        return partsOf(name).stream()
                .map(Part::found)
                .distinct()
                .limit(MOST_FOUND)
                .toList();
    }

    /**
     * The same name with something else in place of each.
     *
     * @param instead told the name in small letters and without accents
     */
    String withoutNames(String name, UnaryOperator<String> instead) {
        StringBuilder without = new StringBuilder(name.length());
        int from = 0;
        for (Part part : partsOf(name)) {
            without.append(name, from, part.start())
                    .append(instead.apply(folded(part.found().words())));
            from = part.end();
        }
        return without.append(name, from, name.length()).toString();
    }

    /** Somebody's, within the name of a file. */
    private record Part(int start, int end, Found found) {}

    private List<Part> partsOf(String name) {
        List<Part> parts = new ArrayList<>();
        String title = "";
        Matcher between = BETWEEN.matcher(name);
        for (int from = 0; from <= name.length(); ) {
            int start = from;
            boolean more = between.find();
            int end = more ? between.start() : name.length();
            from = more ? between.end() : name.length() + 1;
            String part = name.substring(start, end);
            String folded = possessed(folded(part));
            if (!title.isEmpty() && PARTICLES.contains(folded)) {
                continue;
            }
            boolean addressed = isAddressed(title, part, folded);
            title = part;
            Whose known = words.get(folded);
            if (known != null && (addressed || !ambiguous.contains(folded))) {
                parts.add(new Part(start, end, new Found(known, part)));
            } else if (known == null && (addressed || FIRST_NAMES.contains(folded))) {
                String said = part.replaceAll("['’]s$", "");
                parts.add(new Part(start, end, new Found(Whose.LIKELY, said)));
            }
        }
        return parts;
    }

    /** Whether the part of a file's name that comes after another is the name of somebody so addressed. */
    private static boolean isAddressed(String before, String part, String folded) {
        String title = folded(before);
        if (part.codePointCount(0, part.length()) < 2 || !mayFollowATitle(folded)) {
            return false;
        }
        if (TITLES.contains(title)) {
            return true;
        }
        boolean shouted = before.length() > 1 && before.equals(before.toUpperCase(Locale.ROOT));
        boolean capital = Character.isUpperCase(part.codePointAt(0));
        // MS Math is a middle school's; MS GARCIA is all in capitals.
        return TITLES_AND_WORDS.contains(title) && capital && (!shouted || part.equals(part.toUpperCase(Locale.ROOT)));
    }

    private static boolean mayFollowATitle(String folded) {
        return !TITLES.contains(folded)
                && !TITLES_AND_WORDS.contains(folded)
                && (!NO_NAMES.contains(folded) || ALSO_SURNAMES.contains(folded));
    }

    private record Token(int start, int end, String folded, boolean capital) {}

    private void known(String text, boolean[] taken, Set<Found> found) {
        List<Token> tokens = new ArrayList<>();
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            String raw = text.substring(word.start(), word.end());
            tokens.add(new Token(
                    word.start(), word.end(), possessed(folded(raw)), Character.isUpperCase(raw.codePointAt(0))));
        }
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (!token.capital() || taken[token.start()]) {
                continue;
            }
            Whose whose = words.get(token.folded());
            if (whose != null) {
                int last = i;
                while (last + 1 < tokens.size() && goesOn(text, tokens.get(last), tokens.get(last + 1), token)) {
                    last++;
                }
                if (last > i || !ambiguous.contains(token.folded())) {
                    take(text, token.start(), tokens.get(last).end(), whose, taken, found);
                }
            } else if (FIRST_NAMES.contains(token.folded())) {
                boolean surname = i + 1 < tokens.size()
                        && tokens.get(i + 1).capital()
                        && isBetween(text, token, tokens.get(i + 1))
                        && !NO_NAMES.contains(tokens.get(i + 1).folded());
                int end = surname ? withItsStop(text, tokens.get(i + 1)) : token.end();
                take(text, token.start(), end, Whose.LIKELY, taken, found);
            }
        }
    }

    /** An initial is written with a full stop. */
    private static int withItsStop(String text, Token token) {
        boolean initial =
                token.end() - token.start() == 1 && token.end() < text.length() && text.charAt(token.end()) == '.';
        return initial ? token.end() + 1 : token.end();
    }

    private boolean goesOn(String text, Token before, Token next, Token first) {
        return next.capital()
                && isBetween(text, before, next)
                && together.getOrDefault(first.folded(), Set.of()).contains(next.folded());
    }

    private static boolean isBetween(String text, Token before, Token next) {
        return next.start() - before.end() <= 2
                && text.substring(before.end(), next.start()).isBlank();
    }

    private static void matching(Pattern pattern, String text, boolean[] taken, Set<Found> found, boolean nameAlone) {
        Matcher match = pattern.matcher(text);
        int from = 0;
        while (match.find(from)) {
            String first = match.group(1).split(" ", 2)[0];
            String folded = possessed(folded(first));
            boolean aName = first.codePointCount(0, first.length()) >= 2
                    && (nameAlone ? !NO_NAMES.contains(folded) : mayFollowATitle(folded));
            // Of "maestra Sra. Ibarra" the second is the one before the name.
            from = aName ? match.end() : match.start(1);
            if (aName && !taken[match.start(1)]) {
                take(text, nameAlone ? match.start(1) : match.start(), match.end(1), Whose.LIKELY, taken, found);
            }
        }
    }

    private static void take(String text, int start, int end, Whose whose, boolean[] taken, Set<Found> found) {
        for (int i = start; i < end; i++) {
            taken[i] = true;
        }
        found.add(new Found(
                whose, text.substring(start, end).replaceAll("['’]s$", "").replaceAll("\\s+", " ")));
    }

    private static String possessed(String folded) {
        return folded.endsWith("'s") || folded.endsWith("’s") ? folded.substring(0, folded.length() - 2) : folded;
    }

    /** Lower case and without accents, so that José is found as Jose. */
    private static String folded(String word) {
        return ACCENTS.matcher(Normalizer.normalize(word, Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
    }

    private static Set<String> lines(String resource) {
        try (InputStream in = NameFinder.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("No " + resource);
            }
            Set<String> words = new HashSet<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\\s+", -1)) {
                if (!line.isBlank()) {
                    words.add(folded(line));
                }
            }
            return Set.copyOf(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
