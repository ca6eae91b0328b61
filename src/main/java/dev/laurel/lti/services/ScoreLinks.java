package dev.laurel.lti.services;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.RegistrationId;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.ResourceLinkId;
import dev.laurel.tenant.TenantId;
import java.net.URI;
import java.net.URISyntaxException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Where scores of a link go, as its launches said and as was found out since. What is read is kept for half a minute, so
 * that thousands of scores for one column ask the database once.
 */
@Component
class ScoreLinks {

    private static final Duration KEPT = Duration.ofSeconds(30);
    private static final int AT_ONCE = 500;

    private final JdbcClient jdbc;
    private final Registrations registrations;
    private final Clock clock;
    private final Cache<ResourceLinkId, ScoreLink> links =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(KEPT).build();
    private final Cache<Account, String> subjects =
            Caffeine.newBuilder().maximumSize(20_000).expireAfterWrite(KEPT).build();

    ScoreLinks(JdbcClient jdbc, Registrations registrations, Clock clock) {
        this.jdbc = jdbc;
        this.registrations = registrations;
        this.clock = clock;
    }

    Optional<ScoreLink> find(ResourceLinkId link) {
        return Optional.ofNullable(links.get(link, id -> read(id).orElse(null)));
    }

    /** The same; where nothing can be sent as far as it is known, as it stands now: a launch may have named the place. */
    Optional<ScoreLink> settled(ResourceLinkId link) {
        Optional<ScoreLink> known = find(link);
        boolean isReady = known.filter(
                        found -> found.may(ScoreLink.SCORE) && (found.lineItem() != null || found.lineItems() != null))
                .isPresent();
        return isReady ? known : fresh(link);
    }

    /** The same as it stands now. */
    Optional<ScoreLink> fresh(ResourceLinkId link) {
        links.invalidate(link);
        return find(link);
    }

    private Optional<ScoreLink> read(ResourceLinkId link) {
        return jdbc.sql("""
                select l.id, l.tenant_id, coalesce(l.shared_id, l.platform_id) as platform_id, l.title, l.lineitem_url,
                  l.lineitems_url, l.ags_scopes, d.registration_id, i.url as found_url, i.made
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
        return Optional.ofNullable(subjects.get(new Account(user, registration), account -> jdbc.sql(
                        "select subject from lti_user where id = :user and registration_id = :registration")
                .param("user", account.user().value())
                .param("registration", account.registration().value())
                .query(String.class)
                .optional()
                .orElse(null)));
    }

    /** Reads the subjects of many accounts at once, for those who ask for each of them soon. */
    void expect(Collection<LtiUserId> users) {
        if (users.isEmpty()) {
            return;
        }
        jdbc.sql("select id, registration_id, subject from lti_user where id in (:users)")
                .param("users", users.stream().map(LtiUserId::value).toList())
                .query(row -> {
                    subjects.put(
                            new Account(
                                    new LtiUserId(row.getObject("id", UUID.class)),
                                    new RegistrationId(row.getObject("registration_id", UUID.class))),
                            row.getString("subject"));
                });
    }

    /** The accounts behind subjects at the platform of a link, as its tenant knows them; unknown ones are left out. */
    Map<String, LtiUserId> accounts(ScoreLink link, List<String> of) {
        Map<String, LtiUserId> found = new HashMap<>();
        for (int from = 0; from < of.size(); from += AT_ONCE) {
            jdbc.sql("select id, subject from lti_user where registration_id = :registration and tenant_id = :tenant "
                            + "and subject in (:subjects)")
                    .param("registration", link.registration().id().value())
                    .param("tenant", link.tenant().value())
                    .param("subjects", of.subList(from, Math.min(of.size(), from + AT_ONCE)))
                    .query(row -> {
                        found.put(row.getString("subject"), new LtiUserId(row.getObject("id", UUID.class)));
                    });
        }
        return found;
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

    /** Ends the claim, with what was found or made; null when nothing was. */
    void lineItemFound(ResourceLinkId link, @Nullable URI url, boolean made) {
        jdbc.sql("update lti_line_item set url = :url, made = :made, claimed_until = null "
                        + "where resource_link_id = :link")
                .param("url", url == null ? null : url.toString())
                .param("made", made)
                .param("link", link.value())
                .update();
        links.invalidate(link);
    }

    private ScoreLink link(Row row) {
        return new ScoreLink(
                row.id(),
                row.tenant(),
                row.platformId(),
                row.title(),
                registrations.find(row.registration()).orElseThrow(),
                row.named(),
                row.found(),
                row.made(),
                row.lineItems(),
                row.scopes() == null
                        ? null
                        : new HashSet<>(Arrays.asList(row.scopes().split(" "))));
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                new ResourceLinkId(row.getObject("id", UUID.class)),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                row.getString("platform_id"),
                row.getString("title"),
                new RegistrationId(row.getObject("registration_id", UUID.class)),
                address(row.getString("lineitem_url")),
                address(row.getString("found_url")),
                row.getBoolean("made"),
                address(row.getString("lineitems_url")),
                row.getString("ags_scopes"));
    }

    private record Row(
            ResourceLinkId id,
            TenantId tenant,
            String platformId,
            @Nullable String title,
            RegistrationId registration,
            @Nullable URI named,
            @Nullable URI found,
            boolean made,
            @Nullable URI lineItems,
            @Nullable String scopes) {}

    private record Account(LtiUserId user, RegistrationId registration) {}

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
