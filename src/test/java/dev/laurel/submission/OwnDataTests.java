package dev.laurel.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.lti.Registrations;
import dev.laurel.lti.launch.Windows;
import dev.laurel.lti.launch.WithProbePages;
import dev.laurel.person.DeletionRequests;
import dev.laurel.person.PrivacyTrail;
import dev.laurel.person.PrivacyTrail.Action;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What everybody may do with their own data: take a copy, ask for deletion, think again. */
@LaurelTest
@WithProbePages
class OwnDataTests {

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
    DeletionRequests requests;

    @Autowired
    PrivacyTrail trail;

    private TenantId district;
    private Windows windows;

    @BeforeEach
    void aPlatform() {
        district = tenants.found("District " + UUID.randomUUID());
        windows = new Windows(settings, registrations, district);
    }

    private EarnerWindow earner(String... roles) {
        return new EarnerWindow(context, windows, "teacher-" + UUID.randomUUID(), roles);
    }

    private static Map<String, byte[]> unzipped(byte[] zip) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    private void due(EarnerWindow earner) {
        jdbc.sql("update person_deletion set carry_out_at = ? where person_id = ?")
                .params(
                        Timestamp.from(Instant.now().minusSeconds(60)),
                        earner.submission().earner().value())
                .update();
    }

    private int texts(EarnerWindow earner) {
        return jdbc.sql("select count(*) from submission_answer where submission_id = ?")
                .param(earner.id().value())
                .query(Integer.class)
                .single();
    }

    private List<Action> steps(EarnerWindow earner) {
        return trail.of(district, earner.submission().earner()).stream()
                .map(PrivacyTrail.Step::action)
                .toList();
    }

    // ---- what does not happen

    @Test
    void hasNothingToCopyOfSomebodyWhoWasNeverHere() {
        EarnerWindow coordinator = earner("Instructor");
        Page page = coordinator.get("/data");
        assertThat(page.text()).contains("Laurel keeps nothing about you yet");
        assertThat(page.select("main form, main a.button")).isEmpty();
        assertThat(coordinator.get("/data/copy").status()).isEqualTo(404);
        assertThat(coordinator.post("/data/deletion").status()).isEqualTo(404);
    }

    @Test
    void givesACopyToNobodyElse() {
        EarnerWindow dana = earner().start();
        HttpBrowser stranger = new HttpBrowser();
        assertThat(stranger.get(URI.create(dana.address() + "/data/copy")).status())
                .isBetween(400, 499);
        EarnerWindow ben = earner().start();
        assertThat(ben.browser().get(URI.create(dana.address() + "/data/copy")).status())
                .isBetween(400, 499);
        assertThat(dana.browser()
                        .send(
                                "POST",
                                URI.create(dana.address() + "/data/deletion"),
                                "application/x-www-form-urlencoded",
                                "_csrf=guessed".getBytes(StandardCharsets.US_ASCII),
                                Map.of())
                        .status())
                .isEqualTo(403);
        assertThat(steps(dana)).isEmpty();
    }

    @Test
    void deletesNothingThatWasUndoneInTime() {
        EarnerWindow earner = earner().start();
        earner.answer("P1Q1", "Kept after all");
        Page asked = earner.get("/data").form("form[action$=/deletion]").submit();
        assertThat(asked.text()).contains("You asked for your data to be deleted", "you can change your mind");
        earner.post("/data/deletion");
        assertThat(earner.get("/evidence").select("#deletion").text())
                .contains("You asked for all your data here to be deleted", "keep your data");
        Page undone = asked.form("form[action$=/undo]").submit();
        assertThat(undone.text()).contains("Nothing will be deleted");
        assertThat(earner.get("/evidence").select("#deletion")).isEmpty();
        sweep.run();
        assertThat(texts(earner)).isEqualTo(1);
        earner.post("/data/deletion");
        due(earner);
        assertThat(earner.get("/data").text()).contains("The time to change your mind is over");
        assertThat(earner.post("/data/deletion/undo").text()).doesNotContain("Nothing will be deleted");
        assertThat(steps(earner)).containsExactly(Action.DELETION_ASKED, Action.DELETION_UNDONE, Action.DELETION_ASKED);
    }

    // ---- a copy

    @Test
    void copiesEverythingOfOnePersonAndNothingOfAnother() throws Exception {
        byte[] file = Samples.pdf(5000);
        EarnerWindow other = earner().handIn(Samples.pdf(3000));
        EarnerWindow earner = earner().handIn(file).beingScored().decided(false).start();
        earner.answer("P1Q1", "What I changed: the hinge came earlier. Año tras año");
        earner.note("A1", "A note beside the plan");
        earner.upload("A2", "Plan of mine.pdf", file);
        earner.upload("A2", "Plan of mine.pdf", file);
        Page answer = earner.get("/data/copy");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type").orElse("")).startsWith("application/zip");
        assertThat(answer.header("content-disposition").orElse("")).contains("attachment", "laurel-", ".zip");
        assertThat(answer.header("cache-control").orElse("")).contains("no-store");
        Map<String, byte[]> zip = unzipped(answer.bytes());
        assertThat(zip.keySet()).contains("README.txt", "about-you.json");
        assertThat(zip.keySet().stream().filter(name -> name.contains("/files/")))
                .hasSize(3)
                .anyMatch(name -> name.endsWith("A2-Plan of mine-2.pdf"))
                .allSatisfy(name -> assertThat(zip.get(name)).isEqualTo(file));
        JsonNode about = JsonMapper.shared().readTree(zip.get("about-you.json"));
        assertThat(about.path("name").asString()).startsWith("Name of teacher-");
        assertThat(about.path("accounts").size()).isEqualTo(1);
        assertThat(about.path("privacySteps").get(0).path("action").asString()).isEqualTo("COPY_TAKEN");
        JsonNode work = JsonMapper.shared().readTree(zip.get("work/01-" + EarnerWindow.HINGE + "/work.json"));
        assertThat(work.path("attempts").size()).isEqualTo(2);
        assertThat(work.path("attempts").get(1).path("answers").toString()).contains("Año tras año");
        assertThat(work.path("attempts").get(1).path("notes").toString()).contains("A note beside the plan");
        assertThat(work.path("attempts").get(0).path("attestations").toString()).contains("It shortened my sentences");
        assertThat(work.path("attempts").get(0).path("unmet").toString()).isEqualTo("[\"C1\"]");
        assertThat(work.path("history").size()).isGreaterThan(3);
        String everything = new String(answer.bytes(), StandardCharsets.ISO_8859_1)
                + zip.entrySet().stream()
                        .map(entry -> entry.getKey() + new String(entry.getValue(), StandardCharsets.UTF_8))
                        .toList();
        assertThat(everything)
                .doesNotContain(other.id().value().toString())
                .doesNotContain(other.submission().earner().value().toString());
        assertThat(steps(earner)).containsExactly(Action.COPY_TAKEN);
    }

    @Test
    void saysInTheCopyWhatShortNamesStandForAndWhatWasRemoved() throws Exception {
        EarnerWindow earner = earner().start();
        earner.upload("A1", "Old plan.pdf", Samples.pdf(2000));
        earner.upload("A1", "New plan.pdf", Samples.pdf(3000));
        earner.get("/evidence/artefacts/A1")
                .form("#items li:contains(Old plan.pdf) form[action$=/remove]")
                .submit();
        Map<String, byte[]> zip = unzipped(earner.get("/data/copy").bytes());
        JsonNode work = JsonMapper.shared().readTree(zip.get("work/01-" + EarnerWindow.HINGE + "/work.json"));
        JsonNode asked = work.path("asked");
        assertThat(asked.path("questions").path("P1Q1").asString()).startsWith("Describe the class");
        assertThat(asked.path("pieces").path("A1").asString()).isEqualTo("Two hinge questions with answer map");
        assertThat(asked.path("criteria").path("C1").asString()).isEqualTo("Diagnostic quality of the questions");
        assertThat(asked.path("criteria").path("part1").asString()).isEqualTo("Part 1 - Overview");
        assertThat(asked.path("levels").path("demonstrated").asString()).isEqualTo("Demonstrated");
        JsonNode files = work.path("attempts").get(0).path("files");
        assertThat(files.get(0).path("ownName").asString()).isEqualTo("Old plan.pdf");
        assertThat(files.get(0).path("removedAt").isNull()).isFalse();
        assertThat(files.get(1).path("removedAt").isNull()).isTrue();
        assertThat(files.get(1).path("assessorsSee").asString()).isEqualTo("A1-2.pdf");
        assertThat(new String(zip.get("README.txt"), StandardCharsets.UTF_8)).contains("“asked”", "“removedAt”");
    }

    @Test
    void saysForHowManyDaysOneCanChangeOnesMind() {
        assertThat(earner().start().get("/data").text())
                .contains("After asking, you can change your mind for 14 days.");
    }

    // ---- deletion

    @Test
    void deletesWhatMayGoAndWaitsForWhatIsBeingScored() {
        EarnerWindow waiting = earner().handIn(Samples.pdf(2000));
        waiting.post("/data/deletion");
        due(waiting);
        EarnerWindow scored = earner().handIn(Samples.pdf(2100)).beingScored();
        scored.post("/data/deletion");
        due(scored);
        int before = requests.countOpen(district);
        assertThat(before).isEqualTo(2);

        sweep.run();
        assertThat(requests.countOpen(district)).isEqualTo(1);
        assertThat(texts(waiting)).isZero();
        assertThat(nameOf(waiting)).isNull();
        assertThat(stateOf(waiting)).isEqualTo("DRAFT");
        assertThat(waiting.get("/evidence").select("#withdrawal").text())
                .as("nothing was decided about it")
                .startsWith("What was here before It was deleted on")
                .doesNotContain("decision");
        assertThat(texts(scored)).isEqualTo(4);

        scored.decided(true);
        sweep.run();
        assertThat(requests.countOpen(district)).isZero();
        assertThat(texts(scored)).isZero();
        assertThat(stateOf(scored)).isEqualTo("EARNED");
        assertThat(jdbc.sql(
                                "select count(*) from submission_attestation where submission_id = ? and detail is not null")
                        .param(scored.id().value())
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(nameOf(scored)).isNull();
        assertThat(steps(scored)).containsExactly(Action.DELETION_ASKED, Action.EVIDENCE_REMOVED, Action.DELETION_DONE);
        assertThat(jdbc.sql("select count(*) from lti_user u join person_account a on a.lti_user_id = u.id"
                                + " where a.person_id = ? and (u.name is not null or u.email is not null)")
                        .param(scored.submission().earner().value())
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(scored.get("/evidence").select("#withdrawal").text()).contains("It was deleted on");
        assertThat(scored.get("/data").select("form[action$=/deletion]")).hasSize(1);
    }

    @Test
    void whatIsAppealedStaysUntilItIsAnsweredAndWhatWasDeletedIsAppealedByNobody() {
        EarnerWindow appeals = earner().handIn(Samples.pdf(2200)).beingScored().decided(false);
        EarnerWindow leaves = earner().handIn(Samples.pdf(2300)).beingScored().decided(false);
        appeals.post("/appeal", "words", "It stands on page two");
        assertThat(leaves.get("/evidence").text()).contains("What you handed in is copied for you");
        for (EarnerWindow earner : List.of(appeals, leaves)) {
            earner.post("/data/deletion");
            due(earner);
        }

        sweep.run();

        assertThat(stateOf(appeals)).isEqualTo("UNDER_APPEAL");
        assertThat(texts(appeals)).as("whoever answers needs to see it").isEqualTo(4);
        assertThat(texts(leaves)).isZero();
        assertThat(leaves.get("/appeal").text())
                .contains("There is no appeal to make here")
                .doesNotContain("Send the appeal");
        assertThat(leaves.post("/appeal", "words", "It stood on page two").status())
                .isEqualTo(409);
        assertThat(stateOf(leaves)).isEqualTo("NOT_YET");
        assertThat(leaves.get("/evidence").text())
                .contains("what you handed in was deleted")
                .doesNotContain("copied for you");
    }

    private String nameOf(EarnerWindow earner) {
        return jdbc.sql("select name from person where id = ?")
                .param(earner.submission().earner().value())
                .query(String.class)
                .optional()
                .orElse(null);
    }

    private String stateOf(EarnerWindow earner) {
        return earner.submission().state().name();
    }

    @Test
    void tellsWhoLeadsTheCourseOnlyHowMany() {
        EarnerWindow earner = earner().start();
        EarnerWindow coordinator = earner("Instructor");
        assertThat(coordinator.get("/cohort").select("#deletions")).isEmpty();
        earner.post("/data/deletion");
        Page cohort = coordinator.get("/cohort");
        assertThat(cohort.select("#deletions").text()).contains("One person here has asked");
    }

    @Test
    void speaksSpanishToo() {
        windows.speaking("es");
        Page page = earner().start().get("/data");
        assertThat(page.select("h1").text()).isEqualTo("Sus datos");
        assertThat(page.text()).contains("Descargar mis datos", "Pedir que se eliminen mis datos");
    }
}
