package dev.laurel.badge;

import dev.laurel.assessment.Assessments;
import dev.laurel.assessment.Feedback;
import dev.laurel.badge.WaitingBadges.Waiting;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.Rubric;
import dev.laurel.submission.AttemptId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What an officer needs to know of decided work before its badge is signed: all that the badge will say, and how it was
 * rated. Never evidence, nor what assessors wrote, nor who they are; nor how many attempts it took, which is the earner's own.
 */
@Component
class DecidedWork {

    private final Assessments assessments;
    private final Catalogue catalogue;

    DecidedWork(Assessments assessments, Catalogue catalogue) {
        this.assessments = assessments;
        this.catalogue = catalogue;
    }

    /**
     * What came of it.
     *
     * @param path of the version in the public catalogue
     * @param model by which this version is rated; the end of a message key
     * @param required criteria that have to be met, {@code met} of them are
     * @param fewest people who rated a criterion, each without seeing the others; 0 where that is no longer known
     * @param settled criteria that another person had to settle
     */
    record Facts(
            String title,
            String language,
            String version,
            String path,
            Instant decidedAt,
            String model,
            int required,
            int met,
            int fewest,
            int most,
            int settled,
            List<Reached> criteria) {

        Facts {
            criteria = List.copyOf(criteria);
        }
    }

    /**
     * One criterion.
     *
     * @param level reached, in the author's words; empty for one that is only met or not
     */
    record Reached(String title, String level, boolean required, boolean met) {}

    /** Those whose decision is still there and whose version is known. At most a page of them at a time. */
    Map<AttemptId, Facts> of(Collection<Waiting> waiting) {
        Map<AttemptId, Feedback> decided =
                assessments.feedback(waiting.stream().map(Waiting::attempt).toList());
        Map<AttemptId, Facts> facts = new HashMap<>();
        for (Waiting badge : waiting) {
            Optional.ofNullable(decided.get(badge.attempt()))
                    .flatMap(feedback -> catalogue.version(badge.version()).map(of -> facts(of, feedback)))
                    .ifPresent(each -> facts.put(badge.attempt(), each));
        }
        return facts;
    }

    private static Facts facts(MicroCredential of, Feedback feedback) {
        Rubric rubric = of.rubric();
        Map<String, Feedback.CriterionFeedback> reached = new HashMap<>();
        feedback.criteria().forEach(each -> reached.put(each.criterionId(), each));
        List<Reached> criteria = rubric.criteria().stream()
                .filter(criterion -> criterion.required() || reached.containsKey(criterion.id()))
                .map(criterion -> reached(criterion, reached.get(criterion.id())))
                .toList();
        List<Reached> required = criteria.stream().filter(Reached::required).toList();
        return new Facts(
                of.title(),
                of.language(),
                of.version(),
                of.path(),
                feedback.decidedAt(),
                of.scoring().model().replace('_', '-'),
                required.size(),
                (int) required.stream().filter(Reached::met).count(),
                feedback.rated().fewest(),
                feedback.rated().most(),
                feedback.rated().settled(),
                criteria);
    }

    private static Reached reached(Rubric.Criterion criterion, Feedback.@Nullable CriterionFeedback feedback) {
        if (feedback == null) {
            return new Reached(criterion.title(), "", criterion.required(), false);
        }
        return new Reached(
                criterion.title(),
                criterion.level(feedback.level()).map(Rubric.Level::label).orElse(""),
                criterion.required(),
                feedback.met());
    }
}
