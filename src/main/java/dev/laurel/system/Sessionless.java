package dev.laurel.system;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;

/** What filter chains have in common behind which nobody is signed in. */
public final class Sessionless {

    private Sessionless() {}

    /** No session and no cookie, so nothing that could be forged with one: a secret in an address is all there may be. */
    public static HttpSecurity chain(HttpSecurity http) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(PageHeaders::standingAlone);
    }

    /** The same for addresses that everybody may ask. */
    public static HttpSecurity open(HttpSecurity http, String... paths) throws Exception {
        return chain(http.securityMatcher(paths))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll());
    }
}
