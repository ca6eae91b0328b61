package dev.laurel.lti.services;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** A {@link Score} as a platform reads it (AGS 2.0, section 3.4). What is absent is left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScoreMessage(
        String userId,
        String timestamp,
        String activityProgress,
        String gradingProgress,
        @Nullable Double scoreGiven,
        @Nullable Double scoreMaximum,
        @Nullable String comment,
        @Nullable Submission submission,

        @JsonProperty("https://canvas.instructure.com/lti/submission") @Nullable
        CanvasSubmission canvas) {

    /** The media type that it is sent with. */
    public static final String TYPE = "application/vnd.ims.lis.v1.score+json";

    private static final DateTimeFormatter TO_THE_MILLISECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** When the work was handed in. */
    public record Submission(String submittedAt) {}

    /** Without it Canvas counts every score as an attempt and clears a grade by a state. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CanvasSubmission(
            @JsonProperty("new_submission") boolean counts,
            @JsonProperty("preserve_score") boolean keepsGrade,
            @JsonProperty("submission_type") @Nullable String type,
            @JsonProperty("submission_data") @Nullable String data) {

        private static CanvasSubmission of(Score score) {
            boolean counts = score.newSubmission();
            return counts && score.review() != null
                    ? new CanvasSubmission(
                            true,
                            score.keepGrade(),
                            "basic_lti_launch",
                            score.review().toString())
                    : new CanvasSubmission(counts, score.keepGrade(), counts ? null : "none", null);
        }
    }

    /** @param subject whose score it is, as the platform calls them */
    public static ScoreMessage of(String subject, Score score, boolean canvas) {
        Score.Given given = score.given();
        return new ScoreMessage(
                subject,
                text(score.timestamp()),
                score.activityProgress().term(),
                score.gradingProgress().term(),
                given == null ? null : given.score(),
                given == null ? null : given.maximum(),
                score.comment(),
                score.submittedAt() == null ? null : new Submission(text(score.submittedAt())),
                canvas ? CanvasSubmission.of(score) : null);
    }

    private static String text(Instant instant) {
        return TO_THE_MILLISECOND.format(instant);
    }

    /** Names somebody at a platform: stays out of logs. */
    @Override
    public String toString() {
        return "ScoreMessage[not printed]";
    }
}
