package dev.laurel.lti.check;

import dev.laurel.lti.Registration;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is checked: a registration, and a course of it whose services can be tried.
 *
 * @param deploymentId as the platform writes it; absent while none is known
 * @param course its title; absent while no launch from a course is known
 * @param lineItems where the course's line items are; absent when launches named no such place
 * @param gradeRights the rights that launches listed with it; absent when they listed none
 * @param roster where the course's members are; absent likewise
 * @param learner the platform's id of who checks, when they are a learner in the course
 */
public record CheckedPlace(
        Registration registration,
        @Nullable String deploymentId,
        @Nullable String course,
        @Nullable URI lineItems,
        @Nullable Set<String> gradeRights,
        @Nullable URI roster,
        @Nullable String learner,
        @Nullable NoticeService notices) {

    /**
     * The platform's notification service (Platform Notification Service 1.0, section 3).
     *
     * @param types the notices that it sends, as it spells them
     */
    public record NoticeService(URI address, Set<String> types) {}

    /** Where the services that are tried lie, for a person. */
    String courseOrHost() {
        if (course != null) {
            return course;
        }
        URI service = lineItems != null ? lineItems : roster;
        return service == null || service.getHost() == null ? registration.issuer() : service.getHost();
    }

    /** Who checks is not printed. */
    @Override
    public String toString() {
        return "CheckedPlace[" + registration.id().value() + "]";
    }
}
