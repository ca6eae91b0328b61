package dev.canvasdev;

/** What somebody is in a course. */
enum Enrollment {
    TEACHER,
    /** Canvas: teaching assistant; Moodle: non-editing teacher. */
    ASSISTANT,
    STUDENT;

    boolean isStudent() {
        return this == STUDENT;
    }
}
