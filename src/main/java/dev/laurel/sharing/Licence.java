package dev.laurel.sharing;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What others may do with a text.
 *
 * @param spdx its short name in the SPDX licence list, where it is a Creative Commons licence
 * @param name as its author wrote it
 */
record Licence(@Nullable String spdx, String name, @Nullable String url) {

    private static final Pattern CC =
            Pattern.compile("CC[ -]?BY((?:[ -]NC)?(?:[ -](?:SA|ND))?)(?:[ -](\\d\\.\\d))(?:[ -].*)?");
    private static final Pattern ZERO = Pattern.compile("CC[ -]?0(?:[ -]1\\.0)?(?:[ -].*)?");

    /** A licence by its name; the address of a Creative Commons licence is known where its author gave none. */
    static Licence of(String name, @Nullable String url) {
        String spdx = spdx(name).orElse(null);
        return new Licence(spdx, name, url == null && spdx != null ? address(spdx) : url);
    }

    private static Optional<String> spdx(String name) {
        String plain = name.strip().toUpperCase(Locale.ROOT).replaceAll("\\s+", " ");
        if (ZERO.matcher(plain).matches()) {
            return Optional.of("CC0-1.0");
        }
        Matcher cc = CC.matcher(plain);
        return cc.matches()
                ? Optional.of("CC-BY" + cc.group(1).replace(' ', '-') + "-" + cc.group(2))
                : Optional.empty();
    }

    private static String address(String spdx) {
        if (spdx.equals("CC0-1.0")) {
            return "https://creativecommons.org/publicdomain/zero/1.0/";
        }
        String kind = spdx.substring("CC-".length(), spdx.lastIndexOf('-')).toLowerCase(Locale.ROOT);
        return "https://creativecommons.org/licenses/" + kind
                + spdx.substring(spdx.lastIndexOf('-')).replace('-', '/') + "/";
    }

    /** The end of the message key that says what it allows. */
    public String key() {
        if (spdx == null) {
            return "other";
        }
        if (spdx.equals("CC0-1.0")) {
            return "zero";
        }
        return spdx.contains("-ND") ? "nd" : spdx.contains("-SA") ? "sa" : "by";
    }

    public boolean isNonCommercial() {
        return spdx != null && spdx.contains("-NC");
    }
}
