package dev.laurel.badge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.support.OldDatabase;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whoever has badges of an issuer that belongs to nobody may go on naming it; nobody else may, as everybody could before. */
class IssuersOfNobodyMigrationTests {

    private final OldDatabase database = new OldDatabase();
    private final JdbcClient jdbc = database.jdbc();
    private final UUID district = UUID.randomUUID();

    @BeforeEach
    void anInstallationOfThen() {
        database.migrate("1.448");
        jdbc.sql("insert into tenant (id, name, created_at) values (?, 'District', now())")
                .param(district)
                .update();
    }

    private UUID issuer(@Nullable UUID owner) {
        UUID issuer = UUID.randomUUID();
        jdbc.sql("insert into badge_issuer (id, name, slug, colour, accent, tenant_id, named_by_all, created_at)"
                        + " values (?, ?, ?, '#000000', '#ffffff', ?, true, now())")
                .params(issuer, "Issuer " + issuer, "i" + issuer, owner)
                .update();
        UUID list = UUID.randomUUID();
        jdbc.sql("insert into badge_status_list (id, issuer_id, name, used, revision, created_at)"
                        + " values (?, ?, ?, 2, 0, now())")
                .params(list, issuer, list.toString())
                .update();
        for (int index = 0; index < 2; index++) {
            jdbc.sql("insert into badge_award (id, credential_id, tenant_id, version_id, issuer_id, status_list_id,"
                            + " status_index, name, issued_at, credential)"
                            + " values (?, ?, ?, ?, ?, ?, ?, 'Badge', now(), '{}')")
                    .params(
                            UUID.randomUUID(),
                            UUID.randomUUID().toString(),
                            district,
                            UUID.randomUUID(),
                            issuer,
                            list,
                            index)
                    .update();
        }
        return issuer;
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
    void whoHasBadgesOfOneMayStillNameItAndOwnersAreLeftAlone() {
        UUID nobodys = issuer(null);
        UUID owned = issuer(UUID.randomUUID());
        database.migrate("latest");
        assertThat(guests(nobodys)).containsExactly(district);
        assertThat(namedByAll(nobodys)).isFalse();
        assertThat(guests(owned)).isEmpty();
        assertThat(namedByAll(owned)).isTrue();
    }
}
