package dev.laurel.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.assessment.AuditTrail.Action;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.support.Colleague;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The audit trail, as an operator reads it. */
@LaurelTest
class AuditPagesTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    AuditTrail audit;

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    private StaffMember rosa;
    private CaseId held;
    private HttpBrowser operator;

    @BeforeEach
    void somethingHappened() {
        AssessmentFixtures given = new AssessmentFixtures(context);
        rosa = given.appointed(given.district(), StaffRole.ASSESSOR);
        held = given.held(given.attempt(), rosa);
        operator = new HttpBrowser();
        Colleague.operator(settings, operator, "/admin");
    }

    private Page read(String number, String person, String day, String reason) {
        return operator.get(settings.at("/admin/audit"))
                .form("form[action$='/admin/audit']")
                .set("number", number)
                .set("person", person)
                .set("day", day)
                .set("reason", reason)
                .submit();
    }

    private int readings(String reason) {
        return jdbc.sql("select count(*) from assessment_audit_reading where reason = :reason")
                .param("reason", reason)
                .query(Integer.class)
                .single();
    }

    private static int entries(Page page) {
        return page.select("table tbody tr").size();
    }

    @Test
    void showsNothingWithoutAReason() {
        assertThat(entries(operator.get(settings.at("/admin/audit")))).isZero();
        Page refused = read(held.label(), "", "", "  ");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("Say why");
        assertThat(entries(refused)).isZero();
        assertThat(read(held.label(), "", "", "x".repeat(501)).status()).isEqualTo(400);
    }

    @Test
    void saysWhatItCannotLookFor() {
        String reason = "Request " + UUID.randomUUID();
        Page refused = read("not a number", "nobody." + UUID.randomUUID(), "", reason);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text())
                .contains("neither a number of a submission nor an id", "No account has that login or id");
        assertThat(readings(reason)).isZero();
    }

    @Test
    void showsWhatHappenedToASubmissionAndKeepsWhoReadItAndWhy() {
        String reason = "Request " + UUID.randomUUID();
        Page page = read(held.label().toLowerCase(Locale.ROOT), "", "", reason);
        assertThat(page.select("table").text()).contains("Came to be scored", "Taken from the queue", held.label());
        assertThat(entries(page)).isEqualTo(2);
        assertThat(readings(reason)).isEqualTo(1);
        assertThat(operator.get(settings.at("/admin/audit")).text()).contains(reason, held.label());
    }

    @Test
    void looksForAPersonAndADay() {
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        String who = rosa.id().value().toString();
        assertThat(read("", who, "", "Who").select("table").text()).contains("Taken from the queue");
        assertThat(entries(read("", who, today, "Who and when"))).isEqualTo(1);
        Page earlier = read("", who, "2020-01-01", "Long ago");
        assertThat(entries(earlier)).isZero();
        assertThat(earlier.text()).contains("Nothing is on record for that");
        assertThat(entries(read(UUID.randomUUID().toString(), "", "", "Unknown")))
                .isZero();
    }

    @Test
    void goesOnPageByPageAndEachPageIsRead() {
        String reason = "Request " + UUID.randomUUID();
        for (int i = 0; i < 60; i++) {
            audit.record(rosa.assesses().iterator().next(), held.value(), rosa.id(), Action.RATED, "C" + i);
        }
        Page first = read(held.label(), "", "", reason);
        assertThat(entries(first)).isEqualTo(50);
        Page second = first.form("form:has(input[name=page][value=1])").submit();
        assertThat(entries(second)).isEqualTo(12);
        assertThat(second.select("form:has(input[name=page][value=2])")).isEmpty();
        assertThat(second.select("form:has(input[name=page][value=0])")).hasSize(1);
        assertThat(readings(reason)).isEqualTo(2);
    }

    @Test
    void everyActionHasAWord() {
        for (Action action : Action.values()) {
            assertThat(context.getMessage("assessment.audit.action." + action, null, "", Locale.ENGLISH))
                    .as(action.name())
                    .isNotEmpty();
        }
    }
}
