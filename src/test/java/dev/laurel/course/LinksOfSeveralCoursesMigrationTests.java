package dev.laurel.course;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.support.OldDatabase;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A link that moved from course to course with each launch goes back to the course that its place stayed in. */
@Tag("database")
class LinksOfSeveralCoursesMigrationTests {

    private final OldDatabase database = new OldDatabase();
    private final JdbcClient jdbc = database.jdbc();
    private final UUID tenant = UUID.randomUUID();
    private final UUID deployment = UUID.randomUUID();
    private final UUID version = UUID.randomUUID();
    private UUID openedFirst = UUID.randomUUID();
    private UUID openedLast = UUID.randomUUID();

    @BeforeEach
    void anInstallationOfThen() {
        database.migrate("1.520");
        insert("tenant", Map.of("id", tenant, "name", "District"), "created_at");
        UUID registration = UUID.randomUUID();
        insert(
                "lti_registration",
                Map.of(
                        "id", registration,
                        "issuer", "https://schoology.schoology.com",
                        "client_id", "1",
                        "authorization_endpoint", "a",
                        "token_endpoint", "t",
                        "jwks_uri", "j",
                        "scopes", "",
                        "home_tenant_id", tenant),
                "created_at",
                "updated_at");
        insert(
                "lti_deployment",
                Map.of(
                        "id", deployment,
                        "registration_id", registration,
                        "deployment_id", "1",
                        "tenant_id", tenant,
                        "state", "ACTIVE"),
                "created_at");
        insert(
                "catalog_version",
                Map.of(
                        "id", version,
                        "kind", "MICRO_CREDENTIAL",
                        "item_id", "item",
                        "version", "1.0.0",
                        "status", "PUBLISHED",
                        "language", "en",
                        "title", "Item",
                        "content", "{}",
                        "content_hash", "0"),
                "published_at");
        openedFirst = course("S1");
        openedLast = course("S2");
    }

    private UUID course(String name) {
        UUID id = UUID.randomUUID();
        insert(
                "lti_context",
                Map.of("id", id, "tenant_id", tenant, "deployment_id", deployment, "platform_id", name),
                "created_at",
                "updated_at");
        return id;
    }

    private UUID link(String name, UUID course, @Nullable UUID placedIn) {
        UUID id = UUID.randomUUID();
        insert(
                "lti_resource_link",
                Map.of(
                        "id", id,
                        "tenant_id", tenant,
                        "deployment_id", deployment,
                        "context_id", course,
                        "platform_id", name,
                        "title", "Assignment",
                        "lineitem_url", "https://lms.example/" + course + "/1",
                        "lineitems_url", "https://lms.example/" + course,
                        "ags_scopes", "score"),
                "created_at",
                "updated_at");
        insert("lti_line_item", Map.of("resource_link_id", id, "url", "https://lms.example/found", "made", true));
        if (placedIn != null) {
            insert(
                    "course_placement",
                    Map.of(
                            "id", UUID.randomUUID(),
                            "tenant_id", tenant,
                            "context_id", placedIn,
                            "resource_link_id", id,
                            "version_id", version),
                    "created_at");
        }
        return id;
    }

    private void insert(String table, Map<String, ?> values, String... now) {
        String columns = String.join(", ", values.keySet());
        String marks = ":" + String.join(", :", values.keySet());
        for (String time : now) {
            columns += ", " + time;
            marks += ", now()";
        }
        jdbc.sql("insert into " + table + " (" + columns + ") values (" + marks + ")")
                .params(values)
                .update();
    }

    private Map<String, Object> row(UUID link) {
        return jdbc.sql("select l.context_id, l.shared_id, l.platform_id, l.title, l.lineitem_url, l.lineitems_url,"
                        + " i.url as found from lti_resource_link l"
                        + " left join lti_line_item i on i.resource_link_id = l.id where l.id = ?")
                .param(link)
                .query()
                .singleRow();
    }

    @Test
    void theCourseThatOpenedItLastIsTheOneThatIsSplitOff() {
        UUID link = link("A1", openedLast, openedFirst);
        database.migrate("latest");
        assertThat(row(link))
                .containsEntry("context_id", openedFirst)
                .containsEntry("platform_id", "A1")
                .containsEntry("shared_id", null)
                .containsEntry("title", "Assignment")
                .containsEntry("lineitem_url", null)
                .containsEntry("lineitems_url", null)
                .containsEntry("found", null);
    }

    @Test
    void aGradeThatWasStuckForItSaysThatItWaitsForTheNextLaunch() {
        UUID link = link("A3", openedLast, openedFirst);
        UUID ungraded = link("A4", openedLast, openedLast);
        jdbc.sql("update lti_resource_link set ags_scopes = 'https://purl.imsglobal.org/spec/lti-ags/scope/score'")
                .update();
        database.migrate("1.600");
        UUID stuck = stuckPlace(link);
        UUID other = stuckPlace(ungraded);
        database.migrate("latest");
        assertThat(reason(stuck)).isEqualTo("COLUMN_NOT_NAMED");
        assertThat(reason(other)).as("its column is known").isEqualTo("NO_GRADEBOOK");
    }

    private UUID stuckPlace(UUID link) {
        UUID submission = UUID.randomUUID();
        insert(
                "gradebook_submission",
                Map.of(
                        "submission_id",
                        submission,
                        "version",
                        1,
                        "attempt",
                        1,
                        "step",
                        "DECIDED",
                        "decided_attempt",
                        1));
        UUID place = UUID.randomUUID();
        Map<String, Object> row = new HashMap<>(Map.of("told_version", 0, "told_decision", 0, "tries", 1));
        row.putAll(Map.of(
                "id",
                place,
                "submission_id",
                submission,
                "tenant_id",
                tenant,
                "placement_id",
                UUID.randomUUID(),
                "resource_link_id",
                link,
                "user_id",
                UUID.randomUUID(),
                "state",
                "CANNOT_BE_DELIVERED",
                "reason",
                "NO_GRADEBOOK"));
        insert("gradebook_place", row, "since");
        return place;
    }

    private String reason(UUID place) {
        return jdbc.sql("select reason from gradebook_place where id = ?")
                .param(place)
                .query(String.class)
                .single();
    }

    @Test
    void whatOneCourseAloneOpenedAndWhatStandsForNothingStays() {
        UUID own = link("A2", openedLast, openedLast);
        UUID menu = link("menu", openedLast, null);
        database.migrate("latest");
        for (UUID link : new UUID[] {own, menu}) {
            assertThat(row(link))
                    .containsEntry("context_id", openedLast)
                    .containsEntry("lineitem_url", "https://lms.example/" + openedLast + "/1")
                    .containsEntry("lineitems_url", "https://lms.example/" + openedLast)
                    .containsEntry("found", "https://lms.example/found");
        }
    }
}
