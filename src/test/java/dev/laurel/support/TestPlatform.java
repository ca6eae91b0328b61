package dev.laurel.support;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.laurel.lti.ContextId;
import dev.laurel.lti.Deployment;
import dev.laurel.lti.DeploymentId;
import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.Registration;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.Registrations.PlatformFacts;
import dev.laurel.lti.ResourceLinkId;
import dev.laurel.tenant.TenantId;
import java.io.Closeable;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A platform that WireMock plays, registered and deployed, with links and accounts as launches would have left them. */
public final class TestPlatform implements Closeable {

    public static final String SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score";
    public static final String LINE_ITEM = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem";
    public static final String TOKEN = "/token";

    private final WireMockServer server;
    private final JdbcClient jdbc;
    private final TenantId tenant;
    private final Registration registration;
    private final DeploymentId deployment;

    public TestPlatform(
            JdbcClient jdbc,
            Registrations registrations,
            TenantId tenant,
            @Nullable String family,
            @Nullable String authorizationServer) {
        this.server = new WireMockServer(WireMockConfiguration.options().dynamicPort());
        server.start();
        this.jdbc = jdbc;
        this.tenant = tenant;
        this.registration = registrations.register(
                new PlatformFacts(
                        server.baseUrl(),
                        "client-" + UUID.randomUUID(),
                        URI.create(server.baseUrl() + "/authorize"),
                        URI.create(server.baseUrl() + TOKEN),
                        URI.create(server.baseUrl() + "/jwks"),
                        authorizationServer,
                        null,
                        family,
                        null,
                        null,
                        Set.of(SCORE, LINE_ITEM)),
                tenant);
        this.deployment = registrations
                .deploy(registration.id(), "1", tenant, Deployment.State.ACTIVE)
                .id();
        givesTokens(3600);
    }

    public DeploymentId deployment() {
        return deployment;
    }

    public Registration registration() {
        return registration;
    }

    public String url(String path) {
        return server.baseUrl() + path;
    }

    public void stub(MappingBuilder mapping) {
        server.stubFor(mapping);
    }

    /** Every token differs from the one before; JSON under the name of HTML, as Moodle does it. */
    public void givesTokens(int expiresIn) {
        server.stubFor(post(urlPathEqualTo(TOKEN))
                .willReturn(aResponse()
                        .withHeader("Content-Type", "text/html; charset=utf-8")
                        .withBody("{\"access_token\":\"" + UUID.randomUUID()
                                + "\",\"token_type\":\"Bearer\",\"expires_in\":" + expiresIn + "}")));
    }

    public LtiUserId account(String subject) {
        LtiUserId user = new LtiUserId(UUID.randomUUID());
        jdbc.sql("insert into lti_user (id, tenant_id, registration_id, subject, created_at, updated_at) "
                        + "values (:id, :tenant, :registration, :subject, :now, :now)")
                .param("id", user.value())
                .param("tenant", tenant.value())
                .param("registration", registration.id().value())
                .param("subject", subject)
                .param("now", Timestamp.from(Instant.now()))
                .update();
        return user;
    }

    /** A link that launches described by those addresses, below this platform, and rights. */
    public ResourceLinkId link(
            String platformId, @Nullable String lineItem, @Nullable String lineItems, @Nullable String scopes) {
        ResourceLinkId link = new ResourceLinkId(UUID.randomUUID());
        jdbc.sql("insert into lti_resource_link (id, tenant_id, deployment_id, platform_id, title, lineitem_url, "
                        + "lineitems_url, ags_scopes, created_at, updated_at) values (:id, :tenant, :deployment, "
                        + ":platformId, 'Small groups', :lineItem, :lineItems, :scopes, :now, :now)")
                .param("id", link.value())
                .param("tenant", tenant.value())
                .param("deployment", deployment.value())
                .param("platformId", platformId)
                .param("lineItem", lineItem == null ? null : url(lineItem))
                .param("lineItems", lineItems == null ? null : url(lineItems))
                .param("scopes", scopes)
                .param("now", Timestamp.from(Instant.now()))
                .update();
        return link;
    }

    /** A course whose roster launches told to be at that path, below this platform; null for none. */
    public ContextId course(String platformId, @Nullable String memberships) {
        ContextId context = new ContextId(UUID.randomUUID());
        jdbc.sql("insert into lti_context (id, tenant_id, deployment_id, platform_id, title, memberships_url, "
                        + "created_at, updated_at) values (:id, :tenant, :deployment, :platformId, 'Reading', "
                        + ":memberships, :now, :now)")
                .param("id", context.value())
                .param("tenant", tenant.value())
                .param("deployment", deployment.value())
                .param("platformId", platformId)
                .param("memberships", memberships == null ? null : url(memberships))
                .param("now", Timestamp.from(Instant.now()))
                .update();
        return context;
    }

    /** As a launch leaves it that told where notice handlers are named. */
    public void tellsOfNotices(String path, String types) {
        jdbc.sql("update lti_deployment set notice_service_url = :url, notice_types = :types, notice_due_at = :now, "
                        + "notice_tries = 0 where id = :id")
                .param("url", url(path))
                .param("types", types)
                .param("now", Timestamp.from(Instant.now()))
                .param("id", deployment.value())
                .update();
    }

    /** Puts a link into a course. */
    public ResourceLinkId linkIn(ContextId course, String platformId) {
        ResourceLinkId link = link(platformId, null, null, null);
        jdbc.sql("update lti_resource_link set context_id = :course where id = :id")
                .param("course", course.value())
                .param("id", link.value())
                .update();
        return link;
    }

    /** What was posted to a path, in order. */
    public List<LoggedRequest> posted(String path) {
        return server.findAll(postRequestedFor(urlPathEqualTo(path)));
    }

    /** Everything that was asked of the platform, latest last. */
    public List<LoggedRequest> requests() {
        List<LoggedRequest> requests = new ArrayList<>(
                server.getAllServeEvents().stream().map(ServeEvent::getRequest).toList());
        Collections.reverse(requests);
        return requests;
    }

    public void forgetRequests() {
        server.resetRequests();
    }

    @Override
    public void close() {
        server.stop();
    }
}
