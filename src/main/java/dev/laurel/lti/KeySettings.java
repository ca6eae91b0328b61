package dev.laurel.lti;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the tool changes its own signing keys.
 *
 * @param every how long a key signs before the next takes over; zero changes keys by hand alone
 * @param ahead how long the next key is published before it signs, at least a day because platforms keep key sets
 */
@ConfigurationProperties("laurel.lti.keys")
record KeySettings(
        @DefaultValue("90d") Duration every,
        @DefaultValue("2d") Duration ahead) {

    private static final Duration A_DAY = Duration.ofDays(1);

    KeySettings {
        if (ahead.compareTo(A_DAY) < 0) {
            throw new IllegalArgumentException("laurel.lti.keys.ahead must be a day or longer, and is " + ahead);
        }
        if (!every.isZero() && every.compareTo(ahead.plus(A_DAY)) < 0) {
            throw new IllegalArgumentException(
                    "laurel.lti.keys.every must be 0 or at least a day longer than laurel.lti.keys.ahead, and is "
                            + every);
        }
    }
}
