package dev.laurel.badge;

import dev.laurel.system.Sessionless;
import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/** Badges, issuers and status lists are public, keep no session, and can be read by verifiers that run in a browser. */
@Configuration(proxyBeanMethods = false)
class BadgeSecurity {

    @Bean
    @Order(50)
    SecurityFilterChain publicBadges(HttpSecurity http) throws Exception {
        return Sessionless.open(
                        http,
                        "/credentials/**",
                        "/issuers/**",
                        "/status/**",
                        "/verify",
                        "/ob2/**",
                        "/.well-known/did.json",
                        DomainMailPages.PATH + "**")
                .cors(cors -> cors.configurationSource(readableFromAnywhere()))
                .headers(headers -> headers.cacheControl(HeadersConfigurer.CacheControlConfig::disable))
                .addFilterBefore(new UploadLimit(), HeaderWriterFilter.class)
                .build();
    }

    /** What verifiers read again and again, and what signs itself anew rather seldom. */
    @Bean
    FilterRegistrationBean<ShallowEtagHeaderFilter> tagsOfPublicDocuments() {
        FilterRegistrationBean<ShallowEtagHeaderFilter> tags =
                new FilterRegistrationBean<>(new ShallowEtagHeaderFilter());
        tags.addUrlPatterns("/ob2/*", "/status/*", "/issuers/*", "/.well-known/did.json");
        return tags;
    }

    @Bean
    FilterRegistrationBean<AnyVersionKnown> anyVersionOfPublicDocuments() {
        FilterRegistrationBean<AnyVersionKnown> known = new FilterRegistrationBean<>(new AnyVersionKnown());
        // Around the filter that gives out tags, so that they are in this answer too.
        known.setOrder(Ordered.LOWEST_PRECEDENCE - 1);
        known.addUrlPatterns("/credentials/*", "/ob2/*", "/status/*", "/issuers/*", "/.well-known/did.json");
        return known;
    }

    private static UrlBasedCorsConfigurationSource readableFromAnywhere() {
        CorsConfiguration anywhere = new CorsConfiguration();
        anywhere.setAllowedOrigins(List.of(CorsConfiguration.ALL));
        anywhere.setAllowedMethods(List.of("GET", "HEAD"));
        // Whatever a verifier's library sends: some ask that nothing in between answers from its store.
        anywhere.setAllowedHeaders(List.of(CorsConfiguration.ALL));
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        for (String path :
                List.of("/credentials/**", "/issuers/**", "/status/**", "/ob2/**", "/.well-known/did.json")) {
            source.registerCorsConfiguration(path, anywhere);
        }
        return source;
    }
}
