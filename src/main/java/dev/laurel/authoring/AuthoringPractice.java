package dev.laurel.authoring;

import dev.laurel.tenant.Choice;
import dev.laurel.tenant.Choice.Kind;
import dev.laurel.tenant.Practice;
import dev.laurel.tenant.Practices;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** What programmes may set for themselves about the versions that they write. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RetirementSettings.class)
class AuthoringPractice {

    @Bean
    @Order(80)
    Practice<RetirementSettings> retirementPractice(Practices practices) {
        return practices
                .of(RetirementSettings.class)
                .part(
                        "authoring.practice.retirement",
                        Choice.of(Kind.MONTHS, "window-months", RetirementSettings::windowMonths, 0, 120))
                .declared();
    }
}
