package dev.laurel.lti;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.lti.Registrations.PlatformFacts;
import dev.laurel.support.LaurelTest;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@LaurelTest
class RegistrationsTests {

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    private final String issuer = "https://lms-" + UUID.randomUUID() + ".example";

    @Test
    void tellsClientIdsOfOneIssuerApart() {
        TenantId north = tenants.found("North");
        TenantId south = tenants.found("South");
        Registration first = registrations.register(facts("10000000000001"), north);
        Registration second = registrations.register(facts("10000000000002"), south);

        assertThat(registrations.find(issuer, "10000000000001")).contains(first);
        assertThat(registrations.find(issuer, "10000000000002")).contains(second);
        assertThat(registrations.find(issuer, "10000000000003")).isEmpty();
        assertThat(registrations.findOnly(issuer)).as("two of them").isEmpty();
        assertThat(first.home()).isEqualTo(north);
    }

    @Test
    void findsTheOnlyRegistrationOfAnIssuer() {
        assertThat(registrations.findOnly(issuer)).isEmpty();
        Registration only = registrations.register(facts("a"), tenants.found("Only"));
        assertThat(registrations.findOnly(issuer)).contains(only);
    }

    @Test
    void foldsNoCase() {
        registrations.register(facts("AbC"), tenants.found("Case"));
        assertThat(registrations.find(issuer, "abc")).isEmpty();
        assertThat(registrations.find(issuer.toUpperCase(Locale.ROOT), "AbC")).isEmpty();
    }

    @Test
    void bringsARepeatedRegistrationUpToDateAndKeepsItsHome() {
        TenantId home = tenants.found("Home");
        Registration before = registrations.register(facts("repeat"), home);
        PlatformFacts moved = new PlatformFacts(
                issuer,
                "repeat",
                URI.create("https://sso.example/authorize"),
                URI.create("https://sso.example/token"),
                URI.create("https://sso.example/jwks"),
                "sso.example",
                URI.create("https://lms.example/anything"),
                "canvas",
                "vCloud",
                "Prairie Lakes",
                Set.of("a", "b"));

        Registration after = registrations.register(moved, tenants.found("Elsewhere"));

        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.home()).isEqualTo(home);
        assertThat(after.scopes()).containsExactlyInAnyOrder("a", "b");
        assertThat(after.assertionAudience()).containsExactly("https://sso.example/token", "sso.example");
        assertThat(after.origins()).containsExactlyInAnyOrder(issuer, "https://sso.example", "https://lms.example");
        assertThat(registrations.find(before.id())).contains(after);
        assertThat(registrations.origins()).contains("https://lms.example");
    }

    @Test
    void keepsTheFirstWordOnADeployment() {
        TenantId home = tenants.found("Deployed");
        RegistrationId registration =
                registrations.register(facts("deployed"), home).id();
        assertThat(registrations.hasDeployments(registration)).isFalse();
        Deployment pending = registrations.deploy(registration, "318:7db4", home, Deployment.State.PENDING);
        Deployment again = registrations.deploy(registration, "318:7db4", home, Deployment.State.ACTIVE);

        assertThat(again).isEqualTo(pending);
        assertThat(again.isActive()).isFalse();
        assertThat(registrations.change(pending.id(), Deployment.State.ACTIVE)).isTrue();
        assertThat(registrations.deployment(registration, "318:7db4")).get().matches(Deployment::isActive);
        assertThat(registrations.deployment(registration, "318:7DB4")).isEmpty();
        assertThat(registrations.hasDeployments(registration)).isTrue();
    }

    private PlatformFacts facts(String clientId) {
        return new PlatformFacts(
                issuer,
                clientId,
                URI.create(issuer + "/authorize"),
                URI.create(issuer + "/token"),
                URI.create(issuer + "/jwks"),
                null,
                null,
                "moodle",
                null,
                null,
                Set.of());
    }
}
