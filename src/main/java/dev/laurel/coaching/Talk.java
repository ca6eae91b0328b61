package dev.laurel.coaching;

import dev.laurel.submission.Submission;
import dev.laurel.submission.SubmissionState;
import dev.laurel.submission.Submissions;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What coach and earner write to each other about a draft. With handing in it rests: it can be read, not added to. */
@Component
class Talk {

    static final int MOST_CHARACTERS = 4000;

    private final Shares shares;
    private final CoachComments comments;
    private final Submissions submissions;
    private final CoachMail mail;
    private final Clock clock;

    Talk(Shares shares, CoachComments comments, Submissions submissions, CoachMail mail, Clock clock) {
        this.shares = shares;
        this.comments = comments;
        this.submissions = submissions;
        this.mail = mail;
        this.clock = clock;
    }

    /** What came of a comment; whatever was not kept is given back to whoever typed it. */
    enum Said {
        KEPT,
        EMPTY,
        TOO_LONG,
        /** It is no draft now. */
        FROZEN,
        /** The earner ended the sharing, or its time is over. */
        OVER,
        FULL,
        /** What it answers is not there. */
        NO_THREAD;

        String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * What somebody typed.
     *
     * @param id made with the page, so that a form that is sent twice is one comment
     * @param thread what it answers; absent where it begins a thread
     */
    record Typed(UUID id, @Nullable UUID thread, About about, String words) {

        Typed {
            // Browsers send CR LF; PostgreSQL takes no NUL.
            words = words.replace("\r\n", "\n").replace("\0", "").strip();
        }

        @Override
        public String toString() {
            return "Typed[" + id + "]";
        }
    }

    /** Adds a comment, unless the draft was handed in or the sharing ended meanwhile. */
    @Transactional
    public Said say(Share share, boolean byCoach, Typed typed) {
        if (typed.words().isEmpty()) {
            return Said.EMPTY;
        }
        if (typed.words().length() > MOST_CHARACTERS) {
            return Said.TOO_LONG;
        }
        Submission work = submissions.hold(share.submission()).orElseThrow();
        Optional<Share> now = shares.find(share.id()).filter(found -> found.isInForce(clock.instant()));
        if (now.isEmpty()) {
            return Said.OVER;
        }
        if (work.state() != SubmissionState.DRAFT) {
            return Said.FROZEN;
        }
        About about = typed.about();
        if (typed.thread() != null) {
            Optional<Comment> first = comments.find(share.id(), typed.thread()).filter(found -> found.thread() == null);
            if (first.isEmpty()) {
                return Said.NO_THREAD;
            }
            about = first.get().about();
        }
        if (comments.count(share.id()) >= CoachComments.MOST) {
            return Said.FULL;
        }
        Comment comment = new Comment(
                typed.id(),
                share.id(),
                typed.thread(),
                work.attempt(),
                about,
                byCoach,
                typed.words(),
                clock.instant(),
                null);
        if (comments.add(comment)) {
            mail.tell(share, work, !byCoach);
        }
        return Said.KEPT;
    }

    /** The earner has dealt with a comment, or not after all. Whether that could be kept. */
    @Transactional
    public boolean done(Share share, UUID comment, boolean done) {
        Submission work = submissions.hold(share.submission()).orElseThrow();
        if (work.state() != SubmissionState.DRAFT) {
            return false;
        }
        comments.setDone(share.id(), comment, done ? clock.instant() : null);
        return true;
    }
}
