package dev.laurel.assessment;

import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredential.Artefact;
import dev.laurel.catalog.MicroCredential.Question;
import dev.laurel.catalog.Rubric;
import dev.laurel.catalog.Rubric.Criterion;
import dev.laurel.submission.Evidence;
import dev.laurel.submission.Evidence.Since;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The left pane: what was asked for, and beside it what was handed in, part by part. */
record EvidenceView(List<PartView> parts) {

    /**
     * A piece as it is listed beside a criterion.
     *
     * @param place its anchor in the page
     * @param requirement id of the artefact or question that it was handed in for
     * @param name empty for an answer
     * @param also titles of the other criteria that it shows
     */
    record Named(String place, String requirement, String name, List<String> also) {}

    /** What shows a criterion, in the order of the evidence. */
    public List<Named> showing(String criterion) {
        List<Named> found = new ArrayList<>();
        for (PartView part : parts) {
            part.answers().stream().filter(answer -> !answer.text().isEmpty()).forEach(answer -> answer.shows()
                    .named("evidence-" + answer.id(), answer.id(), "", criterion, found));
            for (ArtefactView artefact : part.artefacts()) {
                artefact.pieces().forEach(piece -> piece.shows()
                        .named(piece.place(), artefact.id(), piece.name(), criterion, found));
            }
        }
        return found;
    }

    /** What was asked for with a criterion in mind and has no piece that is said to show it. */
    public List<String> others(String criterion, List<String> asked) {
        List<String> there = showing(criterion).stream().map(Named::requirement).toList();
        return asked.stream().filter(id -> !there.contains(id)).toList();
    }

    /** The criteria that a piece shows, by the word of whoever made it, else as the author asks. */
    record Shows(List<Criterion> criteria) {

        private static Shows of(Rubric rubric, @Nullable List<String> said, String requirement) {
            return new Shows(rubric.criteria().stream()
                    .filter(criterion ->
                            said == null ? criterion.evidence().contains(requirement) : said.contains(criterion.id()))
                    .toList());
        }

        public List<String> titles() {
            return criteria.stream().map(Criterion::title).toList();
        }

        private void named(String place, String requirement, String name, String criterion, List<Named> found) {
            if (criteria.stream().anyMatch(each -> each.id().equals(criterion))) {
                found.add(new Named(
                        place,
                        requirement,
                        name,
                        criteria.stream()
                                .filter(each -> !each.id().equals(criterion))
                                .map(Criterion::title)
                                .toList()));
            }
        }
    }

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
            @Nullable Since since,
            Shows shows) {}

    /**
     * @param instead the author's words for the alternative that is used; absent where none is
     */
    record ArtefactView(
            String id,
            String title,
            @Nullable String instructions,
            boolean required,
            @Nullable String instead,
            List<PieceView> pieces) {}

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
     * @param place its anchor in the page
     * @param transcriptOf the neutral name of the recording that this is the transcript of; empty for all else
     * @param captions of a recording: files that its player shows
     * @param rare whether not every browser plays it
     */
    record PieceView(
            Shape shape,
            List<Passage> passages,
            String text,
            String name,
            @Nullable UUID fileId,
            @Nullable FileSize size,
            @Nullable Since since,
            String place,
            Shows shows,
            String transcriptOf,
            List<UUID> captions,
            boolean rare) {

        static PieceView of(Evidence.Item item, List<Evidence.Item> all, String place, Shows said) {
            List<Evidence.File> files = all.stream()
                    .filter(Evidence.File.class::isInstance)
                    .map(Evidence.File.class::cast)
                    .toList();
            if (item instanceof Evidence.Note note) {
                return new PieceView(
                        Shape.NOTE,
                        Moments.in(note.text(), recordings(files)),
                        "",
                        "",
                        null,
                        null,
                        note.since(),
                        place,
                        new Shows(List.of()),
                        "",
                        List.of(),
                        false);
            }
            if (item instanceof Evidence.Link link) {
                return of(link.address(), link.since(), place, said);
            }
            Evidence.File file = (Evidence.File) item;
            String transcriptOf = files.stream()
                    .filter(recording -> recording.fileId().equals(file.transcriptOf()))
                    .map(Evidence.File::displayName)
                    .findFirst()
                    .orElse("");
            List<UUID> captions = files.stream()
                    .filter(other ->
                            file.fileId().equals(other.transcriptOf()) && InlineTypes.isCaptions(other.mediaType()))
                    .map(Evidence.File::fileId)
                    .toList();
            return new PieceView(
                    InlineTypes.shapeOf(file.mediaType()),
                    List.of(),
                    "",
                    file.displayName(),
                    file.fileId(),
                    FileSize.of(file.bytes()),
                    file.since(),
                    place,
                    file.transcriptOf() == null ? said : new Shows(List.of()),
                    transcriptOf,
                    captions,
                    file.isRarelyPlayed());
        }

        private static List<Evidence.File> recordings(List<Evidence.File> files) {
            return files.stream()
                    .filter(file -> InlineTypes.isRecording(file.mediaType()))
                    .toList();
        }

        private static PieceView of(URI address, @Nullable Since since, String place, Shows shows) {
            String scheme =
                    address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
            boolean web = (scheme.equals("https") || scheme.equals("http")) && address.getHost() != null;
            return new PieceView(
                    web ? Shape.LINK : Shape.ADDRESS,
                    List.of(),
                    address.toString(),
                    web ? address.getHost() : "",
                    null,
                    null,
                    since,
                    place,
                    shows,
                    "",
                    List.of(),
                    false);
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
        Map<String, String> alternatives = evidence == null ? Map.of() : evidence.alternatives();
        Rubric rubric = credential.rubric();
        return new EvidenceView(credential.parts().stream()
                .map(part -> new PartView(
                        part.title(),
                        part.questions().stream()
                                .map(question -> answer(question, answers, rubric))
                                .toList(),
                        part.artefacts().stream()
                                .map(artefact -> artefact(artefact, items, alternatives.get(artefact.id()), rubric))
                                .toList()))
                .toList());
    }

    private static AnswerView answer(Question question, List<Evidence.Answer> answers, Rubric rubric) {
        Evidence.Answer given = answers.stream()
                .filter(answer -> answer.questionId().equals(question.id()))
                .findFirst()
                .orElse(new Evidence.Answer(question.id(), ""));
        String text = given.text();
        int words = text.isBlank() ? 0 : text.strip().split("\\s+", -1).length;
        return new AnswerView(
                question.id(),
                question.prompt(),
                text,
                words,
                given.since(),
                Shows.of(rubric, given.shows(), question.id()));
    }

    private static ArtefactView artefact(
            Artefact artefact, List<Evidence.Item> all, @Nullable String instead, Rubric rubric) {
        List<Evidence.Item> items = all.stream()
                .filter(item -> item.artefactId().equals(artefact.id()))
                .toList();
        return new ArtefactView(
                artefact.id(),
                artefact.title(),
                artefact.instructions(),
                artefact.required(),
                instead,
                IntStream.range(0, items.size())
                        .mapToObj(at -> PieceView.of(
                                items.get(at),
                                items,
                                "piece-" + artefact.id() + "-" + (at + 1),
                                Shows.of(rubric, items.get(at).shows(), artefact.id())))
                        .toList());
    }
}
