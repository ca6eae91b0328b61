package dev.laurel.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredential.BadgeDesign;
import dev.laurel.catalog.MicroCredential.Prerequisite;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.Stack;
import dev.laurel.catalog.Stack.Capstone;
import dev.laurel.catalog.Stack.CompletionRule;
import dev.laurel.catalog.Stack.Elsewhere;
import dev.laurel.catalog.Stack.Group;
import dev.laurel.catalog.Stack.Member;
import dev.laurel.catalog.StackId;
import dev.laurel.catalog.VersionId;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StandingTests {

    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final CompletionRule ALL = new CompletionRule(0, List.of(), null);

    private static MicroCredentialId id(String id) {
        return new MicroCredentialId(id);
    }

    private static Member member(String id, boolean required) {
        return new Member(id(id), "1.0.0", required, List.of(), null);
    }

    private static Stack stack(
            CompletionRule rule, List<Prerequisite> before, @Nullable Capstone capstone, Member... members) {
        return new Stack(
                new VersionId(UUID.randomUUID()),
                new StackId("a-stack"),
                "1.0.0",
                "en",
                "A stack",
                "About it",
                new MicroCredential.Issuer("A district", null),
                List.of(members),
                rule,
                Stack.Order.ANY,
                24,
                null,
                null,
                List.of(),
                List.of(),
                before,
                capstone,
                Stack.MemberLoss.FLAG,
                new BadgeDesign("A badge", "About it", "All of it", "MicroCredential", null, List.of(), null),
                null,
                null);
    }

    private static Held earned(String item, String version, Instant at) {
        return new Held(
                item + at,
                item + at,
                item,
                version,
                null,
                null,
                URI.create("https://a.example/1"),
                item,
                at,
                null,
                true);
    }

    private static Held earned(String item) {
        return earned(item, "1.0.0", NOW.minusSeconds(3600));
    }

    private static boolean complete(Stack stack, Held... held) {
        return Standing.of(stack, List.of(held), NOW).complete();
    }

    @Test
    void oneMissingIsNotAll() {
        Stack stack = stack(ALL, List.of(), null, member("aa", true), member("bb", true), member("cc", false));
        assertThat(complete(stack)).isFalse();
        assertThat(complete(stack, earned("aa"), earned("cc"))).isFalse();
        assertThat(complete(stack, earned("aa"), earned("bb"))).isTrue();
    }

    @Test
    void whatWasRevokedOrHasExpiredDoesNotCount() {
        Stack stack = stack(ALL, List.of(), null, member("aa", true), member("bb", true));
        Held good = earned("bb");
        Held revoked =
                new Held("r", "r", "bb", "1.0.0", null, null, good.address(), "bb", good.issuedAt(), null, false);
        Held expired = new Held("e", "e", "bb", "1.0.0", null, null, good.address(), "bb", good.issuedAt(), NOW, true);
        assertThat(complete(stack, earned("aa"), revoked, expired)).isFalse();
        assertThat(Standing.of(stack, List.of(revoked), NOW).steps().get("bb").state())
                .isEqualTo(Standing.State.LOST);
        assertThat(complete(stack, earned("aa"), revoked, good))
                .as("a second badge makes up for it")
                .isTrue();
    }

    @Test
    void ageIsCountedInCalendarMonthsToTheSecond() {
        Stack stack = stack(new CompletionRule(0, List.of(), 60), List.of(), null, member("aa", true));
        Instant fiveYearsAgo = Instant.parse("2021-11-29T12:00:00Z");
        assertThat(complete(stack, earned("aa", "1.0.0", fiveYearsAgo))).isTrue();
        Held older = earned("aa", "1.0.0", fiveYearsAgo.minusSeconds(1));
        assertThat(complete(stack, older)).isFalse();
        assertThat(Standing.of(stack, List.of(older), NOW).steps().get("aa").state())
                .isEqualTo(Standing.State.TOO_OLD);
    }

    @Test
    void aCorrectedVersionCountsAndAnEarlierOneOfAnotherKindDoesNot() {
        Member second = new Member(id("aa"), "2.1.0", true, List.of(), null);
        Stack stack = stack(ALL, List.of(), null, second, member("bb", true));
        assertThat(complete(stack, earned("bb"), earned("aa", "1.9.9", NOW))).isFalse();
        assertThat(complete(stack, earned("bb"), earned("aa", "2.0.0", NOW))).isTrue();
        assertThat(complete(stack, earned("bb"), earned("aa", "3.0.0", NOW))).isTrue();
    }

    @Test
    void soManyOfAllCountEachBadgeOnce() {
        Stack stack = stack(
                new CompletionRule(2, List.of(), null),
                List.of(),
                null,
                member("aa", false),
                member("bb", false),
                member("cc", false));
        assertThat(complete(stack, earned("aa"), earned("aa", "1.0.0", NOW.minusSeconds(9))))
                .isFalse();
        assertThat(complete(stack, earned("cc"), earned("aa"))).isTrue();
    }

    @Test
    void everyGroupHasToBeFilledAndWhatIsRequiredBesideThem() {
        Stack stack = stack(
                new CompletionRule(
                        0,
                        List.of(
                                new Group("One", List.of(id("aa"), id("bb")), 1),
                                new Group("Two", List.of(id("cc"), id("dd")), 1)),
                        null),
                List.of(),
                null,
                member("aa", false),
                member("bb", false),
                member("cc", false),
                member("dd", false),
                member("ee", true));
        assertThat(complete(stack, earned("aa"), earned("bb"), earned("ee"))).isFalse();
        assertThat(complete(stack, earned("aa"), earned("dd"))).isFalse();
        assertThat(complete(stack, earned("aa"), earned("dd"), earned("ee"))).isTrue();
    }

    @Test
    void aRequiredPrerequisiteAndCapstoneHaveToBeThereAndAdviceHasNot() {
        Stack strict = stack(
                ALL,
                List.of(new Prerequisite(id("before"), true)),
                new Capstone("In the end", true, id("capstone")),
                member("aa", true));
        assertThat(complete(strict, earned("aa"), earned("capstone"))).isFalse();
        assertThat(complete(strict, earned("aa"), earned("before"))).isFalse();
        Standing standing = Standing.of(strict, List.of(earned("aa"), earned("before"), earned("capstone")), NOW);
        assertThat(standing.complete()).isTrue();
        assertThat(standing.parts(strict))
                .extracting(Held::item)
                .as("what came before is no part of it")
                .containsExactly("aa", "capstone");
        Stack advised = stack(
                ALL,
                List.of(new Prerequisite(id("before"), false)),
                new Capstone("In the end", false, null),
                member("aa", true));
        assertThat(complete(advised, earned("aa"))).isTrue();
    }

    @Test
    void aBadgeOfAnotherIssuerCountsByItsAchievementAndWhoSignedIt() {
        Elsewhere wanted = new Elsewhere("https://b.example/achievements/1", "did:web:b.example", "Theirs");
        Stack stack = stack(ALL, List.of(), null, new Member(id("theirs"), "", true, List.of(), wanted));
        assertThat(complete(stack, theirs("https://b.example/achievements/2", "did:web:b.example")))
                .isFalse();
        assertThat(complete(stack, theirs(wanted.achievement(), "did:web:forger.example")))
                .isFalse();
        assertThat(complete(stack, earned("theirs")))
                .as("one of ours that is called the same is another badge")
                .isFalse();
        assertThat(complete(stack, theirs(wanted.achievement(), "did:web:b.example")))
                .isTrue();
    }

    private static Held theirs(String achievement, String issuer) {
        return new Held(
                "ext",
                null,
                null,
                null,
                achievement,
                issuer,
                URI.create("https://b.example/1"),
                "Theirs",
                NOW,
                null,
                true);
    }
}
