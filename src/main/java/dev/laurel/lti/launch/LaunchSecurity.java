package dev.laurel.lti.launch;

import dev.laurel.lti.Registrations;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationPredicate;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * The two chains of launches. They are put together by hand because each filter costs every launch: there is no session
 * to guard, no request to save and nobody to sign out.
 */
@Configuration(proxyBeanMethods = false)
class LaunchSecurity {

    /** Login and launch; the tool's other LTI addresses (keys, registration, configuration) are open and pass through. */
    @Bean
    @Order(10)
    SecurityFilterChain ltiMessages(
            LoginRequests logins,
            LoginAnswers answers,
            LoginStates states,
            LaunchProofs proofs,
            Registrations registrations,
            IdTokens idTokens,
            Launches launches,
            LaurelSettings settings,
            Clock clock,
            FilterViews views,
            MeterRegistry meters) {
        OAuth2AuthorizationRequestRedirectFilter login = new OAuth2AuthorizationRequestRedirectFilter(logins);
        login.setAuthorizationRequestRepository(new LoginCookies());
        login.setAuthorizationRedirectStrategy(answers);
        login.setAuthenticationFailureHandler((request, response, failure) -> {
            if (failure.getCause() instanceof Refusal refusal) {
                throw refusal;
            }
            throw failure;
        });
        LaunchAuthenticationProvider provider =
                new LaunchAuthenticationProvider(registrations, idTokens, launches, settings, clock);
        return new DefaultSecurityFilterChain(
                PathPatternRequestMatcher.withDefaults().matcher("/lti/**"),
                new MessageMeters(meters),
                new RefusalFilter(views),
                login,
                new LaunchFilter(provider::authenticate, states, proofs));
    }

    /** What {@link MessageMeters} times is timed once. */
    @Bean
    ObservationPredicate noSecondTimingOfMessages() {
        return (name, context) -> {
            HttpServletRequest request =
                    context instanceof ServerRequestObservationContext observed ? observed.getCarrier() : null;
            return request == null || !MessageMeters.times(request.getRequestURI());
        };
    }

    /** The windows that launches opened. */
    @Bean
    @Order(20)
    SecurityFilterChain windows(Launches launches, Registrations registrations, FilterViews views) {
        CsrfFilter csrf = new CsrfFilter(new WindowCsrfTokens());
        csrf.setAccessDeniedHandler((request, response, denied) -> {
            throw new FormNotOurs(String.valueOf(denied.getMessage()));
        });
        return new DefaultSecurityFilterChain(
                PathPatternRequestMatcher.withDefaults().matcher("/l/**"),
                new RefusalFilter(views),
                new WindowFilter(launches, registrations),
                csrf);
    }
}
