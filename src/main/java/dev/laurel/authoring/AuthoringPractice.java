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
@EnableConfigurationProperties(AuthoringSettings.class)
class AuthoringPractice {

    @Bean
    @Order(80)
    Practice<AuthoringSettings> versionsPractice(Practices practices) {
        return practices
                .of(AuthoringSettings.class)
                .part(
                        "authoring.practice.raters",
                        Choice.oneOf("license-model", ScoringModel.class, AuthoringSettings::licenseModel),
                        Choice.oneOf("usual-model", ScoringModel.class, AuthoringSettings::usualModel))
                .part(
                        "authoring.practice.retirement",
                        Choice.of(Kind.MONTHS, "window-months", AuthoringSettings::windowMonths, 0, 120))
                .declared();
    }
}
