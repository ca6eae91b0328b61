package dev.laurel.submission;

import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A link or a file among an earner's evidence: exactly one of the two is present.
 *
 * @param removedAt set while the removal can still be undone
 * @param transcriptOf the recording's file, where this one is its transcript or captions
 */
record SavedItem(
        UUID id,
        String artefactId,
        @Nullable URI link,
        @Nullable SavedFile file,
        Instant savedAt,
        boolean carried,
        @Nullable Instant removedAt,
        @Nullable UUID transcriptOf) {

    /**
     * @param ownName what the earner called it; shown to the earner alone
     * @param within names of files within an archive, one a line, as earners called them; shown to the earner alone
     * @param cleaning null for files of the time before any were cleaned
     * @param cleanedBy the rules by which it was cleaned, as {@link FileCleaner#RULES} counts them
     * @param scan null for files that came while there was no scanner
     */
    record SavedFile(
            UUID id,
            String ownName,
            String within,
            String displayName,
            String mediaType,
            long bytes,
            @Nullable Cleaning cleaning,
            int cleanedBy,
            @Nullable Scan scan) {

        /** Whether it may be looked at: found clean, or nobody asks for that. */
        public boolean isCleared() {
            return scan == null || scan == Scan.CLEAN;
        }

        /** Whether more is taken out of files of its kind today than was when it came. */
        public boolean isCleanedAsBefore() {
            return FileCleaner.takesMoreThan(cleanedBy, displayName.substring(displayName.lastIndexOf('.') + 1));
        }

        /** Whether a page can play it: a film or a sound that may be looked at. */
        public boolean isRecording() {
            return isCleared() && (mediaType.startsWith("video/") || mediaType.startsWith("audio/"));
        }

        /** Where no browser shows it, or not every one: what it is, as message keys end. Empty for all else. */
        public String downloaded() {
            if (FilmCodec.isRare(mediaType)) {
                return "codec";
            }
            return FileKinds.Downloaded.of(mediaType)
                    .map(FileKinds.Downloaded::key)
                    .orElse("");
        }

        public boolean isFilm() {
            return isRecording() && mediaType.startsWith("video/");
        }

        /** The neutral name without its ending, by which a note tells several recordings apart. */
        public String stem() {
            int end = displayName.lastIndexOf('.');
            return end < 0 ? displayName : displayName.substring(0, end);
        }

        @Override
        public String toString() {
            return "SavedFile[" + id + "]";
        }
    }

    public boolean isTranscript() {
        return transcriptOf != null;
    }

    public boolean removed() {
        return removedAt != null;
    }

    /** A file that a scanner refused after it had come: only its name is left. */
    public boolean refused() {
        return file != null && file.scan() == Scan.INFECTED;
    }

    /** A file that a scanner has yet to be asked about. */
    public boolean held() {
        return file != null && file.scan() == Scan.WAITING;
    }
}
