package dev.laurel.coaching;

import dev.laurel.submission.Submissions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What is kept of whoever was invited by mail, and that they are forgotten when they want it. */
@Component
class CoachOwnData {

    private final Shares shares;
    private final CoachComments comments;
    private final Submissions submissions;
    private final Clock clock;

    CoachOwnData(Shares shares, CoachComments comments, Submissions submissions, Clock clock) {
        this.shares = shares;
        this.comments = comments;
        this.submissions = submissions;
        this.clock = clock;
    }

    /**
     * All of it, of one sharing.
     *
     * @param openedAt when they looked first; absent when never
     * @param keptFromScoring addresses, in lower case, under which they never score the author's work
     */
    record Copy(
            @Nullable String address,
            Instant invitedAt,
            Instant sharedUntil,
            @Nullable Instant openedAt,
            @Nullable Instant endedAt,
            List<String> keptFromScoring,
            List<Shares.Look> looks,
            List<CoachingRecords.Written> comments) {

        @Override
        public String toString() {
            return "Copy[not printed]";
        }
    }

    @Transactional(readOnly = true)
    public Copy of(Share share) {
        return new Copy(
                share.address(),
                share.createdAt(),
                share.expiresAt(),
                share.openedAt(),
                share.endedAt(),
                shares.knownAddresses(share.id()),
                shares.looks(share.id()),
                comments.of(share.id()).stream()
                        .filter(Comment::byCoach)
                        .map(comment -> CoachingRecords.written(comment, "you"))
                        .toList());
    }

    /**
     * Ends it and takes the coach's name and address out. Cannot be undone.
     *
     * @param words whether what they wrote goes as well
     */
    @Transactional
    public void forget(Share share, boolean words) {
        // As a comment does: none is added afterwards.
        submissions.hold(share.submission());
        shares.forgetInvited(share.id(), clock.instant());
        if (words) {
            comments.takeOutCoachsWords(share.id());
        }
    }
}
