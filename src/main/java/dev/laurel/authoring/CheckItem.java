package dev.laurel.authoring;

import java.util.Locale;

/**
 * What makes a micro-credential one that others can trust. These are Laurel's own defaults, drawn from how the field
 * describes the anatomy of a micro-credential and its assessment; a state's standards may ask for more.
 */
enum CheckItem {
    ONE_COMPETENCY(EditorSection.METHOD),
    RESEARCHED(EditorSection.RESEARCH),
    STEPS(EditorSection.METHOD),
    WITHIN_METHOD(EditorSection.RUBRIC),
    OBSERVABLE(EditorSection.RUBRIC),
    EVIDENCE_NAMED(EditorSection.RUBRIC),
    COMPLETENESS_APART(EditorSection.WORK),
    ALTERNATIVES(EditorSection.WORK),
    PRIVACY(EditorSection.WORK),
    ACCESSIBLE(EditorSection.WORK),
    HOURS(EditorSection.AUDIENCE),
    ALIGNED(EditorSection.STANDARDS),
    SCORED_FAIRLY(EditorSection.BADGE);

    private final EditorSection section;

    CheckItem(EditorSection section) {
        this.section = section;
    }

    /** Where an author can mend what is missing. */
    public EditorSection section() {
        return section;
    }

    /** As message keys and forms spell it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What an author says. */
    enum Answer {
        YES,
        NO,
        /** It does not apply, for the reason in the note. */
        NOT_HERE
    }
}
