package dev.laurel.journey;

import dev.laurel.submission.Submission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where one earner stands, in the four answers that every status gives: what, since when, who acts next, by when. Words
 * come from the messages {@code journey.standing.<name>.…}.
 *
 * @param promisedBy what was promised first, once that could not be kept
 * @param attempt counts from 1; the one that the state speaks of
 */
record Standing(
        State state,
        int attempt,
        @Nullable Instant since,
        @Nullable Instant expectedBy,
        @Nullable Instant promisedBy,
        boolean practice) {

    /** What a person can be told; finer than the life cycle where the next act differs. */
    enum State {
        NEW("", "book", 0),
        DRAFT("you", "pencil", 1),
        AGAIN("you", "pencil", 1),
        SUBMITTED("others", "hourglass-split", 3),
        SCORING("others", "eye", 3),
        NOT_YET("you", "arrow-repeat", 3),
        APPEAL("others", "hourglass-split", 3),
        EARNED("earned", "patch-check-fill", 5),
        CLOSED("", "slash-circle", 1);

        private final String kind;
        private final String icon;
        private final int done;

        State(String kind, String icon, int done) {
            this.kind = kind;
            this.icon = icon;
            this.done = done;
        }

        /** As message keys spell it. */
        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** One leaf of the twig. */
    record Step(String key, String icon, String state, boolean current) {}

    private static final List<String> STEPS = List.of("learn", "prepare", "submit", "scored", "earned");
    private static final List<String> ICONS = List.of("book", "pencil", "send", "list-check", "award");

    static Standing notStarted() {
        return notStarted(false);
    }

    static Standing notStarted(boolean practice) {
        return new Standing(State.NEW, 1, null, null, null, practice);
    }

    static Standing of(Submission submission) {
        State state =
                switch (submission.state()) {
                    case DRAFT -> submission.attempt() > 1 ? State.AGAIN : State.DRAFT;
                    case SUBMITTED -> State.SUBMITTED;
                    case IN_SCORING -> State.SCORING;
                    case NOT_YET -> State.NOT_YET;
                    case UNDER_APPEAL -> State.APPEAL;
                    case EARNED -> State.EARNED;
                    case CLOSED -> State.CLOSED;
                };
        return new Standing(
                state,
                submission.attempt(),
                submission.since(),
                submission.expectedBy(),
                submission.promisedBy(),
                submission.practice());
    }

    /** For the bar: kind, icon and message key. */
    public String kind() {
        return state.kind;
    }

    public String icon() {
        return state.icon;
    }

    public String key() {
        return "journey.standing." + state.key() + ".word";
    }

    /** Whether evidence is already in somebody else's hands or decided, so that it can only be looked at. */
    public boolean isHandedIn() {
        return state == State.SUBMITTED
                || state == State.SCORING
                || state == State.APPEAL
                || state == State.EARNED
                || state == State.CLOSED;
    }

    /** The five steps, those behind filled, the one where this person stands marked. */
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>(STEPS.size());
        for (int i = 0; i < STEPS.size(); i++) {
            boolean current = i == Math.min(state.done, STEPS.size() - 1);
            boolean done = i < state.done;
            String look = done ? "done" : current ? (state.kind.isEmpty() ? "now" : state.kind) : "todo";
            String icon = done ? "check-lg" : current && state == State.NOT_YET ? state.icon : ICONS.get(i);
            steps.add(new Step("journey.step." + STEPS.get(i), icon, look, current));
        }
        return steps;
    }
}
