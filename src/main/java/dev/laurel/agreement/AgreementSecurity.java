package dev.laurel.agreement;

import dev.laurel.system.Sessionless;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** The tool is there for anybody: it keeps no session, reads nothing of ours and changes nothing. */
@Configuration(proxyBeanMethods = false)
class AgreementSecurity {

    @Bean
    @Order(50)
    SecurityFilterChain agreementForAnybody(HttpSecurity http) throws Exception {
        return Sessionless.open(http, "/tools/agreement").build();
    }
}
