package dev.laurel.system;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;

/**
 * The security of what belongs to no module: the welcome page, files and health are open, and whatever no chain before
 * has claimed does not exist. Both keep no session and set no cookie.
 */
@Configuration(proxyBeanMethods = false)
class LastSecurityChains {

    /** Every filter and check would be timed by itself, which costs each request more than most of them do. */
    @Bean
    SecurityObservationSettings noSecurityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    @Order(60)
    SecurityFilterChain openToAll(HttpSecurity http) throws Exception {
        return Sessionless.open(
                        http, "/", Assets.PREFIX + "**", "/robots.txt", "/actuator/health/**", "/actuator/prometheus")
                .build();
    }

    /** The error page is rendered in the dispatch of the request that failed, and in no other. */
    @Bean
    @Order(100)
    SecurityFilterChain nothingElse(HttpSecurity http) throws Exception {
        return Sessionless.chain(http)
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .exceptionHandling(handling -> handling.authenticationEntryPoint(
                        (request, response, exception) -> response.sendError(HttpServletResponse.SC_NOT_FOUND)))
                .build();
    }
}
