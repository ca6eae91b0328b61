package dev.laurel.submission;

import dev.laurel.tenant.Choice;
import dev.laurel.tenant.Choice.Kind;
import dev.laurel.tenant.Practice;
import dev.laurel.tenant.Practice.Clash;
import dev.laurel.tenant.Practices;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** What programmes may set for themselves about handing in, waiting, appeals, and how long evidence stays. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({AppealSettings.class, TurnaroundSettings.class, RetentionSettings.class})
class SubmissionPractice {

    @Bean
    @Order(10)
    Practice<TurnaroundSettings> turnaroundPractice(Practices practices) {
        return practices
                .of(TurnaroundSettings.class)
                .part(
                        "submission.practice.turnaround",
                        Choice.of(Kind.BUSINESS_DAYS, "check-days", TurnaroundSettings::checkDays, 0, 30),
                        Choice.of(Kind.BUSINESS_DAYS, "scoring-days", TurnaroundSettings::scoringDays, 1, 60),
                        Choice.zone("zone", TurnaroundSettings::zone),
                        Choice.yesNo("us-federal-holidays", TurnaroundSettings::usFederalHolidays),
                        Choice.dates("closed", TurnaroundSettings::closed))
                .declared();
    }

    @Bean
    @Order(20)
    Practice<AppealSettings> appealPractice(Practices practices) {
        return practices
                .of(AppealSettings.class)
                .part(
                        "submission.practice.appeal",
                        Choice.of(Kind.DAYS, "days", AppealSettings::days, 0, 365),
                        Choice.of(Kind.BUSINESS_DAYS, "answer-days", AppealSettings::answerDays, 1, 60))
                .declared();
    }

    @Bean
    @Order(70)
    Practice<RetentionSettings> retentionPractice(Practices practices) {
        return practices
                .of(RetentionSettings.class)
                .part(
                        "submission.practice.retention",
                        Choice.of(Kind.DAYS, "evidence-days", RetentionSettings::evidenceDays, 1, 36_500),
                        Choice.of(Kind.DAYS, "notice-days", RetentionSettings::noticeDays, 1, 365),
                        Choice.of(Kind.DAYS, "extension-days", RetentionSettings::extensionDays, 0, 3650),
                        Choice.of(Kind.DAYS, "resubmit-days", RetentionSettings::resubmitDays, 0, 3650),
                        Choice.of(Kind.YEARS, "ratings-years", RetentionSettings::ratingsYears, 1, 100))
                .check(SubmissionPractice::clash)
                .declared();
    }

    private static Optional<Clash> clash(RetentionSettings settings) {
        if (settings.noticeDays() > settings.evidenceDays()) {
            return Optional.of(new Clash("notice-days", "submission.practice.retention.clash.notice"));
        }
        return settings.resubmitDays() > 0 && settings.resubmitDays() < settings.noticeDays()
                ? Optional.of(new Clash("resubmit-days", "submission.practice.retention.clash.resubmit"))
                : Optional.empty();
    }
}
