package dev.laurel.lti.launch;

import dev.laurel.lti.ContextCopied;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.event.EventListener;

/** What modules hear of copied courses. */
@TestComponent
class HeardCopies {

    private final List<ContextCopied> copies = new CopyOnWriteArrayList<>();

    @EventListener
    void on(ContextCopied news) {
        copies.add(news);
    }

    List<ContextCopied> all() {
        return copies;
    }
}
