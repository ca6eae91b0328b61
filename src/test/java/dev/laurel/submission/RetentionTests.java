package dev.laurel.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.launch.ProbePages;
import dev.laurel.lti.launch.Windows;
import dev.laurel.person.PrivacyTrail;
import dev.laurel.person.PrivacyTrail.Action;
import dev.laurel.person.StaffId;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Evidence after its decision: kept for a while, announced, removed; withdrawn by its earner, and kept after all. */
@LaurelTest
@Import(ProbePages.class)
class RetentionTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    RemovalSweep sweep;

    @Autowired
    Removals removals;

    @Autowired
    Retention retention;

    @Autowired
    EvidenceStore store;

    @Autowired
    UnnamedFiles unnamed;

    @Autowired
    PrivacyTrail trail;

    private final StaffId operator = new StaffId(UUID.randomUUID());
    private TenantId district;
    private Windows windows;

    @BeforeEach
    void aPlatform() {
        district = tenants.found("District " + UUID.randomUUID());
        windows = new Windows(settings, registrations, district);
    }

    private EarnerWindow earner() {
        return new EarnerWindow(context, windows, "teacher-" + UUID.randomUUID());
    }

    private static byte[] pdf() {
        byte[] content = Samples.pdf(2000);
        byte[] own = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(own, 0, content, 1000, own.length);
        return content;
    }

    private EarnerWindow earned() {
        return earner().handIn(pdf()).beingScored().decided(true);
    }

    private Optional<Removal> removal(EarnerWindow earner) {
        return removals.of(earner.submission());
    }

    private List<String> hashes(EarnerWindow earner) {
        return jdbc.sql("select sha256 from submission_file where submission_id = ?")
                .param(earner.id().value())
                .query(String.class)
                .list();
    }

    private int kept(EarnerWindow earner, String table) {
        return jdbc.sql("select count(*) from " + table + " where submission_id = ?")
                .param(earner.id().value())
                .query(Integer.class)
                .single();
    }

    private List<Action> steps(EarnerWindow earner) {
        return trail.of(district, earner.submission().earner()).stream()
                .map(PrivacyTrail.Step::action)
                .toList();
    }

    private void unnamedDue(String sha256) {
        jdbc.sql("update submission_unnamed_file set remove_at = ? where sha256 = ?")
                .params(Timestamp.from(Instant.now().minusSeconds(60)), sha256)
                .update();
    }

    // ---- what is not removed

    @Test
    void withdrawsNothingThatSomebodyStillNeeds() {
        EarnerWindow earner = earner().start();
        assertThat(earner.post("/evidence/withdrawal").text()).contains("This is still a draft");
        earner = earner().handIn(pdf());
        assertThat(earner.post("/evidence/withdrawal").text()).contains("Take it back first");
        earner.beingScored();
        Page refused = earner.post("/evidence/withdrawal");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("Assessors need the evidence until they have decided");
        earner.decided(false);
        assertThat(earner.get("/evidence").select("#withdrawal").text()).contains("once the time to appeal is over");
        assertThat(earner.post("/evidence/withdrawal").text()).contains("You could still appeal");
        assertThat(removal(earner)).isEmpty();
        assertThat(earner.post("/evidence/withdrawal/undo").status()).isEqualTo(200);
    }

    @Test
    void removesNothingThatWasNotAnnouncedForTheWholeTimeOfNotice() {
        EarnerWindow earner = earned();
        sweep.run();
        assertThat(removal(earner)).isEmpty();

        earner.daysLater(4000);
        sweep.run();
        sweep.run();
        Removal announced = removal(earner).orElseThrow();
        assertThat(announced.reason()).isEqualTo(Removal.Reason.RETENTION);
        assertThat(announced.removeAt()).isAfter(Instant.now().plus(Duration.ofDays(29)));
        assertThat(announced.isDone()).isFalse();
        assertThat(kept(earner, "submission_answer")).isEqualTo(4);
        assertThat(earner.get("/evidence").select("#withdrawal").text())
                .contains("has been kept as long as agreed, and will be deleted", "The decision, the ratings");
        assertThat(steps(earner)).containsExactly(Action.EVIDENCE_NOTICED);
    }

    @Test
    void keepsWhatIsBuiltOnAfterItWasAnnounced() {
        EarnerWindow earner =
                earner().handIn(pdf()).beingScored().decided(false).daysLater(200);
        sweep.run();
        assertThat(removal(earner)).isPresent();
        earner.start().removalDue();
        sweep.run();
        assertThat(earner.submission().state()).isEqualTo(SubmissionState.DRAFT);
        assertThat(kept(earner, "submission_answer")).isEqualTo(8);
        assertThat(removal(earner)).isEmpty();
    }

    @Test
    void waitsForTheTimeToAppealBeforeItCounts() {
        EarnerWindow earner =
                earner().handIn(pdf()).beingScored().decided(false).daysLater(175);
        sweep.run();
        assertThat(removal(earner)).isEmpty();
        earner.daysLater(10);
        sweep.run();
        assertThat(removal(earner)).isPresent();
    }

    @Test
    void keepsBytesThatSomebodyElseHandedInToo() throws Exception {
        byte[] same = pdf();
        EarnerWindow earner = earner().handIn(same).beingScored().decided(true);
        EarnerWindow colleague = earner().handIn(same);
        String sha256 = hashes(earner).get(0);
        assertThat(hashes(colleague)).containsExactly(sha256);
        earner.daysLater(200);
        sweep.run();
        earner.removalDue();
        sweep.run();
        unnamedDue(sha256);
        sweep.run();
        assertThat(hashes(earner)).isEmpty();
        assertThat(store.has(district, sha256)).isTrue();
    }

    @Test
    void keepsBytesThatAreHandedInAgainWhileTheyAreOnTheirWayOut() throws Exception {
        byte[] same = pdf();
        EarnerWindow earner = earner().handIn(same).beingScored().decided(true).daysLater(200);
        String sha256 = hashes(earner).get(0);
        sweep.run();
        earner.removalDue();
        sweep.run();
        store.delete(district, sha256);
        EarnerWindow colleague = earner().start();
        colleague.upload("A1", "plan.pdf", same);
        assertThat(store.has(district, sha256)).isTrue();
        unnamedDue(sha256);
        sweep.run();
        assertThat(store.has(district, sha256)).isTrue();
        assertThat(colleague.get("/evidence/artefacts/A1").click("#items a").bytes())
                .hasSize(same.length);
    }

    @Test
    void triesAgainWhatTheStoreDidNotGiveUp() {
        String sha256 = "ab".repeat(32);
        unnamed.add(district, sha256, Instant.now().minusSeconds(1));
        EvidenceStore broken = (EvidenceStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {EvidenceStore.class}, (proxy, method, arguments) -> {
                    throw new IOException("The bucket answers 503");
                });
        new UnnamedFiles(jdbc, broken, context.getBean(TransactionTemplate.class)).clear(Instant.now(), 10);
        assertThat(waiting(sha256)).isEqualTo(1);
        unnamed.clear(Instant.now(), 10);
        assertThat(waiting(sha256)).isZero();
    }

    private int waiting(String sha256) {
        return jdbc.sql("select count(*) from submission_unnamed_file where sha256 = ?")
                .param(sha256)
                .query(Integer.class)
                .single();
    }

    // ---- what is removed

    @Test
    void removesEvidenceAndKeepsTheDecision() throws Exception {
        EarnerWindow earner = earned().daysLater(170);
        String sha256 = hashes(earner).get(0);
        sweep.run();
        assertThat(removal(earner).orElseThrow().removeAt())
                .isAfter(Instant.now().plus(Duration.ofDays(29)));
        earner.removalDue();
        sweep.run();
        assertThat(removal(earner).orElseThrow().isDone()).isTrue();
        for (String table : List.of("submission_answer", "submission_item", "submission_file")) {
            assertThat(kept(earner, table)).as(table).isZero();
        }
        assertThat(kept(earner, "submission_attestation")).isEqualTo(3);
        assertThat(earner.submission().state()).isEqualTo(SubmissionState.EARNED);
        assertThat(jdbc.sql("select earned from submission_attempt where submission_id = ?")
                        .param(earner.id().value())
                        .query(Boolean.class)
                        .single())
                .isTrue();
        assertThat(store.has(district, sha256)).as("for a day").isTrue();
        unnamedDue(sha256);
        sweep.run();
        assertThat(store.has(district, sha256)).isFalse();
        assertThat(earner.get("/evidence").select("#withdrawal").text()).contains("It was deleted on");
        assertThat(steps(earner)).containsExactly(Action.EVIDENCE_NOTICED, Action.EVIDENCE_REMOVED);
    }

    @Test
    void letsTheEarnerWithdrawAndThinkAgain() {
        EarnerWindow earner = earned();
        Page withdrawn =
                earner.get("/evidence").form("form[action$=/withdrawal]").submit();
        assertThat(withdrawn.text()).contains("You withdrew your evidence");
        assertThat(removal(earner).orElseThrow().removeAt())
                .isAfter(Instant.now().plus(Duration.ofDays(13)));
        earner.post("/evidence/withdrawal");
        Page kept = withdrawn.form("form[action$=/withdrawal/undo]").submit();
        assertThat(kept.text()).contains("Your evidence stays");
        assertThat(removal(earner)).isEmpty();
        earner.get("/evidence").form("form[action$=/withdrawal]").submit();
        earner.removalDue();
        sweep.run();
        assertThat(kept(earner, "submission_file")).isZero();
        assertThat(earner.post("/evidence/withdrawal/undo").status()).isEqualTo(200);
        assertThat(removal(earner).orElseThrow().isDone()).isTrue();
        assertThat(steps(earner))
                .containsExactly(
                        Action.EVIDENCE_WITHDRAWN,
                        Action.WITHDRAWAL_UNDONE,
                        Action.EVIDENCE_WITHDRAWN,
                        Action.EVIDENCE_REMOVED);
    }

    // ---- rules

    @Test
    void followsTheRuleOfTheDistrictAndBeforeItThatOfTheMicroCredential() {
        MicroCredentialId hinge = new MicroCredentialId(EarnerWindow.HINGE);
        assertThat(retention.of(district, hinge).evidenceDays()).isEqualTo(180);
        for (int[] days : new int[][] {{0, 1}, {10, 0}, {10, 11}, {40_000, 30}}) {
            assertThatThrownBy(() -> retention.set(new Retention.Rule(district, null, days[0], days[1]), operator))
                    .as(Arrays.toString(days))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        EarnerWindow earner = earned().daysLater(300);
        retention.set(new Retention.Rule(district, null, 400, 30), operator);
        sweep.run();
        assertThat(removal(earner)).as("400 days").isEmpty();
        retention.set(new Retention.Rule(district, hinge, 1000, 10), operator);
        earner.daysLater(200);
        sweep.run();
        assertThat(removal(earner)).as("1000 days for this one").isEmpty();
        retention.set(new Retention.Rule(district, hinge, 505, 10), operator);
        sweep.run();
        assertThat(removal(earner).orElseThrow().removeAt())
                .isBetween(Instant.now().plus(Duration.ofDays(9)), Instant.now().plus(Duration.ofDays(11)));
        assertThat(retention.counts(district)).isEqualTo(new Retention.Counts(1, 0));
        retention.clear(district, hinge, operator);
        assertThat(retention.of(district, hinge).evidenceDays()).isEqualTo(400);
    }
}
