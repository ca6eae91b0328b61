package dev.laurel.admin;

import dev.laurel.lti.NewDeployments;
import dev.laurel.lti.PlatformPreset;
import dev.laurel.lti.Registration;
import dev.laurel.lti.Registrations.PlatformFacts;
import dev.laurel.lti.ToolScopes;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an operator types of a platform. Everything is text without blanks around it; empty is what was left out.
 *
 * @param site address at which people open the platform
 * @param deployments one a line
 */
record PlatformForm(
        PlatformPreset preset,
        String site,
        String district,
        String name,
        String issuer,
        String clientId,
        String authorizationEndpoint,
        String tokenEndpoint,
        String keySet,
        String audience,
        String deployments,
        NewDeployments newDeployments) {

    /** Fields of the form by their names in requests. */
    enum Field {
        DISTRICT,
        NAME,
        SITE,
        ISSUER,
        CLIENT_ID,
        AUTHORIZATION_ENDPOINT,
        TOKEN_ENDPOINT,
        KEY_SET,
        AUDIENCE,
        DEPLOYMENTS;

        /** The name in requests and messages. */
        String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static PlatformForm of(Map<String, String> typed) {
        PlatformPreset preset = PlatformPreset.of(text(typed, "preset")).orElse(PlatformPreset.OTHER);
        return new PlatformForm(
                        preset,
                        withoutSlash(text(typed, "site")),
                        text(typed, "district"),
                        text(typed, "name"),
                        text(typed, "issuer"),
                        text(typed, "client-id"),
                        text(typed, "authorization-endpoint"),
                        text(typed, "token-endpoint"),
                        text(typed, "key-set"),
                        text(typed, "audience"),
                        text(typed, "deployments"),
                        newDeployments(text(typed, "new-deployments"), preset))
                .completed();
    }

    static PlatformForm of(Registration registration, String district) {
        return new PlatformForm(
                presetOf(registration),
                registration.platformOrigin() == null
                        ? ""
                        : registration.platformOrigin().toString(),
                district,
                Objects.requireNonNullElse(registration.platformName(), ""),
                registration.issuer(),
                registration.clientId(),
                registration.authorizationEndpoint().toString(),
                registration.tokenEndpoint().toString(),
                registration.jwksUri().toString(),
                Objects.requireNonNullElse(registration.tokenAudience(), ""),
                "",
                registration.newDeployments());
    }

    String value(Field field) {
        return switch (field) {
            case DISTRICT -> district;
            case NAME -> name;
            case SITE -> site;
            case ISSUER -> issuer;
            case CLIENT_ID -> clientId;
            case AUTHORIZATION_ENDPOINT -> authorizationEndpoint;
            case TOKEN_ENDPOINT -> tokenEndpoint;
            case KEY_SET -> keySet;
            case AUDIENCE -> audience;
            case DEPLOYMENTS -> deployments;
        };
    }

    List<String> deploymentIds() {
        return deployments
                .lines()
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .distinct()
                .toList();
    }

    /** The same with whatever was left out and is known of this kind of platform. */
    private PlatformForm completed() {
        PlatformPreset.Addresses known = preset.addresses(site, clientId);
        return new PlatformForm(
                preset,
                site,
                district,
                name,
                or(issuer, known.issuer()),
                clientId,
                or(authorizationEndpoint, known.authorizationEndpoint()),
                or(tokenEndpoint, known.tokenEndpoint()),
                or(keySet, known.keySet()),
                or(audience, known.audience()),
                deployments,
                newDeployments);
    }

    /** @throws IllegalArgumentException when an address was not checked before */
    PlatformFacts facts() {
        return new PlatformFacts(
                issuer,
                clientId,
                URI.create(authorizationEndpoint),
                URI.create(tokenEndpoint),
                URI.create(keySet),
                audience.isEmpty() ? null : audience,
                site.isEmpty() ? null : URI.create(site),
                preset.family(),
                null,
                name.isEmpty() ? null : name,
                Set.copyOf(ToolScopes.ALL));
    }

    private static PlatformPreset presetOf(Registration registration) {
        return Arrays.stream(PlatformPreset.values())
                .filter(preset -> !preset.needsSite())
                .filter(preset -> preset.addresses("", "").issuer().equals(registration.issuer()))
                .filter(preset -> registration
                        .authorizationEndpoint()
                        .toString()
                        .equals(preset.addresses("", "").authorizationEndpoint()))
                .findFirst()
                .or(() -> Arrays.stream(PlatformPreset.values())
                        .filter(PlatformPreset::needsSite)
                        .filter(preset -> registration.isOfFamily(String.valueOf(preset.family())))
                        .findFirst())
                .orElse(PlatformPreset.OTHER);
    }

    private static NewDeployments newDeployments(String typed, PlatformPreset preset) {
        return Arrays.stream(NewDeployments.values())
                .filter(value -> value.name().equals(typed))
                .findFirst()
                .orElse(preset.isSharedByDistricts() ? NewDeployments.WAIT : NewDeployments.FIRST);
    }

    private static String text(Map<String, String> typed, String name) {
        @Nullable String value = typed.get(name);
        return value == null ? "" : value.strip();
    }

    private static String withoutSlash(String address) {
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    private static String or(String typed, String known) {
        return typed.isEmpty() ? known : typed;
    }
}
