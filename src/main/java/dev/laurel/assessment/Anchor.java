package dev.laurel.assessment;

import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.Rubric;
import dev.laurel.catalog.Rubric.Criterion;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffId;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.Evidence;
import dev.laurel.submission.SubmissionId;
import dev.laurel.tenant.TenantId;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A practice piece with agreed scores and why. It names nobody.
 *
 * @param family the micro-credential that it qualifies for, in all its versions
 * @param version whose rubric the scores are of
 * @param name what leads call it
 * @param source the case it was taken from, absent for a piece from scratch
 */
record Anchor(
        AnchorId id,
        TenantId tenant,
        MicroCredentialId family,
        VersionId version,
        String name,
        Task task,
        State state,
        @Nullable CaseId source,
        StaffId madeBy,
        Instant madeAt,
        int criteria) {

    /** What it is for. Each serves one purpose, for nobody may have seen the scores of what they rate blind. */
    enum Task {
        /** Read together with its scores. */
        TRAINING,
        /** Rated blind to qualify. */
        QUALIFYING,
        /** Rated blind among ordinary work. */
        SEEDED;

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    enum State {
        /** An author wrote it; a lead has not said yet whether it is used. */
        DRAFT,
        /** A lead sent it back to its author with words. */
        SENT_BACK,
        /** Its earner has been asked whether it may be used. */
        ASKED,
        ACTIVE,
        /** Its earner said no. */
        REFUSED,
        WITHDRAWN;

        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    enum Kind {
        ANSWER,
        NOTE,
        LINK,
        FILE
    }

    /**
     * @param text of an answer or note, of a link the address; empty for a file
     * @param file absent for anything but a file
     * @param shows ids of the criteria that its earner said it shows; absent where that is left to what the author named
     * @param instead words of the alternative that the artefact was handed in as; absent for what is asked for
     */
    record Piece(
            String requirement,
            Kind kind,
            String text,
            @Nullable StoredPiece file,
            @Nullable List<String> shows,
            @Nullable String instead) {

        Piece(String requirement, Kind kind, String text, @Nullable StoredPiece file) {
            this(requirement, kind, text, file, null, null);
        }

        Piece saying(String other) {
            return new Piece(requirement, kind, other, file, shows, instead);
        }
    }

    /** @param transcriptOf the recording whose transcript or captions it is */
    record StoredPiece(
            UUID id,
            String displayName,
            String mediaType,
            long bytes,
            @Nullable UUID transcriptOf) {}

    /** The agreed level of one criterion. */
    record Score(String criterion, String level, String rationale) {}

    /** The pieces as assessors see any evidence. */
    static Evidence evidence(AnchorId id, VersionId version, Instant at, List<Piece> pieces) {
        List<Evidence.Answer> answers = new ArrayList<>();
        List<Evidence.Item> items = new ArrayList<>();
        Map<String, String> alternatives = new HashMap<>();
        for (Piece piece : pieces) {
            if (piece.instead() != null) {
                alternatives.put(piece.requirement(), piece.instead());
            }
            switch (piece.kind()) {
                case ANSWER -> answers.add(new Evidence.Answer(piece.requirement(), piece.text(), null, piece.shows()));
                case NOTE -> items.add(new Evidence.Note(piece.requirement(), piece.text()));
                case LINK ->
                    items.add(new Evidence.Link(piece.requirement(), URI.create(piece.text()), null, piece.shows()));
                case FILE -> {
                    StoredPiece file = piece.file();
                    if (file != null) {
                        items.add(new Evidence.File(
                                piece.requirement(),
                                file.id(),
                                file.displayName(),
                                file.mediaType(),
                                file.bytes(),
                                null,
                                piece.shows(),
                                file.transcriptOf()));
                    }
                }
            }
        }
        return new Evidence(new AttemptId(new SubmissionId(id.value()), 1), version, at, answers, items, alternatives);
    }

    /** How far one rating is from another, criterion by criterion. */
    record Comparison(int compared, int same, int sameSide, int far) {

        static final Comparison NONE = new Comparison(0, 0, 0, 0);

        /** Only criteria that have a level on both sides are compared; {@code far} is two or more levels apart. */
        static Comparison of(Rubric rubric, Map<String, String> levels, Map<String, String> others) {
            int compared = 0;
            int same = 0;
            int sameSide = 0;
            int far = 0;
            for (Criterion criterion : rubric.criteria()) {
                int one = Resolution.indexOf(criterion, levels.get(criterion.id()));
                int other = Resolution.indexOf(criterion, others.get(criterion.id()));
                if (one < 0 || other < 0) {
                    continue;
                }
                int cut = Resolution.indexOf(criterion, criterion.cut());
                compared++;
                same += one == other ? 1 : 0;
                sameSide += one >= cut == other >= cut ? 1 : 0;
                far += Math.abs(one - other) >= 2 ? 1 : 0;
            }
            return new Comparison(compared, same, sameSide, far);
        }

        Comparison and(Comparison more) {
            return new Comparison(compared + more.compared, same + more.same, sameSide + more.sameSide, far + more.far);
        }

        String inNumbers() {
            return same + "/" + compared + " same, " + sameSide + "/" + compared + " same side, " + far + " far";
        }
    }
}
