package dev.laurel.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One published version of a micro-credential, complete and immutable. What earners read before starting and what
 * assessors score by is this same object.
 *
 * @param language BCP 47 tag of the content
 */
public record MicroCredential(
        VersionId versionId,
        MicroCredentialId id,
        String version,
        String language,
        String title,
        String shortDescription,
        String competency,
        Issuer issuer,
        Audience audience,
        Hours hours,
        List<Prerequisite> prerequisites,
        List<String> keywords,
        KeyMethod keyMethod,
        List<MethodComponent> methodComponents,
        Research research,
        List<Resource> resources,
        List<Alignment> alignments,
        Scale scale,
        String privacyNotice,
        List<String> completionIndicators,
        List<Part> parts,
        Scoring scoring,
        BadgeDesign badge,
        @Nullable Renewal renewal,
        @Nullable License license,
        @Nullable Origin origin,
        @Nullable Local local)
        implements Achievement {

    @Override
    public String item() {
        return id.value();
    }

    @Override
    public int creditedHours() {
        return hours.credited();
    }

    /** The organisation whose name is on the badge. */
    public record Issuer(String name, @Nullable String contact) {}

    /** What others may do with the text, in the words of the licence's own name such as {@code CC BY 4.0}. */
    public record License(String name, @Nullable String url) {}

    /**
     * Where a text comes from that was adopted from another organisation.
     *
     * @param did of the organisation that signed it
     * @param id of the original in its own catalogue
     * @param hash SHA-256 of the original's file, in hexadecimal
     * @param license of the original
     * @param page of the original, for people
     */
    public record Origin(
            String organisation,
            String did,
            String id,
            String version,
            String hash,
            License license,
            String attribution,
            @Nullable String page) {}

    /** What an adopting organisation adds beside the original; an update of the original leaves it alone. */
    public record Local(
            @Nullable String guidance,
            @Nullable String recognition,
            List<Resource> resources,
            List<Alignment> alignments) {}

    public record Audience(List<String> roles, List<String> gradeBands, List<String> subjects) {}

    /** Hours are estimates, never a condition; {@code credited} is what an authority may use. */
    public record Hours(
            int typicalLow,
            int typicalHigh,
            int credited,
            @Nullable String note) {}

    /** What to have earned before: advice, or a condition where {@code required}. */
    public record Prerequisite(MicroCredentialId id, boolean required) {}

    public record KeyMethod(String name, String description) {}

    public record MethodComponent(
            String id,
            String name,
            String description,
            @Nullable String practice,
            @Nullable String avoid) {}

    public record Research(String rationale, List<Reference> references) {}

    public record Reference(String type, String citation) {}

    /** Something to learn from: an address, or the name of an attachment. */
    public record Resource(
            String title, @Nullable String url, @Nullable String attachment, boolean free) {}

    public record Alignment(
            String framework,
            String code,
            @Nullable String note,
            @Nullable String url) {}

    /**
     * @param cut key of the lowest level that counts as met
     */
    public record Scale(String id, List<Level> levels, String cut) {

        /** The level of that key. @throws java.util.NoSuchElementException when the scale has none */
        public Level level(String key) {
            return levels.stream()
                    .filter(level -> level.key().equals(key))
                    .findFirst()
                    .orElseThrow();
        }

        /** Whether reaching this level counts as met. */
        public boolean isMet(String key) {
            return level(key).value() >= level(cut).value();
        }
    }

    public record Level(String key, String label, int value) {}

    public enum PartKind {
        OVERVIEW,
        ARTEFACTS,
        REFLECTION
    }

    /**
     * @param questions to be answered in text
     * @param passingCriteria what the assessor judges a pass/fail part by; absent for parts with criteria of their own
     */
    public record Part(
            String id,
            String title,
            PartKind kind,
            List<Question> questions,
            List<Artefact> artefacts,
            @Nullable String passingCriteria,
            List<AuthoredCriterion> criteria) {}

    public record Question(String id, String prompt, int minWords, int maxWords) {}

    /**
     * @param accepts file name extensions without the dot, lower case
     * @param captionsOrTranscript whether a recording needs one
     * @param shareNote what must still be one's own when a team shares this artefact
     * @param alternatives other accepted forms, in words
     * @param alternativeAccepts extensions of what such a form may come as; empty where the author leaves that open
     */
    public record Artefact(
            String id,
            String title,
            boolean required,
            List<String> accepts,
            int maxMegabytes,
            @Nullable Integer maxMinutes,
            Captions captionsOrTranscript,
            boolean shareable,
            @Nullable String shareNote,
            List<String> alternatives,
            List<String> alternativeAccepts,
            @Nullable String instructions) {

        /** What anybody's computer can make and every browser can show: accepted of an alternative that names no kinds. */
        private static final List<String> USUAL = List.of("pdf", "docx", "txt", "jpg", "png", "mp3", "m4a", "wav");

        /** The artefact as it is asked for where an alternative is used: its own kinds of files stay accepted. */
        public Artefact instead() {
            List<String> kinds = alternativeAccepts.isEmpty() ? USUAL : alternativeAccepts;
            return accepting(
                    Stream.concat(kinds.stream(), accepts.stream()).distinct().toList());
        }

        /** The artefact with other kinds of files. */
        public Artefact accepting(List<String> extensions) {
            return new Artefact(
                    id,
                    title,
                    required,
                    List.copyOf(extensions),
                    maxMegabytes,
                    maxMinutes,
                    captionsOrTranscript,
                    shareable,
                    shareNote,
                    alternatives,
                    alternativeAccepts,
                    instructions);
        }
    }

    public enum Captions {
        NOT_ASKED,
        REQUESTED,
        REQUIRED
    }

    /** A row of the rubric as its author wrote it; {@code descriptors} in the order of the scale. */
    public record AuthoredCriterion(
            String id, String title, List<String> evidence, List<String> descriptors, boolean required) {}

    /**
     * @param licenseBearing whether a teaching license or pay may come to depend on it
     */
    public record Scoring(
            String model,
            @Nullable Double randomSecondRate,
            boolean licenseBearing,
            boolean feedbackRequired,
            Resubmission resubmission) {}

    /**
     * @param maxAttempts absent where there is no limit
     */
    public record Resubmission(
            boolean carryForwardMetCriteria,
            boolean reteachRequired,
            int coachGateAfterAttempts,
            @Nullable Integer maxAttempts) {

        /** Whether none comes after this attempt, however it is decided. */
        public boolean isLast(int attempt) {
            return maxAttempts != null && attempt >= maxAttempts;
        }
    }

    /**
     * @param image what {@link BadgePicture} reads; absent where Laurel draws one
     */
    public record BadgeDesign(
            String name,
            String description,
            String criteriaNarrative,
            String achievementType,
            @Nullable Integer validityMonths,
            List<String> tags,
            @Nullable String image) {}

    /**
     * What its earner shows to have a badge that ends for another term.
     *
     * @param asks in the author's words
     * @param termMonths how long it holds then; absent for as long as the first time
     * @param opensMonths how many months before the badge's end it may be handed in
     * @param hours of continued practice to be stated; absent where none are asked for
     * @param minWords how long the text is to be at least; 0 for any length
     * @param filesRequired whether a file has to be there
     */
    public record Renewal(
            String asks,
            @Nullable Integer termMonths,
            int opensMonths,
            @Nullable Integer hours,
            int minWords,
            boolean filesRequired) {}

    /**
     * The public page of this version, below the base URL. Badges point at it for good, and at its parts: {@code
     * #criterion-<id>} for a row of the rubric, {@code #criterion-<id>-<level key>} for one of its levels, {@code
     * #alignment-<n>} for an alignment, from 1.
     */
    @Override
    public String path() {
        return "/catalog/" + id.value() + "/" + version;
    }

    /** The rubric exactly as assessors use it: every criterion, pass/fail parts included, in the order of the parts. */
    public Rubric rubric() {
        return Rubric.of(this);
    }

    /** What people call the artefacts and questions of these ids: an artefact's title, a question's words. */
    public List<String> titlesOf(List<String> evidence) {
        List<String> titles = new ArrayList<>();
        for (Part part : parts) {
            part.artefacts().stream()
                    .filter(artefact -> evidence.contains(artefact.id()))
                    .forEach(artefact -> titles.add(artefact.title()));
            part.questions().stream()
                    .filter(question -> evidence.contains(question.id()))
                    .forEach(question -> titles.add(question.prompt()));
        }
        return List.copyOf(titles);
    }

    public Optional<Part> part(String partId) {
        return parts.stream().filter(part -> part.id().equals(partId)).findFirst();
    }
}
