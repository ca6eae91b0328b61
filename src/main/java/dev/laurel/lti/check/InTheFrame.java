package dev.laurel.lti.check;

import dev.laurel.lti.Registration;
import org.jspecify.annotations.Nullable;

/**
 * What a script found out in the browser of who checks.
 *
 * @param framed whether the page stands in the platform's frame
 * @param partitioned whether a partitioned cookie came back
 * @param plain whether an unpartitioned one did
 * @param storage {@code offered}, {@code refused} for a platform that offers it and does not give back what it was given,
 *     {@code none} for a platform that answered without it, {@code silent} for one that did
 *     not answer
 */
public record InTheFrame(
        boolean framed,
        boolean partitioned,
        boolean plain,
        @Nullable String storage) {

    Finding cookies(Registration registration) {
        CheckLine line = CheckLine.COOKIES;
        Words tried = Words.of(framed ? "cookies.tried" : "cookies.tried-alone");
        if (!partitioned && !plain) {
            return Finding.attention(
                    line, tried, Words.of("cookies.none"), Lms.of(registration).mend("cookies"));
        }
        String answer = !framed ? "cookies.ok-alone" : plain ? "cookies.ok-plain" : "cookies.ok-partitioned";
        return Finding.ok(line, tried, Words.of(answer));
    }

    Finding storage(Registration registration) {
        CheckLine line = CheckLine.STORAGE;
        if (!framed) {
            return Finding.impossible(line, Words.of("storage.alone"), null);
        }
        Words tried = Words.of("storage.tried");
        if ("offered".equals(storage)) {
            return Finding.ok(line, tried, Words.of("storage.ok"));
        }
        if ("refused".equals(storage)) {
            return Finding.attention(
                    line,
                    tried,
                    Words.of("storage.refused"),
                    Lms.of(registration).mend("storage", registration.authorizationEndpoint()));
        }
        String answer = "none".equals(storage) ? "storage.none" : "storage.silent";
        boolean needed = !partitioned && !plain;
        return needed
                ? Finding.attention(
                        line, tried, Words.of(answer), Lms.of(registration).mend("cookies"))
                : Finding.impossible(line, Words.of(answer), null).tried(tried);
    }
}
