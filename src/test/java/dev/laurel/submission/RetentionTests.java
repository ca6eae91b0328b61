package dev.laurel.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.launch.Windows;
import dev.laurel.lti.launch.WithProbePages;
import dev.laurel.person.PrivacyTrail;
import dev.laurel.person.PrivacyTrail.Action;
import dev.laurel.person.StaffId;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Listeners;
import dev.laurel.support.Mailbox;
import dev.laurel.support.Mailbox.Mail;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Practices;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Evidence after its decision: kept for a while, announced, removed; withdrawn by its earner, and kept after all. */
@LaurelTest
@WithProbePages
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
    Closings closings;

    @Autowired
    Retention retention;

    @Autowired
    Practices practices;

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
    void keepsWhatALeadHasOnHoldUntilThatIsOver() {
        EarnerWindow earner =
                earner().handIn(pdf()).beingScored().decided(false).daysLater(260);
        sweep.run();
        earner.removalDue();
        UUID hold = UUID.randomUUID();
        jdbc.sql(
                        "insert into assessment_hold (id, tenant_id, submission_id, version_id, because, words, held_at, clock_from,"
                                + " until, with_earner) select ?, tenant_id, id, version_id, 'PRIVACY', 'A face', ?, ?, ?, true"
                                + " from submission where id = ?")
                .params(
                        hold,
                        Timestamp.from(Instant.now()),
                        Timestamp.from(Instant.now()),
                        Timestamp.from(Instant.now().plus(Duration.ofDays(5))),
                        earner.id().value())
                .update();
        jdbc.sql("update submission_removal set extended_at = noticed_at, told_of = remove_at where submission_id = ?")
                .param(earner.id().value())
                .update();
        await().until(() -> told(earner, "EVIDENCE_GOES") > 0);
        int told = told(earner, "EVIDENCE_GOES");
        Listeners heard = Listeners.of(jdbc, "%");
        sweep.run();
        sweep.run();
        heard.awaitHeard();
        assertThat(told(earner, "EVIDENCE_GOES"))
                .as("a hold is no new day to write of")
                .isEqualTo(told);
        assertThat(kept(earner, "submission_answer")).isEqualTo(4);
        assertThat(removal(earner).orElseThrow().removeAt())
                .isAfter(Instant.now().plus(Duration.ofDays(6)));
        assertThat(earner.get("/evidence").select("#withdrawal").text())
                .contains("when your work is no longer on hold");
        assertThat(earner.post("/evidence/withdrawal").text()).contains("Your work is on hold");

        jdbc.sql("update assessment_hold set released_at = held_at where id = ?")
                .param(hold)
                .update();
        earner.removalDue();
        sweep.run();
        assertThat(kept(earner, "submission_answer")).isZero();
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
        // Not due yet for the application, which would clear it by itself.
        unnamed.add(district, sha256, Instant.now().plus(Duration.ofHours(1)));
        Instant later = Instant.now().plus(Duration.ofHours(2));
        EvidenceStore broken = (EvidenceStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {EvidenceStore.class}, (proxy, method, arguments) -> {
                    throw new IOException("The bucket answers 503");
                });
        new UnnamedFiles(jdbc, broken, context.getBean(TransactionTemplate.class)).clear(later, 10);
        assertThat(waiting(sha256)).isEqualTo(1);
        unnamed.clear(later, 10);
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

    // ---- keeping it longer, and being told

    private String writable(EarnerWindow earner, String language) {
        String address = "earner." + UUID.randomUUID() + "@example.org";
        jdbc.sql("update person set email = ?, language = ? where id = ?")
                .params(address, language, earner.submission().earner().value())
                .update();
        return address;
    }

    @Test
    void isKeptLongerOnceAndOnlyWhereThatIsAllowed() {
        retention.set(new Retention.Rule(district, null, 180, 30, 0, 0), operator);
        EarnerWindow earner = earned().daysLater(170);
        sweep.run();
        Instant first = removal(earner).orElseThrow().removeAt();
        assertThat(earner.get("/evidence").select("form[action$=/withdrawal/later]"))
                .isEmpty();
        earner.post("/evidence/withdrawal/later");
        assertThat(removal(earner).orElseThrow().removeAt()).isEqualTo(first);

        retention.set(new Retention.Rule(district, null, 180, 30, 0, 60), operator);
        String address = writable(earner, "en-US");
        Page kept =
                earner.get("/evidence").form("form[action$=/withdrawal/later]").submit();
        assertThat(kept.text()).contains("Your evidence is kept longer");
        assertThat(kept.select("form[action$=/withdrawal/later]")).isEmpty();
        earner.post("/evidence/withdrawal/later");
        assertThat(removal(earner).orElseThrow().removeAt()).isEqualTo(first.plus(Duration.ofDays(60)));
        assertThat(steps(earner)).containsExactly(Action.EVIDENCE_NOTICED, Action.EVIDENCE_KEPT_LONGER);

        jdbc.sql("update submission_removal set remove_at = ?, told_of = ? where submission_id = ?")
                .params(
                        Timestamp.from(Instant.now().plus(Duration.ofDays(20))),
                        Timestamp.from(Instant.now().minus(Duration.ofDays(40))),
                        earner.id().value())
                .update();
        sweep.run();
        sweep.run();
        assertThat(Mailbox.latest(address, 1).text()).doesNotContain("keep it");
        assertThat(told(earner, "EVIDENCE_GOES")).as("each day once").isEqualTo(2);
    }

    private int told(EarnerWindow earner, String kind) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> jdbc.sql("select count(*) from journey_notice where submission_id = ?"
                                        + " and state in ('OWED', 'SENDING')")
                                .param(earner.id().value())
                                .query(Integer.class)
                                .single()
                        == 0);
        return jdbc.sql("select count(*) from journey_notice where submission_id = ? and kind = ?")
                .params(earner.id().value(), kind)
                .query(Integer.class)
                .single();
    }

    @Test
    void theEarnerIsWrittenToOnceInTheirLanguageWithTheDayAndWhatTheyCanDo() {
        EarnerWindow earner = earned().daysLater(170);
        String address = writable(earner, "es");
        sweep.run();
        Mail mail = Mailbox.latest(address, 1);
        String day = DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(Locale.forLanguageTag("es"))
                .withZone(ZoneId.of("America/Chicago"))
                .format(removal(earner).orElseThrow().removeAt());
        assertThat(mail.subject()).contains("se borrarán", day);
        assertThat(mail.text())
                .contains(
                        day, "la decisión, los comentarios y su insignia", "Sus datos", "90 días más", "una sola vez");
        assertThat(Mailbox.header(address, "List-Unsubscribe")).isNullOrEmpty();
        EarnerNotice twice = new EarnerNotice(
                earner.id(),
                district,
                EarnerNotice.Kind.EVIDENCE_GOES,
                removal(earner).orElseThrow().removeAt());
        context.getBean(TransactionTemplate.class).executeWithoutResult(status -> context.publishEvent(twice));
        sweep.run();
        assertThat(told(earner, "EVIDENCE_GOES")).isEqualTo(1);
        assertThat(Mailbox.to(address)).hasSize(1);
    }

    // ---- "not yet" that nobody goes on with

    private EarnerWindow notYet(int days) {
        retention.set(new Retention.Rule(district, null, 2000, 30, 100, 0), operator);
        return earner().handIn(pdf()).beingScored().decided(false).daysLater(days);
    }

    private Instant closesAt(EarnerWindow earner) {
        return closings.of(earner.submission()).orElseThrow();
    }

    private void closingDue(EarnerWindow earner) {
        jdbc.sql("update submission_closing set close_at = noticed_at where submission_id = ?")
                .param(earner.id().value())
                .update();
    }

    @Test
    void closesNothingThatWasNotSaidToCloseNorWhileItIsAppealedNorWhatGoesOn() {
        EarnerWindow fresh = notYet(60);
        EarnerWindow late = notYet(4000);
        EarnerWindow goesOn = notYet(90);
        EarnerWindow appeals = notYet(20);
        sweep.run();
        sweep.run();
        assertThat(closings.of(fresh.submission())).isEmpty();
        assertThat(closesAt(late)).isAfter(Instant.now().plus(Duration.ofDays(29)));
        assertThat(late.submission().state()).isEqualTo(SubmissionState.NOT_YET);

        goesOn.start();
        closingDue(goesOn);
        closings.announce(appeals.id(), Instant.now().plusSeconds(60));
        assertThat(closesAt(appeals))
                .as("not before the time to appeal is over")
                .isAfter(Instant.now().plus(Duration.ofDays(9)));
        appeals.post("/appeal", "words", "It stands on page two");
        closingDue(appeals);
        sweep.run();
        closings.close(goesOn.id());
        assertThat(goesOn.submission().state()).isEqualTo(SubmissionState.DRAFT);
        assertThat(appeals.submission().state()).isEqualTo(SubmissionState.UNDER_APPEAL);
    }

    @Test
    void closesWithAWordAndTouchesNeitherDecisionNorFeedback() {
        EarnerWindow earner = notYet(75);
        String address = writable(earner, "en-US");
        sweep.run();
        assertThat(earner.get("/evidence").text()).contains("this work closes. Begin it by");
        assertThat(Mailbox.latest(address, 1).subject()).contains("closes on", "if you do not go on");
        assertThat(Mailbox.header(address, "List-Unsubscribe")).contains("/reminders/");
        String before = attempts(earner);
        closingDue(earner);
        sweep.run();
        sweep.run();
        assertThat(earner.submission().state()).isEqualTo(SubmissionState.CLOSED);
        assertThat(attempts(earner)).isEqualTo(before);
        Mail mail = Mailbox.latest(address, 2);
        assertThat(mail.subject()).contains("is closed now");
        assertThat(mail.text()).contains("no grade was changed", earner.id().label());
        assertThat(earner.get("/evidence").text())
                .contains("Say this number: " + earner.id().label());
        earner.post("/evidence/start");
        assertThat(earner.submission().state()).isEqualTo(SubmissionState.CLOSED);
        assertThat(told(earner, "CLOSES_SOON") + told(earner, "CLOSED")).isEqualTo(2);
    }

    private String attempts(EarnerWindow earner) {
        return jdbc.sql(
                        "select a.attempt, a.earned, a.decided_at, u.criterion_id from submission_attempt a"
                                + " left join submission_unmet u on u.submission_id = a.submission_id where a.submission_id = ?")
                .param(earner.id().value())
                .query()
                .listOfRows()
                .toString();
    }

    @Test
    void whoeverWantsNoRemindersHearsOfTheClosingAllTheSame() {
        EarnerWindow earner = notYet(75);
        String address = writable(earner, "en-US");
        jdbc.sql("insert into journey_nudge_reader (tenant_id, person_id, secret, unsubscribed_at) values (?, ?, ?, ?)")
                .params(
                        district.value(),
                        earner.submission().earner().value(),
                        UUID.randomUUID().toString(),
                        Timestamp.from(Instant.now()))
                .update();
        sweep.run();
        assertThat(told(earner, "CLOSES_SOON")).isEqualTo(1);
        closingDue(earner);
        sweep.run();
        assertThat(Mailbox.latest(address, 1).subject()).contains("is closed now");
        assertThat(Mailbox.to(address)).hasSize(1);
    }

    @Test
    void theEarnerAndTheClockAtOnceEndInOneOfTheTwo() throws Exception {
        EarnerWindow earner = notYet(75);
        sweep.run();
        closingDue(earner);
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<Callable<Object>> both = List.of(
                    () -> {
                        closings.close(earner.id());
                        return "";
                    },
                    () -> earner.post("/evidence/start"));
            for (Future<Object> done : two.invokeAll(both)) {
                done.get(60, TimeUnit.SECONDS);
            }
        } finally {
            two.shutdownNow();
        }
        Submission after = earner.submission();
        assertThat(after.state()).isIn(SubmissionState.CLOSED, SubmissionState.DRAFT);
        assertThat(after.attempt()).isEqualTo(after.state() == SubmissionState.DRAFT ? 2 : 1);
    }

    @Test
    void aLeadOpensItAgainWithAReasonAndNobodyElseDoes() {
        EarnerWindow earner = notYet(75);
        StaffId lead = new StaffId(UUID.randomUUID());
        assertThat(closings.reopen(earner.id(), List.of(district), lead, "It is not closed"))
                .isEqualTo(Closings.Opened.NOT_CLOSED);
        sweep.run();
        closingDue(earner);
        sweep.run();
        TenantId elsewhere = tenants.found("District " + UUID.randomUUID());
        assertThat(closings.in(List.of(elsewhere), 0, 10)).isEmpty();
        assertThat(closings.reopen(earner.id(), List.of(elsewhere), lead, "Elsewhere"))
                .isEqualTo(Closings.Opened.NOT_CLOSED);
        assertThatThrownBy(() -> closings.reopen(earner.id(), List.of(district), lead, " "))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(closings.in(List.of(district), 0, 10))
                .extracting(Closings.Closed::label)
                .containsExactly(earner.id().label());

        assertThat(closings.reopen(earner.id(), List.of(district), lead, "They were ill in spring"))
                .isEqualTo(Closings.Opened.DONE);
        assertThat(closings.reopen(earner.id(), List.of(district), lead, "Twice"))
                .isEqualTo(Closings.Opened.NOT_CLOSED);
        assertThat(earner.submission().state()).isEqualTo(SubmissionState.NOT_YET);
        assertThat(earner.get("/evidence").text()).contains("opened this work again", "They were ill in spring");
        sweep.run();
        assertThat(closings.of(earner.submission())).as("the time begins anew").isEmpty();
        earner.start();
        assertThat(earner.submission().attempt()).isEqualTo(2);
    }

    // ---- rules

    private void practice(TenantId tenant, String name, String value) {
        int last = practices.lastChange(tenant);
        assertThat(practices.change(tenant, last, Map.of(name, Optional.of(value)), operator.value()))
                .isTrue();
    }

    @Test
    void whatWasAnnouncedKeepsItsDayWhenAProgrammeKeepsEvidenceForLessTime() {
        TenantId other = tenants.found("District " + UUID.randomUUID());
        EarnerWindow announced = earned().daysLater(160);
        sweep.run();
        Instant day = removal(announced).orElseThrow().removeAt();
        EarnerWindow young = earned().daysLater(40);
        EarnerWindow elsewhere = new EarnerWindow(
                        context, new Windows(settings, registrations, other), "teacher-" + UUID.randomUUID())
                .handIn(pdf())
                .beingScored()
                .decided(true)
                .daysLater(40);

        practice(district, "laurel.retention.evidence-days", "31");
        sweep.run();

        assertThat(removal(announced).orElseThrow().removeAt()).isEqualTo(day);
        assertThat(removal(young).orElseThrow().removeAt())
                .as("the whole time of notice")
                .isBetween(
                        Instant.now().plus(Duration.ofDays(29)), Instant.now().plus(Duration.ofDays(31)));
        assertThat(removal(elsewhere)).isEmpty();
    }

    @Test
    void evidenceStaysThroughTheTimeToAppealThatThereWasAtTheDecision() {
        practice(district, "laurel.appeal.days", "100");
        jdbc.sql("update tenant_practice_change set changed_at = ? where tenant_id = ?")
                .params(Timestamp.from(Instant.now().minus(Duration.ofDays(400))), district.value())
                .update();
        practice(district, "laurel.appeal.days", "0");
        EarnerWindow earner =
                earner().handIn(pdf()).beingScored().decided(false).daysLater(155);

        sweep.run();

        assertThat(removal(earner).orElseThrow().removeAt())
                .isAfter(Instant.now().plus(Duration.ofDays(120)));
    }

    @Test
    void whoWasToldThatEvidenceCanBeKeptLongerMayDoThatAlsoAfterAChange() {
        EarnerWindow earner = earned().daysLater(160);
        sweep.run();
        practice(district, "laurel.retention.extension-days", "0");

        assertThat(removals.extension(earner.submission(), removal(earner).orElseThrow()))
                .contains(90);
        EarnerWindow later = earned().daysLater(160);
        sweep.run();
        assertThat(removals.extension(later.submission(), removal(later).orElseThrow()))
                .isEmpty();
    }

    @Test
    void followsTheRuleOfTheDistrictAndBeforeItThatOfTheMicroCredential() {
        MicroCredentialId hinge = new MicroCredentialId(EarnerWindow.HINGE);
        assertThat(retention.of(district, hinge).evidenceDays()).isEqualTo(180);
        for (int[] days : new int[][] {
            {0, 1, 0, 0},
            {10, 0, 0, 0},
            {10, 11, 0, 0},
            {40_000, 30, 0, 0},
            {100, 30, 29, 0},
            {100, 30, -1, 0},
            {100, 30, 0, -1}
        }) {
            assertThatThrownBy(() -> retention.set(
                            new Retention.Rule(district, null, days[0], days[1], days[2], days[3]), operator))
                    .as(Arrays.toString(days))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        EarnerWindow earner = earned().daysLater(300);
        retention.set(new Retention.Rule(district, null, 400, 30, 0, 0), operator);
        sweep.run();
        assertThat(removal(earner)).as("400 days").isEmpty();
        retention.set(new Retention.Rule(district, hinge, 1000, 10, 0, 0), operator);
        earner.daysLater(200);
        sweep.run();
        assertThat(removal(earner)).as("1000 days for this one").isEmpty();
        retention.set(new Retention.Rule(district, hinge, 505, 10, 0, 0), operator);
        sweep.run();
        assertThat(removal(earner).orElseThrow().removeAt())
                .isBetween(Instant.now().plus(Duration.ofDays(9)), Instant.now().plus(Duration.ofDays(11)));
        assertThat(retention.counts(district)).isEqualTo(new Retention.Counts(1, 0));
        retention.clear(district, hinge, operator);
        assertThat(retention.of(district, hinge).evidenceDays()).isEqualTo(400);
    }
}
