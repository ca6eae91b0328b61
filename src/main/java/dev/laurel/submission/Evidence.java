package dev.laurel.submission;

import dev.laurel.catalog.VersionId;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was handed in, anonymous: answers, links and files by the ids that the micro-credential gives them.
 *
 * @param alternatives by artefact, the words of the alternative that is used in its place
 */
public record Evidence(
        AttemptId attempt,
        VersionId version,
        Instant submittedAt,
        List<Answer> answers,
        List<Item> items,
        Map<String, String> alternatives) {

    /** How a piece stands to what was handed in with the attempt before. */
    public enum Since {
        NEW,
        CHANGED,
        AS_BEFORE
    }

    /**
     * The answer to a question.
     *
     * @param since absent in a first attempt
     * @param shows ids of the criteria that it shows; absent where the earner leaves that to what the author named
     */
    public record Answer(
            String questionId,
            String text,
            @Nullable Since since,
            @Nullable List<String> shows) {

        public Answer(String questionId, String text) {
            this(questionId, text, null, null);
        }

        Answer(String questionId, String text, @Nullable Since since) {
            this(questionId, text, since, null);
        }
    }

    /**
     * One artefact's piece: a note, a link or a file, told apart by which part is present. A note goes with the pieces beside it
     * and shows nothing by itself.
     */
    public sealed interface Item {
        String artefactId();

        /** Absent in a first attempt. */
        @Nullable
        Since since();

        /** Ids of the criteria that it shows; absent where the earner leaves that to what the author named. */
        default @Nullable List<String> shows() {
            return null;
        }
    }

    public record Note(
            String artefactId, String text, @Nullable Since since) implements Item {

        public Note(String artefactId, String text) {
            this(artefactId, text, null);
        }
    }

    public record Link(
            String artefactId,
            URI address,
            @Nullable Since since,
            @Nullable List<String> shows) implements Item {

        public Link(String artefactId, URI address) {
            this(artefactId, address, null, null);
        }
    }

    /**
     * @param transcriptOf the recording's file, where this one is its transcript or captions
     * @param displayName a neutral name such as {@code A1-1.pdf}, never the earner's own file name
     */
    public record File(
            String artefactId,
            UUID fileId,
            String displayName,
            String mediaType,
            long bytes,
            @Nullable Since since,
            @Nullable List<String> shows,
            @Nullable UUID transcriptOf)
            implements Item {

        public File(String artefactId, UUID fileId, String displayName, String mediaType, long bytes) {
            this(artefactId, fileId, displayName, mediaType, bytes, null, null, null);
        }

        /** Whether it is a film that not every browser plays. */
        public boolean isRarelyPlayed() {
            return FilmCodec.isRare(mediaType);
        }
    }
}
