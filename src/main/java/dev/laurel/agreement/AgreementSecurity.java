package dev.laurel.agreement;

import dev.laurel.system.PageHeaders;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** The tool is there for anybody: it keeps no session, reads nothing of ours and changes nothing. */
@Configuration(proxyBeanMethods = false)
class AgreementSecurity {

    @Bean
    @Order(50)
    SecurityFilterChain agreementForAnybody(HttpSecurity http) throws Exception {
        return http.securityMatcher("/tools/agreement")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(PageHeaders::standingAlone)
                .build();
    }
}
