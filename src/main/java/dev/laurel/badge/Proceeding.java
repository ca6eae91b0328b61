package dev.laurel.badge;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A notice that a badge may be revoked. Its earner is told why and heard before anything is decided.
 *
 * @param byRule whether no officer gave it but a rule, so that its reason is for the record, in English
 * @param answerBy until when the earner may answer
 * @param answer what the earner said, as the officer wrote it down; absent while there is none
 * @param ownAnswer what the earner wrote on their own page; absent while there is nothing
 * @param hearingAsked whether they asked there to be heard in person besides
 */
public record Proceeding(
        UUID id,
        String reason,
        boolean byRule,
        Instant openedAt,
        Instant answerBy,
        @Nullable String answer,
        @Nullable String ownAnswer,
        boolean hearingAsked) {

    /** How long the earner's own answer may be. */
    public static final int MOST_CHARACTERS = 4000;

    /** What an earner typed, as it is kept. */
    public static String typed(String words) {
        return words.replace("\r\n", "\n").replace("\0", "").strip();
    }

    /** Whether it can be kept as an answer. */
    public static boolean isAnswer(String typed) {
        return !typed.isEmpty() && typed.length() <= MOST_CHARACTERS;
    }

    /** Whether that is what the earner has answered: a button that was pressed twice loses nothing. */
    public boolean isAnsweredWith(String typed, boolean hearing) {
        return typed.equals(ownAnswer) && hearing == hearingAsked;
    }

    /**
     * Whether it may be decided: the earner was heard, or had their time. Who asks for a hearing has one, or an officer wrote
     * down that they did not come.
     */
    public boolean mayBeDecided(Instant now) {
        return answer != null || (!hearingAsked && (ownAnswer != null || !now.isBefore(answerBy)));
    }

    /** Without what is said in it. */
    @Override
    public String toString() {
        return "Proceeding[" + id + "]";
    }
}
