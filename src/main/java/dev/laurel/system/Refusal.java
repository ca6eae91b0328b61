package dev.laurel.system;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Something a person asked for that cannot be done, said so that they know what to do next. The page shows the message
 * {@code <key>.title}, {@code <key>.text} and {@code <key>.next} with the arguments, and a support code that finds the
 * log line. Each module throws its own subtypes; no personal data goes into the arguments.
 */
public abstract class Refusal extends RuntimeException {

    private final HttpStatus status;
    private final String messageKey;
    private final transient Object[] arguments;

    protected Refusal(HttpStatus status, String messageKey, String logMessage, Object... arguments) {
        super(logMessage);
        this.status = status;
        this.messageKey = messageKey;
        this.arguments = arguments.clone();
    }

    public HttpStatus status() {
        return status;
    }

    public String messageKey() {
        return messageKey;
    }

    public Object[] arguments() {
        return arguments.clone();
    }

    /**
     * A page of ours where whoever is refused goes on.
     *
     * @param words the key of what is said instead of {@code .next}, where that would lead elsewhere; absent otherwise
     * @param act the key of what the link says
     */
    public record Onward(String address, @Nullable String words, String act) {

        @Override
        public String toString() {
            return "Onward[…]";
        }
    }

    /** For those who have no start of their own here, or come from a page that they would not find again. */
    public Optional<Onward> onward() {
        return Optional.empty();
    }

    /** When it is worth asking again, where waiting helps. */
    public Optional<Duration> retryAfter() {
        return Optional.empty();
    }
}
