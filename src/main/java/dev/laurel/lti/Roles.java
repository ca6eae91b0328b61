package dev.laurel.lti;

import java.util.Locale;
import java.util.Set;

/**
 * What the platform says a person is. Rights come from context <em>membership</em> roles alone (LTI Core 1.3, appendix
 * A.2.3): a teacher who takes a course is institution Instructor and membership Learner, and is a learner here.
 *
 * @param uris role URIs or the short context names, as they were sent
 */
public record Roles(Set<String> uris) {

    private static final String MEMBERSHIP = "purl.imsglobal.org/vocab/lis/v2/membership";

    public Roles {
        uris = Set.copyOf(uris);
    }

    public boolean isLearner() {
        return hasMembership("Learner");
    }

    public boolean isInstructor() {
        return hasMembership("Instructor");
    }

    /** Whether this person may place content in the course and see who is where: instructor or content developer. */
    public boolean isCoordinator() {
        return isInstructor() || hasMembership("ContentDeveloper");
    }

    /** An administrator of the platform itself (institution or system role); says nothing of the course. */
    public boolean isPlatformAdministrator() {
        return uris.stream()
                .anyMatch(uri -> uri.endsWith("/institution/person#Administrator")
                        || uri.endsWith("/system/person#Administrator")
                        || uri.endsWith("/system/person#SysAdmin"));
    }

    /** The platform's student view (LTI Core 1.3, appendix A.2.4): such work never counts for credit. */
    public boolean isTestUser() {
        return uris.stream().anyMatch(uri -> uri.endsWith("/vocab/lti/system/person#TestUser"));
    }

    private boolean hasMembership(String principal) {
        return uris.stream().anyMatch(uri -> isMembership(uri, principal));
    }

    private static boolean isMembership(String uri, String principal) {
        if (uri.equals(principal)) {
            return true;
        }
        int at = uri.indexOf(MEMBERSHIP);
        if (at < 0) {
            return false;
        }
        String rest = uri.substring(at + MEMBERSHIP.length());
        String lower = principal.toLowerCase(Locale.ROOT);
        return rest.equals("#" + principal) || rest.toLowerCase(Locale.ROOT).startsWith("/" + lower + "#");
    }
}
