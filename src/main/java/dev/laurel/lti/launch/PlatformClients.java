package dev.laurel.lti.launch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.laurel.lti.Registration;
import dev.laurel.lti.RegistrationId;
import dev.laurel.lti.Registrations;
import dev.laurel.system.LaurelSettings;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.stereotype.Component;

/** Our registrations at platforms as Spring Security's client registrations; the id is the one of our row. */
@Component
class PlatformClients implements ClientRegistrationRepository {

    private final Registrations registrations;
    private final String redirectUri;

    /** Every login needs one, and it follows from the registration alone. */
    private final Cache<Registration, ClientRegistration> clients =
            Caffeine.newBuilder().maximumSize(1_000).build();

    PlatformClients(Registrations registrations, LaurelSettings settings) {
        this.registrations = registrations;
        this.redirectUri = settings.at(LaunchFilter.PATH).toString();
    }

    @Override
    public @Nullable ClientRegistration findByRegistrationId(String registrationId) {
        return registrations
                .find(new RegistrationId(UUID.fromString(registrationId)))
                .map(this::of)
                .orElse(null);
    }

    ClientRegistration of(Registration registration) {
        return clients.get(registration, this::made);
    }

    private ClientRegistration made(Registration registration) {
        // The implicit flow that LTI uses has no grant type any more in Spring Security; the redirect is the same.
        return ClientRegistration.withRegistrationId(registration.id().value().toString())
                .clientId(registration.clientId())
                .clientAuthenticationMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .issuerUri(registration.issuer())
                .authorizationUri(registration.authorizationEndpoint().toString())
                .tokenUri(registration.tokenEndpoint().toString())
                .jwkSetUri(registration.jwksUri().toString())
                .redirectUri(redirectUri)
                .scope("openid")
                .build();
    }
}
