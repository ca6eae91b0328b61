package dev.laurel.assessment;

import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.Rubric;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Practice;
import dev.laurel.tenant.TenantId;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** By how many people a submission is rated, as its micro-credential's authors asked. */
@Component
class ScoringModels {

    private final Practice<ScoringSettings> practice;
    private final boolean chance;
    private final RandomGenerator random = new SecureRandom();

    ScoringModels(ScoringSettings settings, LaurelSettings laurel, Practice<ScoringSettings> practice) {
        this.practice = practice;
        this.chance = leavesToChance(settings, laurel);
    }

    /** Whether chance decides anything where no programme has said how often. */
    static boolean leavesToChance(ScoringSettings settings, LaurelSettings laurel) {
        return settings.randomSecondRatings() == null ? !laurel.demo() : settings.randomSecondRatings();
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
    boolean needsSecond(TenantId tenant, MicroCredential credential, Rubric rubric, Outcome first, int attempt) {
        return switch (told(credential)) {
            case TWO -> true;
            case ALONE -> false;
            case MAYBE_SECOND ->
                "conditional_double".equals(credential.scoring().model())
                                && Resolution.isNearTheCut(rubric, first, attempt)
                        || drawn(tenant, credential.scoring().randomSecondRate());
        };
    }

    /** @param named the share that the version names itself; it comes first */
    boolean drawn(TenantId tenant, @Nullable Double named) {
        if (named != null && !chance) {
            return false;
        }
        double share = named == null ? practice.of(tenant).randomSecondRate() : named;
        return random.nextDouble() < share;
    }
}
