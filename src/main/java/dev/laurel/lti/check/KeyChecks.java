package dev.laurel.lti.check;

import dev.laurel.lti.ToolKeys;
import dev.laurel.lti.launch.KeySets;
import dev.laurel.lti.launch.LastSignIns;
import dev.laurel.system.LaurelSettings;
import java.io.IOException;
import java.net.URI;
import java.security.PublicKey;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Lines about keys and clocks: nobody trusts a message whose key is not found or whose time is not now. */
@Configuration(proxyBeanMethods = false)
class KeyChecks {

    private static final String JSON = "application/json, */*;q=0.5";

    /** Canvas takes no assertion from more than 30 seconds ahead. */
    private static final Duration TOLERABLE = Duration.ofSeconds(20);

    @Bean
    @Order(1)
    LineCheck checkOfPlatformKeys() {
        return new PlatformKeySet();
    }

    @Bean
    @Order(2)
    LineCheck checkOfOwnKeys(LaurelSettings settings, ToolKeys keys) {
        return new OwnKeySet(settings.at("/lti/jwks"), keys);
    }

    @Bean
    @Order(3)
    LineCheck checkOfClocks(LastSignIns signIns) {
        return new Clocks(signIns);
    }

    private static final class PlatformKeySet implements LineCheck {

        @Override
        public CheckLine line() {
            return CheckLine.KEYS;
        }

        @Override
        public Finding run(CheckedPlace place, Probe probe) {
            URI address = place.registration().jwksUri();
            Lms lms = Lms.of(place.registration());
            Words tried = Words.of("keys.tried", address);
            Probe.Reply reply = probe.get(address, JSON, null);
            if (!reply.isSuccessful() || reply.response() == null) {
                boolean down = reply.response() != null && reply.isPassing() && lms != Lms.MOODLE;
                return Finding.attention(
                        line(), tried, reply.inWords(), lms.mend(down ? "keys-down" : "keys-unreachable", address));
            }
            try {
                Map<String, PublicKey> keys = KeySets.parse(reply.response().text());
                return keys.isEmpty()
                        ? Finding.attention(
                                line(), tried, Words.of("keys.unusable"), lms.mend("keys-unusable", address))
                        : Finding.ok(line(), tried, Words.of("keys.ok", keys.size()));
            } catch (IOException e) {
                return Finding.attention(line(), tried, Words.of("keys.no-set"), lms.mend("keys-unreachable", address));
            }
        }
    }

    private static final class OwnKeySet implements LineCheck {

        private final URI address;
        private final ToolKeys keys;

        OwnKeySet(URI address, ToolKeys keys) {
            this.address = address;
            this.keys = keys;
        }

        @Override
        public CheckLine line() {
            return CheckLine.OWN_KEYS;
        }

        @Override
        public Finding run(CheckedPlace place, Probe probe) {
            Lms lms = Lms.of(place.registration());
            Words tried = Words.of("own-keys.tried", address);
            Probe.Reply reply = probe.get(address, JSON, null);
            if (reply.isForbidden()) {
                // Behind a proxy the public name may lead to an inner address, which this server does not call.
                return Finding.impossible(line(), Words.of("own-keys.inside", address), null)
                        .tried(tried);
            }
            if (!reply.isSuccessful() || reply.response() == null) {
                return Finding.attention(line(), tried, reply.inWords(), lms.mend("own-keys", address));
            }
            try {
                return KeySets.parse(reply.response().text()).containsKey(keys.signingKeyId())
                        ? Finding.ok(line(), tried, Words.of("own-keys.ok"))
                        : Finding.attention(
                                line(), tried, Words.of("own-keys.other"), lms.mend("own-keys-other", address));
            } catch (IOException e) {
                return Finding.attention(line(), tried, Words.of("own-keys.no-set"), lms.mend("own-keys", address));
            }
        }
    }

    private static final class Clocks implements LineCheck {

        private final LastSignIns signIns;

        Clocks(LastSignIns signIns) {
            this.signIns = signIns;
        }

        @Override
        public CheckLine line() {
            return CheckLine.CLOCK;
        }

        @Override
        public Finding run(CheckedPlace place, Probe probe) {
            Lms lms = Lms.of(place.registration());
            URI address = place.registration().jwksUri();
            Words tried = Words.of(
                    "clock.tried", Optional.ofNullable(address.getHost()).orElse(""));
            Instant before = probe.now();
            Probe.Reply reply = probe.get(address, JSON, null);
            Instant middle = before.plus(Duration.between(before, probe.now()).dividedBy(2));
            Optional<Duration> signIn = signIns.ahead(place.registration().id());
            if (signIn.filter(ahead -> ahead.compareTo(TOLERABLE) > 0).isPresent()) {
                return Finding.attention(
                        line(),
                        tried,
                        Words.of("clock.sign-in-ahead", signIn.get().toSeconds()),
                        lms.mend("clock"));
            }
            Optional<Duration> ahead = date(reply).map(date -> Duration.between(middle, date));
            if (ahead.isEmpty()) {
                return signIn.isPresent()
                        ? Finding.ok(line(), tried, Words.of("clock.sign-in-ok"))
                        : Finding.untried(line(), Words.of("clock.no-date")).tried(tried);
            }
            Duration difference = ahead.get().abs();
            if (difference.compareTo(TOLERABLE) > 0) {
                return Finding.attention(
                        line(),
                        tried,
                        Words.of(ahead.get().isNegative() ? "clock.behind" : "clock.ahead", difference.toSeconds()),
                        lms.mend("clock"));
            }
            return Finding.ok(
                    line(), tried, Words.of(signIn.isPresent() ? "clock.ok-both" : "clock.ok", difference.toSeconds()));
        }

        /** A cache on the way hands out old answers and says how old they are (RFC 9111, section 5.1). */
        private static Optional<Instant> date(Probe.Reply reply) {
            if (reply.response() == null) {
                return Optional.empty();
            }
            String age = reply.response().header("Age").orElse("0").strip();
            long seconds = age.matches("\\d{1,8}") ? Long.parseLong(age) : 0;
            return reply.response().header("Date").flatMap(text -> {
                try {
                    return Optional.of(ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant()
                            .plusSeconds(seconds));
                } catch (DateTimeException e) {
                    return Optional.empty();
                }
            });
        }
    }
}
