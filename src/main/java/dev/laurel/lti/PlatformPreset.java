package dev.laurel.lti;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Platforms whose addresses are known, wholly or from the address of the site. */
public enum PlatformPreset {
    CANVAS("canvas", false),
    CANVAS_BETA("canvas", false),
    CANVAS_TEST("canvas", false),
    /** On a server of the district's own. */
    CANVAS_OWN("canvas", true),
    MOODLE("moodle", true),
    BLACKBOARD("BlackboardLearn", false),
    BRIGHTSPACE("desire2learn", true),
    SCHOOLOGY("schoology", false),
    SAKAI("sakai", true),
    OTHER("", false);

    private final String family;
    private final boolean needsSite;

    PlatformPreset(String family, boolean needsSite) {
        this.family = family;
        this.needsSite = needsSite;
    }

    /**
     * Addresses of a platform; empty where they are not known.
     *
     * @param audience {@code authorization_server}; empty when it is the token endpoint
     */
    public record Addresses(
            String issuer, String authorizationEndpoint, String tokenEndpoint, String keySet, String audience) {

        private static final Addresses UNKNOWN = new Addresses("", "", "", "", "");
    }

    /** The name in forms and messages. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<PlatformPreset> of(String key) {
        return Arrays.stream(values())
                .filter(preset -> preset.key().equals(key))
                .findFirst();
    }

    /** {@code product_family_code}, as the platform calls itself in its messages; null when that is not known. */
    public @Nullable String family() {
        return family.isEmpty() ? null : family;
    }

    /** What people call the product that calls itself so in its messages; empty where that is not known. */
    public static Optional<String> product(@Nullable String family) {
        return switch (family == null ? "" : family.toLowerCase(Locale.ROOT)) {
            case "canvas" -> Optional.of("Canvas");
            case "moodle" -> Optional.of("Moodle");
            case "blackboardlearn" -> Optional.of("Blackboard");
            case "desire2learn" -> Optional.of("Brightspace");
            case "schoology" -> Optional.of("Schoology");
            case "sakai", "sakailms.org" -> Optional.of("Sakai");
            default -> Optional.empty();
        };
    }

    /** Whether the addresses follow from the address of the site. */
    public boolean needsSite() {
        return needsSite;
    }

    /** How client ids look. */
    public enum ClientIds {
        DIGITS("\\d+"),
        /** In the canonical form, 36 characters long. */
        UUID("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
        ANY(".*");

        private final String pattern;

        ClientIds(String pattern) {
            this.pattern = pattern;
        }

        public boolean matches(String clientId) {
            return clientId.matches(pattern);
        }
    }

    public ClientIds clientIds() {
        return switch (this) {
            case CANVAS, CANVAS_BETA, CANVAS_TEST, CANVAS_OWN -> ClientIds.DIGITS;
            case BLACKBOARD, BRIGHTSPACE -> ClientIds.UUID;
            case MOODLE, SCHOOLOGY, SAKAI, OTHER -> ClientIds.ANY;
        };
    }

    /** Whether districts share issuer and client id there, so that only deployments tell them apart. */
    public boolean isSharedByDistricts() {
        return this == BLACKBOARD;
    }

    /**
     * The addresses of this platform.
     *
     * @param site address of the site, without a slash at its end; empty when it is not known
     * @param clientId empty when it is not known
     */
    public Addresses addresses(String site, String clientId) {
        if (needsSite && site.isEmpty()) {
            return Addresses.UNKNOWN;
        }
        return switch (this) {
            case CANVAS -> canvasCloud("");
            case CANVAS_BETA -> canvasCloud("beta.");
            case CANVAS_TEST -> canvasCloud("test.");
            case CANVAS_OWN ->
                new Addresses(
                        "https://canvas.instructure.com",
                        site + "/api/lti/authorize_redirect",
                        site + "/login/oauth2/token",
                        site + "/api/lti/security/jwks",
                        "");
            case MOODLE ->
                new Addresses(
                        site, site + "/mod/lti/auth.php", site + "/mod/lti/token.php", site + "/mod/lti/certs.php", "");
            case BLACKBOARD ->
                new Addresses(
                        "https://blackboard.com",
                        "https://developer.blackboard.com/api/v1/gateway/oidcauth",
                        "https://developer.blackboard.com/api/v1/gateway/oauth2/jwttoken",
                        clientId.isEmpty()
                                ? ""
                                : "https://developer.blackboard.com/api/v1/management/applications/" + clientId
                                        + "/jwks.json",
                        "");
            case BRIGHTSPACE ->
                new Addresses(
                        site,
                        site + "/d2l/lti/authenticate",
                        "https://auth.brightspace.com/core/connect/token",
                        site + "/d2l/.well-known/jwks",
                        "https://api.brightspace.com/auth/token");
            case SCHOOLOGY -> {
                String service = "https://lti-service.svc.schoology.com/lti-service";
                yield new Addresses(
                        "https://schoology.schoology.com",
                        service + "/authorize-redirect",
                        service + "/access-token",
                        service + "/.well-known/jwks",
                        "");
            }
            case SAKAI ->
                // The token endpoint holds the number of the tool.
                new Addresses(site, site + "/imsoidc/lti13/oidc_auth", "", site + "/imsblis/lti13/keyset", "");
            case OTHER -> Addresses.UNKNOWN;
        };
    }

    /** Issuer and endpoints lie on different hosts, in production as in the two copies of it. */
    private static Addresses canvasCloud(String environment) {
        String service = "https://sso." + environment + "canvaslms.com";
        return new Addresses(
                "https://canvas." + environment + "instructure.com",
                service + "/api/lti/authorize_redirect",
                service + "/login/oauth2/token",
                service + "/api/lti/security/jwks",
                "");
    }
}
