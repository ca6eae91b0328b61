package dev.laurel.journey;

import dev.laurel.system.PageHeaders;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** The secret in the address is all there is: no session, no cookie, and so nothing that could be forged with one. */
@Configuration(proxyBeanMethods = false)
class ReminderSecurity {

    @Bean
    @Order(50)
    SecurityFilterChain readersOfReminders(HttpSecurity http) throws Exception {
        return http.securityMatcher("/reminders/*", OfficerMail.PATH + "*")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(PageHeaders::standingAlone)
                .build();
    }
}
