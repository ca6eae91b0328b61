package dev.laurel.badge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.support.OldDatabase;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whoever wrote in the name of an issuer that belongs to nobody may go on naming it; nobody else may, as everybody could. */
@Tag("database")
class IssuersOfNobodyMigrationTests {

    private final OldDatabase database = new OldDatabase();
    private final JdbcClient jdbc = database.jdbc();
    private UUID writer = UUID.randomUUID();
    private UUID earner = UUID.randomUUID();

    @BeforeEach
    void anInstallationOfThen() {
        database.migrate("1.448");
        writer = district();
        earner = district();
    }

    private UUID district() {
        UUID district = UUID.randomUUID();
        jdbc.sql("insert into tenant (id, name, created_at) values (?, ?, now())")
                .params(district, "District " + district)
                .update();
        return district;
    }

    private UUID issuer(String name, @Nullable UUID owner) {
        UUID issuer = UUID.randomUUID();
        jdbc.sql("insert into badge_issuer (id, name, slug, colour, accent, tenant_id, named_by_all, created_at)"
                        + " values (?, ?, ?, '#000000', '#ffffff', ?, true, now())")
                .params(issuer, name, "i" + issuer, owner)
                .update();
        jdbc.sql("insert into badge_issuer_name (name, issuer_id) values (?, ?)")
                .params(name, issuer)
                .update();
        return issuer;
    }

    /** @param content names the issuer or does not */
    private UUID version(UUID tenant, String state, String content) {
        UUID version = UUID.randomUUID();
        jdbc.sql("insert into authoring_item (item_id, tenant_id) values (?, ?)")
                .params("item-" + version, tenant)
                .update();
        jdbc.sql("insert into authoring_version (id, tenant_id, item_id, version, title, content, revision, state,"
                        + " state_since, changed_at) values (?, ?, ?, '1.0.0', 'Written', ?, 0, ?, now(), now())")
                .params(version, tenant, "item-" + version, content, state)
                .update();
        return version;
    }

    /** Two badges of the other district's teachers. */
    private void earned(UUID issuer, UUID version) {
        UUID list = UUID.randomUUID();
        jdbc.sql("insert into badge_status_list (id, issuer_id, name, used, revision, created_at)"
                        + " values (?, ?, ?, 2, 0, now())")
                .params(list, issuer, list.toString())
                .update();
        for (int index = 0; index < 2; index++) {
            jdbc.sql("insert into badge_award (id, credential_id, tenant_id, version_id, issuer_id, status_list_id,"
                            + " status_index, name, issued_at, credential)"
                            + " values (?, ?, ?, ?, ?, ?, ?, 'Badge', now(), '{}')")
                    .params(UUID.randomUUID(), UUID.randomUUID().toString(), earner, version, issuer, list, index)
                    .update();
        }
    }

    private List<UUID> guests(UUID issuer) {
        return jdbc.sql("select tenant_id from badge_issuer_guest where issuer_id = ?")
                .param(issuer)
                .query(UUID.class)
                .list();
    }

    private boolean namedByAll(UUID issuer) {
        return jdbc.sql("select named_by_all from badge_issuer where id = ?")
                .param(issuer)
                .query(Boolean.class)
                .single();
    }

    @Test
    void whoWroteWhatOthersEarnedMayStillNameTheIssuerAndWhoOnlyEarnedMayNot() {
        UUID nobodys = issuer("Nobody's", null);
        UUID owned = issuer("Somebody's", UUID.randomUUID());
        earned(nobodys, version(writer, "PUBLISHED", "{}"));
        earned(owned, version(writer, "PUBLISHED", "{}"));
        UUID operators = issuer("Of the operator's files", null);
        earned(operators, UUID.randomUUID());
        database.migrate("latest");
        assertThat(guests(nobodys)).containsExactly(writer);
        assertThat(namedByAll(nobodys)).isFalse();
        assertThat(guests(owned)).isEmpty();
        assertThat(namedByAll(owned)).isTrue();
        assertThat(guests(operators)).as("its files need no right").isEmpty();
    }

    @Test
    void whoPublishedInItsNameMayWithoutABadgeYetAndWhoOnlyDraftedOrMeantAnotherMayNot() {
        UUID nobodys = issuer("The \"Old\" School \\", null);
        String named =
                "{\"title\":\"A\",\"issuer\":{\"contact\":\"a@example.org\",\"name\":\"The \\\"Old\\\" School \\\\\"},"
                        + "\"tags\":[]}";
        version(writer, "PUBLISHED", named);
        version(writer, "RETIRING", named);
        version(district(), "DRAFT", named);
        version(
                district(),
                "PUBLISHED",
                named.replace("Old", "New").replace("[]", "[{\"name\":\"The \\\"Old\\\" School \\\\\"}]"));
        database.migrate("latest");
        assertThat(guests(nobodys)).containsExactly(writer);
    }
}
