package dev.laurel.recognition;

import dev.laurel.system.Sessionless;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/** Values can be read by anybody, from the pages of any web site, without a session. */
@Configuration(proxyBeanMethods = false)
class RecognitionSecurity {

    private static final String VALUE = "/recognition/value";

    /** Before the pages of staff, which lie below the same address. */
    @Bean
    @Order(20)
    SecurityFilterChain valuesForEverybody(HttpSecurity http) throws Exception {
        return Sessionless.chain(http.securityMatcher(VALUE))
                .authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.GET)
                        .permitAll()
                        .requestMatchers(HttpMethod.HEAD)
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .cors(cors -> cors.configurationSource(readableFromAnywhere()))
                .headers(headers -> headers.cacheControl(HeadersConfigurer.CacheControlConfig::disable))
                .build();
    }

    private static UrlBasedCorsConfigurationSource readableFromAnywhere() {
        CorsConfiguration anywhere = new CorsConfiguration();
        anywhere.setAllowedOrigins(List.of(CorsConfiguration.ALL));
        anywhere.setAllowedMethods(List.of("GET", "HEAD"));
        anywhere.setAllowedHeaders(List.of("Accept", "Accept-Language", "Content-Type"));
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration(VALUE, anywhere);
        return source;
    }
}
