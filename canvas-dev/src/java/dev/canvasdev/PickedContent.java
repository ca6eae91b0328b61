package dev.canvasdev;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What came back from a tool's picker and waits for the teacher to press Save; unsaved picks are forgotten. */
@Component
final class PickedContent {

    private final Map<String, Picked> waiting = new ConcurrentHashMap<>();

    String keep(Picked picked) {
        String id = Ids.hex(16);
        waiting.put(id, picked);
        return id;
    }

    Optional<Picked> look(String id) {
        return Optional.ofNullable(waiting.get(id));
    }

    Optional<Picked> take(String id) {
        return Optional.ofNullable(waiting.remove(id));
    }

    record Picked(
            String dressKey,
            String courseId,
            String toolId,
            @Nullable String placement,
            List<PickedItem> items) {}
}
