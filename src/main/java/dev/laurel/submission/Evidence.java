package dev.laurel.submission;

import dev.laurel.catalog.VersionId;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What was handed in, anonymous: answers, links and files by the ids that the micro-credential gives them. */
public record Evidence(
        AttemptId attempt, VersionId version, Instant submittedAt, List<Answer> answers, List<Item> items) {

    /** The answer to a question. */
    public record Answer(String questionId, String text) {}

    /** One artefact's piece: a note, a link or a file, told apart by which part is present. */
    public sealed interface Item {
        String artefactId();
    }

    public record Note(String artefactId, String text) implements Item {}

    public record Link(String artefactId, URI address) implements Item {}

    /**
     * @param displayName a neutral name such as {@code A1-1.pdf}, never the earner's own file name
     */
    public record File(String artefactId, UUID fileId, String displayName, String mediaType, long bytes)
            implements Item {}
}
