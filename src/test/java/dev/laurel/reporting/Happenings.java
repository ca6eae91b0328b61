package dev.laurel.reporting;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffRole;
import dev.laurel.support.Colleague;
import dev.laurel.support.HttpBrowser;
import dev.laurel.system.Ids;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Work of many people as other modules would have stored it, in districts of its own. */
final class Happenings {

    private final ApplicationContext context;
    private final JdbcClient jdbc;

    Happenings(ApplicationContext context) {
        this.context = context;
        this.jdbc = context.getBean(JdbcClient.class);
    }

    TenantId district() {
        return context.getBean(Tenants.class).found("District " + UUID.randomUUID());
    }

    MicroCredential credential(String id) {
        return context.getBean(Catalogue.class)
                .current(new MicroCredentialId(id))
                .orElseThrow();
    }

    /** What becomes of somebody's work, a minute a step. */
    enum Way {
        STARTED("DRAFT"),
        HANDED_IN("DRAFT", "SUBMITTED"),
        EARNED("DRAFT", "SUBMITTED", "IN_SCORING", "EARNED"),
        NOT_YET("DRAFT", "SUBMITTED", "IN_SCORING", "NOT_YET"),
        EARNED_LATER("DRAFT", "SUBMITTED", "IN_SCORING", "NOT_YET", "DRAFT", "SUBMITTED", "EARNED");

        private final String[] states;

        Way(String... states) {
            this.states = states;
        }
    }

    void people(int number, TenantId district, MicroCredential of, Way way, Instant at) {
        for (int i = 0; i < number; i++) {
            person(UUID.randomUUID(), district, of, way, at, Duration.ofMinutes(1));
        }
    }

    UUID person(UUID earner, TenantId district, MicroCredential of, Way way, Instant at, Duration step) {
        UUID id = Ids.next();
        int last = way.states.length - 1;
        jdbc.sql("insert into submission (id, tenant_id, earner_id, version_id, attempt, state, since, practice)"
                        + " values (:id, :tenant, :earner, :version, 1, :state, :since, false)")
                .param("id", id)
                .param("tenant", district.value())
                .param("earner", earner)
                .param("version", of.versionId().value())
                .param("state", way.states[last])
                .param("since", Timestamp.from(at.plus(step.multipliedBy(last))))
                .update();
        for (int i = 0; i <= last; i++) {
            jdbc.sql("insert into submission_transition (id, submission_id, attempt, from_state, to_state, happened_at)"
                            + " values (:row, :id, 1, :from, :to, :at)")
                    .param("row", Ids.next())
                    .param("id", id)
                    .param("from", i == 0 ? null : way.states[i - 1])
                    .param("to", way.states[i])
                    .param("at", Timestamp.from(at.plus(step.multipliedBy(i))))
                    .update();
        }
        return id;
    }

    /** A decided case of a submission; every criterion at its cut, but for one. */
    UUID decided(UUID submission, TenantId district, MicroCredential of, Map<String, String> levels, Instant at) {
        UUID id = Ids.next();
        jdbc.sql("insert into assessment_case (id, tenant_id, submission_id, attempt, version_id, submitted_at,"
                        + " due_at, state) values (:id, :tenant, :submission, 1, :version, :at, :at, 'DECIDED')")
                .param("id", id)
                .param("tenant", district.value())
                .param("submission", submission)
                .param("version", of.versionId().value())
                .param("at", Timestamp.from(at))
                .update();
        jdbc.sql("insert into assessment_decision (case_id, earned, criteria_met, criteria_required,"
                        + " decided_by, decided_at) values (:id, true, 1, 1, :by, :at)")
                .param("id", id)
                .param("by", UUID.randomUUID())
                .param("at", Timestamp.from(at))
                .update();
        int position = 0;
        for (var criterion : of.rubric().criteria()) {
            String level = levels.getOrDefault(criterion.id(), criterion.cut());
            jdbc.sql("insert into assessment_decision_criterion (case_id, position, criterion_id, required, level_key,"
                            + " met, words, reached_in) values (:id, :position, :criterion, true, :level, :met, '', 1)")
                    .param("id", id)
                    .param("position", position++)
                    .param("criterion", criterion.id())
                    .param("level", level)
                    .param("met", criterion.isMetBy(level))
                    .update();
        }
        return id;
    }

    /** Two independent ratings of one criterion of a case. */
    void pair(
            UUID rated, TenantId district, MicroCredential of, String criterion, String one, String other, Instant at) {
        jdbc.sql("insert into assessment_double_rating (case_id, criterion_id, tenant_id, version_id, first_rater,"
                        + " second_rater, first_level, second_level, rated_at)"
                        + " values (:case, :criterion, :tenant, :version, :first, :second, :one, :other, :at)")
                .param("case", rated)
                .param("criterion", criterion)
                .param("tenant", district.value())
                .param("version", of.versionId().value())
                .param("first", UUID.randomUUID())
                .param("second", UUID.randomUUID())
                .param("one", one)
                .param("other", other)
                .param("at", Timestamp.from(at))
                .update();
    }

    /** Counts what has happened until now. */
    void count(Instant... on) {
        Tallies tallies = context.getBean(Tallies.class);
        for (Instant at : on) {
            tallies.mark(at);
        }
        tallies.count(Instant.now().plus(Duration.ofHours(1)));
    }

    /** Somebody signed in with a role in a district. */
    HttpBrowser signedIn(StaffRole role, TenantId... districts) {
        Staff staff = context.getBean(Staff.class);
        String login = "reader." + UUID.randomUUID();
        StaffId id = staff.create(login, "Greta Holm", "correct horse battery");
        for (TenantId district : districts) {
            staff.grant(id, role, district);
        }
        return signedIn(login, "correct horse battery");
    }

    HttpBrowser signedIn(String login, String password) {
        HttpBrowser browser = new HttpBrowser();
        Colleague.signIn(browser, context.getBean(LaurelSettings.class).at("/sign-in"), login, password);
        return browser;
    }
}
