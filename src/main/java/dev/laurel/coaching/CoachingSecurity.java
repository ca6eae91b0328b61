package dev.laurel.coaching;

import dev.laurel.system.PageHeaders;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfException;

/** The pages of those who were invited by mail. What they show each page asks of {@link Door}; no session is kept here. */
@Configuration(proxyBeanMethods = false)
class CoachingSecurity {

    @Bean
    @Order(45)
    SecurityFilterChain coachesOutsideOfAnyLms(HttpSecurity http, Door door) throws Exception {
        return http.securityMatcher("/coach/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(csrf -> csrf.csrfTokenRepository(formTokens(door)))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .exceptionHandling(handling -> handling.accessDeniedHandler((request, response, denied) -> {
                    if (denied instanceof CsrfException) {
                        request.getRequestDispatcher("/coach/form-too-old").forward(request, response);
                    } else {
                        response.sendError(HttpServletResponse.SC_NOT_FOUND);
                    }
                }))
                .headers(PageHeaders::standingAlone)
                .build();
    }

    private static CookieCsrfTokenRepository formTokens(Door door) {
        CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName(door.formTokens());
        tokens.setCookiePath("/coach");
        tokens.setCookieCustomizer(
                each -> each.httpOnly(true).secure(door.isSecure()).sameSite("Lax"));
        return tokens;
    }
}
