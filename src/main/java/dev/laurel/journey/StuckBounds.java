package dev.laurel.journey;

import dev.laurel.lti.ContextId;
import dev.laurel.tenant.TenantId;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** After how many days somebody who could act and has not counts as stuck, course by course. */
@Component
class StuckBounds {

    /** To choose from, in days. */
    static final List<Integer> CHOICES = List.of(3, 7, 14, 21, 30, 60, 90);

    private static final int USUAL = 14;

    private final JdbcClient jdbc;

    StuckBounds(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** In days. */
    int of(TenantId tenant, ContextId course) {
        return jdbc.sql("select days from journey_stuck_bound where tenant_id = :tenant and context_id = :course")
                .param("tenant", tenant.value())
                .param("course", course.value())
                .query(Integer.class)
                .optional()
                .orElse(USUAL);
    }

    /** Keeps one of {@link #CHOICES}; anything else changes nothing. */
    @Transactional
    void keep(TenantId tenant, ContextId course, int days) {
        if (CHOICES.contains(days) && change(tenant, course, days) == 0) {
            jdbc.sql("insert into journey_stuck_bound (tenant_id, context_id, days) values (:tenant, :course, :days)"
                            + " on conflict do nothing")
                    .param("tenant", tenant.value())
                    .param("course", course.value())
                    .param("days", days)
                    .update();
        }
    }

    private int change(TenantId tenant, ContextId course, int days) {
        return jdbc.sql("update journey_stuck_bound set days = :days"
                        + " where tenant_id = :tenant and context_id = :course")
                .param("days", days)
                .param("tenant", tenant.value())
                .param("course", course.value())
                .update();
    }
}
