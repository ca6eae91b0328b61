package dev.laurel.authoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.DocumentCheck;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.Publishing;
import dev.laurel.catalog.VersionId;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;

@LaurelTest
class VersionsTests {

    @Autowired
    Versions versions;

    @Autowired
    Publishing publishing;

    @Autowired
    Catalogue catalogue;

    @Autowired
    Tenants tenants;

    @Autowired
    JdbcClient jdbc;

    private TenantId district;
    private StaffMember author;
    private StaffMember reviewer;
    private StaffMember both;
    private final String item = "a" + UUID.randomUUID();

    @BeforeEach
    void aDistrict() {
        district = tenants.found("District " + UUID.randomUUID());
        author = member(Set.of(district), Set.of());
        reviewer = member(Set.of(), Set.of(district));
        both = member(Set.of(district), Set.of(district));
    }

    private static StaffMember member(Set<TenantId> writes, Set<TenantId> reviews) {
        return new StaffMember(
                new StaffId(UUID.randomUUID()),
                "Somebody",
                Map.of(StaffRole.AUTHOR, writes, StaffRole.CONTENT_REVIEWER, reviews));
    }

    private DocumentCheck.Readable document(String version, String title) {
        try {
            String yaml = new ClassPathResource("demo/catalogue/literacy-high-frequency-words.yaml")
                    .getContentAsString(StandardCharsets.UTF_8)
                    .replace("id: lit-hfw-mapping", "id: " + item)
                    .replace("version: 1.0.0", "version: " + version)
                    .replaceFirst("title: .*", "title: " + title);
            return Objects.requireNonNull(publishing
                    .read("test.yaml", yaml.getBytes(StandardCharsets.UTF_8))
                    .document());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private VersionState state(VersionId id) {
        return versions.get(author, id).state();
    }

    private VersionId published() {
        VersionId id = versions.write(author, district, document("1.0.0", "First"));
        versions.move(author, id, Move.HAND_IN, "");
        versions.move(reviewer, id, Move.PUBLISH, "Sound and complete");
        return id;
    }

    @Test
    void publishesNothingByTheAuthorAloneNotEvenWithBothRoles() {
        VersionId id = versions.write(both, district, document("1.0.0", "First"));
        versions.move(both, id, Move.HAND_IN, "");
        assertThatThrownBy(() -> versions.move(both, id, Move.PUBLISH, "")).isInstanceOf(MoveRefused.class);
        assertThat(state(id)).isEqualTo(VersionState.IN_REVIEW);
        assertThat(catalogue.version(id)).isEmpty();
        versions.move(reviewer, id, Move.PUBLISH, "");
        assertThat(catalogue.version(id)).map(MicroCredential::title).contains("First");
    }

    @Test
    void keepsEverybodyWhoWroteAWordFromPublishing() {
        versions.write(author, district, document("1.0.0", "First"));
        VersionId id = versions.write(both, district, document("1.0.0", "Better"));
        versions.move(author, id, Move.HAND_IN, "");
        assertThat(versions.open(both, versions.get(both, id))).containsExactly(Move.TAKE_BACK);
        assertThatThrownBy(() -> versions.move(both, id, Move.PUBLISH, "")).isInstanceOf(MoveRefused.class);
        assertThatThrownBy(() -> versions.move(both, id, Move.RETURN, "No")).isInstanceOf(MoveRefused.class);
    }

    @Test
    void putsAVersionOnOfferUnderItsOwnIdAndNeverChangesItAgain() {
        VersionId id = published();
        assertThat(catalogue.current(new MicroCredentialId(item)))
                .map(MicroCredential::versionId)
                .contains(id);
        assertThat(catalogue.isOpen(id)).isTrue();
        assertThatThrownBy(() -> versions.write(author, district, document("1.0.0", "Changed")))
                .isInstanceOf(MoveRefused.class);
        assertThat(versions.get(author, id).title()).isEqualTo("First");
        VersionId second = versions.write(author, district, document("1.1.0", "Second"));
        assertThat(catalogue.current(new MicroCredentialId(item)))
                .map(MicroCredential::title)
                .contains("First");
        versions.move(author, second, Move.HAND_IN, "");
        versions.move(reviewer, second, Move.PUBLISH, "");
        assertThat(catalogue.current(new MicroCredentialId(item)))
                .map(MicroCredential::title)
                .contains("Second");
        assertThat(catalogue.version(id)).map(MicroCredential::title).contains("First");
    }

    @Test
    void refusesEveryStepFromEveryStateThatItDoesNotLeadFrom() {
        VersionId id = versions.write(author, district, document("1.0.0", "First"));
        for (Move move : List.of(Move.TAKE_BACK, Move.RETURN, Move.PUBLISH, Move.RETIRE, Move.CLOSE)) {
            refused(id, move);
        }
        versions.move(author, id, Move.HAND_IN, "");
        for (Move move : List.of(Move.HAND_IN, Move.RETIRE, Move.CLOSE)) {
            refused(id, move);
        }
        versions.move(reviewer, id, Move.PUBLISH, "");
        for (Move move : List.of(Move.HAND_IN, Move.TAKE_BACK, Move.RETURN, Move.PUBLISH, Move.CLOSE)) {
            refused(id, move);
        }
        versions.move(reviewer, id, Move.RETIRE, "Replaced");
        for (Move move : Move.values()) {
            refused(id, move);
        }
    }

    private void refused(VersionId id, Move move) {
        VersionState before = state(id);
        for (StaffMember member : List.of(author, reviewer, both)) {
            assertThatThrownBy(() -> versions.move(member, id, move, "Because"))
                    .as("%s from %s", move, before)
                    .isInstanceOf(MoveRefused.class);
        }
        assertThat(state(id)).isEqualTo(before);
    }

    @Test
    void asksForAReasonBeforeItTakesSomethingAway() {
        VersionId id = versions.write(author, district, document("1.0.0", "First"));
        versions.move(author, id, Move.HAND_IN, "");
        assertThatThrownBy(() -> versions.move(reviewer, id, Move.RETURN, "  ")).isInstanceOf(MoveRefused.class);
        versions.move(reviewer, id, Move.RETURN, "The cut is too low");
        assertThat(state(id)).isEqualTo(VersionState.DRAFT);
        assertThat(versions.history(versions.get(author, id)))
                .extracting(Versions.Step::action)
                .containsExactly("WRITE", "HAND_IN", "RETURN");
        assertThat(versions.history(versions.get(author, id)).get(2)).satisfies(step -> {
            assertThat(step.reason()).isEqualTo("The cut is too low");
            assertThat(step.by()).isEqualTo(reviewer.id());
        });
    }

    @Test
    void closesToNewStartsAtOnceAndForGoodWhenTheWindowIsOver() {
        VersionId id = published();
        versions.move(reviewer, id, Move.RETIRE, "Replaced by a better one");
        assertThat(catalogue.isOpen(id)).isFalse();
        assertThat(catalogue.current(new MicroCredentialId(item))).isEmpty();
        assertThat(catalogue.version(id)).as("whoever began still reads it").isPresent();
        Instant end = Objects.requireNonNull(versions.get(author, id).retiresOn());
        assertThat(end).isAfter(Instant.now().plusSeconds(360L * 86_400));
        versions.closeWindows();
        assertThat(state(id)).isEqualTo(VersionState.RETIRING);
        jdbc.sql("update authoring_version set retires_on = :past where id = :id")
                .param("past", Timestamp.from(Instant.now().minusSeconds(1)))
                .param("id", id.value())
                .update();
        versions.closeWindows();
        assertThat(state(id)).isEqualTo(VersionState.RETIRED);
        assertThat(versions.history(versions.get(author, id))).last().satisfies(step -> {
            assertThat(step.action()).isEqualTo("CLOSE");
            assertThat(step.by()).isNull();
        });
    }

    @Test
    void letsOneOfTwoReviewersDecideAndTellsTheOther() throws Exception {
        VersionId id = versions.write(author, district, document("1.0.0", "First"));
        versions.move(author, id, Move.HAND_IN, "");
        StaffMember other = member(Set.of(), Set.of(district));
        CyclicBarrier together = new CyclicBarrier(2);
        List<Callable<String>> acts = List.of(
                () -> {
                    together.await();
                    versions.move(reviewer, id, Move.PUBLISH, "");
                    return "published";
                },
                () -> {
                    together.await();
                    versions.move(other, id, Move.RETURN, "Not yet");
                    return "returned";
                });
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<String> done = new ArrayList<>();
        int refused = 0;
        try {
            for (Future<String> act : threads.invokeAll(acts)) {
                try {
                    done.add(act.get());
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOf(MoveRefused.class);
                    refused++;
                }
            }
        } finally {
            threads.shutdown();
        }
        assertThat(done).hasSize(1);
        assertThat(refused).isEqualTo(1);
        assertThat(state(id)).isEqualTo(done.get(0).equals("published") ? VersionState.PUBLISHED : VersionState.DRAFT);
        assertThat(versions.history(versions.get(author, id))).hasSize(3);
    }

    @Test
    void keepsAnIdWithTheDistrictThatDraftedItAndHidesItFromOthers() {
        VersionId id = versions.write(author, district, document("1.0.0", "First"));
        TenantId elsewhere = tenants.found("District " + UUID.randomUUID());
        StaffMember stranger = member(Set.of(elsewhere), Set.of(elsewhere));
        assertThatThrownBy(() -> versions.get(stranger, id)).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> versions.move(stranger, id, Move.HAND_IN, "")).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> versions.write(stranger, elsewhere, document("2.0.0", "Mine")))
                .isInstanceOf(MoveRefused.class);
        assertThatThrownBy(() -> versions.write(stranger, district, document("2.0.0", "Mine")))
                .isInstanceOf(NotFound.class);
        assertThat(versions.list(stranger, false, 0, 10)).isEmpty();
    }

    @Test
    void leavesAloneWhatTheOperatorsFilesPublish() {
        DocumentCheck.Readable own = document("9.0.0", "Taken over");
        DocumentCheck.Readable foreign = new DocumentCheck.Readable(
                "lit-hfw-mapping", "9.0.0", own.title(), own.content().replace(item, "lit-hfw-mapping"));
        assertThatThrownBy(() -> versions.write(author, district, foreign)).isInstanceOf(MoveRefused.class);
        assertThat(versions.count(author, false)).isZero();
    }
}
