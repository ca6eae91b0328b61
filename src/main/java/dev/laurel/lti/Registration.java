package dev.laurel.lti;

import dev.laurel.system.WebOrigin;
import dev.laurel.tenant.TenantId;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * This tool at one platform (LTI Core 1.3, section 3.1.3): issuer and client id together are its key, both exactly as
 * the platform writes them. No endpoint follows from the issuer or from another endpoint.
 *
 * @param tokenAudience {@code authorization_server} of the platform, the audience of token requests when it named one
 * @param platformOrigin where the platform's own pages were seen, which on a shared issuer tells institutions apart
 * @param productFamily {@code canvas}, {@code moodle} and so on, as the platform calls itself
 * @param scopes what was granted at registration
 * @param home the tenant that registered; deployments learnt later begin there
 * @param enabled false when an operator has switched it off: nothing is launched then
 * @param newDeployments what becomes of deployments that nobody told of
 */
public record Registration(
        RegistrationId id,
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
        Set<String> scopes,
        TenantId home,
        boolean enabled,
        NewDeployments newDeployments) {

    public Registration {
        scopes = Set.copyOf(scopes);
    }

    /** Whether the platform calls itself {@code family}. */
    public boolean isOfFamily(String family) {
        return productFamily != null && productFamily.equalsIgnoreCase(family);
    }

    /**
     * The audience of a token request's assertion: what the platform named as its authorization server, or else its token
     * endpoint. Canvas names a bare host and yet compares with its token endpoint, so it is given both.
     */
    public List<String> assertionAudience() {
        if (tokenAudience == null) {
            return List.of(tokenEndpoint.toString());
        }
        return isOfFamily("canvas") ? List.of(tokenEndpoint.toString(), tokenAudience) : List.of(tokenAudience);
    }

    /** Origins whose pages may frame this tool for this registration, for {@code frame-ancestors}. */
    public Set<String> origins() {
        Set<String> origins = new LinkedHashSet<>();
        if (platformOrigin != null) {
            origins.add(WebOrigin.of(platformOrigin));
        }
        if (issuer.startsWith("https://") || issuer.startsWith("http://")) {
            origins.add(WebOrigin.of(URI.create(issuer)));
        }
        origins.add(WebOrigin.of(authorizationEndpoint));
        return Set.copyOf(origins);
    }
}
