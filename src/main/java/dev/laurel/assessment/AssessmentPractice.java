package dev.laurel.assessment;

import dev.laurel.assessment.QualitySettings.Required;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Choice;
import dev.laurel.tenant.Choice.Kind;
import dev.laurel.tenant.Practice;
import dev.laurel.tenant.Practice.Clash;
import dev.laurel.tenant.Practices;
import dev.laurel.tenant.Practices.Declaration;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** What programmes may set for themselves about rating and about who rates. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ScoringSettings.class, QualitySettings.class})
class AssessmentPractice {

    private static final String NO = "0";

    @Bean
    @Order(30)
    Practice<ScoringSettings> scoringPractice(Practices practices, ScoringSettings settings, LaurelSettings laurel) {
        Declaration<ScoringSettings> declaration = practices
                .of(ScoringSettings.class)
                .part(
                        "assessment.practice.scoring",
                        Choice.share("random-second-rate", ScoringSettings::randomSecondRate, 0, 100),
                        Choice.of(Kind.NUMBER, "most-held", ScoringSettings::mostHeld, 1, 50),
                        Choice.of(Kind.BUSINESS_DAYS, "extra-days", ScoringSettings::extraDays, 1, 30),
                        Choice.of(Kind.BUSINESS_DAYS, "take-back-days", ScoringSettings::takeBackDays, 1, 30));
        if (!ScoringModels.leavesToChance(settings, laurel)) {
            declaration.instead("random-second-rate", NO);
        }
        return declaration.declared();
    }

    @Bean
    @Order(40)
    Practice<QualitySettings> qualityPractice(Practices practices, ScoringSettings settings, LaurelSettings laurel) {
        Declaration<QualitySettings> declaration = practices
                .of(QualitySettings.class)
                .part(
                        "assessment.practice.qualifying",
                        Choice.oneOf("required", Required.class, QualitySettings::required),
                        Choice.of(Kind.NUMBER, "gate-ratings", QualitySettings::gateRatings, 1, 200),
                        Choice.share("gate-exact", QualitySettings::gateExact, 0, 100),
                        Choice.share("gate-decisions", QualitySettings::gateDecisions, 0, 100),
                        Choice.of(Kind.NUMBER, "gate-far", QualitySettings::gateFar, 0, 10),
                        Choice.of(Kind.DAYS, "gate-again-days", QualitySettings::gateAgainDays, 0, 365),
                        Choice.of(Kind.MONTHS, "valid-months", QualitySettings::validMonths, 1, 60),
                        Choice.of(Kind.DAYS, "reminder-days", QualitySettings::reminderDays, 1, 180))
                .part(
                        "assessment.practice.watching",
                        Choice.share("seeded-share", QualitySettings::seededShare, 0, 100),
                        Choice.share("back-read-share", QualitySettings::backReadShare, 0, 100),
                        Choice.yesNo("seeded-pauses", QualitySettings::seededPauses),
                        Choice.of(Kind.NUMBER, "newcomer-ratings", QualitySettings::newcomerRatings, 0, 1000),
                        Choice.of(Kind.NUMBER, "drift-window", QualitySettings::driftWindow, 1, 1000),
                        Choice.of(Kind.NUMBER, "drift-least", QualitySettings::driftLeast, 1, 1000),
                        Choice.share("drift-warns", QualitySettings::driftWarns, 0, 100),
                        Choice.share("drift-pauses", QualitySettings::driftPauses, 0, 100))
                .part(
                        "assessment.practice.asking",
                        Choice.of(Kind.BUSINESS_DAYS, "answer-days", QualitySettings::answerDays, 1, 60))
                .check(AssessmentPractice::clash);
        if (!ScoringModels.leavesToChance(settings, laurel)) {
            declaration.instead("seeded-share", NO).instead("back-read-share", NO);
        }
        return declaration.declared();
    }

    private static Optional<Clash> clash(QualitySettings settings) {
        if (settings.driftLeast() > settings.driftWindow()) {
            return Optional.of(new Clash("drift-least", "assessment.practice.watching.clash.least"));
        }
        return settings.driftPauses() > settings.driftWarns()
                ? Optional.of(new Clash("drift-pauses", "assessment.practice.watching.clash.pauses"))
                : Optional.empty();
    }
}
