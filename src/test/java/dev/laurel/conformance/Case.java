package dev.laurel.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A case that LTI 1.3 or a plain need puts to the tool, as {@code conformance.csv} lists them. A test shows it by carrying
 * its id in its name.
 *
 * @param level {@code must} or {@code should}
 */
record Case(String id, String level, String what) {

    private static final Pattern ID =
            Pattern.compile("\\b(?:REG|OIDC|GOOD|BAD|SEC|KEY|CL|DL|TOK|AGS|NRPS|SR|DP|PNS)-\\d\\d\\b");

    static List<Case> all() {
        try (InputStream in = Objects.requireNonNull(Case.class.getResourceAsStream("/conformance.csv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split(",", 3))
                    .map(parts -> new Case(parts[0], parts[1], parts[2]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ids in the name of a test, which begins with one; none when it does not. */
    static Set<String> idsIn(String testName) {
        Set<String> ids = new LinkedHashSet<>();
        if (ID.matcher(testName).lookingAt()) {
            ID.matcher(testName).results().forEach(found -> ids.add(found.group()));
        }
        return ids;
    }
}
