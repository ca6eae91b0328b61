package dev.laurel.coaching;

import dev.laurel.submission.Submission;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.Submissions;
import java.util.List;
import org.springframework.stereotype.Component;

/** Who has helped whom, by the addresses that coaches are known by, also after sharing has ended: a coach never scores that earner. */
@Component
public class Coaches {

    private final Shares shares;
    private final Submissions submissions;

    Coaches(Shares shares, Submissions submissions) {
        this.shares = shares;
        this.submissions = submissions;
    }

    /** The addresses, in lower case, of everybody who has opened any work of this earner as a coach. */
    public List<String> of(SubmissionId submission) {
        return submissions
                .find(submission)
                .map(found -> shares.addressesOfCoaches(found.tenant(), found.earner()))
                .orElse(List.of());
    }

    /**
     * All work of the earners whom whoever has this address has helped.
     *
     * @param address in lower case
     */
    public List<SubmissionId> coachedBy(String address) {
        return shares.earnersOf(address).stream()
                .flatMap(earner -> submissions.idsOf(earner.tenant(), earner.person()).stream())
                .toList();
    }

    /** Every submission of the one whose this is. */
    public List<SubmissionId> ofSameEarner(SubmissionId submission) {
        return submissions.find(submission).map(this::ofSameEarner).orElse(List.of());
    }

    private List<SubmissionId> ofSameEarner(Submission found) {
        return submissions.idsOf(found.tenant(), found.earner());
    }
}
