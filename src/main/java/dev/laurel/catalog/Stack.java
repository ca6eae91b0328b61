package dev.laurel.catalog;

import dev.laurel.catalog.MicroCredential.License;
import dev.laurel.catalog.MicroCredential.Origin;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One published version of a stack: a set of micro-credentials or of other stacks, with a rule and a badge of its own. */
public record Stack(
        VersionId versionId,
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
        List<String> meetsRequirementFor,
        List<MicroCredential.Alignment> alignments,
        List<MicroCredential.Prerequisite> prerequisites,
        @Nullable Capstone capstone,
        MemberLoss memberLoss,
        MicroCredential.BadgeDesign badge,
        @Nullable License license,
        @Nullable Origin origin)
        implements Achievement {

    public Stack {
        members = List.copyOf(members);
        meetsRequirementFor = List.copyOf(meetsRequirementFor);
        alignments = List.copyOf(alignments);
        prerequisites = List.copyOf(prerequisites);
    }

    /**
     * One badge of the set.
     *
     * @param id a micro-credential or a stack of this catalogue; for a badge of another issuer, what this stack calls it
     * @param version the version that the author had in view, empty for a badge of another issuer
     * @param after members that come first
     * @param elsewhere what another issuer's badge is known by
     */
    public record Member(
            MicroCredentialId id,
            String version,
            boolean required,
            List<MicroCredentialId> after,
            @Nullable Elsewhere elsewhere) {

        public Member {
            after = List.copyOf(after);
        }

        /**
         * Whether a badge of that version counts: one with the same first number or a higher one, because a corrected
         * version proves the same.
         */
        public boolean accepts(String earned) {
            return version.isEmpty() || major(earned) >= major(version);
        }

        private static int major(String version) {
            int dot = version.indexOf('.');
            return Integer.parseInt(dot < 0 ? version : version.substring(0, dot));
        }
    }

    /**
     * A badge of another issuer.
     *
     * @param achievement its {@code achievement.id} (Open Badges 3.0, 9.1)
     * @param issuer the {@code issuer.id} that must have signed it, if only one may
     */
    public record Elsewhere(String achievement, @Nullable String issuer, String title) {}

    /**
     * Every required member must be earned; beside them so many of all members, or so many of each group.
     *
     * @param count of all members; 0 where only required members and groups decide
     * @param groups empty where only required members and {@code count} decide
     * @param memberNotOlderThanMonths the oldest award that counts, or null where age does not matter
     */
    public record CompletionRule(
            int count, List<Group> groups, @Nullable Integer memberNotOlderThanMonths) {

        public CompletionRule {
            groups = List.copyOf(groups);
        }
    }

    /** So many of these members. */
    public record Group(String title, List<MicroCredentialId> members, int count) {

        public Group {
            members = List.copyOf(members);
        }
    }

    /** Whether the order of the members matters. It says what comes next; what was earned early still counts. */
    public enum Order {
        ANY,
        RECOMMENDED,
        REQUIRED
    }

    /** What becomes of a completed stack when one of its badges is revoked or expires. */
    public enum MemberLoss {
        /** It stays. */
        KEEP,
        /** It stays, and an officer of the issuer looks at it. */
        FLAG,
        /** It does not count until an officer has looked at it. */
        SUSPEND,
        /** Notice is given that it is to be revoked; an officer of the issuer hears its earner and decides. */
        REVOKE
    }

    /**
     * A piece of work that brings the members together.
     *
     * @param id the micro-credential whose rubric it is scored by; absent where it is advice only
     */
    public record Capstone(
            String title, boolean required, @Nullable MicroCredentialId id) {}

    public Optional<Member> member(String memberId) {
        return members.stream()
                .filter(member -> member.id().value().equals(memberId))
                .findFirst();
    }

    @Override
    public String item() {
        return id.value();
    }

    @Override
    public List<String> keywords() {
        return List.of();
    }

    @Override
    public String path() {
        return "/catalog/" + id.value() + "/" + version;
    }
}
