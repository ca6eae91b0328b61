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

    /** Whether this person works for a badge of their own here; the student view does so for practice. */
    public boolean isEarner() {
        return isLearner() || isTestUser();
    }

    public boolean isInstructor() {
        return hasMembership("Instructor");
    }

    /**
     * Whether this person leads the course, and so may place content there and see who is where: instructor, teaching
     * assistants among them, or content developer.
     */
    public boolean isCoordinator() {
        return isInstructor() || hasMembership("ContentDeveloper");
    }

    /** Whether this person may place content in the course: who leads it, who runs it, or who runs the platform. */
    public boolean mayPlaceContent() {
        return isCoordinator() || isCourseAdministrator() || isPlatformAdministrator();
    }

    /** An administrator of this course, who neither learns nor teaches in it. */
    public boolean isCourseAdministrator() {
        return hasMembership("Administrator");
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
        String bare = uri.startsWith("https://") ? uri.substring(8) : uri.startsWith("http://") ? uri.substring(7) : "";
        if (!bare.startsWith(MEMBERSHIP)) {
            return false;
        }
        String rest = bare.substring(MEMBERSHIP.length());
        String lower = principal.toLowerCase(Locale.ROOT);
        return rest.equals("#" + principal) || rest.toLowerCase(Locale.ROOT).startsWith("/" + lower + "#");
    }
}
