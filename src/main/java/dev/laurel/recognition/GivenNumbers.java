package dev.laurel.recognition;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers that somebody typed when claiming, each for the authority that asks for it. Prints none of them. */
public final class GivenNumbers {

    /** Nothing was given. */
    public static final GivenNumbers NONE = new GivenNumbers(Map.of(), Set.of());

    private static final String FIELD = "number-";
    private static final Pattern NUMBER = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ./-]{0,39}");

    private static final String SENT = "-sent";

    private final Map<String, String> byAuthority;
    private final Set<String> sent;

    private GivenNumbers(Map<String, String> byAuthority, Set<String> sent) {
        this.byAuthority = byAuthority;
        this.sent = sent;
    }

    /**
     * @param form gives the field of a name; an authority's is {@code number-<code>}, and {@code number-<code>-sent} where
     *     they agree that it is told to other systems
     */
    public static GivenNumbers of(Function<String, @Nullable String> form, List<Recognition.Ask> asks) {
        Map<String, String> given = new TreeMap<>();
        Set<String> sent = new HashSet<>();
        asks.forEach(ask -> {
            String typed = form.apply(FIELD + ask.authority().value());
            if (typed != null && !typed.isBlank()) {
                given.put(ask.authority().value(), typed.strip());
                if (form.apply(FIELD + ask.authority().value() + SENT) != null) {
                    sent.add(ask.authority().value());
                }
            }
        });
        return new GivenNumbers(given, sent);
    }

    /**
     * What was given for this authority, if anything.
     *
     * @throws ClaimRefused when it has other signs than letters, digits, blanks, dots, slashes and hyphens, or more than 40
     */
    @Nullable
    String with(AuthorityCode authority) {
        String number = byAuthority.get(authority.value());
        if (number != null && !NUMBER.matcher(number).matches()) {
            throw ClaimRefused.noNumber();
        }
        return number;
    }

    /** Whether other systems may be told it with the decision. */
    boolean isSent(AuthorityCode authority) {
        return sent.contains(authority.value());
    }

    @Override
    public String toString() {
        return "GivenNumbers[not printed]";
    }
}
