package dev.laurel.coaching;

import dev.laurel.coaching.Comment.Thread;
import dev.laurel.submission.BesideDraft;
import dev.laurel.submission.SubmissionId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Puts what coaches wrote about a question or an artefact beside it. */
@Component
class BesideRequirement implements BesideDraft {

    private final Shares shares;
    private final CoachComments comments;
    private final Clock clock;

    BesideRequirement(Shares shares, CoachComments comments, Clock clock) {
        this.shares = shares;
        this.comments = comments;
        this.clock = clock;
    }

    @Override
    public List<String> readers(SubmissionId submission) {
        return shares.of(submission).stream()
                .filter(share -> share.isInForce(clock.instant()))
                .map(Share::coachName)
                .toList();
    }

    @Override
    public List<Remark> on(SubmissionId submission, String requirement) {
        List<Remark> remarks = new ArrayList<>();
        for (Share share : shares.of(submission)) {
            for (Thread thread : SharedDrafts.about(comments.threads(share.id()), About.requirement(requirement))) {
                Comment first = thread.first();
                if (first.words().isEmpty()) {
                    continue;
                }
                remarks.add(new Remark(share.coachName(), first.words(), first.writtenAt(), thread.done()));
            }
        }
        return List.copyOf(remarks);
    }
}
