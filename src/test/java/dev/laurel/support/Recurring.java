package dev.laurel.support;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import dev.laurel.system.Lookouts;
import java.time.Instant;
import org.springframework.context.ApplicationContext;

/** Work that an application does every few seconds or hours, done by its own scheduler as soon as a test waits for it. */
public final class Recurring {

    private Recurring() {}

    /** Makes the named task or lookout due; does nothing while it runs or before it was planned for the first time. */
    public static void soon(ApplicationContext application, String task) {
        application.getBean(Lookouts.class).soon(task);
        Scheduler scheduler = application.getBean(Scheduler.class);
        try {
            scheduler.reschedule(TaskInstanceId.of(task, RecurringTask.INSTANCE), Instant.now());
        } catch (TaskInstanceException notNow) {
            return;
        }
        scheduler.triggerCheckForDueExecutions();
    }
}
