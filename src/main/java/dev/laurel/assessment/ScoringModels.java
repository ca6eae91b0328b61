package dev.laurel.assessment;

import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.Rubric;
import dev.laurel.system.LaurelSettings;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** By how many people a submission is rated, as its micro-credential's authors asked. */
@Component
@EnableConfigurationProperties(ScoringSettings.class)
class ScoringModels {

    private final ScoringSettings settings;
    private final boolean chance;
    private final RandomGenerator random = new SecureRandom();

    ScoringModels(ScoringSettings settings, LaurelSettings laurel) {
        this.settings = settings;
        this.chance = settings.randomSecondRatings() == null ? !laurel.demo() : settings.randomSecondRatings();
    }

    /** Whether chance decides anything where nobody has said how often. */
    boolean leavesToChance() {
        return chance;
    }

    /** What assessors are told about the ratings that a submission gets; the same for each of them. */
    enum Told {
        /** One rating decides. */
        ALONE,
        /** Some submissions get a second rating, and nobody is told which. */
        MAYBE_SECOND,
        TWO
    }

    static Told told(MicroCredential credential) {
        MicroCredential.Scoring scoring = credential.scoring();
        return switch (scoring.model()) {
            case "independent_double" -> Told.TWO;
            case "conditional_double" -> Told.MAYBE_SECOND;
            default ->
                scoring.randomSecondRate() != null && scoring.randomSecondRate() > 0 ? Told.MAYBE_SECOND : Told.ALONE;
        };
    }

    /** Whether one rating alone does not decide. Where chance has a say, it is asked here, after the first rating is in. */
    boolean needsSecond(MicroCredential credential, Rubric rubric, Outcome first, int attempt) {
        return switch (told(credential)) {
            case TWO -> true;
            case ALONE -> false;
            case MAYBE_SECOND ->
                "conditional_double".equals(credential.scoring().model())
                                && Resolution.isNearTheCut(rubric, first, attempt)
                        || drawn(credential.scoring());
        };
    }

    private boolean drawn(MicroCredential.Scoring scoring) {
        double share = scoring.randomSecondRate() == null ? settings.randomSecondRate() : scoring.randomSecondRate();
        return chance && random.nextDouble() < share;
    }
}
