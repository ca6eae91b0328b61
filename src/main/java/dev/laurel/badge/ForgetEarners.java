package dev.laurel.badge;

import dev.laurel.person.DeletionRequests;
import dev.laurel.person.PersonForgotten;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.Submissions;
import java.util.List;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/**
 * Takes the name and the words of somebody who asked for deletion off their badges, which stay under a number. Their public
 * addresses say no more than that they are gone, unless the earner wished that what was open stays open. What was earned
 * and is not signed yet is never signed.
 */
@Component
class ForgetEarners {

    private static final int AT_ONCE = 100;

    private final Awards awards;
    private final EarnedBadges badges;
    private final Showings showings;
    private final Submissions submissions;
    private final WaitingBadges waiting;
    private final UnsignedBadges unsigned;
    private final DeletionRequests wishes;
    private final Proceedings proceedings;

    ForgetEarners(
            Awards awards,
            EarnedBadges badges,
            Showings showings,
            Submissions submissions,
            WaitingBadges waiting,
            UnsignedBadges unsigned,
            DeletionRequests wishes,
            Proceedings proceedings) {
        this.waiting = waiting;
        this.unsigned = unsigned;
        this.awards = awards;
        this.badges = badges;
        this.showings = showings;
        this.submissions = submissions;
        this.wishes = wishes;
        this.proceedings = proceedings;
    }

    @ApplicationModuleListener
    void on(PersonForgotten forgotten) {
        List<SubmissionId> all = submissions.idsOf(forgotten.tenant(), forgotten.person());
        // In this order: what an officer releases at this moment is owed by the time that the second one looks.
        waiting.forget(forgotten.tenant(), all);
        unsigned.forget(forgotten.tenant(), all);
        boolean stay = wishes.badgesStay(forgotten.tenant(), forgotten.person());
        List<String> page;
        int number = 0;
        do {
            page = awards.of(all, List.of(forgotten.person()), number++, AT_ONCE);
            page.forEach(id -> forget(forgotten, id, stay));
        } while (page.size() == AT_ONCE);
    }

    private void forget(PersonForgotten forgotten, String id, boolean stay) {
        proceedings.forgetAnswers(id);
        Showing showing = showings.of(id);
        boolean open = showing.open() && stay;
        if (showing.name() != null || showing.open() != open) {
            showings.keep(forgotten.tenant(), id, new Showing(open, null));
        }
        if (!open) {
            showings.gone(id);
        }
        badges.find(forgotten.tenant(), id)
                .filter(badge -> badge.published() != null)
                .ifPresent(badge -> badges.withdraw(forgotten.tenant(), id));
    }
}
