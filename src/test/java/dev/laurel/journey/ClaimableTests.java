package dev.laurel.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.badge.Award;
import dev.laurel.person.PersonId;
import dev.laurel.recognition.AuthorityCode;
import dev.laurel.recognition.Claim;
import dev.laurel.recognition.ClaimId;
import dev.laurel.recognition.ClaimState;
import dev.laurel.recognition.ValueKind;
import dev.laurel.recognition.WorthView;
import dev.laurel.tenant.TenantId;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is still offered to be claimed when claims stand. */
class ClaimableTests {

    private static final String TEACHER = "Teacher";
    private static final String ADMINISTRATOR = "Administrator";

    /** Said at large: 2027; the administrator's own cycle ends a year later. */
    private final ClaimCycles said =
            ClaimCycles.in(2026, Map.of("us", 2027), Map.of("us", Map.of(ADMINISTRATOR, 2028)));

    private boolean isOffered(List<String> holders, ClaimCycles cycles, int years, Claim... claims) {
        return !Claimable.of(
                        award(),
                        List.of(worth(holders)),
                        List.of(claims),
                        cycles,
                        (claim, ends) -> Math.abs(claim.cycleEnds() - ends) < years)
                .isEmpty();
    }

    @Test
    void whatStandsForTheOwnCycleOfTheOnlyLicenceIsNotOfferedAgain() {
        assertThat(isOffered(List.of(ADMINISTRATOR), said, 1)).isTrue();
        assertThat(isOffered(List.of(ADMINISTRATOR), said, 1, claim(2028, ADMINISTRATOR)))
                .isFalse();
        assertThat(isOffered(List.of("coach (" + ADMINISTRATOR + ")"), said, 1, claim(2028, ADMINISTRATOR)))
                .isFalse();
        assertThat(isOffered(List.of(ADMINISTRATOR), said, 1, claim(2027, ADMINISTRATOR)))
                .as("a cycle before that")
                .isTrue();
    }

    @Test
    void whatStandsForWhatWasSaidAtLargeIsNotOfferedAgain() {
        assertThat(isOffered(List.of(), said, 1, claim(2027, null))).isFalse();
        assertThat(isOffered(List.of(TEACHER), said, 1, claim(2027, TEACHER))).isFalse();
        assertThat(isOffered(List.of(), said, 1, claim(2026, null))).isTrue();
        assertThat(isOffered(List.of(), ClaimCycles.in(2026), 1, claim(2026, null)))
                .as("nothing was said since")
                .isFalse();
    }

    @Test
    void toHoldersOfTwoLicencesItIsOfferedAsLongAsOneOfTheirCyclesSharesNoTimeWithTheClaim() {
        List<String> both = List.of(TEACHER, ADMINISTRATOR);
        assertThat(isOffered(both, said, 1, claim(2027, TEACHER))).isTrue();
        assertThat(isOffered(both, said, 1, claim(2027, TEACHER), claim(2028, ADMINISTRATOR)))
                .isFalse();
        assertThat(isOffered(both, said, 5, claim(2027, TEACHER)))
                .as("it would be refused")
                .isFalse();
    }

    private static WorthView worth(List<String> holders) {
        return new WorthView(
                "us",
                "Somewhere",
                "An authority",
                "decides",
                List.of(new WorthView.Line(
                        "2 hour",
                        "renewal",
                        "us-hours",
                        "An office",
                        null,
                        "A page",
                        null,
                        "today",
                        "2026-11-30",
                        holders,
                        holders,
                        "",
                        null,
                        "en",
                        "en")),
                List.of(),
                "en",
                "en");
    }

    private static Award award() {
        URI page = URI.create("https://laurel.example/credentials/badge");
        return new Award(
                "badge",
                null,
                "A badge",
                Instant.EPOCH,
                null,
                Award.Status.VALID,
                new Award.Addresses(page, page, page, page, page),
                null,
                null,
                false);
    }

    private static Claim claim(int ends, @Nullable String licence) {
        return new Claim(
                new ClaimId(UUID.randomUUID()),
                new TenantId(UUID.randomUUID()),
                new PersonId(UUID.randomUUID()),
                "badge",
                "A badge",
                "hinge",
                2,
                "",
                new AuthorityCode("us"),
                "us-hours",
                1,
                ValueKind.RENEWAL,
                "hour",
                null,
                null,
                ends,
                ClaimState.REQUESTED,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                null,
                null,
                null,
                false,
                null,
                licence);
    }
}
