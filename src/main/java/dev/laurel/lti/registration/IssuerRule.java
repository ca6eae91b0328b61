package dev.laurel.lti.registration;

import dev.laurel.system.WebOrigin;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * Who may speak for an issuer (LTI Dynamic Registration 1.0, section 3.4): a document on the issuer's own origin. Canvas's
 * cloud shares its issuers among all institutions and keeps documents and endpoints on other hosts of its own, so for
 * those issuers alone its domains count, and hosts that the operator has named.
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

    boolean allows(URI configuration, PlatformConfiguration platform) {
        String issuerOrigin = PlatformConfiguration.address(platform.issuer())
                .filter(issuer -> issuer.getHost() != null && issuer.getScheme() != null)
                .map(WebOrigin::of)
                .orElse("");
        if (issuerOrigin.equals(WebOrigin.of(configuration))) {
            return true;
        }
        return CANVAS_ISSUERS.contains(platform.issuer())
                && isCanvas(configuration)
                && isCanvas(platform.authorizationEndpoint())
                && isCanvas(platform.tokenEndpoint())
                && isCanvas(platform.jwksUri());
    }

    private boolean isCanvas(URI address) {
        String host = Objects.requireNonNullElse(address.getHost(), "").toLowerCase(Locale.ROOT);
        return "https".equals(address.getScheme())
                && (host.endsWith(".instructure.com") || host.endsWith(".canvaslms.com") || canvasHosts.contains(host));
    }
}
