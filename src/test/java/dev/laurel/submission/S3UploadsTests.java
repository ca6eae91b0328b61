package dev.laurel.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.launch.Windows;
import dev.laurel.lti.launch.WithProbePages;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.S3Server;
import dev.laurel.support.TestSurroundings;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Tenants;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Resumable uploads where the bytes lie in a bucket, and nodes share nothing but that and the database. */
@LaurelTest
@WithProbePages
class S3UploadsTests {

    private static final byte[] PDF = Samples.pdf(2_000_000);

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    @Autowired
    Catalogue catalogue;

    @Autowired
    JdbcClient jdbc;

    @TempDir
    Path disk;

    private Submission submission;
    private MicroCredential.Artefact artefact;

    @BeforeEach
    void aDraft() {
        Windows windows = new Windows(settings, registrations, tenants.found("District " + UUID.randomUUID()));
        submission = new EarnerWindow(context, windows, "teacher-" + UUID.randomUUID())
                .start()
                .submission();
        artefact = catalogue.version(submission.version()).orElseThrow().parts().stream()
                .flatMap(part -> part.artefacts().stream())
                .filter(one -> one.id().equals("A1"))
                .findFirst()
                .orElseThrow();
    }

    /** A process that just started: it has a disk of its own with nothing on it. */
    private final class Node {

        private final EvidenceStore store;
        private final Uploads uploads;

        Node(String name, URI endpoint) {
            LaurelSettings own =
                    new LaurelSettings(URI.create("http://localhost"), disk.resolve(name), false, false, false, null);
            store = new S3EvidenceStore(
                    EvidenceStoreTests.bucket(endpoint, S3Server.BUCKET),
                    new IncomingDirectory(own, Clock.systemUTC()),
                    Clock.systemUTC());
            TransactionTemplate transaction = context.getBean(TransactionTemplate.class);
            Drafts drafts = new Drafts(
                    context.getBean(SubmissionRows.class),
                    context.getBean(EvidenceRows.class),
                    store,
                    context.getBean(FileKinds.class),
                    context.getBean(FileCleaner.class),
                    context.getBean(Scanner.class),
                    new UnnamedFiles(jdbc, store, transaction),
                    context,
                    transaction,
                    context.getBean(Clock.class));
            uploads = new Uploads(
                    context.getBean(UploadRows.class),
                    drafts,
                    store,
                    context.getBean(FileKinds.class),
                    new EvidenceSettings(Duration.ofDays(7), null, null),
                    transaction,
                    context.getBean(Clock.class));
        }

        Upload send(Upload upload, int from, int to) {
            InputStream body = new ByteArrayInputStream(Arrays.copyOfRange(PDF, from, to));
            return uploads.receive(upload, from, body, null);
        }

        Upload known(Upload upload) {
            return uploads.find(submission.id(), upload.id()).orElseThrow();
        }
    }

    private Node node(String name) {
        return new Node(name, S3Server.endpoint());
    }

    @Test
    void saysThatAFileWasNotStoredWhileTheBucketDoesNotAnswer() {
        Node cutOff = new Node("cut-off", URI.create("http://localhost:" + TestSurroundings.freePort()));
        Upload upload = cutOff.uploads.begin(submission, artefact, "plan.pdf", PDF.length, null);
        assertThatExceptionOfType(FileRefused.class)
                .isThrownBy(() -> cutOff.send(upload, 0, 1000))
                .satisfies(refused -> assertThat(refused.forGood()).isFalse());
        assertThat(cutOff.known(upload).received())
                .as("no byte counts that is not durable")
                .isZero();
        Node mended = node("mended");
        Upload whole = mended.send(mended.known(upload), 0, PDF.length);
        mended.uploads.finish(submission, artefact, whole);
        assertThat(stored(mended)).isEqualTo(PDF);
    }

    @Test
    void goesOnWithOnAnotherNodeAfterTwoWereKilled() throws Exception {
        Node first = node("first");
        Upload upload = first.uploads.begin(submission, artefact, "plan.pdf", PDF.length, null);
        first.send(upload, 0, 700_000);
        // It wrote a piece and died before the database knew.
        Path piece = Files.write(disk.resolve("piece"), new byte[90_000]);
        first.store.append(upload.id(), 700_000, piece);
        Node second = node("second");
        second.send(second.known(upload), 700_000, 1_500_000);
        Node third = node("third");
        Upload whole = third.send(third.known(upload), 1_500_000, PDF.length);
        third.uploads.finish(submission, artefact, whole);
        third.uploads.finish(submission, artefact, third.known(upload));
        assertThat(stored(node("fourth"))).isEqualTo(PDF);
        for (String name : List.of("first", "second", "third")) {
            try (Stream<Path> left = Files.walk(disk.resolve(name))) {
                assertThat(left.filter(Files::isRegularFile)).as(name).isEmpty();
            }
        }
    }

    private byte[] stored(Node node) {
        record Row(String sha256, long bytes) {}
        Row row = jdbc.sql("select sha256, bytes from submission_file where submission_id = ?")
                .param(submission.id().value())
                .query((rs, number) -> new Row(rs.getString("sha256"), rs.getLong("bytes")))
                .single();
        try (InputStream content =
                node.store.open(submission.tenant(), row.sha256(), row.bytes()).getInputStream()) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the configuration needs from the rest of the application. */
    static class Surroundings {
        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }

    @Test
    void theSettingDecidesWhichStoreThereIs() {
        ApplicationContextRunner runner = new ApplicationContextRunner()
                .withUserConfiguration(Surroundings.class, EvidenceStores.class)
                .withBean(LaurelSettings.class, () -> settings)
                .withBean(IncomingDirectory.class);
        runner.run(
                context -> assertThat(context).getBean(EvidenceStore.class).isInstanceOf(DirectoryEvidenceStore.class));
        runner.withPropertyValues("laurel.evidence.s3.bucket=")
                .run(context ->
                        assertThat(context).getBean(EvidenceStore.class).isInstanceOf(DirectoryEvidenceStore.class));
        runner.withPropertyValues(
                        "laurel.evidence.s3.bucket=" + S3Server.BUCKET,
                        "laurel.evidence.s3.endpoint=" + S3Server.endpoint(),
                        "laurel.evidence.s3.access-key=a",
                        "laurel.evidence.s3.secret-key=b")
                .run(context -> assertThat(context).getBean(EvidenceStore.class).isInstanceOf(S3EvidenceStore.class));
        runner.withPropertyValues("laurel.evidence.s3.bucket=b", "laurel.evidence.s3.access-key=a")
                .run(context -> assertThat(context).hasFailed());
    }
}
