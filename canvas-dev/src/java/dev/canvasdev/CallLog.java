package dev.canvasdev;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The last calls of a tool's server: token, services, registration, keys. Tokens and assertions are not in it. */
@Component
public final class CallLog {

    static final String BODY = CallLog.class.getName() + ".body";
    private static final int KEPT = 2000;

    private final Deque<Call> calls = new ArrayDeque<>();
    private long total;

    CallLog() {}

    /**
     * A call and how it was answered.
     *
     * @param path with its query; a registration token in it is left out
     * @param body what was sent to a service; null elsewhere
     */
    public record Call(
            Instant at,
            String dress,
            String method,
            String path,
            @Nullable String accept,
            @Nullable String contentType,
            @Nullable String userAgent,
            @Nullable String body,
            int status) {}

    void add(Call call) {
        synchronized (calls) {
            total++;
            calls.addLast(call);
            if (calls.size() > KEPT) {
                calls.removeFirst();
            }
        }
    }

    /** The oldest first. */
    public List<Call> all() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    /** How many there were since the start, those that are not kept included. */
    public long total() {
        synchronized (calls) {
            return total;
        }
    }

    public void clear() {
        synchronized (calls) {
            calls.clear();
        }
    }
}
