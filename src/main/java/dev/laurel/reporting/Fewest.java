package dev.laurel.reporting;

import dev.laurel.reporting.ReportRows.Scope;
import dev.laurel.tenant.Choice;
import dev.laurel.tenant.Choice.Kind;
import dev.laurel.tenant.Practice;
import dev.laurel.tenant.Practices;
import dev.laurel.tenant.TenantId;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * How many people a number must stand for: as many as the most careful of the programmes that are counted together asks. What
 * is counted over the whole installation has the installation's bound, or one programme could take it from all others.
 */
@Component
class Fewest {

    private static final int MOST = 100;

    private final Practice<ReportingSettings> practice;

    Fewest(Practice<ReportingSettings> practice) {
        this.practice = practice;
    }

    int in(Scope scope) {
        return Math.max(
                practice.installation().fewest(),
                scope.districts().stream()
                        .mapToInt(
                                district -> practice.of(new TenantId(district)).fewest())
                        .max()
                        .orElse(0));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(ReportingSettings.class)
    static class Setting {

        /** Never less than the installation keeps: whoever reads the reports could read about somebody otherwise. */
        @Bean
        @Order(90)
        Practice<ReportingSettings> reportingPractice(Practices practices, ReportingSettings settings) {
            return practices
                    .of(ReportingSettings.class)
                    .part(
                            "reporting.practice.reports",
                            Choice.of(
                                    Kind.NUMBER,
                                    "fewest",
                                    ReportingSettings::fewest,
                                    settings.fewest(),
                                    Math.max(MOST, settings.fewest())))
                    .declared();
        }
    }
}
