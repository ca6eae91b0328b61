package dev.canvasdev;

/** Who may do what on the pages. */
final class CourseAccess {

    private CourseAccess() {}

    static void mayEnter(Person person, Course course) {
        if (course.enrollment(person).isEmpty() && !person.isAdmin() && !person.isAnonymous()) {
            throw new ForbiddenException(person.name() + " is not enrolled in " + course.name + ".", "dana");
        }
    }

    static boolean teaches(Person person, Course course) {
        return course.enrollment(person).filter(e -> e == Enrollment.TEACHER).isPresent();
    }

    static boolean seesGrades(Person person, Course course) {
        return person.isAdmin()
                || course.enrollment(person).filter(Enrollment::isStaff).isPresent();
    }

    /** Somebody's own work, or that of a student for who grades there. */
    static void mayReview(Person person, Course course, String hat) {
        if (!person.hat().equals(hat) && !seesGrades(person, course)) {
            throw new ForbiddenException("Only who grades in the course may look at the work of others.", "priya");
        }
    }

    static void mustTeach(Person person, Course course) {
        if (!teaches(person, course)) {
            throw new ForbiddenException("Only a teacher of the course may add content.", "priya");
        }
    }

    static void mustBeAdmin(Person person) {
        if (!person.isAdmin()) {
            throw new ForbiddenException("Only an administrator of the LMS may look after its tools.", "sam");
        }
    }
}
