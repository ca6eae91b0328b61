package dev.laurel.authoring;

import dev.laurel.tenant.Choice;
import dev.laurel.tenant.Choice.Kind;
import dev.laurel.tenant.Practice;
import dev.laurel.tenant.Practice.Part;
import dev.laurel.tenant.Practices;
import java.util.List;
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
        return practices.of(
                "laurel.authoring",
                AuthoringSettings.class,
                List.of(
                        new Part<>(
                                "authoring.practice.raters",
                                List.of(
                                        Choice.oneOf(
                                                "license-model", ScoringModel.class, AuthoringSettings::licenseModel),
                                        Choice.oneOf(
                                                "usual-model", ScoringModel.class, AuthoringSettings::usualModel))),
                        new Part<>(
                                "authoring.practice.retirement",
                                List.of(Choice.of(
                                        Kind.MONTHS, "window-months", AuthoringSettings::windowMonths, 0, 120)))));
    }
}
