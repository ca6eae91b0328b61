package dev.laurel.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.launch.Windows;
import dev.laurel.lti.launch.WithProbePages;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.TestSurroundings;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Tenants;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Files are shown to a virus scanner before anybody sees them. */
@LaurelTest
@WithProbePages
class ScannerTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

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
    Submissions submissions;

    @Autowired
    Portfolios portfolios;

    @Autowired
    Catalogue catalogue;

    @TempDir
    Path directory;

    private final ClamdPeer clamd = new ClamdPeer(200_000);
    private EarnerWindow earner;

    @BeforeEach
    void somebodyWithADraft() {
        Windows windows = new Windows(settings, registrations, tenants.found("District " + UUID.randomUUID()));
        earner = new EarnerWindow(context, windows, "teacher-" + UUID.randomUUID()).start();
    }

    @AfterEach
    void stop() {
        clamd.close();
        jdbc.sql("update submission_file set scan = null where scan = 'WAITING'")
                .update();
    }

    private Scanner scanner() {
        return new Scanner(clamd.address(), PATIENCE);
    }

    /** The application's own parts, but for the scanner that they ask. */
    private Drafts drafts() {
        return new Drafts(
                context.getBean(SubmissionRows.class),
                context.getBean(EvidenceRows.class),
                context.getBean(EvidenceStore.class),
                context.getBean(FileKinds.class),
                context.getBean(FileCleaner.class),
                scanner(),
                context.getBean(UnnamedFiles.class),
                context,
                context.getBean(TransactionTemplate.class),
                context.getBean(Clock.class));
    }

    private HeldFiles held(Scanner scanner) {
        return new HeldFiles(
                jdbc,
                context.getBean(EvidenceStore.class),
                scanner,
                context.getBean(UnnamedFiles.class),
                context.getBean(TransactionTemplate.class),
                context.getBean(Clock.class));
    }

    private MicroCredential.Artefact artefact(String id) {
        return catalogue.version(earner.submission().version()).orElseThrow().parts().stream()
                .flatMap(part -> part.artefacts().stream())
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private void add(String name, byte[] content) {
        drafts().addFile(earner.submission(), artefact("A1"), name, new ByteArrayInputStream(content));
    }

    private static byte[] infected() {
        byte[] pdf = Samples.pdf(3000);
        byte[] eicar = ClamdPeer.EICAR.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(eicar, 0, pdf, 1000, eicar.length);
        return pdf;
    }

    private String scanOf(String name) {
        return jdbc.sql("select f.scan from submission_file f join submission_file_name n on n.file_id = f.id"
                        + " where f.submission_id = ? and n.own_name = ?")
                .params(earner.id().value(), name)
                .query(String.class)
                .optional()
                .orElse(null);
    }

    // ---- the protocol

    @Test
    void holdsBackWhatCannotBeJudged() throws Exception {
        Path file = directory.resolve("file");
        Files.write(file, new byte[500_000]);
        assertThat(scanner().scan(file)).as("longer than it listens to").isEqualTo(Scan.WAITING);
        Files.write(file, new byte[9]);
        clamd.down();
        assertThat(scanner().scan(file)).as("down").isEqualTo(Scan.WAITING);
        assertThat(new Scanner("localhost:" + TestSurroundings.freePort(), PATIENCE).scan(file))
                .isEqualTo(Scan.WAITING);
        assertThat(new Scanner("no-such-host.invalid:3310", PATIENCE).scan(file))
                .isEqualTo(Scan.WAITING);
    }

    @Test
    void blamesNoScannerForAFileThatCannotBeRead() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("The disk is gone");
            }
        };
        assertThatThrownBy(() -> scanner().scan(broken)).hasMessage("The disk is gone");
    }

    @Test
    void readsItsSettingOrRefusesToStart() {
        for (String wrong : new String[] {"clamd", "clamd:", ":3310", "clamd:port", "clamd 3310"}) {
            assertThatThrownBy(() -> new EvidenceSettings(Duration.ofDays(7), wrong, null))
                    .as(wrong)
                    .hasMessageContaining("host:port");
        }
        assertThat(new Scanner(new EvidenceSettings(Duration.ofDays(7), " ", null)).isConfigured())
                .isFalse();
        assertThat(new Scanner(new EvidenceSettings(Duration.ofDays(7), "clamd:3310", null)).isConfigured())
                .isTrue();
    }

    @Test
    void findsTheTestFileOfEicarAndNothingInOthers() throws Exception {
        Path file = directory.resolve("file");
        Files.writeString(file, ClamdPeer.EICAR);
        assertThat(scanner().scan(file)).isEqualTo(Scan.INFECTED);
        Files.write(file, new byte[150_000]);
        assertThat(scanner().scan(file)).isEqualTo(Scan.CLEAN);
    }

    // ---- evidence

    @Test
    void refusesAnInfectedFileInPlainWordsAndKeepsNothingOfIt() {
        assertThatExceptionOfType(FileRefused.class)
                .isThrownBy(() -> add("plan.pdf", infected()))
                .satisfies(refused -> {
                    assertThat(refused.messageKey()).isEqualTo("submission.file-refused.infected");
                    assertThat(refused.forGood()).isTrue();
                });
        assertThat(clamd.asked()).isEqualTo(1);
        assertThat(earner.get("/evidence/artefacts/A1").select("#items li")).isEmpty();
        add("clean.pdf", Samples.pdf(3000));
        assertThat(scanOf("clean.pdf")).isEqualTo("CLEAN");
        assertThat(earner.get("/evidence/artefacts/A1").click("#items a").bytes())
                .isEqualTo(Samples.pdf(3000));
    }

    @Test
    void holdsAFileBackWhileTheScannerIsDownAndLetsItGoWhenItIsFoundClean() {
        clamd.down();
        add("waits.pdf", Samples.pdf(3000));
        add("sick.pdf", infected());
        Page page = earner.get("/evidence/artefacts/A1");
        assertThat(page.select("#items").text()).contains("waits.pdf", "Being checked for viruses");
        assertThat(page.select("#items a")).as("nobody opens it").isEmpty();
        UUID file = jdbc.sql("select id from submission_file where submission_id = ? fetch first row only")
                .param(earner.id().value())
                .query(UUID.class)
                .single();
        assertThat(earner.get("/evidence/files/" + file).status()).isEqualTo(404);
        assertThat(earner.get("/evidence/check").text()).contains("is being checked for viruses");
        assertThat(portfolios.of(earner.submission()).isReady()).isFalse();

        held(scanner()).askAgain();
        assertThat(scanOf("waits.pdf")).isEqualTo("WAITING");

        clamd.up();
        held(scanner()).askAgain();
        assertThat(scanOf("waits.pdf")).isEqualTo("CLEAN");
        assertThat(scanOf("sick.pdf")).isEqualTo("INFECTED");
        page = earner.get("/evidence/artefacts/A1");
        assertThat(page.select("#items a").text()).isEqualTo("waits.pdf");
        assertThat(page.select("#items").text()).contains("A virus was found in this file");
        assertThat(jdbc.sql(
                                "select count(*) from submission_unnamed_file u join submission_file f on f.sha256 = u.sha256"
                                        + " where f.submission_id = ?")
                        .param(earner.id().value())
                        .query(Integer.class)
                        .single())
                .as("its bytes go")
                .isEqualTo(1);
        assertThat(submissions.evidence(earner.submission().currentAttempt())).isEmpty();
    }

    @Test
    void keepsNobodyWaitingForFilesThatCannotBeJudged() {
        for (int length = 300_000; length < 300_004; length++) {
            add(length + ".pdf", Samples.pdf(length));
            assertThat(scanOf(length + ".pdf")).isEqualTo("WAITING");
        }
        clamd.down();
        add("short.pdf", Samples.pdf(3000));
        clamd.up();
        held(scanner()).askAgain();
        assertThat(scanOf("short.pdf")).isEqualTo("CLEAN");
        assertThat(scanOf("300003.pdf")).isEqualTo("WAITING");
    }

    @Test
    void holdsNothingBackOnceNoScannerIsWanted() {
        clamd.down();
        add("waits.pdf", Samples.pdf(3000));
        held(new Scanner(null, PATIENCE)).letGoWithoutScanner();
        assertThat(scanOf("waits.pdf")).isNull();
        assertThat(earner.get("/evidence/artefacts/A1").select("#items a").text())
                .isEqualTo("waits.pdf");
    }
}
