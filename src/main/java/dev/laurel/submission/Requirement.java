package dev.laurel.submission;

import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.Rubric;
import java.util.List;

/** One thing a micro-credential asks for, with what the earner has of it: a question, or an artefact. */
sealed interface Requirement {

    String id();

    MicroCredential.Part part();

    RequirementState state();

    /** Criteria that an earlier attempt left unmet and this is evidence for; empty in a first attempt. */
    List<Rubric.Criterion> unmet();

    /** Below the window: {@code /questions/P1Q1}. */
    String path();

    boolean required();

    record Asked(
            MicroCredential.Part part,
            MicroCredential.Question question,
            SavedText answer,
            RequirementState state,
            List<Rubric.Criterion> unmet)
            implements Requirement {

        @Override
        public String id() {
            return question.id();
        }

        @Override
        public String path() {
            return "/evidence/questions/" + id();
        }

        @Override
        public boolean required() {
            return true;
        }
    }

    record Shown(
            MicroCredential.Part part,
            MicroCredential.Artefact artefact,
            SavedText note,
            List<SavedItem> items,
            RequirementState state,
            List<Rubric.Criterion> unmet)
            implements Requirement {

        @Override
        public String id() {
            return artefact.id();
        }

        @Override
        public String path() {
            return "/evidence/artefacts/" + id();
        }

        @Override
        public boolean required() {
            return artefact.required();
        }

        /** Links and files that are there; what was removed is left out. */
        List<SavedItem> present() {
            return items.stream().filter(item -> !item.removed()).toList();
        }
    }
}
