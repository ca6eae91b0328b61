package dev.laurel.lti;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.laurel.lti.Deployment.State;
import dev.laurel.system.Ids;
import dev.laurel.system.WebOrigin;
import dev.laurel.tenant.TenantId;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The platforms that know this tool, and their deployments (LTI Core 1.3, section 3.1). What is found is kept for a
 * minute, so that a launch asks the database for neither; a change made on another node is seen within that minute.
 */
@Component
public class Registrations {

    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final UUID NOBODY = new UUID(0, 0);
    private static final String COLUMNS = "id, issuer, client_id, authorization_endpoint, token_endpoint, jwks_uri, "
            + "token_audience, platform_origin, product_family, platform_version, platform_name, scopes, home_tenant_id, "
            + "enabled, new_deployments";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Cache<Key, Registration> byKey = kept();
    private final Cache<RegistrationId, Registration> byId = kept();
    private final Cache<DeploymentKey, Deployment> deployments = kept();
    private final Cache<String, Set<String>> origins = kept();

    Registrations(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The registration of exactly that issuer and client id. */
    public Optional<Registration> find(String issuer, String clientId) {
        return Optional.ofNullable(
                byKey.get(new Key(issuer, clientId), key -> load(key).orElse(null)));
    }

    /** The registration of an issuer that has exactly one; empty when it has none or several (LTI Core 1.3, 4.1.3). */
    public Optional<Registration> findOnly(String issuer) {
        List<Registration> all = jdbc.sql("select " + COLUMNS
                        + " from lti_registration where issuer = :issuer order by id fetch first 2 rows only")
                .param("issuer", issuer)
                .query(Registrations::registration)
                .list();
        return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }

    public Optional<Registration> find(RegistrationId id) {
        return Optional.ofNullable(
                byId.get(id, key -> jdbc.sql("select " + COLUMNS + " from lti_registration where id = :id")
                        .param("id", key.value())
                        .query(Registrations::registration)
                        .optional()
                        .orElse(null)));
    }

    /** The deployment that the platform calls {@code deploymentId}, if it was ever told of or seen. */
    public Optional<Deployment> deployment(RegistrationId registration, String deploymentId) {
        return Optional.ofNullable(deployments.get(
                new DeploymentKey(registration, deploymentId), key -> load(key).orElse(null)));
    }

    public Optional<Deployment> find(DeploymentId id) {
        return jdbc.sql(
                        "select id, registration_id, deployment_id, tenant_id, state from lti_deployment where id = :id")
                .param("id", id.value())
                .query(Registrations::deployment)
                .optional();
    }

    /** Every origin whose pages may frame this tool, for {@code frame-ancestors} where no registration is known yet. */
    public Set<String> origins() {
        return origins.get("all", all -> jdbc
                .sql("select " + COLUMNS + " from lti_registration order by id")
                .query(Registrations::registration)
                .list()
                .stream()
                .flatMap(registration -> registration.origins().stream())
                .collect(Collectors.toUnmodifiableSet()));
    }

    /**
     * Stores what a platform said of itself. A registration of that issuer and client id is brought up to date and keeps
     * its id and home; platforms let administrators repeat a registration.
     *
     * @param home the tenant of a registration that is new
     */
    @Transactional
    public Registration register(PlatformFacts facts, TenantId home) {
        Timestamp now = Timestamp.from(clock.instant());
        boolean known = saying(facts, """
                insert into lti_registration (id, issuer, client_id, authorization_endpoint, token_endpoint, jwks_uri,
                  scopes, home_tenant_id, created_at, updated_at)
                values (:id, :issuer, :clientId, :authorizationEndpoint, :tokenEndpoint, :jwksUri, '', :home, :now, :now)
                on conflict do nothing
                """)
                        .param("id", Ids.next())
                        .param("home", home.value())
                        .param("now", now)
                        .update()
                == 0;
        saying(facts, """
                update lti_registration set authorization_endpoint = :authorizationEndpoint,
                  token_endpoint = :tokenEndpoint, jwks_uri = :jwksUri, token_audience = :tokenAudience,
                  platform_origin = :platformOrigin, product_family = :productFamily,
                  platform_version = :platformVersion, platform_name = :platformName, scopes = :scopes,
                  updated_at = :now
                where issuer = :issuer and client_id = :clientId
                """).param("now", now).update();
        if (known) {
            jdbc.sql("update lti_registration set repeated_at = :now where issuer = :issuer and client_id = :clientId")
                    .param("now", now)
                    .param("issuer", facts.issuer())
                    .param("clientId", facts.clientId())
                    .update();
        }
        afterCommit(this::forget);
        return load(new Key(facts.issuer(), facts.clientId())).orElseThrow();
    }

    /** Whether the platform has registered more than once under that issuer and client id. */
    public boolean isRepeated(RegistrationId id) {
        return jdbc.sql("select count(*) from lti_registration where id = :id and repeated_at is not null")
                        .param("id", id.value())
                        .query(Integer.class)
                        .single()
                == 1;
    }

    private StatementSpec saying(PlatformFacts facts, String sql) {
        URI origin = facts.platformOrigin();
        return jdbc.sql(sql)
                .param("issuer", facts.issuer())
                .param("clientId", facts.clientId())
                .param("authorizationEndpoint", facts.authorizationEndpoint().toString())
                .param("tokenEndpoint", facts.tokenEndpoint().toString())
                .param("jwksUri", facts.jwksUri().toString())
                .param("tokenAudience", facts.tokenAudience())
                .param("platformOrigin", origin == null ? null : WebOrigin.of(origin))
                .param("productFamily", facts.productFamily())
                .param("platformVersion", facts.platformVersion())
                .param("platformName", facts.platformName())
                .param("scopes", String.join(" ", facts.scopes()));
    }

    private void forget() {
        byKey.invalidateAll();
        byId.invalidateAll();
        origins.invalidateAll();
    }

    /**
     * Changes what an operator has entered, the issuer and client id included; id, home, scopes and deployments stay, and so
     * does what the platform called itself.
     *
     * @return false when there is no such registration, or another one has that issuer and client id
     */
    @Transactional
    public boolean amend(RegistrationId id, PlatformFacts facts) {
        boolean taken = load(new Key(facts.issuer(), facts.clientId()))
                .filter(other -> !other.id().equals(id))
                .isPresent();
        if (taken) {
            return false;
        }
        int changed = saying(facts, """
                update lti_registration set issuer = :issuer, client_id = :clientId,
                  authorization_endpoint = :authorizationEndpoint, token_endpoint = :tokenEndpoint,
                  jwks_uri = :jwksUri, token_audience = :tokenAudience, platform_origin = :platformOrigin,
                  product_family = coalesce(product_family, :productFamily), platform_name = :platformName,
                  updated_at = :now
                where id = :id
                """)
                .param("id", id.value())
                .param("now", Timestamp.from(clock.instant()))
                .update();
        afterCommit(this::forget);
        return changed == 1;
    }

    /** Switches the launches of a registration on or off; false when there is no such registration. */
    @Transactional
    public boolean enable(RegistrationId id, boolean enabled) {
        int changed = jdbc.sql("update lti_registration set enabled = :enabled, updated_at = :now where id = :id")
                .param("enabled", enabled)
                .param("now", Timestamp.from(clock.instant()))
                .param("id", id.value())
                .update();
        afterCommit(this::forget);
        return changed == 1;
    }

    /** Says what becomes of deployments that nobody told of, from now on. */
    @Transactional
    public void receive(RegistrationId id, NewDeployments newDeployments) {
        jdbc.sql("update lti_registration set new_deployments = :newDeployments where id = :id")
                .param("newDeployments", newDeployments.name())
                .param("id", id.value())
                .update();
        afterCommit(this::forget);
    }

    /** Notes a deployment in that state, unless it is known already; answers what is known then. */
    @Transactional
    public Deployment deploy(RegistrationId registration, String deploymentId, TenantId tenant, State state) {
        jdbc.sql("""
                insert into lti_deployment (id, registration_id, deployment_id, tenant_id, state, created_at)
                values (:id, :registration, :deploymentId, :tenant, :state, :now)
                on conflict do nothing
                """)
                .param("id", Ids.next())
                .param("registration", registration.value())
                .param("deploymentId", deploymentId)
                .param("tenant", tenant.value())
                .param("state", state.name())
                .param("now", Timestamp.from(clock.instant()))
                .update();
        DeploymentKey key = new DeploymentKey(registration, deploymentId);
        afterCommit(() -> deployments.invalidate(key));
        return load(key).orElseThrow();
    }

    /**
     * Notes a deployment that nobody told of. A platform that names none when it registers usually means the one that it is
     * first launched from; any further one waits for somebody to approve it, unless the operator decided otherwise for this
     * registration. Of several that are launched from at the same moment one is the first.
     */
    @Transactional
    public Deployment firstSeen(Registration registration, String deploymentId) {
        State state =
                switch (registration.newDeployments()) {
                    case ACCEPT -> State.ACTIVE;
                    case WAIT -> State.PENDING;
                    case FIRST -> isFirst(registration.id()) ? State.ACTIVE : State.PENDING;
                };
        return deploy(registration.id(), deploymentId, registration.home(), state);
    }

    /** Whether no deployment is known yet; nobody else is answered until the transaction ends. */
    private boolean isFirst(RegistrationId registration) {
        jdbc.sql("select id from lti_registration where id = :registration for update")
                .param("registration", registration.value())
                .query(UUID.class)
                .single();
        return !hasDeployments(registration);
    }

    /**
     * Every registration, the newest first.
     *
     * @param page from 0
     */
    public List<Registration> list(int page, int pageSize) {
        return jdbc.sql("select " + COLUMNS + " from lti_registration order by id desc"
                        + " offset :offset rows fetch first :size rows only")
                .param("offset", (long) page * pageSize)
                .param("size", pageSize)
                .query(Registrations::registration)
                .list();
    }

    public int count() {
        return jdbc.sql("select count(*) from lti_registration")
                .query(Integer.class)
                .single();
    }

    /** How many registrations of that issuer there are beside one, which may be null. */
    public int countOf(String issuer, @Nullable RegistrationId beside) {
        return jdbc.sql("select count(*) from lti_registration where issuer = :issuer and id <> :beside")
                .param("issuer", issuer)
                .param("beside", beside == null ? NOBODY : beside.value())
                .query(Integer.class)
                .single();
    }

    /** Deployments of a registration, the newest first, up to {@code most}. */
    public List<Deployment> deployments(RegistrationId registration, int most) {
        return jdbc.sql("select id, registration_id, deployment_id, tenant_id, state from lti_deployment"
                        + " where registration_id = :registration order by id desc fetch first :most rows only")
                .param("registration", registration.value())
                .param("most", most)
                .query(Registrations::deployment)
                .list();
    }

    /**
     * A deployment that waits for an operator.
     *
     * @param platformName what the platform called itself when it launched from there
     */
    public record Waiting(
            Deployment deployment,
            Registration registration,
            @Nullable String platformName,
            Instant since) {}

    /** Deployments that wait for an operator, the longest wait first, up to {@code most}. */
    public List<Waiting> waiting(int most) {
        return jdbc.sql("select id, registration_id, deployment_id, tenant_id, state, platform_name, created_at"
                        + " from lti_deployment where state = 'PENDING' order by created_at, id"
                        + " fetch first :most rows only")
                .param("most", most)
                .query((row, number) -> new Waiting(
                        deployment(row, number),
                        find(new RegistrationId(row.getObject("registration_id", UUID.class)))
                                .orElseThrow(),
                        row.getString("platform_name"),
                        row.getTimestamp("created_at").toInstant()))
                .list();
    }

    public int countWaiting() {
        return jdbc.sql("select count(*) from lti_deployment where state = 'PENDING'")
                .query(Integer.class)
                .single();
    }

    /** Remembers what a platform calls itself where a deployment was first launched. */
    @Transactional
    public void name(DeploymentId deployment, String platformName) {
        jdbc.sql("update lti_deployment set platform_name = :name where id = :id and platform_name is null")
                .param("name", platformName.length() > 255 ? platformName.substring(0, 255) : platformName)
                .param("id", deployment.value())
                .update();
    }

    /**
     * Puts a deployment into another tenant, as long as nothing has come in from there: what people did stays with the
     * tenant that they did it for.
     *
     * @return false when there is no such deployment, or somebody has launched from there
     */
    @Transactional
    public boolean assign(DeploymentId deployment, TenantId tenant) {
        int changed = jdbc.sql("""
                update lti_deployment set tenant_id = :tenant where id = :id
                  and not exists (select 1 from lti_context c where c.deployment_id = :id)
                  and not exists (select 1 from lti_resource_link l where l.deployment_id = :id)
                  and not exists (select 1 from lti_launch h where h.deployment_id = :id)
                """)
                .param("tenant", tenant.value())
                .param("id", deployment.value())
                .update();
        afterCommit(deployments::invalidateAll);
        return changed == 1;
    }

    /** Whether any deployment of that registration has been told of or seen. */
    public boolean hasDeployments(RegistrationId registration) {
        return jdbc.sql("select count(*) from lti_deployment where registration_id = :registration")
                        .param("registration", registration.value())
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Puts a deployment into another state; false when there is no such deployment. */
    @Transactional
    public boolean change(DeploymentId deployment, State state) {
        int changed = jdbc.sql("update lti_deployment set state = :state where id = :id")
                .param("state", state.name())
                .param("id", deployment.value())
                .update();
        afterCommit(deployments::invalidateAll);
        return changed == 1;
    }

    /**
     * What a platform says of itself when it registers this tool; members as in {@link Registration}.
     */
    public record PlatformFacts(
            String issuer,
            String clientId,
            URI authorizationEndpoint,
            URI tokenEndpoint,
            URI jwksUri,
            @Nullable String tokenAudience,
            @Nullable URI platformOrigin,
            @Nullable String productFamily,
            @Nullable String platformVersion,
            @Nullable String platformName,
            Set<String> scopes) {

        public PlatformFacts {
            scopes = Set.copyOf(scopes);
        }
    }

    private Optional<Registration> load(Key key) {
        return jdbc.sql("select " + COLUMNS + " from lti_registration where issuer = :issuer and client_id = :clientId")
                .param("issuer", key.issuer())
                .param("clientId", key.clientId())
                .query(Registrations::registration)
                .optional();
    }

    private Optional<Deployment> load(DeploymentKey key) {
        return jdbc.sql("select id, registration_id, deployment_id, tenant_id, state from lti_deployment "
                        + "where registration_id = :registration and deployment_id = :deploymentId")
                .param("registration", key.registration().value())
                .param("deploymentId", key.deploymentId())
                .query(Registrations::deployment)
                .optional();
    }

    /** What is kept is forgotten only once the change can be seen by whoever asks next. */
    private static void afterCommit(Runnable forget) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                forget.run();
            }
        });
    }

    private static <K, V> Cache<K, V> kept() {
        return Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(KEPT).build();
    }

    private static Registration registration(ResultSet row, int number) throws SQLException {
        String origin = row.getString("platform_origin");
        return new Registration(
                new RegistrationId(row.getObject("id", UUID.class)),
                row.getString("issuer"),
                row.getString("client_id"),
                URI.create(row.getString("authorization_endpoint")),
                URI.create(row.getString("token_endpoint")),
                URI.create(row.getString("jwks_uri")),
                row.getString("token_audience"),
                origin == null ? null : URI.create(origin),
                row.getString("product_family"),
                row.getString("platform_version"),
                row.getString("platform_name"),
                Arrays.stream(row.getString("scopes").split(" "))
                        .filter(scope -> !scope.isEmpty())
                        .collect(Collectors.toSet()),
                new TenantId(row.getObject("home_tenant_id", UUID.class)),
                row.getBoolean("enabled"),
                NewDeployments.valueOf(row.getString("new_deployments")));
    }

    private static Deployment deployment(ResultSet row, int number) throws SQLException {
        return new Deployment(
                new DeploymentId(row.getObject("id", UUID.class)),
                new RegistrationId(row.getObject("registration_id", UUID.class)),
                row.getString("deployment_id"),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                State.valueOf(row.getString("state")));
    }

    private record Key(String issuer, String clientId) {}

    private record DeploymentKey(RegistrationId registration, String deploymentId) {}
}
