package dev.laurel.authoring;

import dev.laurel.system.Sessionless;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** The secret in the address is all there is: no session, no cookie, and so nothing that could be forged with one. */
@Configuration(proxyBeanMethods = false)
class ReviewMailSecurity {

    @Bean
    @Order(57)
    SecurityFilterChain readersOfReviewMails(HttpSecurity http) throws Exception {
        return Sessionless.open(http, ReviewMail.PATH + "*").build();
    }
}
