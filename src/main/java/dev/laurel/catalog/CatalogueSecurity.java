package dev.laurel.catalog;

import dev.laurel.system.Sessionless;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/** The catalogue is there for everybody to read, without a session; the one cookie holds where the reader said that they teach. */
@Configuration(proxyBeanMethods = false)
class CatalogueSecurity {

    @Bean
    @Order(50)
    SecurityFilterChain catalogueForEverybody(HttpSecurity http) throws Exception {
        return Sessionless.chain(http.securityMatcher("/catalog", "/catalog/**"))
                .authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.GET)
                        .permitAll()
                        .requestMatchers(HttpMethod.HEAD)
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .cors(cors -> cors.configurationSource(readableFromAnywhere()))
                .build();
    }

    /** Descriptions are read by programs in browsers, too. */
    private static UrlBasedCorsConfigurationSource readableFromAnywhere() {
        CorsConfiguration anywhere = new CorsConfiguration();
        anywhere.setAllowedOrigins(List.of(CorsConfiguration.ALL));
        anywhere.setAllowedMethods(List.of("GET", "HEAD"));
        anywhere.setAllowedHeaders(List.of("Accept"));
        anywhere.setExposedHeaders(List.of(HttpHeaders.LINK, HttpHeaders.RETRY_AFTER));
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/catalog/**", anywhere);
        return source;
    }
}
