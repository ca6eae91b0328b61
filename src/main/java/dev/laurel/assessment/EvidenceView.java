package dev.laurel.assessment;

import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredential.Artefact;
import dev.laurel.catalog.MicroCredential.Question;
import dev.laurel.submission.Evidence;
import dev.laurel.submission.Evidence.Since;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The left pane: what was asked for, and beside it what was handed in, part by part. */
record EvidenceView(List<PartView> parts) {

    record PartView(String title, List<AnswerView> answers, List<ArtefactView> artefacts) {}

    /**
     * @param text empty when the question was not answered
     * @param since absent in a first attempt, and where there is no text
     */
    record AnswerView(
            String id,
            String prompt,
            String text,
            int words,
            @Nullable Since since) {}

    record ArtefactView(
            String id, String title, @Nullable String instructions, boolean required, List<PieceView> pieces) {}

    /** How a piece is shown; the template has a case for each. */
    enum Shape {
        NOTE,
        LINK,
        /** A link that is not one to a web page: shown, not followed. */
        ADDRESS,
        IMAGE,
        DOCUMENT,
        AUDIO,
        VIDEO,
        DOWNLOAD
    }

    /**
     * A part of a note.
     *
     * @param second where it is a time: of the recording, from its beginning
     * @param recording where it is a time: the recording's file
     * @param name where it is a time: the recording's neutral name
     */
    record Passage(
            String text,
            @Nullable Integer second,
            @Nullable UUID recording,
            @Nullable String name) {

        static Passage of(String text) {
            return new Passage(text, null, null, null);
        }
    }

    /**
     * @param passages of a note
     * @param text of a link the address
     * @param name of a link the host, of a file its neutral name
     * @param since absent in a first attempt
     */
    record PieceView(
            Shape shape,
            List<Passage> passages,
            String text,
            String name,
            @Nullable UUID fileId,
            @Nullable FileSize size,
            @Nullable Since since) {

        static PieceView of(Evidence.Item item, List<Evidence.File> recordings) {
            if (item instanceof Evidence.Note note) {
                return new PieceView(Shape.NOTE, Moments.in(note.text(), recordings), "", "", null, null, note.since());
            }
            if (item instanceof Evidence.Link link) {
                return of(link.address(), link.since());
            }
            Evidence.File file = (Evidence.File) item;
            return new PieceView(
                    InlineTypes.shapeOf(file.mediaType()),
                    List.of(),
                    "",
                    file.displayName(),
                    file.fileId(),
                    FileSize.of(file.bytes()),
                    file.since());
        }

        private static PieceView of(URI address, @Nullable Since since) {
            String scheme =
                    address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
            boolean web = (scheme.equals("https") || scheme.equals("http")) && address.getHost() != null;
            return web
                    ? new PieceView(Shape.LINK, List.of(), address.toString(), address.getHost(), null, null, since)
                    : new PieceView(Shape.ADDRESS, List.of(), address.toString(), "", null, null, since);
        }
    }

    /**
     * A size as people say it.
     *
     * @param unit ends the message key {@code assessment.size.}
     */
    record FileSize(double amount, String unit) {

        static FileSize of(long bytes) {
            if (bytes < 1000) {
                return new FileSize(bytes, "bytes");
            }
            return bytes < 1_000_000 ? new FileSize(bytes / 1e3, "kb") : new FileSize(bytes / 1e6, "mb");
        }
    }

    /**
     * @param evidence absent when nothing can be shown just now
     */
    static EvidenceView of(MicroCredential credential, @Nullable Evidence evidence) {
        List<Evidence.Answer> answers = evidence == null ? List.of() : evidence.answers();
        List<Evidence.Item> items = evidence == null ? List.of() : evidence.items();
        return new EvidenceView(credential.parts().stream()
                .map(part -> new PartView(
                        part.title(),
                        part.questions().stream()
                                .map(question -> answer(question, answers))
                                .toList(),
                        part.artefacts().stream()
                                .map(artefact -> artefact(artefact, items))
                                .toList()))
                .toList());
    }

    private static AnswerView answer(Question question, List<Evidence.Answer> answers) {
        Evidence.Answer given = answers.stream()
                .filter(answer -> answer.questionId().equals(question.id()))
                .findFirst()
                .orElse(new Evidence.Answer(question.id(), ""));
        String text = given.text();
        int words = text.isBlank() ? 0 : text.strip().split("\\s+", -1).length;
        return new AnswerView(question.id(), question.prompt(), text, words, given.since());
    }

    private static ArtefactView artefact(Artefact artefact, List<Evidence.Item> all) {
        List<Evidence.Item> items = all.stream()
                .filter(item -> item.artefactId().equals(artefact.id()))
                .toList();
        List<Evidence.File> recordings = items.stream()
                .filter(Evidence.File.class::isInstance)
                .map(Evidence.File.class::cast)
                .filter(file -> InlineTypes.isRecording(file.mediaType()))
                .toList();
        return new ArtefactView(
                artefact.id(),
                artefact.title(),
                artefact.instructions(),
                artefact.required(),
                items.stream().map(item -> PieceView.of(item, recordings)).toList());
    }
}
