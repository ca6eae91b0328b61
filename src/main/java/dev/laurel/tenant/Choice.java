package dev.laurel.tenant;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One of an installation's settings that a programme may set otherwise, within bounds.
 *
 * @param <T> the settings that it is one of
 */
public final class Choice<T> {

    /** A school year's worth of single days, and more. */
    public static final int MOST_DATES = 400;

    /** How a value is asked for and shown; as message keys spell it in lower case. */
    public enum Kind {
        NUMBER,
        DAYS,
        BUSINESS_DAYS,
        MONTHS,
        YEARS,
        SHARE,
        ZONE,
        YES_NO,
        DATES,
        ONE_OF;

        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        boolean isWhole() {
            return this == NUMBER || this == DAYS || this == BUSINESS_DAYS || this == MONTHS || this == YEARS;
        }
    }

    private static final String NONE = "-";

    /** A day, or two with a word or a mark between them. */
    private static final Pattern RANGE =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)(?:\\s*(?:/|-|\u2013|\u2014|to|al?)\\s*(\\d{4}-\\d\\d-\\d\\d))?");

    private final String name;
    private final Kind kind;
    private final Function<T, String> text;
    private final int least;
    private final int most;
    private final List<String> options;

    private Choice(String name, Kind kind, Function<T, String> text, int least, int most, List<String> options) {
        this.name = name;
        this.kind = kind;
        this.text = text;
        this.least = least;
        this.most = most;
        this.options = options;
    }

    /**
     * A whole number of something.
     *
     * @param name as the property is called, without its prefix
     */
    public static <T> Choice<T> of(Kind whole, String name, ToIntFunction<T> in, int least, int most) {
        if (!whole.isWhole()) {
            throw new IllegalArgumentException(whole + " is no whole number");
        }
        return new Choice<>(name, whole, all -> Integer.toString(in.applyAsInt(all)), least, most, List.of());
    }

    /** A share, kept from 0 to 1 and told in percent, between these percents. */
    public static <T> Choice<T> share(String name, ToDoubleFunction<T> in, int least, int most) {
        return new Choice<>(
                name,
                Kind.SHARE,
                all -> BigDecimal.valueOf(in.applyAsDouble(all))
                        .stripTrailingZeros()
                        .toPlainString(),
                least,
                most,
                List.of());
    }

    public static <T> Choice<T> zone(String name, Function<T, ZoneId> in) {
        return new Choice<>(name, Kind.ZONE, all -> in.apply(all).getId(), 0, 0, List.of());
    }

    public static <T> Choice<T> yesNo(String name, Predicate<T> in) {
        return new Choice<>(name, Kind.YES_NO, all -> Boolean.toString(in.test(all)), 0, 0, List.of("true", "false"));
    }

    /** Single days. */
    public static <T> Choice<T> dates(String name, Function<T, Set<LocalDate>> in) {
        return new Choice<>(name, Kind.DATES, all -> join(new TreeSet<>(in.apply(all))), 0, MOST_DATES, List.of());
    }

    public static <T, E extends Enum<E>> Choice<T> oneOf(String name, Class<E> among, Function<T, E> in) {
        return new Choice<>(
                name,
                Kind.ONE_OF,
                all -> in.apply(all).name(),
                0,
                0,
                Arrays.stream(among.getEnumConstants()).map(Enum::name).toList());
    }

    public String name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    public int least() {
        return least;
    }

    public int most() {
        return most;
    }

    /** What can be chosen, where that is a list. */
    public List<String> options() {
        return options;
    }

    /** The value in these settings, as it is kept. */
    String in(T settings) {
        return text.apply(settings);
    }

    /** What was typed, as it is kept; empty where it cannot be, or is out of bounds. */
    Optional<String> read(String typed) {
        String plain = typed.strip();
        return switch (kind) {
            case NUMBER, DAYS, BUSINESS_DAYS, MONTHS, YEARS ->
                plain.matches("\\d{1,6}") && isWithin(new BigDecimal(plain))
                        ? Optional.of(Integer.toString(Integer.parseInt(plain)))
                        : Optional.empty();
            case SHARE -> readShare(plain);
            case ZONE -> readZone(plain);
            case YES_NO, ONE_OF -> Optional.of(plain).filter(options::contains);
            case DATES -> readDates(plain);
        };
    }

    private boolean isWithin(BigDecimal number) {
        return number.compareTo(BigDecimal.valueOf(least)) >= 0 && number.compareTo(BigDecimal.valueOf(most)) <= 0;
    }

    private Optional<String> readShare(String typed) {
        String percent =
                typed.endsWith("%") ? typed.substring(0, typed.length() - 1).strip() : typed;
        if (!percent.matches("\\d{1,3}([.,]\\d)?")) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(percent.replace(',', '.'));
        return isWithin(number)
                ? Optional.of(number.movePointLeft(2).stripTrailingZeros().toPlainString())
                : Optional.empty();
    }

    private static Optional<String> readZone(String typed) {
        return ZoneId.getAvailableZoneIds().stream()
                .filter(id -> id.contains("/") && id.equalsIgnoreCase(typed))
                .findFirst();
    }

    /** Days, or a first and a last one, one a line or parted by commas; a dash alone for none. */
    private static Optional<String> readDates(String typed) {
        SortedSet<LocalDate> days = new TreeSet<>();
        if (typed.equals(NONE)) {
            return Optional.of("");
        }
        for (String line : typed.split("[\\n,;]")) {
            if (line.isBlank()) {
                continue;
            }
            Matcher range = RANGE.matcher(line.strip());
            LocalDate first = range.matches() ? day(range.group(1)) : null;
            LocalDate last = first == null || range.group(2) == null ? first : day(range.group(2));
            if (first == null || last == null || last.isBefore(first) || last.isAfter(first.plusDays(MOST_DATES))) {
                return Optional.empty();
            }
            first.datesUntil(last.plusDays(1)).forEach(days::add);
        }
        return days.isEmpty() || days.size() > MOST_DATES ? Optional.empty() : Optional.of(join(days));
    }

    private static @Nullable LocalDate day(String typed) {
        try {
            return LocalDate.parse(typed);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static String join(SortedSet<LocalDate> days) {
        return days.stream().map(LocalDate::toString).collect(Collectors.joining(","));
    }

    /** What is kept, as somebody would type it. */
    String typed(String kept) {
        return switch (kind) {
            case SHARE ->
                new BigDecimal(kept)
                        .movePointRight(2)
                        .setScale(1, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString();
            case DATES -> kept.isEmpty() ? NONE : String.join("\n", ranges(kept));
            default -> kept;
        };
    }

    /** What a row has set, as somebody would type it; absent for the default. */
    public @Nullable String typed(Practices.Row row) {
        return row.value() == null ? null : typed(row.value());
    }

    /** How many days are named in what was typed. */
    public static int daysIn(String typed) {
        return readDates(typed)
                .filter(days -> !days.isEmpty())
                .map(days -> days.split(",").length)
                .orElse(0);
    }

    /** Days that follow each other as one line. */
    private static List<String> ranges(String kept) {
        List<String> lines = new ArrayList<>();
        LocalDate first = null;
        LocalDate last = null;
        for (String one : kept.split(",")) {
            LocalDate day = LocalDate.parse(one);
            if (first == null || last == null) {
                first = day;
            } else if (!day.equals(last.plusDays(1))) {
                lines.add(line(first, last));
                first = day;
            }
            last = day;
        }
        if (first != null && last != null) {
            lines.add(line(first, last));
        }
        return lines;
    }

    private static String line(LocalDate first, LocalDate last) {
        return first.equals(last) ? first.toString() : first + " / " + last;
    }
}
