package dev.laurel.lti.services;

import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.RegistrationId;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.ResourceLinkId;
import java.net.URI;
import java.net.URISyntaxException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Where scores of a link go, as its launches said and as was found out since. */
@Component
class ScoreLinks {

    private final JdbcClient jdbc;
    private final Registrations registrations;
    private final Clock clock;

    ScoreLinks(JdbcClient jdbc, Registrations registrations, Clock clock) {
        this.jdbc = jdbc;
        this.registrations = registrations;
        this.clock = clock;
    }

    Optional<ScoreLink> find(ResourceLinkId link) {
        return jdbc.sql("""
                select l.id, l.platform_id, l.title, l.lineitem_url, l.lineitems_url, l.ags_scopes, d.registration_id,
                  i.url as found_url
                from lti_resource_link l
                join lti_deployment d on d.id = l.deployment_id
                left join lti_line_item i on i.resource_link_id = l.id
                where l.id = :link
                """)
                .param("link", link.value())
                .query(ScoreLinks::row)
                .optional()
                .map(this::link);
    }

    /** The subject of an account of that registration: nobody is told of accounts of another platform. */
    Optional<String> subject(LtiUserId user, RegistrationId registration) {
        return jdbc.sql("select subject from lti_user where id = :user and registration_id = :registration")
                .param("user", user.value())
                .param("registration", registration.value())
                .query(String.class)
                .optional();
    }

    /** Found at once by the time of launch: whoever begins something was launched a moment ago. */
    Optional<String> language(LtiUserId user) {
        return jdbc.sql("select locale from lti_launch where user_id = :user order by launched_at desc "
                        + "fetch first 1 row only")
                .param("user", user.value())
                .query(String.class)
                .optional();
    }

    /** Whether the caller, and no other node, may now look for a line item or make one. */
    boolean claimLineItem(ResourceLinkId link, Duration lease) {
        Timestamp now = Timestamp.from(clock.instant());
        Timestamp until = Timestamp.from(clock.instant().plus(lease));
        int inserted = jdbc.sql("insert into lti_line_item (resource_link_id, claimed_until) values (:link, :until) "
                        + "on conflict do nothing")
                .param("link", link.value())
                .param("until", until)
                .update();
        return inserted == 1
                || jdbc.sql("update lti_line_item set claimed_until = :until where resource_link_id = :link "
                                        + "and (claimed_until is null or claimed_until <= :now)")
                                .param("until", until)
                                .param("link", link.value())
                                .param("now", now)
                                .update()
                        == 1;
    }

    /** Ends the claim, with what was found; null when nothing was. */
    void lineItemFound(ResourceLinkId link, @Nullable URI url) {
        jdbc.sql("update lti_line_item set url = :url, claimed_until = null where resource_link_id = :link")
                .param("url", url == null ? null : url.toString())
                .param("link", link.value())
                .update();
    }

    private ScoreLink link(Row row) {
        return new ScoreLink(
                row.id(),
                row.platformId(),
                row.title(),
                registrations.find(row.registration()).orElseThrow(),
                row.claimed() != null ? row.claimed() : row.found(),
                row.lineItems(),
                row.scopes() == null
                        ? null
                        : new HashSet<>(Arrays.asList(row.scopes().split(" "))));
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                new ResourceLinkId(row.getObject("id", UUID.class)),
                row.getString("platform_id"),
                row.getString("title"),
                new RegistrationId(row.getObject("registration_id", UUID.class)),
                address(row.getString("lineitem_url")),
                address(row.getString("found_url")),
                address(row.getString("lineitems_url")),
                row.getString("ags_scopes"));
    }

    private record Row(
            ResourceLinkId id,
            String platformId,
            @Nullable String title,
            RegistrationId registration,
            @Nullable URI claimed,
            @Nullable URI found,
            @Nullable URI lineItems,
            @Nullable String scopes) {}

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
