package dev.laurel.agreement;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.laurel.agreement.RatingTable.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;

/** A CSV file (RFC 4180) with the header {@code unit,rater,rating}, read line by line. */
final class RatingsFile {

    static final int MOST_LEVELS = 100;
    private static final int MOST_RATINGS = 50_000;
    private static final int LONGEST_NAME = 200;
    private static final List<String> HEADER = List.of("unit", "rater", "rating");

    /** Programs write whole numbers beside gaps with a fraction of nothing. */
    private static final Pattern WHOLE_NUMBER = Pattern.compile("0*+(\\d*+)(?<=\\d)(?:\\.0++)?");

    /** As people, R and others write that there is no rating. */
    private static final Pattern GAP = Pattern.compile("|\\.|NA|NaN", Pattern.CASE_INSENSITIVE);

    private final OptionalInt levels;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Map<String, Long>> lines = new HashMap<>();
    private long lastLine = 1;
    private long lineOfLevelZero;
    private long lineOfTopLevel;

    private RatingsFile(OptionalInt levels) {
        this.levels = levels;
    }

    /**
     * Reads and checks every line.
     *
     * @param levels how many levels there are, numbered from 0 or from 1; unknown when absent
     * @throws RatingsRefused naming the first line that cannot be read
     */
    static RatingTable read(byte[] csv, Charset charset, OptionalInt levels) {
        RatingsFile file = new RatingsFile(levels);
        try (CsvReader<CsvRecord> records = CsvReader.builder()
                .allowUnclosedQuote(false)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(decoded(csv, charset))) {
            boolean header = true;
            for (CsvRecord one : records) {
                if (header) {
                    file.header(one);
                    header = false;
                } else {
                    file.rating(one);
                }
            }
            if (header) {
                throw RatingsRefused.because("empty");
            }
        } catch (CsvParseException e) {
            throw RatingsRefused.because("quotes", file.lastLine);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        file.checkNumbering();
        return new RatingTable(file.entries);
    }

    private static String decoded(byte[] csv, Charset charset) {
        try {
            String text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(csv))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw RatingsRefused.because("encoding", charset.name());
        }
    }

    private void header(CsvRecord record) {
        List<String> names = record.getFields().stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
        if (!names.equals(HEADER)) {
            throw RatingsRefused.because("header");
        }
    }

    private void rating(CsvRecord record) {
        long line = record.getStartingLineNumber();
        lastLine = line;
        List<String> fields = record.getFields().stream().map(String::strip).toList();
        if (fields.stream().allMatch(String::isEmpty)) {
            return;
        }
        if (fields.size() != HEADER.size()) {
            throw RatingsRefused.because("fields", line, fields.size());
        }
        String unit = name(fields.get(0), "unit", line);
        String rater = name(fields.get(1), "rater", line);
        Long before = lines.computeIfAbsent(unit, first -> new HashMap<>()).put(rater, line);
        if (before != null) {
            throw RatingsRefused.because("twice", line, before);
        }
        String rating = fields.get(2);
        if (GAP.matcher(rating).matches()) {
            return;
        }
        if (entries.size() == MOST_RATINGS) {
            throw new RatingsRefused(HttpStatus.CONTENT_TOO_LARGE, "too-many", MOST_RATINGS);
        }
        entries.add(new Entry(unit, rater, level(rating, line)));
    }

    private static String name(String field, String column, long line) {
        if (field.isEmpty()) {
            throw RatingsRefused.because("no-" + column, line);
        }
        if (field.length() > LONGEST_NAME) {
            throw RatingsRefused.because("long-" + column, line, LONGEST_NAME);
        }
        return field;
    }

    private int level(String rating, long line) {
        Matcher number = WHOLE_NUMBER.matcher(rating);
        if (!number.matches()) {
            throw RatingsRefused.because("rating", line);
        }
        String digits = number.group(1);
        // more digits than any level has: a level too high, whatever it is
        int level = digits.isEmpty() ? 0 : digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
        int top = levels.orElse(MOST_LEVELS);
        if (level > top) {
            throw levels.isPresent()
                    ? RatingsRefused.because("level", line, top)
                    : RatingsRefused.because("high", line, MOST_LEVELS);
        }
        if (level == 0 && lineOfLevelZero == 0) {
            lineOfLevelZero = line;
        }
        if (level == top && lineOfTopLevel == 0) {
            lineOfTopLevel = line;
        }
        return level;
    }

    /** From 0 or from 1, but with both ends in use there is a level too many. */
    private void checkNumbering() {
        if (levels.isPresent() && lineOfLevelZero > 0 && lineOfTopLevel > 0) {
            throw RatingsRefused.because("level", Math.max(lineOfLevelZero, lineOfTopLevel), levels.getAsInt());
        }
    }
}
