package dev.laurel.badge;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an earner has chosen to publish with a badge: it becomes part of the signed credential (Open Badges 3.0, Evidence)
 * until it is withdrawn. At least one of narrative, link and files is there.
 *
 * @param narrative in the earner's own words; may hold several paragraphs
 * @param link to evidence that lies elsewhere, under rules of its own; https
 * @param linkName what lies there; present when the link is
 * @param files of what was handed in, chosen by the earner
 */
public record PublishedEvidence(
        @Nullable String narrative,
        @Nullable String link,
        @Nullable String linkName,
        List<File> files) {

    /** @param name what it is, and its neutral name */
    public record File(String address, String name) {}

    public PublishedEvidence {
        files = List.copyOf(files);
    }

    /** Without files. */
    public PublishedEvidence(@Nullable String narrative, @Nullable String link, @Nullable String linkName) {
        this(narrative, link, linkName, List.of());
    }

    public static final int LONGEST_NARRATIVE = 4000;
    private static final int LONGEST_LINK = 1000;
    private static final int LONGEST_NAME = 200;

    /** What of it cannot be published; the name, in lower case, ends the key of its message. */
    public enum Problem {
        NOTHING,
        TOO_LONG,
        NO_LINK,
        NO_LINK_NAME,
        NO_CONSENT
    }

    /** Blank texts count as absent. */
    public static PublishedEvidence typed(String narrative, String link, String linkName) {
        return new PublishedEvidence(given(CredentialDocument.plain(narrative)), given(link), given(linkName));
    }

    /** The same with these files. */
    public PublishedEvidence with(List<File> files) {
        return new PublishedEvidence(narrative, link, linkName, files);
    }

    private static @Nullable String given(String text) {
        return text.isBlank() ? null : text.strip();
    }

    /** Absent when it can be published. */
    public @Nullable Problem problem() {
        return problem(!files.isEmpty());
    }

    /** The same, before files that were chosen are in it. */
    public @Nullable Problem problem(boolean withFiles) {
        if (narrative == null && link == null && !withFiles) {
            return Problem.NOTHING;
        }
        if (narrative != null && narrative.length() > LONGEST_NARRATIVE
                || linkName != null && linkName.length() > LONGEST_NAME) {
            return Problem.TOO_LONG;
        }
        if (link != null && !isAddress(link)) {
            return Problem.NO_LINK;
        }
        return link != null && linkName == null ? Problem.NO_LINK_NAME : null;
    }

    private static boolean isAddress(String link) {
        try {
            URI address = new URI(link);
            return link.length() <= LONGEST_LINK
                    && "https".equals(address.getScheme())
                    && address.getHost() != null
                    && address.getRawUserInfo() == null
                    && link.chars().allMatch(c -> c > ' ' && c < 127);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** An earner's words are theirs. */
    @Override
    public String toString() {
        return "PublishedEvidence[narrative=" + (narrative != null) + ", link=" + (link != null) + ", files="
                + files.size() + "]";
    }
}
