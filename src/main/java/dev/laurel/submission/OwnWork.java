package dev.laurel.submission;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything that is kept of one submission, for the earner alone. */
public record OwnWork(
        Submission submission,
        @Nullable Removal removal,
        List<Attempt> attempts,
        List<Step> steps,
        List<Renewal> renewals) {

    /** A change of state. */
    public record Step(int attempt, SubmissionState state, Instant at) {}

    /**
     * @param unmet criteria that the decision left unmet
     * @param alternatives by artefact, the words of the alternative that is used in its place
     */
    public record Attempt(
            int number,
            Instant startedAt,
            @Nullable Instant submittedAt,
            @Nullable Instant decidedAt,
            @Nullable Boolean earned,
            List<String> unmet,
            List<Text> answers,
            List<Text> notes,
            List<Link> links,
            List<File> files,
            Map<String, String> alternatives,
            List<Attestation> attestations,
            @Nullable Returned returned,
            @Nullable Appeal appeal) {}

    /**
     * @param shows the criteria that it shows, where the earner has said so
     */
    public record Text(
            String requirement,
            String text,
            @Nullable Instant savedAt,
            @Nullable List<String> shows) {

        @Override
        public String toString() {
            return "Text[" + requirement + "]";
        }
    }

    /**
     * @param removedAt when the earner removed it; what is removed is not handed in
     * @param shows the criteria that it shows, where the earner has said so
     */
    public record Link(
            String artefact,
            URI address,
            Instant addedAt,
            @Nullable Instant removedAt,
            @Nullable List<String> shows) {

        @Override
        public String toString() {
            return "Link[" + artefact + "]";
        }
    }

    /**
     * @param ownName as the earner called it
     * @param assessorsSee the name that assessors see
     * @param removedAt when the earner removed it; what is removed is not handed in
     * @param transcriptOf the recording whose captions or transcript it is
     * @param shows the criteria that it shows, where the earner has said so
     */
    public record File(
            String artefact,
            UUID id,
            String ownName,
            String assessorsSee,
            String mediaType,
            long bytes,
            Instant addedAt,
            @Nullable Instant removedAt,
            @Nullable UUID transcriptOf,
            @Nullable List<String> shows) {

        @Override
        public String toString() {
            return "File[" + id + "]";
        }
    }

    /**
     * @param kind what was attested, in capitals
     * @param wording the version of the words
     */
    public record Attestation(
            String kind,
            String wording,
            String locale,
            @Nullable Integer number,
            @Nullable String detail,
            Instant at) {

        @Override
        public String toString() {
            return "Attestation[" + kind + "]";
        }
    }
}
