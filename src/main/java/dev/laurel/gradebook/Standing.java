package dev.laurel.gradebook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where one submission stands, as the news so far say. News come at least once and in any order: what is older than what
 * is known changes nothing, and a decision ends its attempt whatever else is said of it later.
 *
 * @param version grows with every news that counted; 0 before any
 * @param attempt 0 before any news
 * @param decision the latest; null before there was one
 * @param best the highest grade so far in percent; a later attempt may raise it, never lower it
 */
record Standing(
        long version,
        int attempt,
        Step step,
        @Nullable Instant at,
        @Nullable Instant submittedAt,
        @Nullable Decision decision,
        @Nullable Double best) {

    /** In the order in which steps of one instant follow each other. */
    enum Step {
        NONE,
        DRAFT,
        /** There is something in the draft. */
        IN_WORK,
        WITHDRAWN,
        SUBMITTED,
        IN_SCORING,
        DECIDED,
        /** The decision is looked at again, or the attempt is rated afresh after that. */
        UNDER_APPEAL
    }

    record Decision(int attempt, Instant at, boolean earned, int met, int required) {

        /** Names what a gradebook's comment says of it, in whatever language and wording. */
        String comment() {
            return earned ? attempt + " earned" : attempt + " not-yet " + met + "/" + required;
        }

        /** All when earned; else the share of criteria met, and always below the maximum. */
        double percent() {
            if (earned) {
                return 100;
            }
            double share = required <= 0 ? 0 : 100.0 * met / required;
            return Math.max(0, Math.min(99, Math.round(share * 100) / 100.0));
        }
    }

    static final Standing UNKNOWN = new Standing(0, 0, Step.NONE, null, null, null, null);

    Standing draftStarted(int attempt, Instant at) {
        return step(attempt, Step.DRAFT, at, submittedAt);
    }

    /**
     * An attempt after the first is in progress from its start, so that working on it tells a platform nothing more. Nor does
     * it while the draft is on hold.
     */
    Standing workBegun(int ofAttempt, Instant begunAt) {
        boolean onHold = step == Step.IN_SCORING && attempt == ofAttempt;
        return ofAttempt > 1 || onHold ? this : step(ofAttempt, Step.IN_WORK, begunAt, submittedAt);
    }

    Standing submitted(int attempt, Instant at) {
        return step(attempt, Step.SUBMITTED, at, at);
    }

    Standing withdrawn(int attempt, Instant at) {
        return step(attempt, Step.WITHDRAWN, at, submittedAt);
    }

    Standing inScoring(int attempt, Instant at) {
        return step(attempt, Step.IN_SCORING, at, submittedAt);
    }

    /** Somebody looks at the latest decision again; what is older than the decision, or of an earlier attempt, is no news. */
    Standing appealed(int ofAttempt, Instant lodgedAt) {
        boolean ofTheDecision = decision != null
                && decision.attempt() == ofAttempt
                && attempt == ofAttempt
                && lodgedAt.isAfter(decision.at());
        return ofTheDecision && step == Step.DECIDED && (at == null || lodgedAt.isAfter(at))
                ? new Standing(version + 1, attempt, Step.UNDER_APPEAL, lodgedAt, submittedAt, decision, best)
                : this;
    }

    /** The decision that was looked at again stands. */
    Standing upheld(int ofAttempt, Instant answeredAt) {
        boolean isNews = decision != null
                && decision.attempt() == ofAttempt
                && attempt == ofAttempt
                && at != null
                && answeredAt.isAfter(at);
        return isNews
                ? new Standing(version + 1, attempt, Step.DECIDED, answeredAt, submittedAt, decision, best)
                : this;
    }

    Standing decided(Decision news) {
        boolean again = decision != null
                && decision.attempt() == news.attempt()
                && news.at().isAfter(decision.at());
        boolean known = decision != null && decision.attempt() >= news.attempt() && !again;
        double grade = best == null ? news.percent() : Math.max(best, news.percent());
        if (known) {
            // Late news of an earlier attempt: nothing to tell but perhaps a better grade.
            return best != null && grade > best
                    ? new Standing(version + 1, attempt, step, at, submittedAt, decision, grade)
                    : this;
        }
        boolean beyond = attempt > news.attempt();
        return new Standing(
                version + 1,
                beyond ? attempt : news.attempt(),
                beyond ? step : Step.DECIDED,
                beyond ? at : news.at(),
                submittedAt,
                news,
                grade);
    }

    private Standing step(int newAttempt, Step newStep, Instant newAt, @Nullable Instant newSubmittedAt) {
        return isNews(newAttempt, newStep, newAt)
                ? new Standing(version + 1, newAttempt, newStep, newAt, newSubmittedAt, decision, best)
                : this;
    }

    private boolean isNews(int newAttempt, Step newStep, Instant newAt) {
        boolean over = decision != null && decision.attempt() >= newAttempt;
        if (over || newAttempt < attempt) {
            return false;
        }
        if (newAttempt > attempt || at == null || newAt.isAfter(at)) {
            return true;
        }
        return newAt.equals(at) && newStep.compareTo(step) > 0;
    }
}
