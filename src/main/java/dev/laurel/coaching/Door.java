package dev.laurel.coaching;

import dev.laurel.system.LaurelSettings;
import dev.laurel.system.Sha256;
import dev.laurel.system.Unguessable;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * How whoever was invited by mail comes in. The address of the page is no secret: it shows nothing until a link has been
 * used that goes to the invited address alone, in the browser in which it was used, and for one shared draft.
 */
@Component
class Door {

    static final Duration KEY_GOOD_FOR = Duration.ofMinutes(30);
    static final Duration SESSION = Duration.ofDays(7);
    static final int KEYS_AN_HOUR = 5;

    private final JdbcClient jdbc;
    private final CoachMail mail;
    private final DraftSharing sharing;
    private final Clock clock;
    private final boolean secure;

    Door(JdbcClient jdbc, CoachMail mail, DraftSharing sharing, Clock clock, LaurelSettings settings) {
        this.jdbc = jdbc;
        this.mail = mail;
        this.sharing = sharing;
        this.clock = clock;
        this.secure = "https".equals(settings.baseUrl().getScheme());
    }

    /** Sends a link into a room to the invited address; false when too many were sent within the hour. */
    @Transactional
    public boolean sendKey(Share share, Room room, Locale locale) {
        Optional<String> token = newKey(share);
        token.ifPresent(fresh -> {
            switch (room) {
                case DRAFT -> mail.sendKey(share, fresh, locale);
                case OWN_DATA -> mail.sendOwnDataKey(share, fresh, locale);
            }
        });
        return token.isPresent();
    }

    private Optional<String> newKey(Share share) {
        Instant now = clock.instant();
        int sent = jdbc.sql("select count(*) from coaching_ticket where share_id = :share and created_at > :since")
                .param("share", share.id().value())
                .param("since", Timestamp.from(now.minus(Duration.ofHours(1))))
                .query(Integer.class)
                .single();
        if (sent >= KEYS_AN_HOUR) {
            return Optional.empty();
        }
        String token = Unguessable.text();
        jdbc.sql("insert into coaching_ticket (token_hash, share_id, created_at, expires_at)"
                        + " values (:hash, :share, :now, :end)")
                .param("hash", Sha256.hex(token))
                .param("share", share.id().value())
                .param("now", Timestamp.from(now))
                .param("end", Timestamp.from(now.plus(KEY_GOOD_FOR)))
                .update();
        return Optional.of(token);
    }

    /** Whether a link is good; looking at it does not use it up. */
    boolean isGood(Share share, String token) {
        return jdbc.sql("select count(*) from coaching_ticket where token_hash = :hash and share_id = :share"
                                + " and used_at is null and expires_at > :now")
                        .param("hash", Sha256.hex(token))
                        .param("share", share.id().value())
                        .param("now", Timestamp.from(clock.instant()))
                        .query(Integer.class)
                        .single()
                == 1;
    }

    /**
     * Uses a link up; for the draft it is remembered that its reader helps with the work.
     *
     * @return the token of a new session; empty when the link was not good any more
     * @throws CoachingRefused when the work is no draft any more and was never opened by them
     */
    @Transactional
    public Optional<String> enter(Share share, Room room, String token) {
        if (!use(share, token)) {
            return Optional.empty();
        }
        if (room == Room.DRAFT) {
            sharing.opensByMail(share);
        }
        return Optional.of(newSession(share));
    }

    private boolean use(Share share, String token) {
        Instant now = clock.instant();
        int used = jdbc.sql("update coaching_ticket set used_at = :now where token_hash = :hash and share_id = :share"
                        + " and used_at is null and expires_at > :now")
                .param("now", Timestamp.from(now))
                .param("hash", Sha256.hex(token))
                .param("share", share.id().value())
                .update();
        return used == 1;
    }

    private String newSession(Share share) {
        String session = Unguessable.text();
        jdbc.sql("insert into coaching_session (token_hash, share_id, ends_at) values (:hash, :share, :end)")
                .param("hash", Sha256.hex(session))
                .param("share", share.id().value())
                .param("end", Timestamp.from(clock.instant().plus(SESSION)))
                .update();
        return session;
    }

    /** Whether this browser is one in which the link for that draft was used. */
    boolean isOpen(Share share, HttpServletRequest request) {
        return tokens(request)
                .anyMatch(token -> jdbc.sql("select count(*) from coaching_session where token_hash = :hash"
                                        + " and share_id = :share and ends_at > :now")
                                .param("hash", Sha256.hex(token))
                                .param("share", share.id().value())
                                .param("now", Timestamp.from(clock.instant()))
                                .query(Integer.class)
                                .single()
                        == 1);
    }

    /** Closes it in this browser. */
    void close(Share share, HttpServletRequest request, HttpServletResponse response) {
        tokens(request).forEach(token -> jdbc.sql(
                        "delete from coaching_session where token_hash = :hash and share_id = :share")
                .param("hash", Sha256.hex(token))
                .param("share", share.id().value())
                .update());
        takeBack(share, response);
    }

    /** Takes the cookie back of something whose sessions are gone. */
    void takeBack(Share share, HttpServletResponse response) {
        write(share, response, "", Duration.ZERO);
    }

    void open(Share share, HttpServletResponse response, String session) {
        write(share, response, session, SESSION);
    }

    /** Forgets what opens nothing any more. */
    void forgetOld() {
        Timestamp now = Timestamp.from(clock.instant());
        jdbc.sql("delete from coaching_session where ends_at <= :now")
                .param("now", now)
                .update();
        jdbc.sql("delete from coaching_ticket where created_at < :before")
                .param("before", Timestamp.from(now.toInstant().minus(Duration.ofDays(2))))
                .update();
    }

    String formTokens() {
        return secure ? "__Secure-laurel-coach-form" : "laurel-coach-form";
    }

    boolean isSecure() {
        return secure;
    }

    private String name() {
        return secure ? "__Secure-laurel-coach" : "laurel-coach";
    }

    /** Another host of the domain may have set one of the same name: each is tried. */
    private Stream<String> tokens(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Stream.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(name()))
                        .map(Cookie::getValue)
                        .filter(value -> !value.isEmpty() && value.length() < 100)
                        .limit(5);
    }

    private void write(Share share, HttpServletResponse response, String value, Duration life) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(name(), value)
                        .path("/coach/" + share.id().value())
                        .httpOnly(true)
                        .secure(secure)
                        .sameSite("Lax")
                        .maxAge(life)
                        .build()
                        .toString());
    }
}
