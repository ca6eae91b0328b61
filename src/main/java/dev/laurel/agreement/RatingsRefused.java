package dev.laurel.agreement;

import org.springframework.http.HttpStatus;

/** What was sent cannot be read as ratings: which line, and what is wrong with it. */
final class RatingsRefused extends RuntimeException {

    private final HttpStatus status;
    private final String key;
    private final transient Object[] arguments;

    /**
     * @param key ends the message key {@code agreement.problem.}
     * @param arguments of that message; never what a field held, which may name people
     */
    RatingsRefused(HttpStatus status, String key, Object... arguments) {
        super(key);
        this.status = status;
        this.key = key;
        this.arguments = arguments.clone();
    }

    static RatingsRefused because(String key, Object... arguments) {
        return new RatingsRefused(HttpStatus.BAD_REQUEST, key, arguments);
    }

    HttpStatus status() {
        return status;
    }

    String messageKey() {
        return "agreement.problem." + key;
    }

    Object[] arguments() {
        return arguments.clone();
    }
}
