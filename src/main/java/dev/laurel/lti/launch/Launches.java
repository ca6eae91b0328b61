package dev.laurel.lti.launch;

import dev.laurel.lti.ColumnNamed;
import dev.laurel.lti.ContextId;
import dev.laurel.lti.CustomParameters;
import dev.laurel.lti.DeepLinkingSettings;
import dev.laurel.lti.Deployment;
import dev.laurel.lti.Deployment.State;
import dev.laurel.lti.DeploymentId;
import dev.laurel.lti.ForUser;
import dev.laurel.lti.Launch;
import dev.laurel.lti.LaunchContext;
import dev.laurel.lti.LaunchId;
import dev.laurel.lti.LaunchTarget;
import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.MessageType;
import dev.laurel.lti.RegistrationId;
import dev.laurel.lti.ResourceLink;
import dev.laurel.lti.ResourceLinkId;
import dev.laurel.lti.Roles;
import dev.laurel.lti.UserProfile;
import dev.laurel.lti.launch.LaunchRefused.Cause;
import dev.laurel.system.Ids;
import dev.laurel.tenant.TenantId;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Launches and whom, where and what they are about. A launch that tells nothing new is one insert; what it does tell is
 * written first, in the same transaction. What a platform leaves out this time keeps its last value.
 */
@Component
class Launches {

    /** How long the window of a launch works. */
    static final Duration WINDOW = Duration.ofHours(12);

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private static final String KNOWN = """
            select u.id as user_id, u.name, u.given_name, u.family_name, u.email,
              c.id as context_id, c.label as context_label, c.title as context_title,
              k.id as link_id, k.context_id as link_context_id, k.title as link_title, k.lineitem_url, k.lineitems_url,
              k.ags_scopes, c.memberships_url, c.course, d.notice_service_url, d.notice_types,
              u.lti1p1_user_id, k.lti1p1_resource_link_id
            from lti_deployment d
            left join lti_user u on u.registration_id = d.registration_id and u.tenant_id = d.tenant_id
              and u.subject = ?
            left join lti_context c on c.deployment_id = d.id and c.platform_id = ?
            left join lti_resource_link k on k.deployment_id = d.id and k.platform_id = ?
            where d.id = ? and d.state = 'ACTIVE'
            """;

    /**
     * Stores a launch where all that its message tells is stored already, word for word, and nothing is stored that it leaves
     * out, so that nothing has to be read: no row is stored where anything differs.
     */
    private static final String INSERT_WHERE_NOTHING_IS_NEW = """
            insert into lti_launch (id, tenant_id, registration_id, deployment_id, user_id, context_id,
              resource_link_id, nonce, window_hash, message, roles, custom, target_query, locale, return_url,
              frame_ancestors, launched_at)
            select cast(? as uuid), d.tenant_id, d.registration_id, d.id, u.id, c.id, k.id,
              cast(? as varchar), cast(? as bytea), cast(? as varchar), cast(? as varchar), cast(? as varchar),
              cast(? as varchar), cast(? as varchar), cast(? as varchar), cast(? as varchar),
              cast(? as timestamp with time zone)
            from lti_deployment d
            join lti_user u on u.registration_id = ? and u.tenant_id = ? and u.subject = ?
            join lti_context c on c.deployment_id = ? and c.platform_id = ?
            join lti_resource_link k on k.deployment_id = ? and k.platform_id = ? and k.context_id = c.id
            where d.id = ? and d.state = 'ACTIVE'
              and u.registration_id = d.registration_id and u.tenant_id = d.tenant_id
              and u.name is not distinct from cast(? as varchar)
              and u.given_name is not distinct from cast(? as varchar)
              and u.family_name is not distinct from cast(? as varchar)
              and u.email is not distinct from cast(? as varchar)
              and c.label is not distinct from cast(? as varchar)
              and c.title is not distinct from cast(? as varchar)
              and c.memberships_url is not distinct from coalesce(cast(? as varchar), c.memberships_url)
              and c.course = coalesce(cast(? as boolean), c.course)
              and k.title is not distinct from cast(? as varchar)
              and k.lineitem_url is not distinct from cast(? as varchar)
              and k.lineitems_url is not distinct from cast(? as varchar)
              and k.ags_scopes is not distinct from cast(? as varchar)
              and d.notice_service_url is not distinct from coalesce(cast(? as varchar), d.notice_service_url)
              and d.notice_types is not distinct from coalesce(cast(? as varchar), d.notice_types)
              and (cast(? as varchar) is null or u.lti1p1_user_id is not null)
              and (cast(? as varchar) is null or k.lti1p1_resource_link_id is not null)
            """;

    private static final String[] FOUND = {"user_id", "context_id", "resource_link_id"};

    private static final String LAUNCH = """
            select l.id, l.tenant_id, l.registration_id, l.deployment_id, l.window_hash, l.message, l.roles, l.custom,
              l.deep_linking, l.for_user, l.target_query, l.locale, l.return_url, l.frame_ancestors, l.launched_at,
              u.id as user_id, u.name, u.given_name, u.family_name, u.email,
              c.id as context_id, c.label as context_label, c.title as context_title,
              k.id as link_id, k.context_id as link_context_id, k.title as link_title, k.lineitem_url, k.lineitems_url,
              k.ags_scopes, d.state
            from lti_launch l
            join lti_deployment d on d.id = l.deployment_id
            join lti_user u on u.id = l.user_id
            left join lti_context c on c.id = l.context_id
            left join lti_resource_link k on k.id = l.resource_link_id
            where l.id = ? and l.launched_at > ?
            """;

    private static final String INSERT_LAUNCH = """
            insert into lti_launch (id, tenant_id, registration_id, deployment_id, user_id, context_id,
              resource_link_id, nonce, window_hash, message, roles, custom, deep_linking, for_user,
              target_query, locale, return_url, frame_ancestors, launched_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final JdbcTemplate jdbc;
    private final TransactionOperations transactions;
    private final ApplicationEventPublisher events;
    private final JsonMapper json;
    private final Clock clock;

    Launches(
            JdbcTemplate jdbc,
            TransactionOperations transactions,
            ApplicationEventPublisher events,
            JsonMapper json,
            Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.events = events;
        this.json = json;
        this.clock = clock;
    }

    /**
     * A launch and what its window must show to be let in.
     *
     * @param welcome whether the deployment that it came from is active still
     */
    record Window(Launch launch, byte[] secretHash, String frameAncestors, boolean welcome) {

        @Override
        public String toString() {
            return "Window[" + launch.id() + "]";
        }
    }

    /**
     * Stores the launch, and with it spends the nonce.
     *
     * @throws LaunchRefused when the nonce was spent before, or the deployment is not active any more
     */
    Window store(LaunchMessage message, Deployment deployment, String nonce, byte[] secretHash, String frameAncestors) {
        return storeWhereNothingIsNew(message, deployment, nonce, secretHash, frameAncestors)
                .orElseGet(() -> storeWithWhatIsNew(message, deployment, nonce, secretHash, frameAncestors));
    }

    private Window storeWithWhatIsNew(
            LaunchMessage message, Deployment deployment, String nonce, byte[] secretHash, String frameAncestors) {
        Known known = known(message, deployment);
        LaunchMessage.Context course = message.context();
        if (course != null && known.linkIsOfAnotherCourse(message)) {
            return store(message.aboutTheLinkOf(course), deployment, nonce, secretHash, frameAncestors);
        }
        if (known.covers(message)) {
            return insert(message, deployment, known, nonce, secretHash, frameAncestors);
        }
        Optional<Window> window = transactions.execute(status -> {
            write(message, deployment, known);
            Known now = known(message, deployment);
            return now.linkIsOfAnotherCourse(message)
                    ? Optional.empty()
                    : Optional.of(insert(message, deployment, now, nonce, secretHash, frameAncestors));
        });
        // Another course opened its link of the same name at the same moment, and was the first.
        return Objects.requireNonNull(window)
                .orElseGet(() -> storeWithWhatIsNew(message, deployment, nonce, secretHash, frameAncestors));
    }

    /** Whether a launch with that nonce was stored already. */
    boolean isSpent(String nonce) {
        Integer spent = jdbc.queryForObject("select count(*) from lti_launch where nonce = ?", Integer.class, nonce);
        return spent != null && spent > 0;
    }

    /**
     * Gives a launch that was stored under {@code lock} the hash of its window's secret. Answers whether it did: the first
     * to ask takes the lock away, on whatever node.
     */
    boolean unlock(LaunchId id, byte[] lock, byte[] secretHash) {
        return jdbc.update(
                        "update lti_launch set window_hash = ? where id = ? and window_hash = ?",
                        secretHash,
                        id.value(),
                        lock)
                == 1;
    }

    /** The window of a launch that has not ended yet. */
    Optional<Window> find(LaunchId id) {
        return jdbc
                .query(
                        LAUNCH,
                        this::window,
                        id.value(),
                        Timestamp.from(clock.instant().minus(WINDOW)))
                .stream()
                .findFirst();
    }

    /** Forgets launches before {@code time}, at most {@code rows} of them; answers how many. */
    int forgetBefore(Instant time, int rows) {
        return jdbc.update(
                "delete from lti_launch where id in (select id from lti_launch where launched_at < ? "
                        + "order by launched_at fetch first " + rows + " rows only)",
                Timestamp.from(time));
    }

    /** The common launch: somebody who was here before opens a link that was opened before. Empty for every other. */
    private Optional<Window> storeWhereNothingIsNew(
            LaunchMessage message, Deployment deployment, String nonce, byte[] secretHash, String frameAncestors) {
        LaunchMessage.Context context = message.context();
        LaunchMessage.Link link = message.link();
        if (context == null || link == null || message.deepLinking() != null || message.forUser() != null) {
            return Optional.empty();
        }
        LaunchId id = new LaunchId(Ids.next());
        Instant now = clock.instant();
        UserProfile profile = message.profile();
        LaunchMessage.NoticeService notices = message.notices();
        Object[] values = {
            id.value(),
            nonce,
            secretHash,
            message.type().name(),
            lines(message.roles()),
            text(message.custom()),
            message.target().query(),
            message.locale().toLanguageTag(),
            text(message.returnUrl()),
            frameAncestors,
            Timestamp.from(now),
            deployment.registration().value(),
            deployment.tenant().value(),
            message.subject(),
            deployment.id().value(),
            context.id(),
            deployment.id().value(),
            link.id(),
            deployment.id().value(),
            profile.name(),
            profile.givenName(),
            profile.familyName(),
            profile.email(),
            context.label(),
            context.title(),
            context.memberships(),
            context.course(),
            link.title(),
            link.lineItem(),
            link.lineItems(),
            link.scopes(),
            notices == null ? null : notices.address(),
            notices == null ? null : notices.types(),
            message.legacy() == null ? null : message.legacy().userId(),
            message.legacy() == null ? null : message.legacy().resourceLinkId()
        };
        Optional<Known> found = once(() -> jdbc.execute(
                (Connection connection) -> connection.prepareStatement(INSERT_WHERE_NOTHING_IS_NEW, FOUND),
                (PreparedStatementCallback<Optional<Known>>) statement -> {
                    for (int i = 0; i < values.length; i++) {
                        statement.setObject(i + 1, values[i]);
                    }
                    if (statement.executeUpdate() == 0) {
                        return Optional.empty();
                    }
                    try (ResultSet row = statement.getGeneratedKeys()) {
                        row.next();
                        UUID contextId = row.getObject(2, UUID.class);
                        return Optional.of(new Known(
                                new KnownUser(row.getObject(1, UUID.class), profile),
                                new KnownContext(contextId, context.label(), context.title()),
                                new KnownLink(
                                        row.getObject(3, UUID.class),
                                        contextId,
                                        link.title(),
                                        link.lineItem(),
                                        link.lineItems(),
                                        link.scopes()),
                                null,
                                true,
                                null,
                                true,
                                true));
                    }
                }));
        return Objects.requireNonNull(found)
                .map(known ->
                        new Window(launch(id, message, deployment, known, now), secretHash, frameAncestors, true));
    }

    private Known known(LaunchMessage message, Deployment deployment) {
        return jdbc
                .query(
                        KNOWN,
                        (row, number) -> known(row).withServices(row),
                        message.subject(),
                        message.context() == null ? null : message.context().id(),
                        message.link() == null ? null : message.link().id(),
                        deployment.id().value())
                .stream()
                .findFirst()
                .orElseThrow(() -> new LaunchRefused(
                        Cause.BLOCKED, "Deployment " + deployment.deploymentId() + " is not active any more"));
    }

    private void write(LaunchMessage message, Deployment deployment, Known known) {
        Timestamp now = Timestamp.from(clock.instant());
        if (known.user() == null) {
            jdbc.update(
                    """
                    insert into lti_user (id, tenant_id, registration_id, subject, name, given_name, family_name,
                      email, lti1p1_user_id, created_at, updated_at)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                    """,
                    Ids.next(),
                    deployment.tenant().value(),
                    deployment.registration().value(),
                    message.subject(),
                    message.profile().name(),
                    message.profile().givenName(),
                    message.profile().familyName(),
                    message.profile().email(),
                    message.legacy() == null ? null : message.legacy().userId(),
                    now,
                    now);
        } else if (!known.user().covers(message.profile()) || !known.coversLegacyUser(message.legacy())) {
            UserProfile profile = message.profile();
            jdbc.update(
                    """
                    update lti_user set name = coalesce(cast(? as varchar), name),
                      given_name = coalesce(cast(? as varchar), given_name),
                      family_name = coalesce(cast(? as varchar), family_name),
                      email = coalesce(cast(? as varchar), email),
                      lti1p1_user_id = coalesce(lti1p1_user_id, cast(? as varchar)), updated_at = ?
                    where id = ?
                    """,
                    profile.name(),
                    profile.givenName(),
                    profile.familyName(),
                    profile.email(),
                    message.legacy() == null ? null : message.legacy().userId(),
                    now,
                    known.user().id());
        }
        writeContext(message.context(), deployment, known, now);
        writeLink(message, deployment, known.link(), now);
        if (known.link() != null && known.link().gets(message.link())) {
            events.publishEvent(new ColumnNamed(
                    deployment.tenant(), new ResourceLinkId(known.link().id())));
        }
        LaunchMessage.NoticeService notices = message.notices();
        if (notices != null && !notices.equals(known.notices())) {
            jdbc.update(
                    """
                    update lti_deployment set notice_service_url = ?, notice_types = ?, notice_due_at = ?,
                      notice_tries = 0
                    where id = ?
                    """,
                    notices.address(),
                    notices.types(),
                    now,
                    deployment.id().value());
        }
    }

    private void writeContext(LaunchMessage.@Nullable Context said, Deployment deployment, Known known, Timestamp now) {
        if (said == null) {
            return;
        }
        if (known.context() == null) {
            jdbc.update(
                    """
                    insert into lti_context (id, tenant_id, deployment_id, platform_id, label, title, memberships_url,
                      course, created_at, updated_at)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                    """,
                    Ids.next(),
                    deployment.tenant().value(),
                    deployment.id().value(),
                    said.id(),
                    said.label(),
                    said.title(),
                    said.memberships(),
                    !Boolean.FALSE.equals(said.course()),
                    now,
                    now);
        } else if (!known.covers(said)) {
            jdbc.update(
                    """
                    update lti_context set label = coalesce(cast(? as varchar), label),
                      title = coalesce(cast(? as varchar), title),
                      memberships_url = coalesce(cast(? as varchar), memberships_url),
                      course = coalesce(cast(? as boolean), course), updated_at = ?
                    where id = ?
                    """,
                    said.label(),
                    said.title(),
                    said.memberships(),
                    said.course(),
                    now,
                    known.context().id());
        }
    }

    /** What another course has taken as its own meanwhile is left as it is: this course gets a link of its own after that. */
    private void writeLink(LaunchMessage message, Deployment deployment, @Nullable KnownLink known, Timestamp now) {
        LaunchMessage.Link said = message.link();
        if (said == null) {
            return;
        }
        String course = message.context() == null ? null : message.context().id();
        if (known == null) {
            jdbc.update(
                    """
                    insert into lti_resource_link (id, tenant_id, deployment_id, platform_id, shared_id, context_id, title,
                      lineitem_url, lineitems_url, ags_scopes, lti1p1_resource_link_id, created_at, updated_at)
                    values (?, ?, ?, ?, ?, (select id from lti_context where deployment_id = ? and platform_id = ?),
                      ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                    """,
                    Ids.next(),
                    deployment.tenant().value(),
                    deployment.id().value(),
                    said.id(),
                    said.sharedId(),
                    deployment.id().value(),
                    course,
                    said.title(),
                    said.lineItem(),
                    said.lineItems(),
                    said.scopes(),
                    message.legacy() == null ? null : message.legacy().resourceLinkId(),
                    now,
                    now);
        } else {
            jdbc.update(
                    """
                    update lti_resource_link set title = coalesce(cast(? as varchar), title),
                      context_id = coalesce(
                        context_id, (select id from lti_context where deployment_id = ? and platform_id = ?)),
                      lineitem_url = coalesce(cast(? as varchar), lineitem_url),
                      lineitems_url = coalesce(cast(? as varchar), lineitems_url),
                      ags_scopes = coalesce(cast(? as varchar), ags_scopes),
                      lti1p1_resource_link_id = coalesce(lti1p1_resource_link_id, cast(? as varchar)), updated_at = ?
                    where id = ? and (context_id is null or cast(? as varchar) is null or context_id =
                      (select id from lti_context where deployment_id = ? and platform_id = ?))
                    """,
                    said.title(),
                    deployment.id().value(),
                    course,
                    said.lineItem(),
                    said.lineItems(),
                    said.scopes(),
                    message.legacy() == null ? null : message.legacy().resourceLinkId(),
                    now,
                    known.id(),
                    course,
                    deployment.id().value(),
                    course);
        }
    }

    private Window insert(
            LaunchMessage message,
            Deployment deployment,
            Known known,
            String nonce,
            byte[] secretHash,
            String frameAncestors) {
        Launch launch = launch(new LaunchId(Ids.next()), message, deployment, known, clock.instant());
        once(() -> jdbc.update(
                INSERT_LAUNCH,
                launch.id().value(),
                launch.tenant().value(),
                launch.registration().value(),
                launch.deployment().value(),
                launch.user().value(),
                known.context() == null ? null : known.context().id(),
                known.link() == null ? null : known.link().id(),
                nonce,
                secretHash,
                launch.message().name(),
                lines(launch.roles()),
                text(launch.custom()),
                launch.deepLinking() == null ? null : json.writeValueAsString(launch.deepLinking()),
                message.forUser() == null ? null : message.forUser().subject(),
                message.target().query(),
                launch.locale().toLanguageTag(),
                text(launch.returnUrl()),
                frameAncestors,
                Timestamp.from(launch.launchedAt())));
        return new Window(launch, secretHash, frameAncestors, true);
    }

    /** @throws LaunchRefused when what is stored has a nonce that was stored before */
    private static <T> T once(Supplier<T> storing) {
        try {
            return storing.get();
        } catch (DuplicateKeyException e) {
            throw new LaunchRefused(Cause.REPLAYED, "The nonce was spent before");
        }
    }

    private static Launch launch(
            LaunchId id, LaunchMessage message, Deployment deployment, Known known, Instant launchedAt) {
        KnownUser user = Objects.requireNonNull(known.user());
        return new Launch(
                id,
                deployment.tenant(),
                deployment.registration(),
                deployment.id(),
                message.type(),
                new LtiUserId(user.id()),
                user.profile(),
                message.roles(),
                known.context() == null ? null : known.context().toLaunchContext(),
                known.link() == null ? null : known.link().toResourceLink(),
                message.custom(),
                message.deepLinking(),
                message.forUser(),
                message.target(),
                message.locale(),
                message.returnUrl(),
                launchedAt);
    }

    private static String lines(Roles roles) {
        return String.join("\n", roles.uris());
    }

    private @Nullable String text(CustomParameters custom) {
        return custom.values().isEmpty() ? null : json.writeValueAsString(custom.values());
    }

    private static @Nullable String text(@Nullable URI address) {
        return address == null ? null : address.toString();
    }

    private Window window(ResultSet row, int number) throws SQLException {
        Known known = known(row);
        KnownUser user = Objects.requireNonNull(known.user());
        String custom = row.getString("custom");
        String deepLinking = row.getString("deep_linking");
        String forUser = row.getString("for_user");
        String targetQuery = row.getString("target_query");
        String returnUrl = row.getString("return_url");
        Launch launch = new Launch(
                new LaunchId(row.getObject("id", UUID.class)),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new RegistrationId(row.getObject("registration_id", UUID.class)),
                new DeploymentId(row.getObject("deployment_id", UUID.class)),
                MessageType.valueOf(row.getString("message")),
                new LtiUserId(user.id()),
                user.profile(),
                roles(row.getString("roles")),
                known.context() == null ? null : known.context().toLaunchContext(),
                known.link() == null ? null : known.link().toResourceLink(),
                custom == null ? CustomParameters.NONE : new CustomParameters(json.readValue(custom, TEXTS)),
                deepLinking == null ? null : json.readValue(deepLinking, DeepLinkingSettings.class),
                forUser == null ? null : new ForUser(forUser),
                targetQuery == null ? LaunchTarget.NONE : new LaunchTarget(targetQuery),
                Locale.forLanguageTag(row.getString("locale")),
                returnUrl == null ? null : URI.create(returnUrl),
                row.getTimestamp("launched_at").toInstant());
        return new Window(
                launch,
                row.getBytes("window_hash"),
                row.getString("frame_ancestors"),
                State.valueOf(row.getString("state")) == State.ACTIVE);
    }

    private static Roles roles(String lines) {
        return new Roles(Arrays.stream(lines.split("\n"))
                .filter(role -> !role.isEmpty())
                .collect(Collectors.toUnmodifiableSet()));
    }

    private static Known known(ResultSet row) throws SQLException {
        UUID user = row.getObject("user_id", UUID.class);
        UUID context = row.getObject("context_id", UUID.class);
        UUID link = row.getObject("link_id", UUID.class);
        return new Known(
                user == null
                        ? null
                        : new KnownUser(
                                user,
                                new UserProfile(
                                        row.getString("name"),
                                        row.getString("given_name"),
                                        row.getString("family_name"),
                                        row.getString("email"))),
                context == null
                        ? null
                        : new KnownContext(context, row.getString("context_label"), row.getString("context_title")),
                link == null
                        ? null
                        : new KnownLink(
                                link,
                                row.getObject("link_context_id", UUID.class),
                                row.getString("link_title"),
                                row.getString("lineitem_url"),
                                row.getString("lineitems_url"),
                                row.getString("ags_scopes")),
                null,
                true,
                null,
                true,
                true);
    }

    /** Whether a stored value already says what a message says; what a message leaves out says nothing. */
    private static boolean covers(@Nullable Object stored, @Nullable Object said) {
        return said == null || said.equals(stored);
    }

    /**
     * What is stored already of whom, where and what a message is about.
     *
     * @param legacyUser whether it is stored what LTI 1.1 called the account; a roster names accounts without it
     * @param legacyLink the same of the link
     */
    private record Known(
            @Nullable KnownUser user,
            @Nullable KnownContext context,
            @Nullable KnownLink link,
            @Nullable String memberships,
            boolean course,
            LaunchMessage.@Nullable NoticeService notices,
            boolean legacyUser,
            boolean legacyLink) {

        /** With what only the next message is compared with; a window has no use for it. */
        Known withServices(ResultSet row) throws SQLException {
            String address = row.getString("notice_service_url");
            String types = row.getString("notice_types");
            return new Known(
                    user,
                    context,
                    link,
                    row.getString("memberships_url"),
                    row.getBoolean("course"),
                    address == null || types == null ? null : new LaunchMessage.NoticeService(address, types),
                    row.getString("lti1p1_user_id") != null,
                    row.getString("lti1p1_resource_link_id") != null);
        }

        /**
         * Whether the link that goes by that name stands in another course, so that this course has one of its own: one column
         * and one roster for both would be one course's.
         */
        boolean linkIsOfAnotherCourse(LaunchMessage message) {
            return message.context() != null
                    && link != null
                    && link.contextId() != null
                    && (context == null || !link.contextId().equals(context.id()));
        }

        boolean covers(LaunchMessage message) {
            return user != null
                    && user.covers(message.profile())
                    && (message.context() == null || covers(message.context()))
                    && Launches.covers(notices, message.notices())
                    && coversLegacyUser(message.legacy())
                    && coversLegacyLink(message.legacy())
                    && (message.link() == null || (link != null && link.covers(message.link(), context)));
        }

        boolean coversLegacyUser(LaunchMessage.@Nullable Legacy said) {
            return legacyUser || said == null || said.userId() == null;
        }

        private boolean coversLegacyLink(LaunchMessage.@Nullable Legacy said) {
            return legacyLink || link == null || said == null || said.resourceLinkId() == null;
        }

        boolean covers(LaunchMessage.Context said) {
            return context != null
                    && context.covers(said)
                    && Launches.covers(memberships, said.memberships())
                    && Launches.covers(course, said.course());
        }
    }

    private record KnownUser(UUID id, UserProfile profile) {

        boolean covers(UserProfile said) {
            return Launches.covers(profile.name(), said.name())
                    && Launches.covers(profile.givenName(), said.givenName())
                    && Launches.covers(profile.familyName(), said.familyName())
                    && Launches.covers(profile.email(), said.email());
        }
    }

    private record KnownContext(
            UUID id, @Nullable String label, @Nullable String title) {

        boolean covers(LaunchMessage.Context said) {
            return Launches.covers(label, said.label()) && Launches.covers(title, said.title());
        }

        LaunchContext toLaunchContext() {
            return new LaunchContext(new ContextId(id), label, title);
        }
    }

    private record KnownLink(
            UUID id,
            @Nullable UUID contextId,
            @Nullable String title,
            @Nullable String lineItem,
            @Nullable String lineItems,
            @Nullable String scopes) {

        private static final String SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score";
        private static final String LINE_ITEM = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem";

        boolean covers(LaunchMessage.Link said, @Nullable KnownContext context) {
            return Launches.covers(contextId, context == null ? null : context.id())
                    && Launches.covers(title, said.title())
                    && Launches.covers(lineItem, said.lineItem())
                    && Launches.covers(lineItems, said.lineItems())
                    && (said.scopes() == null || rights(said.scopes()).equals(rights(scopes)));
        }

        /** Whether a launch says of the column what was not known, or other than it was known; fewer rights mend nothing. */
        boolean gets(LaunchMessage.@Nullable Link said) {
            return said != null
                    && !(Launches.covers(lineItem, said.lineItem())
                            && Launches.covers(lineItems, said.lineItems())
                            && rights(scopes).containsAll(rights(said.scopes())));
        }

        /** Platforms list them in any order. */
        private static Set<String> rights(@Nullable String scopes) {
            return scopes == null ? Set.of() : new HashSet<>(Arrays.asList(scopes.split(" ")));
        }

        ResourceLink toResourceLink() {
            Set<String> granted = rights(scopes);
            boolean gradable =
                    granted.contains(SCORE) && (lineItem != null || (lineItems != null && granted.contains(LINE_ITEM)));
            return new ResourceLink(new ResourceLinkId(id), title, gradable, lineItem != null);
        }
    }
}
