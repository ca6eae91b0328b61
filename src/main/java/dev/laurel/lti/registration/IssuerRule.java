package dev.laurel.lti.registration;

import dev.laurel.system.WebOrigin;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * Who may speak for an issuer (LTI Dynamic Registration 1.0, section 3.4): a document on the issuer's own origin. Canvas's
 * cloud shares its issuers among all institutions and keeps documents and endpoints on other hosts of its own, so for
 * those issuers alone its domains count, and hosts that the operator has named. Blackboard's one issuer is spoken for by its
 * developer portal. An invitation may name hosts that belong together; then everything that the document names has to lie on
 * them.
 */
final class IssuerRule {

    private static final Set<String> CANVAS_ISSUERS = Set.of(
            "https://canvas.instructure.com",
            "https://canvas.beta.instructure.com",
            "https://canvas.test.instructure.com");

    private static final String BLACKBOARD_ISSUER = "https://blackboard.com";

    /** Blackboard's developer portal, where everything lies that its one issuer names; it goes by two names. */
    private static final Set<String> BLACKBOARD_HOSTS = Set.of("developer.blackboard.com", "developer.anthology.com");

    private final Set<String> canvasHosts;

    IssuerRule(Set<String> canvasHosts) {
        this.canvasHosts = Set.copyOf(canvasHosts);
    }

    /**
     * @param together hosts that the invitation named, in lower case
     */
    boolean allows(URI configuration, PlatformConfiguration platform, Set<String> together) {
        URI issuer = PlatformConfiguration.address(platform.issuer())
                .filter(address -> address.getHost() != null && address.getScheme() != null)
                .orElse(null);
        if (issuer != null && WebOrigin.of(issuer).equals(WebOrigin.of(configuration))) {
            return true;
        }
        List<URI> named = List.of(
                configuration,
                platform.authorizationEndpoint(),
                platform.tokenEndpoint(),
                platform.jwksUri(),
                platform.registrationEndpoint());
        if (issuer != null
                && together.contains(host(issuer))
                && named.stream().allMatch(address -> together.contains(host(address)))) {
            return true;
        }
        if (platform.issuer().equals(BLACKBOARD_ISSUER)) {
            return named.stream()
                    .allMatch(
                            address -> "https".equals(address.getScheme()) && BLACKBOARD_HOSTS.contains(host(address)));
        }
        return CANVAS_ISSUERS.contains(platform.issuer())
                && isCanvas(configuration)
                && isCanvas(platform.authorizationEndpoint())
                && isCanvas(platform.tokenEndpoint())
                && isCanvas(platform.jwksUri());
    }

    /**
     * Origins whose pages may frame the registration of a platform: where its document and its registration lie, and for
     * Canvas's cloud also the institutions' own hosts, whichever of them the administrator works at.
     */
    Set<String> framers(URI configuration, PlatformConfiguration platform) {
        Set<String> framers = new LinkedHashSet<>();
        framers.add(WebOrigin.of(configuration));
        framers.add(WebOrigin.of(platform.registrationEndpoint()));
        if (CANVAS_ISSUERS.contains(platform.issuer())) {
            canvasHosts.forEach(host -> framers.add("https://" + host));
        }
        return framers;
    }

    private boolean isCanvas(URI address) {
        String host = host(address);
        return "https".equals(address.getScheme())
                && (host.endsWith(".instructure.com") || host.endsWith(".canvaslms.com") || canvasHosts.contains(host));
    }

    private static String host(URI address) {
        return Objects.requireNonNullElse(address.getHost(), "").toLowerCase(Locale.ROOT);
    }
}
