package dev.laurel.system;

import java.util.Collection;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Publishes many events whose listeners are told later: what has to be written down for them is written at once. */
@Component
public class PublishedTogether {

    private final ApplicationEventPublisher events;
    private final PublicationRows rows;

    PublishedTogether(ApplicationEventPublisher events, PublicationRows rows) {
        this.events = events;
        this.rows = rows;
    }

    /** Publishes them in their order, within the transaction of what has happened. */
    public void publish(Collection<?> all) {
        if (!all.isEmpty()) {
            rows.gathering(() -> all.forEach(events::publishEvent));
        }
    }
}
