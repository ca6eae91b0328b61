package dev.laurel.submission;

import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.Rubric;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** What is there and may show a criterion: links and files by their ids, an answer by that of its question. */
    List<String> pieces();

    /** The author's words for it: the question, or the artefact's title. */
    String title();

    default boolean isQuestion() {
        return this instanceof Asked;
    }

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
        public String title() {
            return question.prompt();
        }

        @Override
        public List<String> pieces() {
            return answer.text().isBlank() ? List.of() : List.of(id());
        }

        @Override
        public boolean required() {
            return true;
        }
    }

    /**
     * @param instead the accepted form that the earner uses in place of what is asked for; its text is empty for none
     * @param captioned the items whose picture shows captions, as the earner says
     */
    record Shown(
            MicroCredential.Part part,
            MicroCredential.Artefact artefact,
            SavedText note,
            SavedText instead,
            List<SavedItem> items,
            Set<String> captioned,
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
        public String title() {
            return artefact.title();
        }

        @Override
        public List<String> pieces() {
            return present().stream().map(item -> item.id().toString()).toList();
        }

        /** Whether there is a film or a sound, whose moments a note can name. */
        public boolean hasRecording() {
            return present().stream()
                    .anyMatch(item -> item.file() != null && item.file().isRecording());
        }

        /** Whether one of the author's alternatives takes the place of what is asked for. */
        public boolean usesAlternative() {
            return !instead.text().isEmpty();
        }

        /** The artefact with the kinds of files that are accepted now. */
        public MicroCredential.Artefact wanted() {
            return usesAlternative() ? artefact.instead() : artefact;
        }

        /** What may still arrive whole that was begun before the earner chose otherwise. */
        MicroCredential.Artefact takenOnceBegun() {
            return artefact.alternatives().isEmpty() ? artefact : artefact.instead();
        }

        /** Whether files are here that are accepted only as an alternative, and the earner uses none. */
        boolean holdsUnsaidAlternative() {
            return !usesAlternative()
                    && !artefact.alternatives().isEmpty()
                    && present().stream()
                            .flatMap(item -> Stream.ofNullable(item.file()))
                            .anyMatch(file -> !FileKinds.isAsked(file.displayName(), artefact.accepts()));
        }

        /** For the file field: {@code .pdf,.docx}. */
        public String acceptedNames() {
            return wanted().accepts().stream().map(kind -> "." + kind).collect(Collectors.joining(","));
        }

        /** Accepted kinds that no browser shows, in upper case, by what they are, as message keys end. */
        public Map<String, String> downloaded() {
            Map<String, String> kinds = new TreeMap<>(Comparator.reverseOrder());
            wanted().accepts().forEach(kind -> FileKinds.Downloaded.named(kind)
                    .ifPresent(found -> kinds.merge(
                            found.key(), kind.toUpperCase(Locale.ROOT), (one, other) -> one + ", " + other)));
            return kinds;
        }

        /** Whether films are taken that say nothing of how they are packed. */
        public boolean takesFilms() {
            return wanted().accepts().stream().anyMatch(FILMS::contains);
        }

        /** What a phone's camera can deliver here: {@code image/*}, {@code video/*} or nothing. */
        public String camera() {
            if (wanted().accepts().stream().anyMatch(PICTURES::contains)) {
                return "image/*";
            }
            return takesFilms() ? "video/*" : "";
        }

        private static final Set<String> PICTURES = Set.of("jpg", "jpeg", "png", "heic");
        private static final Set<String> FILMS = Set.of("mp4", "mov", "m4v");

        @Override
        public boolean required() {
            return artefact.required();
        }

        /** Links and files that are there; what was removed or refused is left out, and so are transcripts. */
        public List<SavedItem> present() {
            return items.stream()
                    .filter(item -> !item.removed() && !item.refused() && !item.isTranscript())
                    .toList();
        }

        /** Whether a recording has its transcript or captions here. */
        public boolean hasTranscript(SavedItem recording) {
            return recording.file() != null
                    && items.stream()
                            .filter(item -> !item.removed() && !item.refused())
                            .anyMatch(item -> recording.file().id().equals(item.transcriptOf()));
        }

        /** Whether the earner says that the picture of a film shows captions. */
        public boolean isCaptioned(SavedItem recording) {
            return captioned.contains(recording.id().toString());
        }

        /** Whether a recording still needs captions or a transcript before the work can be handed in; one that stands does not. */
        public boolean lacksTranscript(SavedItem item) {
            boolean stands = state == RequirementState.STANDS && item.carried();
            return !stands
                    && artefact.captionsOrTranscript() == MicroCredential.Captions.REQUIRED
                    && item.file() != null
                    && item.file().isRecording()
                    && !hasTranscript(item)
                    && !isCaptioned(item);
        }

        /** What a file is called that a transcript belongs to; empty when it is not among these. */
        public String nameOf(UUID file) {
            return items.stream()
                    .flatMap(item -> Stream.ofNullable(item.file()))
                    .filter(found -> found.id().equals(file))
                    .map(SavedItem.SavedFile::ownName)
                    .findFirst()
                    .orElse("");
        }

        /** Whether the author asks for captions or a transcript that a recording does not have. */
        boolean lacksTranscript() {
            return present().stream().anyMatch(this::lacksTranscript);
        }
    }
}
