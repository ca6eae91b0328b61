package dev.laurel.support;

import dev.laurel.lti.ContextId;
import dev.laurel.lti.CustomParameters;
import dev.laurel.lti.DeepLinkingSettings;
import dev.laurel.lti.DeploymentId;
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
import dev.laurel.tenant.TenantId;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Verified launches ready-made, each of a person, course and link of its own; vary what a test is about. */
public final class TestLaunches {

    private static final String MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#";

    private final TenantId tenant;
    private RegistrationId registration = new RegistrationId(UUID.randomUUID());
    private DeploymentId deployment = new DeploymentId(UUID.randomUUID());
    private LtiUserId user = new LtiUserId(UUID.randomUUID());
    private UserProfile profile = new UserProfile("Maya Ortiz", "Maya", "Ortiz", "maya.ortiz@example.org");
    private Set<String> roles;
    private @Nullable LaunchContext context =
            new LaunchContext(new ContextId(UUID.randomUUID()), "PD-1", "Reading in the early grades");
    private @Nullable ResourceLink link = new ResourceLink(new ResourceLinkId(UUID.randomUUID()), "Link", true, true);
    private Map<String, String> custom = Map.of();
    private @Nullable DeepLinkingSettings deepLinking;
    private Set<String> targets = Set.of("iframe", "window");
    private Instant at = Instant.parse("2026-11-23T15:00:00Z");

    private TestLaunches(TenantId tenant, String role) {
        this.tenant = tenant;
        this.roles = Set.of(MEMBERSHIP + role);
    }

    public static TestLaunches learner(TenantId tenant) {
        return new TestLaunches(tenant, "Learner");
    }

    public static TestLaunches instructor(TenantId tenant) {
        return new TestLaunches(tenant, "Instructor");
    }

    public TestLaunches through(RegistrationId registration, DeploymentId deployment) {
        this.registration = registration;
        this.deployment = deployment;
        return this;
    }

    public TestLaunches by(LtiUserId account) {
        this.user = account;
        return this;
    }

    public TestLaunches called(UserProfile profile) {
        this.profile = profile;
        return this;
    }

    public TestLaunches in(@Nullable ContextId course) {
        this.context = course == null ? null : new LaunchContext(course, "PD-1", "Reading in the early grades");
        return this;
    }

    public TestLaunches from(@Nullable ResourceLinkId resourceLink) {
        this.link = resourceLink == null ? null : new ResourceLink(resourceLink, "Link", true, true);
        return this;
    }

    /** A link without a column in the gradebook, as the entries in menus are. */
    public TestLaunches fromMenu(ResourceLinkId entry) {
        this.link = new ResourceLink(entry, "Micro-credentials", true, false);
        return this;
    }

    public TestLaunches custom(Map<String, String> parameters) {
        this.custom = parameters;
        return this;
    }

    public TestLaunches roles(Set<String> uris) {
        this.roles = uris;
        return this;
    }

    public TestLaunches at(Instant instant) {
        this.at = instant;
        return this;
    }

    /** At a platform that is registered. */
    public TestLaunches at(RegistrationId platform) {
        this.registration = platform;
        return this;
    }

    /** Where the platform can show a link; said before {@link #picking}. */
    public TestLaunches showing(String... places) {
        this.targets = Set.of(places);
        return this;
    }

    public TestLaunches picking(boolean several, boolean lineItems, String... types) {
        this.deepLinking = new DeepLinkingSettings(
                URI.create("https://lms.example.org/return"),
                Set.of(types),
                several,
                lineItems,
                targets,
                true,
                "opaque");
        this.link = null;
        return this;
    }

    public Launch launch() {
        return new Launch(
                new LaunchId(UUID.randomUUID()),
                tenant,
                registration,
                deployment,
                deepLinking == null ? MessageType.RESOURCE_LINK : MessageType.DEEP_LINKING,
                user,
                profile,
                new Roles(roles),
                context,
                link,
                new CustomParameters(custom),
                deepLinking,
                null,
                LaunchTarget.NONE,
                Locale.ENGLISH,
                URI.create("https://lms.example.org/courses/1"),
                at);
    }
}
