package dev.laurel.assessment;

import dev.laurel.coaching.CoachJoined;
import dev.laurel.coaching.Coaches;
import dev.laurel.person.StaffAccountMade;
import org.springframework.context.event.EventListener;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/**
 * Whoever helped an earner never scores that earner. The queue looks for coaches when work comes in; this hears of those who
 * come later, so that it does not matter which was first.
 */
@Component
class CoachesBarred {

    private final Coaches coaches;
    private final Queue queue;

    CoachesBarred(Coaches coaches, Queue queue) {
        this.coaches = coaches;
        this.queue = queue;
    }

    /** Somebody has begun to help: what that earner handed in before is closed to them as well. */
    @ApplicationModuleListener(id = "assessment.coach-joined")
    void on(CoachJoined news) {
        coaches.ofSameEarner(news.submission()).forEach(queue::keepFromCoaches);
    }

    /** Heard before the account can be used. */
    @EventListener
    void on(StaffAccountMade news) {
        coaches.coachedBy(news.login()).forEach(submission -> queue.keepFrom(submission, news.staff()));
    }
}
