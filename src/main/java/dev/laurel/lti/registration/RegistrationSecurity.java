package dev.laurel.lti.registration;

import dev.laurel.system.PageHeaders;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.FrameOptionsConfig;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** What platforms and their administrators reach without a launch: no session, no cookie, the token in no Referer. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RegistrationSettings.class)
class RegistrationSecurity {

    /** Instructure's clouds frame this page from hosts that no document names. */
    private static final String CANVAS_PAGES = " https://*.instructure.com https://*.canvaslms.com";

    @Bean
    @Order(9)
    SecurityFilterChain registrationAndKeys(HttpSecurity http) throws Exception {
        return http.securityMatcher(
                        "/lti/register", "/lti/register/*", "/lti/jwks", ToolDescription.ICON, "/lti/config/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.frameOptions(FrameOptionsConfig::disable)
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                        .contentSecurityPolicy(
                                csp -> csp.policyDirectives(PageHeaders.contentSecurityPolicy("'none'"))))
                .build();
    }

    /** Lets pages of those origins frame this answer; takes the place of the chain's own policy. */
    static void framableBy(HttpServletResponse response, Set<String> origins) {
        response.setHeader(
                "Content-Security-Policy",
                PageHeaders.contentSecurityPolicy(String.join(" ", new TreeSet<>(origins)) + CANVAS_PAGES));
    }
}
