package dev.laurel.submission;

/** What an earner can choose about a piece of evidence. */
enum Choice {
    /** Which criteria it shows. */
    CRITERIA,
    /** The accepted form that takes the place of what an artefact asks for, in its author's words. */
    ALTERNATIVE,
    /** Whether a recording has its captions in the picture. */
    CAPTIONS
}
