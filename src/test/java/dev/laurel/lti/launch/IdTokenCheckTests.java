package dev.laurel.lti.launch;

import static dev.laurel.lti.launch.FakePlatform.LTI;
import static dev.laurel.lti.launch.FakePlatform.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.laurel.lti.NewDeployments;
import dev.laurel.lti.Registration;
import dev.laurel.lti.RegistrationId;
import dev.laurel.lti.launch.FakePlatform.Login;
import dev.laurel.lti.launch.LaunchRefused.Cause;
import dev.laurel.tenant.TenantId;
import java.net.URI;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class IdTokenCheckTests {

    private static final URI TOOL = URI.create("http://localhost:8080");
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    private final FakePlatform platform = new FakePlatform(TOOL, 0);
    private final Map<String, Object> claims =
            platform.claims(new Login(null, Map.of("nonce", "the-nonce")), "Learner");

    @ParameterizedTest
    @EnumSource
    void lets(IdTokenCheck check) {
        claims.put("iat", NOW.getEpochSecond());
        claims.put("exp", NOW.getEpochSecond() + 60);
        check.check(read(), expected());
    }

    @ParameterizedTest(name = "{0} refuses {1}={2}")
    @MethodSource("spoiled")
    void refuses(IdTokenCheck check, String claim, Object value, Cause cause) {
        claims.put(claim, value);
        assertThatExceptionOfType(LaunchRefused.class)
                .isThrownBy(() -> check.check(read(), expected()))
                .matches(refused -> refused.reason() == cause, cause.name())
                .withMessageContaining(cause == Cause.MALFORMED ? claim : check.name());
    }

    static Stream<Arguments> spoiled() {
        long now = NOW.getEpochSecond();
        return Stream.of(
                arguments(IdTokenCheck.ISSUER, "iss", "https://lms.example", Cause.MIXED_UP),
                arguments(IdTokenCheck.ISSUER, "iss", null, Cause.MALFORMED),
                arguments(IdTokenCheck.AUDIENCE, "aud", "somebody", Cause.MIXED_UP),
                arguments(IdTokenCheck.AUDIENCE, "aud", List.of(), Cause.MIXED_UP),
                arguments(IdTokenCheck.AUDIENCE, "aud", List.of("client", "somebody"), Cause.MIXED_UP),
                arguments(IdTokenCheck.AUDIENCE, "aud", List.of(5), Cause.MALFORMED),
                arguments(IdTokenCheck.AUDIENCE, "aud", map("a", "b"), Cause.MALFORMED),
                arguments(IdTokenCheck.AUTHORIZED_PARTY, "azp", "somebody", Cause.MIXED_UP),
                arguments(IdTokenCheck.AUTHORIZED_PARTY, "azp", 5, Cause.MALFORMED),
                arguments(IdTokenCheck.EXPIRY, "exp", now - 61, Cause.EXPIRED),
                arguments(IdTokenCheck.EXPIRY, "exp", "soon", Cause.MALFORMED),
                arguments(IdTokenCheck.ISSUED_AT, "iat", now + 61, Cause.EXPIRED),
                arguments(IdTokenCheck.ISSUED_AT, "iat", now - 601, Cause.EXPIRED),
                arguments(IdTokenCheck.ISSUED_AT, "iat", null, Cause.MALFORMED),
                arguments(IdTokenCheck.NOT_BEFORE, "nbf", now + 61, Cause.EXPIRED),
                arguments(IdTokenCheck.NONCE, "nonce", "another", Cause.MIXED_UP),
                arguments(IdTokenCheck.NONCE, "nonce", null, Cause.MALFORMED),
                arguments(IdTokenCheck.VERSION, LTI + "version", "1.3", Cause.UNKNOWN_MESSAGE),
                arguments(IdTokenCheck.VERSION, LTI + "version", 1.3, Cause.MALFORMED),
                arguments(IdTokenCheck.MESSAGE_TYPE, LTI + "message_type", "LtiStartProctoring", Cause.UNKNOWN_MESSAGE),
                arguments(IdTokenCheck.DEPLOYMENT, LTI + "deployment_id", "another", Cause.MIXED_UP),
                arguments(IdTokenCheck.DEPLOYMENT, LTI + "deployment_id", "x".repeat(256), Cause.MALFORMED),
                arguments(IdTokenCheck.ROLES, LTI + "roles", "Learner", Cause.MALFORMED),
                arguments(IdTokenCheck.ROLES, LTI + "roles", null, Cause.MALFORMED),
                arguments(IdTokenCheck.TARGET_LINK, LTI + "target_link_uri", TOOL + "/other", Cause.MIXED_UP),
                arguments(IdTokenCheck.RESOURCE_LINK, LTI + "resource_link", map("title", "x"), Cause.MALFORMED),
                arguments(IdTokenCheck.RESOURCE_LINK, LTI + "resource_link", null, Cause.MALFORMED),
                arguments(IdTokenCheck.SUBJECT, "sub", null, Cause.NOBODY),
                arguments(IdTokenCheck.SUBJECT, "sub", 5, Cause.MALFORMED));
    }

    @Test
    void eachRefusesSomething() {
        Set<IdTokenCheck> refusing = new HashSet<>(Set.of(IdTokenCheck.FOR_USER, IdTokenCheck.CONTENT)); // below
        spoiled().forEach(each -> refusing.add((IdTokenCheck) each.get()[0]));
        assertThat(refusing).isEqualTo(EnumSet.allOf(IdTokenCheck.class));
    }

    @ParameterizedTest(name = "{0} about {1} by {2}: {3}")
    @CsvSource({
        "LtiSubmissionReviewRequest, somebody, Learner, NOT_YOURS",
        "LtiSubmissionReviewRequest, user-1, Learner, in",
        "LtiSubmissionReviewRequest, somebody, Instructor, in",
        "LtiSubmissionReviewRequest, , Instructor, MALFORMED",
        "LtiDataPrivacyLaunchRequest, somebody, Instructor, NOT_YOURS",
        "LtiDataPrivacyLaunchRequest, , Learner, in",
        "LtiResourceLinkRequest, somebody, Learner, in",
        "LtiDeepLinkingRequest, , Learner, MAY_NOT_ADD",
        "LtiDeepLinkingRequest, , Mentor, MAY_NOT_ADD",
        "LtiDeepLinkingRequest, , ContentDeveloper, in"
    })
    void someMessagesNeedARole(String type, String about, String role, String outcome) {
        claims.put("sub", "user-1");
        claims.put(LTI + "message_type", type);
        claims.put(LTI + "roles", List.of(role));
        claims.put(LTI + "for_user", about == null ? null : map("user_id", about));
        if (outcome.equals("in")) {
            IdTokenCheck.CONTENT.check(read(), expected());
            IdTokenCheck.FOR_USER.check(read(), expected());
        } else {
            IdTokenCheck check = outcome.equals("MAY_NOT_ADD") ? IdTokenCheck.CONTENT : IdTokenCheck.FOR_USER;
            assertThatExceptionOfType(LaunchRefused.class)
                    .isThrownBy(() -> check.check(read(), expected()))
                    .matches(refused -> refused.reason() == Cause.valueOf(outcome), outcome);
        }
    }

    @Test
    void eachIsApplied() {
        assertThat(IdTokenCheck.BEFORE_SIGNATURE).doesNotContainAnyElementsOf(IdTokenCheck.AFTER_SIGNATURE);
        assertThat(Stream.concat(IdTokenCheck.BEFORE_SIGNATURE.stream(), IdTokenCheck.AFTER_SIGNATURE.stream()))
                .containsExactlyInAnyOrder(IdTokenCheck.values());
    }

    @Test
    void aTargetThatTheLoginNamedToMustBeOurs() {
        claims.put(LTI + "target_link_uri", "https://attacker.example/");
        LoginState login = login("https://attacker.example/");
        assertThatExceptionOfType(LaunchRefused.class)
                .isThrownBy(() -> IdTokenCheck.TARGET_LINK.check(
                        read(), new IdTokenCheck.Expected(registration(), login, TOOL.toString(), NOW)))
                .matches(refused -> refused.reason() == Cause.FOREIGN_TARGET);
    }

    @Test
    void aMenuIsToldApartFromABrokenLinkByHavingNoCourse() {
        claims.remove(LTI + "resource_link");
        claims.remove(LTI + "context");
        assertThatExceptionOfType(LaunchRefused.class)
                .isThrownBy(() -> IdTokenCheck.RESOURCE_LINK.check(read(), expected()))
                .matches(refused -> refused.reason() == Cause.NO_LINK);
    }

    @Test
    void deepLinkingNeedsNoResourceLink() {
        claims.put(LTI + "message_type", "LtiDeepLinkingRequest");
        claims.remove(LTI + "resource_link");
        IdTokenCheck.RESOURCE_LINK.check(read(), expected());
    }

    @Test
    void addressesThatOnlyLookLikeOursAreElsewhere() {
        assertThat(IdTokenCheck.isAt("https://laurel.example", "https://laurel.example/lti/launch?x=1"))
                .isTrue();
        assertThat(IdTokenCheck.isAt("https://laurel.example", "HTTPS://Laurel.example:443/"))
                .isTrue();
        assertThat(List.of(
                        "https://laurel.example.attacker.example/",
                        "https://laurel.example@attacker.example/",
                        "https://laurel.example:8443/",
                        "http://laurel.example/",
                        "//laurel.example/",
                        "https:/laurel.example/",
                        "javascript:alert(1)",
                        "",
                        "https://laurel.example\\@attacker.example/"))
                .noneMatch(address -> IdTokenCheck.isAt("https://laurel.example", address));
    }

    private Claims read() {
        return Claims.parse(FakePlatform.JSON.writeValueAsString(claims));
    }

    private IdTokenCheck.Expected expected() {
        return new IdTokenCheck.Expected(registration(), login(platform.target()), TOOL.toString(), NOW);
    }

    private LoginState login(String target) {
        return new LoginState(
                new RegistrationId(UUID.randomUUID()), "the-nonce", target, platform.deploymentId, NOW, new byte[32]);
    }

    private Registration registration() {
        return new Registration(
                new RegistrationId(UUID.randomUUID()),
                platform.issuer,
                platform.clientId,
                URI.create(platform.authorizationEndpoint()),
                URI.create(platform.issuer + "/token"),
                platform.keySet(),
                null,
                null,
                null,
                null,
                null,
                Set.of(),
                new TenantId(UUID.randomUUID()),
                true,
                NewDeployments.FIRST);
    }
}
