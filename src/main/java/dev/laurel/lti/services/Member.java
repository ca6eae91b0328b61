package dev.laurel.lti.services;

import dev.laurel.lti.Roles;
import dev.laurel.lti.UserProfile;

/**
 * One entry of a roster (NRPS 2.0, section 2.4). Platforms that keep names private tell the id and the roles alone.
 *
 * @param subject {@code user_id}: what launches of this person call {@code sub}
 * @param roles in this course; Moodle calls an assistant a learner here
 */
public record Member(String subject, Roles roles, Status status, UserProfile profile) {

    /** NRPS 2.0, section 2.4. A platform that says nothing means {@link #ACTIVE}. */
    public enum Status {
        ACTIVE,
        INACTIVE,
        DELETED
    }

    public boolean isActive() {
        return status == Status.ACTIVE;
    }

    @Override
    public String toString() {
        return "Member[" + status + "]";
    }
}
