package dev.laurel.lti.registration;

import java.util.List;

/**
 * A configuration by hand for programs: every question of the LMS's screen in its English words, and the answer.
 *
 * @param lms as in the address
 */
record HandConfiguration(String lms, List<Answer> fields) {

    record Answer(String field, String label, String value) {}
}
