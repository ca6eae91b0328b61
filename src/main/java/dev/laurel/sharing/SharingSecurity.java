package dev.laurel.sharing;

import dev.laurel.system.Sessionless;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** Bundles are read by whoever was told their address: other installations, which cannot sign in here. */
@Configuration(proxyBeanMethods = false)
class SharingSecurity {

    @Bean
    @Order(58)
    SecurityFilterChain offeredBundles(HttpSecurity http) throws Exception {
        return Sessionless.open(http, "/bundles/**").build();
    }
}
