package dev.laurel.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.support.OldDatabase;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What districts had set before there was one place for it holds on, with who set it and when. */
class PracticeMigrationTests {

    private final OldDatabase database = new OldDatabase();
    private final JdbcClient jdbc = database.jdbc();
    private final UUID tenant = UUID.randomUUID();
    private final UUID lead = UUID.randomUUID();
    private final UUID operator = UUID.randomUUID();

    private void rule(String item, int evidence) {
        jdbc.sql(
                        "insert into submission_retention_rule (tenant_id, item_id, evidence_days, notice_days, set_by, set_at,"
                                + " resubmit_days) values (?, ?, ?, 20, ?, now(), 300)")
                .params(tenant, item, evidence, operator)
                .update();
    }

    @Test
    void policiesAndRulesForEverythingBecomePractice() {
        database.migrate("1.240");
        jdbc.sql("insert into tenant (id, name, created_at) values (?, 'District', now())")
                .param(tenant)
                .update();
        jdbc.sql("insert into assessment_policy (tenant_id, required, seeded_share, back_read_share, changed_by,"
                        + " changed_at) values (?, 'ALWAYS', 0.07, null, ?, now())")
                .params(tenant, lead)
                .update();
        rule("", 200);
        rule("lit-hfw-mapping", 400);

        database.migrate("latest");

        List<String> values = jdbc.sql(
                        "select v.setting_name, v.setting_value, c.changed_by from tenant_practice_value v"
                                + " join tenant_practice_change c on c.tenant_id = v.tenant_id and c.number = v.number"
                                + " where v.tenant_id = ? order by v.setting_name")
                .param(tenant)
                .query((row, number) -> row.getString(1) + " " + row.getString(2) + " "
                        + (lead.equals(row.getObject(3, UUID.class)) ? "lead" : "operator"))
                .list();
        assertThat(values)
                .containsExactly(
                        "laurel.quality.required ALWAYS lead",
                        "laurel.quality.seeded-share 0.07 lead",
                        "laurel.retention.evidence-days 200 operator",
                        "laurel.retention.notice-days 20 operator",
                        "laurel.retention.resubmit-days 300 operator");
        assertThat(jdbc.sql("select item_id from submission_retention_rule where tenant_id = ?")
                        .param(tenant)
                        .query(String.class)
                        .list())
                .containsExactly("lit-hfw-mapping");
    }
}
