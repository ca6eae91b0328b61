package dev.laurel.course;

import dev.laurel.lti.ContextCopied;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/** Hears of copied courses. Hearing something twice changes nothing. */
@Component
class CopyNews {

    private final Copies copies;

    CopyNews(Copies copies) {
        this.copies = copies;
    }

    @ApplicationModuleListener(id = "course.context-copied")
    void on(ContextCopied news) {
        copies.remember(news.tenant(), news.copy(), news.origins(), news.toldAt());
    }
}
