package dev.laurel.lti.launch;

import dev.laurel.lti.Registrations;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.ProblemPages;
import dev.laurel.system.Refusal;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.ViewResolver;

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
            LoginStates states,
            Registrations registrations,
            IdTokens idTokens,
            Launches launches,
            LaurelSettings settings,
            Clock clock,
            ProblemPages pages,
            @Qualifier("thymeleafViewResolver") ViewResolver views,
            LocaleResolver locales) {
        OAuth2AuthorizationRequestRedirectFilter login = new OAuth2AuthorizationRequestRedirectFilter(logins);
        login.setAuthorizationRequestRepository(new LoginCookies());
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
                new RefusalFilter(pages, views, locales),
                login,
                new LaunchFilter(provider::authenticate, states));
    }

    /** The windows that launches opened. */
    @Bean
    @Order(20)
    SecurityFilterChain windows(
            Launches launches,
            ProblemPages pages,
            @Qualifier("thymeleafViewResolver") ViewResolver views,
            LocaleResolver locales) {
        CsrfFilter csrf = new CsrfFilter(new WindowCsrfTokens());
        csrf.setAccessDeniedHandler((request, response, denied) -> {
            throw new FormNotOurs(String.valueOf(denied.getMessage()));
        });
        return new DefaultSecurityFilterChain(
                PathPatternRequestMatcher.withDefaults().matcher("/l/**"),
                new RefusalFilter(pages, views, locales),
                new WindowFilter(launches),
                csrf);
    }
}
