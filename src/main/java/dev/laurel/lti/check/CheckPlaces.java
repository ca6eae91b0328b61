package dev.laurel.lti.check;

import dev.laurel.lti.Launch;
import dev.laurel.lti.Registration;
import dev.laurel.lti.RegistrationId;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.check.CheckedPlace.NoticeService;
import java.net.URI;
import java.net.URISyntaxException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Finds what can be tried: the course of a launch, or for an operator the course that was opened last. An account or another
 * context that is no course has neither gradebook nor roster, and nothing is amiss there.
 */
@Component
public class CheckPlaces {

    /** Where the roster is and notices are asked for, as launches told last. */
    private static final String ROSTER = "c.memberships_url";

    private static final String NOTICES = "d.notice_service_url, d.notice_types";

    private static final String OF_LAUNCH =
            "select d.deployment_id, c.title, c.label, " + ROSTER + ", " + NOTICES + ", "
                    + "k.lineitems_url, k.ags_scopes, u.subject "
                    + """
                    from lti_launch l
                    join lti_deployment d on d.id = l.deployment_id
                    join lti_user u on u.id = l.user_id
                    left join lti_context c on c.id = l.context_id and c.course
                    left join lti_resource_link k on k.context_id = c.id and k.lineitems_url is not null
                    where l.id = :launch and l.tenant_id = :tenant
                    order by k.updated_at desc fetch first 1 row only
                    """;

    private static final String OF_REGISTRATION = "select d.deployment_id, c.title, c.label, " + ROSTER + ", " + NOTICES
            + ", k.lineitems_url, k.ags_scopes, cast(null as varchar(255)) as subject "
            + """
            from lti_deployment d
            left join lti_context c on c.deployment_id = d.id and c.course
            left join lti_resource_link k on k.context_id = c.id and k.lineitems_url is not null
            where d.registration_id = :registration and d.state = 'ACTIVE'
            order by case when k.id is null then 1 else 0 end, k.updated_at desc, c.updated_at desc
            fetch first 1 row only
            """;

    private final JdbcClient jdbc;
    private final Registrations registrations;

    CheckPlaces(JdbcClient jdbc, Registrations registrations) {
        this.jdbc = jdbc;
        this.registrations = registrations;
    }

    /** The course that the launch is in; nothing of another course or tenant. */
    public CheckedPlace of(Launch launch) {
        Registration registration = registrations.find(launch.registration()).orElseThrow();
        return jdbc.sql(OF_LAUNCH)
                .param("launch", launch.id().value())
                .param("tenant", launch.tenant().value())
                .query((row, number) -> place(registration, row, launch.roles().isLearner()))
                .optional()
                .orElseGet(() -> bare(registration));
    }

    /** The registration with the course of it that was opened last and has a gradebook; empty for an unknown one. */
    public Optional<CheckedPlace> of(RegistrationId id) {
        return registrations.find(id).map(registration -> jdbc.sql(OF_REGISTRATION)
                .param("registration", id.value())
                .query((row, number) -> place(registration, row, false))
                .optional()
                .orElseGet(() -> bare(registration)));
    }

    private static CheckedPlace bare(Registration registration) {
        return new CheckedPlace(registration, null, null, null, null, null, null, null);
    }

    private static CheckedPlace place(Registration registration, ResultSet row, boolean learner) throws SQLException {
        String title = row.getString("title");
        String rights = row.getString("ags_scopes");
        URI notices = address(row.getString("notice_service_url"));
        return new CheckedPlace(
                registration,
                row.getString("deployment_id"),
                title != null ? title : row.getString("label"),
                address(row.getString("lineitems_url")),
                rights == null ? null : words(rights),
                address(row.getString("memberships_url")),
                learner ? row.getString("subject") : null,
                notices == null ? null : new NoticeService(notices, words(row.getString("notice_types"))));
    }

    private static Set<String> words(@Nullable String text) {
        return text == null
                ? Set.of()
                : Arrays.stream(text.split("[\\s,]+"))
                        .filter(word -> !word.isEmpty())
                        .collect(Collectors.toUnmodifiableSet());
    }

    private static @Nullable URI address(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
