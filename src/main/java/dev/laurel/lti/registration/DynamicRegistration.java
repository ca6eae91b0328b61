package dev.laurel.lti.registration;

import dev.laurel.lti.Deployment;
import dev.laurel.lti.Invitations;
import dev.laurel.lti.Invitations.Open;
import dev.laurel.lti.Registration;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.Registrations.PlatformFacts;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.OutboundFailure;
import dev.laurel.system.OutboundHttp;
import dev.laurel.system.OutboundRequest;
import dev.laurel.system.OutboundResponse;
import dev.laurel.system.WebOrigin;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Registers this tool at a platform (LTI Dynamic Registration 1.0, sections 3.3 to 3.6): reads what the platform offers,
 * tells it what the tool is, and stores what both agreed on. Nothing is stored unless the platform agreed.
 */
@Component
class DynamicRegistration {

    private static final Logger log = LoggerFactory.getLogger(DynamicRegistration.class);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(15);
    private static final int MOST_BYTES = 256 * 1024;

    /** What may be shown of a platform's reason: a short sentence in plain letters. */
    private static final Pattern REASON = Pattern.compile("[\\p{L}\\p{N} _.,:;'\"()/-]{1,200}");

    private final OutboundHttp http;
    private final JsonMapper json;
    private final LaurelSettings settings;
    private final IssuerRule issuerRule;
    private final Registrations registrations;
    private final Invitations invitations;
    private final Tenants tenants;
    private final TransactionOperations transaction;
    private final ToolMetadata metadata;

    DynamicRegistration(
            OutboundHttp http,
            JsonMapper json,
            LaurelSettings settings,
            RegistrationSettings registrationSettings,
            Registrations registrations,
            Invitations invitations,
            Tenants tenants,
            TransactionOperations transaction) {
        this.http = http;
        this.json = json;
        this.settings = settings;
        this.issuerRule = new IssuerRule(registrationSettings.canvasHosts());
        this.registrations = registrations;
        this.invitations = invitations;
        this.tenants = tenants;
        this.transaction = transaction;
        this.metadata = new ToolMetadata(ToolDescription.of(settings));
    }

    /**
     * What an administrator is shown at the end.
     *
     * @param repeated whether the platform had registered before
     * @param framers origins whose pages may frame it
     */
    record Outcome(
            Registration registration,
            @Nullable String deploymentId,
            Wishes wishes,
            boolean repeated,
            Set<String> framers) {}

    /**
     * What an administrator is asked before anything is sent to the platform.
     *
     * @param framers origins whose pages may frame it
     */
    record Question(String platform, Wishes wishes, Set<String> framers) {}

    /** What was stored, and whether something had been before. */
    private record Stored(Registration registration, boolean repeated) {}

    /** The configuration of a platform that may register here, and under which terms. */
    private record Admitted(PlatformConfiguration platform, Optional<Open> invitation) {}

    /** Whether the invitation wants the platform's administrator to be asked first. */
    boolean wantsConfirmation(@Nullable String invitation) {
        return invited(invitation).filter(open -> open.terms().confirm()).isPresent();
    }

    /**
     * What the tool is going to ask of the platform; nothing is sent to its registration endpoint and nothing stored.
     *
     * @throws RegistrationRefused whenever the registration would not come about
     */
    Question ask(URI configuration, @Nullable String token, @Nullable String invitation) {
        PlatformConfiguration platform = admit(configuration, token, invitation).platform();
        return new Question(
                platform.platformName(),
                Wishes.before(metadata, platform),
                issuerRule.framers(configuration, platform));
    }

    /** @throws RegistrationRefused whenever the registration does not come about */
    Outcome register(URI configuration, @Nullable String token, @Nullable String invitation) {
        Admitted admitted = admit(configuration, token, invitation);
        PlatformConfiguration platform = admitted.platform();
        JsonNode answer = tell(platform, token);

        String clientId = scalar(answer, "client_id")
                .filter(id -> id.length() <= 255)
                .orElseThrow(() -> RegistrationRefused.noAnswer(host(platform.registrationEndpoint()), "no client_id"));
        String deploymentId = scalar(answer.path(ToolMetadata.TOOL), "deployment_id")
                .or(() -> scalar(answer, "deployment_id"))
                .filter(id -> id.length() <= 255)
                .orElse(null);
        List<String> asked = metadata.scopes(platform);
        Set<String> granted = answer.path("scope").isString()
                ? new LinkedHashSet<>(
                        Arrays.asList(answer.path("scope").asString().split(" ")))
                : new LinkedHashSet<>(asked); // RFC 7591, section 3.2.1: what is not said is as it was asked
        granted.retainAll(asked);

        Stored stored = transaction.execute(status -> {
            if (admitted.invitation().isPresent() && invitation != null && !invitations.spend(invitation)) {
                throw RegistrationRefused.byInvitationOnly();
            }
            return store(platform, clientId, deploymentId, granted, admitted.invitation());
        });
        if (stored == null) {
            throw new IllegalStateException("Nothing was stored");
        }
        Registration registration = stored.registration();
        log.info(
                "Registered at {} as client {} ({}), deployment {}",
                registration.issuer(),
                clientId,
                registration.productFamily(),
                deploymentId);
        Set<String> framers = issuerRule.framers(configuration, platform);
        framers.addAll(registration.origins());
        Wishes wishes = Wishes.after(metadata, platform, answer, granted);
        return new Outcome(
                registration,
                deploymentId,
                stored.repeated() && platform.isOfFamily("canvas") ? wishes.awaitingConsent() : wishes,
                stored.repeated(),
                framers);
    }

    private Optional<Open> invited(@Nullable String invitation) {
        return Optional.ofNullable(invitation).flatMap(invitations::open);
    }

    private Admitted admit(URI configuration, @Nullable String token, @Nullable String invitation) {
        Optional<Open> invited = invited(invitation);
        if (invited.isEmpty() && !settings.registrationOpen()) {
            throw RegistrationRefused.byInvitationOnly();
        }
        PlatformConfiguration platform = read(configuration, token);
        Set<String> together = invited.map(open -> open.terms().hosts()).orElse(Set.of());
        if (!issuerRule.allows(configuration, platform, together)) {
            throw RegistrationRefused.otherIssuer(WebOrigin.of(configuration), platform.issuer());
        }
        return new Admitted(platform, invited);
    }

    private Stored store(
            PlatformConfiguration platform,
            String clientId,
            @Nullable String deploymentId,
            Set<String> granted,
            Optional<Open> invited) {
        Optional<Registration> known = registrations.find(platform.issuer(), clientId);
        Optional<TenantId> district = invited.map(Open::tenant);
        if (known.isPresent() && district.isPresent() && !known.get().home().equals(district.get())) {
            throw RegistrationRefused.otherTenant(platform.issuer());
        }
        if (known.isPresent() && !known.get().enabled()) {
            throw RegistrationRefused.switchedOff(platform.issuer());
        }
        TenantId home = known.map(Registration::home).or(() -> district).orElseGet(() -> tenantFor(platform));
        Registration registration = registrations.register(
                new PlatformFacts(
                        platform.issuer(),
                        clientId,
                        platform.authorizationEndpoint(),
                        platform.tokenEndpoint(),
                        platform.jwksUri(),
                        platform.authorizationServer(),
                        platform.registrationEndpoint(),
                        platform.productFamily(),
                        platform.version(),
                        name(platform, known),
                        granted),
                home);
        invited.ifPresent(
                open -> registrations.receive(registration.id(), open.terms().newDeployments()));
        if (deploymentId != null) {
            registrations.deploy(registration.id(), deploymentId, home, Deployment.State.ACTIVE);
        }
        return new Stored(registration, known.isPresent());
    }

    /**
     * What an operator has called the platform stays, unless it says itself how it is called. A name that was made of a host is
     * made anew: the host may have changed since.
     */
    private static String name(PlatformConfiguration platform, Optional<Registration> known) {
        return platform.accountName() != null
                ? platform.accountName()
                : known.filter(before -> !isNameOfHost(before))
                        .map(Registration::platformName)
                        .orElseGet(platform::platformName);
    }

    private static boolean isNameOfHost(Registration known) {
        URI origin = known.platformOrigin();
        String host = origin == null ? null : origin.getHost();
        return host != null
                && (host.equals(known.platformName())
                        || PlatformConfiguration.name(known.productFamily(), host)
                                .equals(known.platformName()));
    }

    /** Without an invitation each registration founds a tenant: a name is no proof of belonging to one that exists. */
    private TenantId tenantFor(PlatformConfiguration platform) {
        if (settings.demo()) {
            return tenants.demonstration();
        }
        return tenants.found(platform.displayName());
    }

    private PlatformConfiguration read(URI configuration, @Nullable String token) {
        // Verbatim: Canvas puts the token into the query of this address, others want it as a header.
        OutboundResponse response =
                send(authorized(OutboundRequest.get(configuration).with("Accept", "application/json"), token));
        String host = host(configuration);
        if (response.status() != 200) {
            throw RegistrationRefused.noAnswer(host, "status " + response.status());
        }
        return PlatformConfiguration.read(parse(response, host), host, settings.allowPrivateAddresses());
    }

    private JsonNode tell(PlatformConfiguration platform, @Nullable String token) {
        String host = host(platform.registrationEndpoint());
        OutboundResponse response = send(authorized(
                OutboundRequest.post(
                                platform.registrationEndpoint(),
                                "application/json",
                                json.writeValueAsBytes(metadata.forPlatform(platform)))
                        .with("Accept", "application/json"),
                token));
        if (!response.isSuccessful()) {
            throw RegistrationRefused.byPlatform(host, response.status(), reason(response));
        }
        return parse(response, host);
    }

    private OutboundResponse send(OutboundRequest request) {
        String host =
                request.address().getHost() == null ? "" : request.address().getHost();
        try {
            return http.send(request.within(READ_TIMEOUT).atMost(MOST_BYTES));
        } catch (OutboundFailure e) {
            throw switch (e.kind()) {
                case FORBIDDEN -> RegistrationRefused.addressNotCalled(host);
                case UNREACHABLE, TIMED_OUT, TOO_LARGE ->
                    RegistrationRefused.noAnswer(host, e.kind().name());
            };
        }
    }

    private static OutboundRequest authorized(OutboundRequest request, @Nullable String token) {
        return token == null ? request : request.with("Authorization", "Bearer " + token);
    }

    private JsonNode parse(OutboundResponse response, String host) {
        try {
            return json.readTree(response.body());
        } catch (JacksonException e) {
            throw RegistrationRefused.noAnswer(host, "no JSON");
        }
    }

    /** The platform's reason where it is one of the forms we know, never a whole body. */
    private String reason(OutboundResponse response) {
        try {
            return RefusalReasons.of(json.readTree(response.body()));
        } catch (JacksonException e) {
            String words = response.text().trim(); // Moodle answers with a short plain text
            return REASON.matcher(words).matches() ? words : "";
        }
    }

    private static Optional<String> scalar(JsonNode object, String member) {
        JsonNode value = object.path(member);
        return value.isString() || value.isIntegralNumber() ? Optional.of(value.asString()) : Optional.empty();
    }

    private static String host(URI address) {
        return Objects.requireNonNullElse(address.getHost(), "");
    }
}
