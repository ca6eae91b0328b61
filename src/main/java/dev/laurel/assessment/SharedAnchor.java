package dev.laurel.assessment;

import java.util.List;

/**
 * A practice piece as it travels between organisations: texts and agreed scores, no files and nobody's name.
 *
 * @param key the same wherever it goes, so that ratings of it can be put side by side
 * @param task {@code training}, read with its scores, or {@code qualifying}, rated blind
 */
public record SharedAnchor(String key, String name, String task, List<Piece> pieces, List<Score> scores) {

    public SharedAnchor {
        pieces = List.copyOf(pieces);
        scores = List.copyOf(scores);
    }

    /**
     * @param requirement id of a question or artefact
     * @param kind {@code answer} or {@code note}
     */
    public record Piece(String requirement, String kind, String text) {}

    /** The agreed level of one criterion, and why. */
    public record Score(String criterion, String level, String why) {}
}
