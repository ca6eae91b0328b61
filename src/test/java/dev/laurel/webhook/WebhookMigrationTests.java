package dev.laurel.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.support.OldDatabase;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Messages that were kept before they named anybody name whose claim they tell of, so that deletion finds them. */
@Tag("database")
class WebhookMigrationTests {

    private final OldDatabase database = new OldDatabase();
    private final JdbcClient jdbc = database.jdbc();
    private final UUID tenant = UUID.randomUUID();
    private final UUID elsewhere = UUID.randomUUID();
    private final UUID person = UUID.randomUUID();
    private final UUID claim = UUID.randomUUID();

    private void message(UUID of, String type, String fact) {
        jdbc.sql("insert into webhook_message (id, tenant_id, fact, type, authority, body, happened_at)"
                        + " values (?, ?, ?, ?, 'us-tn', '{}', now())")
                .params(UUID.randomUUID(), of, fact, type)
                .update();
    }

    @Test
    void messagesFromBeforeNameWhoClaimed() {
        database.migrate("1.343");
        for (UUID id : List.of(tenant, elsewhere)) {
            jdbc.sql("insert into tenant (id, name, created_at) values (?, ?, now())")
                    .params(id, "District " + id)
                    .update();
        }
        jdbc.sql("insert into recognition_claim (id, tenant_id, person_id, credential_id, badge, offer_id,"
                        + " credited_hours, criteria, authority, rule_name, rule_version, kind, unit, cycle_ends, state,"
                        + " since, requested_at) values (?, ?, ?, 'c', 'A badge', 'o', 15, '/catalog/o', 'us-tn',"
                        + " 'us-tn-renewal', 1, 'RENEWAL', 'PDP', 2027, 'APPROVED', now(), now())")
                .params(claim, tenant, person)
                .update();
        message(tenant, "claim.approved", "claim " + claim + " 2");
        message(tenant, "claim.withdrawn", "claim " + claim + " 12");
        message(tenant, "claim.declined", "claim " + UUID.randomUUID() + " 2");
        message(elsewhere, "claim.approved", "claim " + claim + " 3");
        message(tenant, "badge.awarded", "badge.awarded 2k4Dshort");
        message(tenant, "ping", "ping " + UUID.randomUUID());

        database.migrate("latest");

        assertThat(jdbc.sql("select type, tenant_id, person_id from webhook_message order by type, fact")
                        .query((row, number) -> row.getString("type") + " "
                                + (tenant.equals(row.getObject("tenant_id", UUID.class)) ? "here" : "elsewhere") + " "
                                + (person.equals(row.getObject("person_id", UUID.class))
                                        ? "names whose claim it was"
                                        : String.valueOf(row.getObject("person_id", UUID.class))))
                        .list())
                .containsExactlyInAnyOrder(
                        "badge.awarded here null",
                        "claim.approved here names whose claim it was",
                        "claim.approved elsewhere null",
                        "claim.declined here null",
                        "claim.withdrawn here names whose claim it was",
                        "ping here null");
        assertThat(jdbc.sql("select count(*) from webhook_message where body <> '{}'")
                        .query(Integer.class)
                        .single())
                .as("what was told stays to the letter")
                .isZero();
    }
}
