package dev.laurel.badge;

import dev.laurel.person.PersonForgotten;
import dev.laurel.submission.Submissions;
import java.util.List;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/** Takes the name and the words of somebody who asked for deletion off their badges, which stay under a number. */
@Component
class ForgetEarners {

    private static final int AT_ONCE = 100;

    private final Awards awards;
    private final EarnedBadges badges;
    private final Showings showings;
    private final Submissions submissions;

    ForgetEarners(Awards awards, EarnedBadges badges, Showings showings, Submissions submissions) {
        this.awards = awards;
        this.badges = badges;
        this.showings = showings;
        this.submissions = submissions;
    }

    @ApplicationModuleListener
    void on(PersonForgotten forgotten) {
        List<String> page;
        int number = 0;
        do {
            page = awards.of(
                    submissions.idsOf(forgotten.tenant(), forgotten.person()),
                    List.of(forgotten.person()),
                    number++,
                    AT_ONCE);
            page.forEach(id -> forget(forgotten, id));
        } while (page.size() == AT_ONCE);
    }

    private void forget(PersonForgotten forgotten, String id) {
        Showing showing = showings.of(id);
        if (showing.name() != null) {
            showings.keep(forgotten.tenant(), id, new Showing(showing.open(), null));
        }
        if (!showing.open()) {
            showings.gone(id);
        }
        badges.find(forgotten.tenant(), id)
                .filter(badge -> badge.published() != null)
                .ifPresent(badge -> badges.withdraw(forgotten.tenant(), id));
    }
}
