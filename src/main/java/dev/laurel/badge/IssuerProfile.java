package dev.laurel.badge;

import java.net.URI;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who an issuer is, as its officer writes it. What was signed keeps what it said.
 *
 * @param contact an e-mail address; of an issuer that came with a micro-credential it may be any words
 * @param url its own page
 * @param colour as {@code #rrggbb}, of the badge's body
 * @param accent as {@code #rrggbb}, of what lies on it
 * @param country two letters (ISO 3166-1)
 * @param parentName of the organisation that it is part of
 * @param parentUrl that one's page or DID
 */
record IssuerProfile(
        String name,
        @Nullable String description,
        @Nullable String contact,
        @Nullable String url,
        String colour,
        String accent,
        @Nullable String country,
        @Nullable String parentName,
        @Nullable String parentUrl) {

    static final int LONGEST_NAME = 255;

    /** Large shapes need that much (WCAG 2.2, 1.4.11). */
    static final double LEAST_CONTRAST = 3;

    private static final int LONGEST_TEXT = 2000;
    private static final Pattern COLOUR = Pattern.compile("#[0-9a-f]{6}");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s,;<>]+@[^@\\s,;<>]+\\.[^@\\s,;<>]+");

    /** What is wrong with a field; the name, in lower case with hyphens, ends the key of its message. */
    enum Problem {
        NAME_MISSING("name"),
        NAME_TOO_LONG("name"),
        NAME_TAKEN("name"),
        DESCRIPTION_TOO_LONG("description"),
        EMAIL("contact"),
        URL("url"),
        COLOUR("colour"),
        CONTRAST("accent"),
        COUNTRY("country"),
        PARENT_NAME("parentName"),
        PARENT_URL("parentUrl"),
        DISTRICT("district");

        private final String field;

        Problem(String field) {
            this.field = field;
        }

        public String field() {
            return field;
        }

        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** As typed: without what surrounds it, empty ones absent. */
    static IssuerProfile typed(
            String name,
            String description,
            String contact,
            String url,
            String colour,
            String accent,
            String country,
            String parentName,
            String parentUrl) {
        return new IssuerProfile(
                CredentialDocument.plain(name).replace('\n', ' '),
                orNull(CredentialDocument.plain(description)),
                orNull(contact.strip()),
                orNull(url.strip()),
                colour.strip().toLowerCase(Locale.ROOT),
                accent.strip().toLowerCase(Locale.ROOT),
                orNull(country.strip().toUpperCase(Locale.ROOT)),
                orNull(CredentialDocument.plain(parentName).replace('\n', ' ')),
                orNull(parentUrl.strip()));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** What can be told without looking at others. */
    Set<Problem> problems() {
        Set<Problem> found = EnumSet.noneOf(Problem.class);
        if (name.isEmpty()) {
            found.add(Problem.NAME_MISSING);
        } else if (name.length() > LONGEST_NAME) {
            found.add(Problem.NAME_TOO_LONG);
        }
        if (description != null && description.length() > LONGEST_TEXT) {
            found.add(Problem.DESCRIPTION_TOO_LONG);
        }
        if (contact != null
                && !(contact.length() <= 255 && EMAIL.matcher(contact).matches())) {
            found.add(Problem.EMAIL);
        }
        if (url != null && !isPage(url)) {
            found.add(Problem.URL);
        }
        if (!hasColours()) {
            found.add(Problem.COLOUR);
        } else if (contrast() < LEAST_CONTRAST) {
            found.add(Problem.CONTRAST);
        }
        if (country != null && !Set.of(Locale.getISOCountries()).contains(country)) {
            found.add(Problem.COUNTRY);
        }
        if (parentName == null && parentUrl != null || parentName != null && parentName.length() > LONGEST_NAME) {
            found.add(Problem.PARENT_NAME);
        }
        if (parentName != null && (parentUrl == null || !isPage(parentUrl) && !isDid(parentUrl))) {
            found.add(Problem.PARENT_URL);
        }
        return found;
    }

    public boolean hasColours() {
        return COLOUR.matcher(colour).matches() && COLOUR.matcher(accent).matches();
    }

    /** How well one colour stands out from the other, from 1 to 21 (WCAG 2.2, contrast ratio). */
    public double contrast() {
        double body = luminance(colour);
        double above = luminance(accent);
        return (Math.max(body, above) + 0.05) / (Math.min(body, above) + 0.05);
    }

    private static double luminance(String rgb) {
        int value = Integer.parseInt(rgb.substring(1), 16);
        return 0.2126 * linear(value >> 16) + 0.7152 * linear(value >> 8 & 0xff) + 0.0722 * linear(value & 0xff);
    }

    private static double linear(int part) {
        double share = part / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    private static boolean isPage(String address) {
        try {
            URI uri = URI.create(address);
            return address.length() <= LONGEST_TEXT
                    && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isDid(String text) {
        return text.length() <= LONGEST_TEXT && text.matches("did:[a-z0-9]+:[A-Za-z0-9._:%-]+");
    }
}
