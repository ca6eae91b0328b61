package dev.laurel.submission;

/**
 * How much is kept of one earner: numbers, no content.
 *
 * @param submissions micro-credentials that were started, practice included
 * @param attempts of all submissions
 * @param texts answers and notes
 * @param files stored files, once each
 * @param links addresses given as evidence
 * @param decided attempts that came back with a decision and feedback
 */
public record Kept(int submissions, int attempts, int texts, int files, int links, int decided) {}
