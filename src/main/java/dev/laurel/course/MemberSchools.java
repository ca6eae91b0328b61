package dev.laurel.course;

import dev.laurel.lti.LtiUserId;
import dev.laurel.tenant.School;
import dev.laurel.tenant.SchoolId;
import dev.laurel.tenant.Schools;
import dev.laurel.tenant.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * At which school somebody teaches, as whoever leads a course of theirs says. It holds in all courses of the tenant, and goes
 * before what a course says of all who learn there; without one, that holds.
 */
@Component
public class MemberSchools {

    /** More than teach at one school. */
    private static final int MOST = 2000;

    private final JdbcClient jdbc;
    private final Schools schools;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    MemberSchools(JdbcClient jdbc, Schools schools, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.schools = schools;
        this.events = events;
        this.clock = clock;
    }

    /** Those of whom it was said. At most a page of them at a time. */
    public Map<LtiUserId, School> of(TenantId tenant, Collection<LtiUserId> accounts) {
        Map<LtiUserId, School> found = new HashMap<>();
        if (!accounts.isEmpty()) {
            jdbc.sql("select m.lti_user_id, k.id, k.name from course_member_school m"
                            + " join tenant_school k on k.id = m.school_id"
                            + " where m.tenant_id = :tenant and m.lti_user_id in (:accounts)")
                    .param("tenant", tenant.value())
                    .param("accounts", accounts.stream().map(LtiUserId::value).toList())
                    .query(row -> {
                        found.put(
                                new LtiUserId(row.getObject("lti_user_id", UUID.class)),
                                new School(new SchoolId(row.getObject("id", UUID.class)), row.getString("name")));
                    });
        }
        return found;
    }

    /** Who teaches there; at most two thousand. */
    public List<LtiUserId> at(TenantId tenant, SchoolId school) {
        return jdbc
                .sql("select lti_user_id from course_member_school where tenant_id = :tenant and school_id = :school"
                        + " order by lti_user_id fetch first " + MOST + " rows only")
                .param("tenant", tenant.value())
                .param("school", school.value())
                .query(UUID.class)
                .list()
                .stream()
                .map(LtiUserId::new)
                .toList();
    }

    /**
     * Keeps what was said; the same again changes nothing.
     *
     * @param typed its name as typed; empty to take it away
     * @throws IllegalArgumentException for a name that is none
     */
    @Transactional
    public void say(TenantId tenant, LtiUserId account, String typed, LtiUserId by) {
        SchoolId now = typed.isBlank() ? null : schools.named(tenant, typed).id();
        if (now != null && insert(tenant, account, now, by)) {
            events.publishEvent(new MemberSchoolSaid(tenant, account, null, now));
            return;
        }
        SchoolId before = hold(tenant, account).orElse(null);
        if (before == null || before.equals(now)) {
            return;
        }
        if (now == null) {
            delete(tenant, account);
        } else {
            jdbc.sql("update course_member_school set school_id = :school, said_by = :by, said_at = :now"
                            + " where tenant_id = :tenant and lti_user_id = :account")
                    .param("school", now.value())
                    .param("by", by.value())
                    .param("now", Timestamp.from(clock.instant()))
                    .param("tenant", tenant.value())
                    .param("account", account.value())
                    .update();
        }
        events.publishEvent(new MemberSchoolSaid(tenant, account, before, now));
    }

    /** Nobody says any more where this person teaches. */
    @Transactional
    public void forget(TenantId tenant, LtiUserId account) {
        hold(tenant, account).ifPresent(before -> {
            delete(tenant, account);
            events.publishEvent(new MemberSchoolSaid(tenant, account, before, null));
        });
    }

    /** False where one was said already; waits for whoever says one at this moment. */
    private boolean insert(TenantId tenant, LtiUserId account, SchoolId school, LtiUserId by) {
        return jdbc.sql("insert into course_member_school (tenant_id, lti_user_id, school_id, said_by, said_at)"
                                + " values (:tenant, :account, :school, :by, :now) on conflict do nothing")
                        .param("tenant", tenant.value())
                        .param("account", account.value())
                        .param("school", school.value())
                        .param("by", by.value())
                        .param("now", Timestamp.from(clock.instant()))
                        .update()
                > 0;
    }

    private Optional<SchoolId> hold(TenantId tenant, LtiUserId account) {
        return jdbc.sql(
                        "select school_id from course_member_school where tenant_id = :tenant and lti_user_id = :account"
                                + " for update")
                .param("tenant", tenant.value())
                .param("account", account.value())
                .query(UUID.class)
                .optional()
                .map(SchoolId::new);
    }

    private void delete(TenantId tenant, LtiUserId account) {
        jdbc.sql("delete from course_member_school where tenant_id = :tenant and lti_user_id = :account")
                .param("tenant", tenant.value())
                .param("account", account.value())
                .update();
    }
}
