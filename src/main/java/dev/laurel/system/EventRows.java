package dev.laurel.system;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.modulith.events.EventPublication.Status;
import org.springframework.modulith.events.core.EventPublicationRepository;
import org.springframework.modulith.events.core.EventSerializer;
import org.springframework.modulith.events.core.PublicationTargetIdentifier;
import org.springframework.modulith.events.core.TargetEventPublication;
import tools.jackson.databind.json.JsonMapper;

/** How events are written down for listeners that are told later. */
@Configuration(proxyBeanMethods = false)
class EventRows {

    /** An event that many hear is written out once. */
    @Bean
    EventSerializer eventSerializer(JsonMapper json) {
        return new EventSerializer() {

            private record Written(Object event, String text) {}

            private final ThreadLocal<@Nullable Written> last = new ThreadLocal<>();

            @Override
            public Object serialize(Object event) {
                Written written = last.get();
                if (written == null || written.event() != event) {
                    written = new Written(event, json.writeValueAsString(event));
                    last.set(written);
                }
                return written.text();
            }

            @Override
            public <T> T deserialize(Object serialized, Class<T> type) {
                return json.readValue(serialized.toString(), type);
            }
        };
    }

    /**
     * Puts {@link PublicationRows} before the library's own storing, which for each row and each listener has one transaction
     * to say that it begins and another to say that it has ended.
     */
    @Bean
    static BeanPostProcessor publicationsAreGathered(ObjectProvider<PublicationRows> rows) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof EventPublicationRepository repository ? new Gathering(repository, rows) : bean;
            }
        };
    }

    private record Gathering(EventPublicationRepository stored, ObjectProvider<PublicationRows> rows)
            implements EventPublicationRepository {

        @Override
        public TargetEventPublication create(TargetEventPublication publication) {
            return rows.getObject().gather(publication) ? publication : stored.create(publication);
        }

        /** Whoever has begun and died is asked again just as whoever has not begun. */
        @Override
        public void markProcessing(UUID id) {}

        @Override
        public void markCompleted(TargetEventPublication publication, Instant at) {
            publication.markCompleted(at);
            rows.getObject().heard(publication.getIdentifier());
        }

        @Override
        public void markCompleted(Object event, PublicationTargetIdentifier target, Instant at) {
            stored.markCompleted(event, target, at);
        }

        @Override
        public void markCompleted(UUID id, Instant at) {
            rows.getObject().heard(id);
        }

        @Override
        public void markFailed(UUID id) {
            stored.markFailed(id);
        }

        @Override
        public boolean markResubmitted(UUID id, Instant at) {
            return stored.markResubmitted(id, at);
        }

        @Override
        public List<TargetEventPublication> findIncompletePublications() {
            return stored.findIncompletePublications();
        }

        @Override
        public List<TargetEventPublication> findIncompletePublicationsPublishedBefore(Instant instant) {
            return stored.findIncompletePublicationsPublishedBefore(instant);
        }

        @Override
        public Optional<TargetEventPublication> findIncompletePublicationsByEventAndTargetIdentifier(
                Object event, PublicationTargetIdentifier target) {
            return stored.findIncompletePublicationsByEventAndTargetIdentifier(event, target);
        }

        @Override
        public List<TargetEventPublication> findCompletedPublications() {
            return stored.findCompletedPublications();
        }

        @Override
        public void deletePublications(List<UUID> ids) {
            stored.deletePublications(ids);
        }

        @Override
        public void deleteCompletedPublications() {
            stored.deleteCompletedPublications();
        }

        @Override
        public void deleteCompletedPublicationsBefore(Instant instant) {
            stored.deleteCompletedPublicationsBefore(instant);
        }

        @Override
        public List<TargetEventPublication> findFailedPublications(FailedCriteria criteria) {
            return stored.findFailedPublications(criteria);
        }

        @Override
        public List<TargetEventPublication> findByStatus(Status status) {
            return stored.findByStatus(status);
        }

        @Override
        public int countByStatus(Status status) {
            return stored.countByStatus(status);
        }
    }
}
