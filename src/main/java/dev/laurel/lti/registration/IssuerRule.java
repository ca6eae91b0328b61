package dev.laurel.lti.registration;

import dev.laurel.system.WebOrigin;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who may speak for an issuer (LTI Dynamic Registration 1.0, section 3.4): a document on the issuer's own origin. Canvas's
 * cloud shares its issuers among all institutions and keeps documents and endpoints on other hosts of its own, so for
 * those issuers alone its domains count, and hosts that the operator has named. An invitation may name hosts that belong
 * together; then everything that the document names has to lie on them.
 */
final class IssuerRule {

    private static final Set<String> CANVAS_ISSUERS = Set.of(
            "https://canvas.instructure.com",
            "https://canvas.beta.instructure.com",
            "https://canvas.test.instructure.com");

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
        if (issuer != null
                && Stream.of(
                                issuer,
                                configuration,
                                platform.authorizationEndpoint(),
                                platform.tokenEndpoint(),
                                platform.jwksUri(),
                                platform.registrationEndpoint())
                        .allMatch(address -> together.contains(host(address)))) {
            return true;
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
