package dev.canvasdev;

/** What somebody is in a course. */
enum Enrollment {
    TEACHER,
    /** Canvas: teaching assistant; Moodle: non-editing teacher. */
    ASSISTANT,
    STUDENT,
    /** Looks on for somebody else. Canvas only. */
    OBSERVER;

    boolean isStaff() {
        return this == TEACHER || this == ASSISTANT;
    }

    boolean isStudent() {
        return this == STUDENT;
    }
}
