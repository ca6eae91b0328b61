package dev.laurel.person;

import dev.laurel.person.ProviderProblem.Kind;
import dev.laurel.system.KeyVault;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.Sha256;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.springframework.http.ResponseCookie;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Ties a question to the browser that asked it: everything lies, sealed, in a cookie of this one question, so that nothing is
 * stored for those who only press a button, and two tabs do not mix. An answer that was taken is remembered.
 */
@Component
class SignInQuestions {

    private static final String PURPOSE = "staff sign-in question";
    private static final Duration LIFETIME = Duration.ofMinutes(15);
    private static final int LONGEST = 4000;

    private final KeyVault vault;
    private final JsonMapper json;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final boolean secure;

    SignInQuestions(KeyVault vault, JsonMapper json, JdbcClient jdbc, LaurelSettings settings, Clock clock) {
        this.vault = vault;
        this.json = json;
        this.jdbc = jdbc;
        this.clock = clock;
        this.secure = "https".equals(settings.baseUrl().getScheme());
    }

    /** Has the browser carry it. */
    void ask(SignInQuestion question, HttpServletResponse response) {
        byte[] sealed = vault.seal(PURPOSE, json.writeValueAsBytes(question));
        set(response, question.state(), Base64.getUrlEncoder().withoutPadding().encodeToString(sealed), LIFETIME);
    }

    /**
     * The question that this browser asked in that state, once.
     *
     * @throws ProviderProblem when it asked none, asked too long ago, or the answer was taken before
     */
    SignInQuestion answered(String state, ProviderId provider, HttpServletRequest request, HttpServletResponse response)
            throws ProviderProblem {
        SignInQuestion question = carried(state, request)
                .filter(asked -> same(asked.state(), state))
                .filter(asked -> asked.provider().equals(provider.value()))
                .orElseThrow(() -> new ProviderProblem(Kind.NOT_ASKED, "no question of this browser"));
        set(response, state, "", Duration.ZERO);
        if (question.askedAt().plus(LIFETIME).isBefore(clock.instant())) {
            throw new ProviderProblem(Kind.NOT_ASKED, "asked too long ago");
        }
        int first = jdbc.sql("insert into staff_sign_in_answer (state_hash, taken_at) values (:hash, :now)"
                        + " on conflict do nothing")
                .param("hash", Sha256.hex(state))
                .param("now", Timestamp.from(clock.instant()))
                .update();
        if (first != 1) {
            throw new ProviderProblem(Kind.NOT_ASKED, "answered before");
        }
        return question;
    }

    private Optional<SignInQuestion> carried(String state, HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null || !state.matches("[A-Za-z0-9_-]{43}")) {
            return Optional.empty();
        }
        for (Cookie cookie : cookies) {
            if (cookie.getName().equals(name(state)) && cookie.getValue().length() <= LONGEST) {
                try {
                    byte[] sealed = Base64.getUrlDecoder().decode(cookie.getValue());
                    return Optional.of(json.readValue(vault.open(PURPOSE, sealed), SignInQuestion.class));
                } catch (IllegalArgumentException | IllegalStateException | JacksonException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }

    private String name(String state) {
        return (secure ? "__Host-" : "") + "laurel-with-" + state.substring(0, 12);
    }

    private void set(HttpServletResponse response, String state, String value, Duration life) {
        response.addHeader(
                "Set-Cookie",
                ResponseCookie.from(name(state), value)
                        .path("/")
                        .maxAge(life)
                        .httpOnly(true)
                        .secure(secure)
                        .sameSite("Lax")
                        .build()
                        .toString());
    }

    /** Removes what no browser can bring again. */
    int forgetOld() {
        return jdbc.sql("delete from staff_sign_in_answer where taken_at < :before")
                .param("before", Timestamp.from(clock.instant().minus(LIFETIME.multipliedBy(2))))
                .update();
    }
}
