package dev.laurel.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One published version of a stack: a set of micro-credentials with a completion rule and a badge of its own. */
public record Stack(
        StackId id,
        String version,
        String language,
        String title,
        String shortDescription,
        MicroCredential.Issuer issuer,
        List<Member> members,
        CompletionRule completionRule,
        Order order,
        int creditedHours,
        @Nullable String hoursNote,
        @Nullable String recognitionNote,
        List<MicroCredential.Alignment> alignments,
        @Nullable Capstone capstone,
        MicroCredential.BadgeDesign badge) {

    public Stack {
        members = List.copyOf(members);
        alignments = List.copyOf(alignments);
    }

    public record Member(MicroCredentialId id, String version, boolean required) {}

    /**
     * Every required member must be earned.
     *
     * @param memberNotOlderThanMonths the oldest award that counts, or null where age does not matter
     */
    public record CompletionRule(@Nullable Integer memberNotOlderThanMonths) {}

    /** Whether the order of the members matters. */
    public enum Order {
        ANY,
        RECOMMENDED,
        REQUIRED
    }

    /** A piece of work that brings the members together. */
    public record Capstone(String title, boolean required) {}

    /** The public page of this version, below the base URL. */
    public String path() {
        return "/catalog/" + id.value() + "/" + version;
    }
}
