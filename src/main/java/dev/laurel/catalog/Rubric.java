package dev.laurel.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Criteria by levels. A part that is judged pass or fail is one criterion of two levels here, so that every judgement
 * is a rating. The award rule is conjunctive: every required criterion at or above its cut.
 */
public record Rubric(List<Criterion> criteria) {

    /** Key of the lower level of a pass/fail criterion. */
    public static final String NOT_MET = "not_met";

    /** Key of the upper level of a pass/fail criterion. */
    public static final String MET = "met";

    public Rubric {
        criteria = List.copyOf(criteria);
    }

    /**
     * @param id unique in the version: the author's id, or the part's id for a pass/fail part
     * @param evidence ids of the artefacts or questions to read for it
     * @param levels lowest first
     * @param cut key of the lowest level that counts as met
     */
    public record Criterion(
            String id,
            String partId,
            String title,
            List<String> evidence,
            List<Level> levels,
            String cut,
            boolean required) {

        public Criterion {
            evidence = List.copyOf(evidence);
            levels = List.copyOf(levels);
        }

        /** Whether this is a whole part judged as met or not; an author's own level always has a label. */
        public boolean isPassFail() {
            return levels.size() == 2
                    && levels.get(1).key().equals(MET)
                    && levels.get(1).label().isEmpty();
        }

        /** Whether the level counts as met; false for a key that is no level of this criterion. */
        public boolean isMetBy(String levelKey) {
            int cutAt = indexOf(cut);
            int at = indexOf(levelKey);
            return at >= 0 && at >= cutAt;
        }

        public Optional<Level> level(String key) {
            return levels.stream().filter(level -> level.key().equals(key)).findFirst();
        }

        private int indexOf(String key) {
            for (int i = 0; i < levels.size(); i++) {
                if (levels.get(i).key().equals(key)) {
                    return i;
                }
            }
            return -1;
        }
    }

    /**
     * @param label empty for pass/fail criteria, whose words are the interface's and not the author's
     */
    public record Level(String key, String label, int value, String descriptor) {}

    public Optional<Criterion> criterion(String id) {
        return criteria.stream().filter(criterion -> criterion.id().equals(id)).findFirst();
    }

    static Rubric of(MicroCredential credential) {
        List<Criterion> criteria = new ArrayList<>();
        for (MicroCredential.Part part : credential.parts()) {
            if (part.passingCriteria() != null) {
                criteria.add(passFail(part, part.passingCriteria()));
            }
            for (MicroCredential.AuthoredCriterion authored : part.criteria()) {
                criteria.add(analytic(part, authored, credential.scale()));
            }
        }
        return new Rubric(criteria);
    }

    private static Criterion passFail(MicroCredential.Part part, String passingCriteria) {
        List<String> evidence =
                part.questions().stream().map(MicroCredential.Question::id).toList();
        return new Criterion(
                part.id(),
                part.id(),
                part.title(),
                evidence,
                List.of(new Level(NOT_MET, "", 0, ""), new Level(MET, "", 1, passingCriteria)),
                MET,
                true);
    }

    private static Criterion analytic(
            MicroCredential.Part part, MicroCredential.AuthoredCriterion authored, MicroCredential.Scale scale) {
        List<Level> levels = new ArrayList<>();
        for (int i = 0; i < scale.levels().size(); i++) {
            MicroCredential.Level level = scale.levels().get(i);
            levels.add(new Level(
                    level.key(),
                    level.label(),
                    level.value(),
                    authored.descriptors().get(i)));
        }
        return new Criterion(
                authored.id(),
                part.id(),
                authored.title(),
                authored.evidence(),
                levels,
                scale.cut(),
                authored.required());
    }
}
