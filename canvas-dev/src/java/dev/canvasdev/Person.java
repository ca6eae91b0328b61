package dev.canvasdev;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody with an account.
 *
 * @param hat the name of the hat, the same in both dresses
 * @param id the LMS' own id: Canvas keeps it apart from the subject, Moodle uses it as subject
 * @param sub the subject of LTI messages
 * @param legacyId the user id of LTI 1.1 times, Canvas only
 * @param sisId the person's id in the student information system
 * @param institutionRoles what the person is anywhere in the institution: Instructor, Student, Administrator
 * @param job one line for the hat switch
 */
record Person(
        String hat,
        String id,
        String sub,
        @Nullable String legacyId,
        String givenName,
        String familyName,
        @Nullable String email,
        String login,
        @Nullable String sisId,
        List<String> institutionRoles,
        String job) {

    public String name() {
        return givenName + " " + familyName;
    }

    public boolean isAdmin() {
        return institutionRoles.contains("Administrator");
    }

    /** Somebody who is not signed in and looks at a public course. */
    public boolean isAnonymous() {
        return institutionRoles.contains("None");
    }

    Person withSubject(String subject) {
        return new Person(
                hat, id, subject, legacyId, givenName, familyName, email, login, sisId, institutionRoles, job);
    }

    boolean isTestStudent() {
        return institutionRoles.contains("TestUser");
    }
}
