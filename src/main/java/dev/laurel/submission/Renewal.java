package dev.laurel.submission;

import dev.laurel.catalog.MicroCredential;
import dev.laurel.tenant.TenantId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an earner shows so that a badge which ends is issued for another term.
 *
 * @param hours of practice as the earner states them; absent while nothing is stated
 * @param revision of the text, 0 before anything was saved
 * @param words of whoever decided last; absent before
 */
public record Renewal(
        UUID id,
        TenantId tenant,
        SubmissionId submission,
        String credentialId,
        State state,
        String text,
        @Nullable Integer hours,
        int revision,
        @Nullable String editor,
        @Nullable Instant savedAt,
        @Nullable Instant handedInAt,
        @Nullable Instant decidedAt,
        @Nullable String words,
        List<File> files) {

    public Renewal {
        files = List.copyOf(files);
    }

    public enum State {
        DRAFT,
        HANDED_IN,
        /** With the reason; it is worked on and handed in again. */
        REFUSED,
        ACCEPTED;

        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * @param name as the earner called it
     * @param removed whether its earner took it out; it can be brought back until the work is handed in
     */
    public record File(UUID id, String name, String mediaType, long bytes, boolean removed) {

        @Override
        public String toString() {
            return "File[" + id + "]";
        }
    }

    /** What is missing before it can be handed in. */
    public enum Missing {
        TEXT,
        WORDS,
        HOURS,
        FILE,
        OWN_WORK;

        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public boolean isEditable() {
        return state == State.DRAFT || state == State.REFUSED;
    }

    public int wordCount() {
        return Words.count(text);
    }

    /** What the author asks for and is not there, apart from what is said when handing in. */
    Set<Missing> missing(MicroCredential.Renewal asked) {
        Set<Missing> missing = EnumSet.noneOf(Missing.class);
        if (text.isBlank()) {
            missing.add(Missing.TEXT);
        } else if (wordCount() < asked.minWords()) {
            missing.add(Missing.WORDS);
        }
        Integer least = asked.hours();
        if (least != null && (hours == null || hours < least)) {
            missing.add(Missing.HOURS);
        }
        if (asked.filesRequired() && files.stream().allMatch(File::removed)) {
            missing.add(Missing.FILE);
        }
        return missing;
    }

    /** Without what is said in it. */
    @Override
    public String toString() {
        return "Renewal[" + id + ", " + state + "]";
    }
}
