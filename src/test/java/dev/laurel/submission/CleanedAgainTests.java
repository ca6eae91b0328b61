package dev.laurel.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.laurel.lti.Registrations;
import dev.laurel.lti.launch.Windows;
import dev.laurel.lti.launch.WithProbePages;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Files that came while fewer hidden details were taken out, and what becomes of them before others see them. */
@LaurelTest
@WithProbePages
class CleanedAgainTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    @Autowired
    EvidenceStore store;

    @Autowired
    CleanedAgain again;

    @Autowired
    EvidenceFiles files;

    @Autowired
    FileKinds kinds;

    @Autowired
    FileCleaner cleaner;

    @Autowired
    UnnamedFiles unnamed;

    @Autowired
    TransactionOperations transaction;

    @Autowired
    JdbcClient jdbc;

    private TenantId district;
    private Windows windows;

    @BeforeEach
    void aPlatform() {
        district = tenants.found("District " + UUID.randomUUID());
        windows = new Windows(settings, registrations, district);
    }

    private record Stored(UUID id, String sha256, long bytes, int cleanedBy, String cleaning) {}

    private Stored stored(EarnerWindow earner) {
        return jdbc.sql("select id, sha256, bytes, cleaned_by, cleaning from submission_file"
                        + " where submission_id = ? order by id desc fetch first 1 row only")
                .param(earner.id().value())
                .query((row, number) -> new Stored(
                        row.getObject("id", UUID.class),
                        row.getString("sha256"),
                        row.getLong("bytes"),
                        row.getInt("cleaned_by"),
                        row.getString("cleaning")))
                .single();
    }

    private EarnerWindow draft() {
        EarnerWindow earner = new EarnerWindow(context, windows, "teacher-" + UUID.randomUUID());
        earner.start();
        for (String question : new String[] {"P1Q1", "P1Q2", "P3Q1", "P3Q2"}) {
            earner.answer(question, "word ".repeat(160));
        }
        for (String artefact : new String[] {"A1", "A2", "A3", "A4", "A5"}) {
            earner.link(artefact, "https://example.org/" + artefact);
        }
        assertThat(earner.upload("A1", "plan.docx", Telling.of("docx")).status())
                .isEqualTo(200);
        return earner;
    }

    /** As if today's rules had not been there when it came. */
    private Stored asOfBefore(EarnerWindow earner, byte[] content) throws IOException {
        Path incoming = store.newIncoming();
        Files.write(incoming, content);
        String sha256 = HexFormat.of().formatHex(Checksum.digest("SHA-256").digest(content));
        store.keep(district, sha256, incoming);
        Files.deleteIfExists(incoming);
        jdbc.sql("update submission_file set sha256 = ?, bytes = ?, cleaned_by = 1, cleaning = 'CLEAN' where id = ?")
                .params(sha256, content.length, stored(earner).id())
                .update();
        return stored(earner);
    }

    private Page submit(EarnerWindow earner) {
        return earner.get("/evidence/check")
                .form("form[action$=/evidence/submit]")
                .set("names", "true")
                .set("releases", "12")
                .set("own", "true")
                .set("ai", "no")
                .submit();
    }

    private String content(Stored file) throws IOException {
        Path copy = Files.createTempFile("content", ".docx");
        try (InputStream in = store.open(district, file.sha256(), file.bytes()).getInputStream()) {
            Files.write(copy, in.readAllBytes());
        }
        StringBuilder all = new StringBuilder();
        try (ZipFile zip = new ZipFile(copy.toFile())) {
            for (var entry : Collections.list(zip.entries())) {
                all.append(new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            }
        } finally {
            Files.deleteIfExists(copy);
        }
        return all.toString();
    }

    @Test
    void handsInNothingThatCannotBeCleanedAndSaysWhichFileItIs() throws IOException {
        EarnerWindow earner = draft();
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("[Content_Types].xml", Telling.text("<Types/>"));
        parts.put("word/document.xml", Telling.text("<document/>"));
        parts.put("word/vbaProject.bin", Telling.text("a macro that yesterday's rules did not see"));
        asOfBefore(earner, Telling.zip(parts));
        Page told = submit(earner);
        assertThat(told.status()).isEqualTo(409);
        assertThat(told.select("#uncleaned").text()).contains("Not submitted yet", "plan.docx", "Nothing is lost");
        assertThat(told.select("#releases").attr("value"))
                .as("what was ticked and typed")
                .isEqualTo("12");
        assertThat(earner.submission().state()).isEqualTo(SubmissionState.DRAFT);

        jdbc.sql("update submission_file set sha256 = ? where id = ?")
                .params("0".repeat(64), stored(earner).id())
                .update();
        assertThat(submit(earner).status()).as("the store is away").isEqualTo(409);
        assertThat(earner.submission().state()).isEqualTo(SubmissionState.DRAFT);
    }

    @Test
    void cleansAFileOfBeforeByTodaysRulesWhenItIsHandedInAndKeepsWhatItWas() throws IOException {
        EarnerWindow earner = draft();
        Stored before = asOfBefore(earner, Telling.of("docx"));
        assertThat(content(before)).contains(Telling.SECRET);
        assertThat(submit(earner).status()).isEqualTo(200);
        assertThat(earner.submission().state()).isEqualTo(SubmissionState.SUBMITTED);
        Stored now = stored(earner);
        assertThat(now.cleanedBy()).isEqualTo(FileCleaner.RULES);
        assertThat(content(now)).doesNotContain(Telling.SECRET);
        assertThat(jdbc.sql("select sha256_before, sha256 from submission_cleaned_again where file_id = ?")
                        .param(now.id())
                        .query((row, number) -> row.getString(1) + " " + row.getString(2))
                        .list())
                .containsExactly(before.sha256() + " " + now.sha256());
        assertThat(jdbc.sql("select count(*) from submission_unnamed_file where tenant_id = ? and sha256 = ?")
                        .params(district.value(), before.sha256())
                        .query(Integer.class)
                        .single())
                .as("what it was goes out of the store")
                .isEqualTo(1);
    }

    @Test
    void cleansFilesOfDraftsInTheBackgroundAndLeavesWhatWasHandedInBefore() throws IOException {
        EarnerWindow drafting = draft();
        asOfBefore(drafting, Telling.of("docx"));
        EarnerWindow waiting = draft();
        assertThat(submit(waiting).status()).isEqualTo(200);
        Stored handedIn = asOfBefore(waiting, Telling.of("docx"));
        again.all();
        assertThat(stored(drafting).cleanedBy()).isEqualTo(FileCleaner.RULES);
        assertThat(stored(waiting)).isEqualTo(handedIn);

        waiting.beingScored().decided(false);
        waiting.start();
        assertThat(waiting.submission().attempt()).isEqualTo(2);
        again.all();
        assertThat(stored(waiting)).as("assessors rated these bytes").isEqualTo(handedIn);
        assertThat(waiting.get("/evidence/artefacts/A1").text()).contains("stays as it was");
    }

    @Test
    void cleansWhatComesAfterFilesThatCannotBeCleaned() throws IOException {
        List<EarnerWindow> before = List.of(draft(), draft(), draft());
        for (EarnerWindow each : before) {
            asOfBefore(each, Telling.of("docx"));
            jdbc.sql("update submission_file set sha256 = ? where submission_id = ?")
                    .params("0".repeat(64), each.id().value())
                    .update();
        }
        EarnerWindow unlucky = draft();
        String broken = asOfBefore(unlucky, Telling.zip(Map.of("word/document.xml", Telling.text("<a/>"))))
                .sha256();
        EarnerWindow drafting = draft();
        asOfBefore(drafting, Telling.of("docx"));
        EvidenceStore failing = (EvidenceStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {EvidenceStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("open") && broken.equals(arguments[1])) {
                        throw new IllegalStateException("Nobody expected that");
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        CleanedAgain unlike = new CleanedAgain(jdbc, failing, kinds, cleaner, unnamed, transaction, Clock.systemUTC());
        unlike.all();
        assertThat(stored(drafting).cleanedBy()).isEqualTo(FileCleaner.RULES);
        assertThat(unlike.before(unlucky.id())).as("named, not an error").containsExactly("plan.docx");
    }

    @Test
    void saysOfADamagedFileThatDetailsMayBeLeftAndHandsItIn() throws IOException {
        EarnerWindow earner = draft();
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("[Content_Types].xml", Telling.text("<Types/>"));
        parts.put("word/document.xml", Telling.text("<document"));
        asOfBefore(earner, Telling.zip(parts));
        again.all();
        assertThat(stored(earner).cleaning()).isEqualTo("NOT_CLEANED");
        assertThat(earner.get("/evidence/artefacts/A1").text()).contains("may still be in this file");
        assertThat(submit(earner).status()).isEqualTo(200);
    }

    @Test
    void handsInWhatIsOfAnotherKindByTodaysRulesAsItDoesADamagedFile() throws IOException {
        EarnerWindow earner = draft();
        asOfBefore(earner, Telling.text("a plan without anything of a document"));
        assertThat(submit(earner).status()).isEqualTo(200);
        assertThat(earner.submission().state()).isEqualTo(SubmissionState.SUBMITTED);
        assertThat(stored(earner).cleaning()).isEqualTo("NOT_CLEANED");
    }

    @Test
    void findsWorkThatWasCopiedBeforeItWasCleanedAgain() throws IOException {
        EarnerWindow first = draft();
        assertThat(submit(first).status()).isEqualTo(200);
        byte[] work = Telling.of("docx");
        asOfBefore(first, work);
        EarnerWindow copying = draft();
        asOfBefore(copying, work);
        assertThat(submit(copying).status()).isEqualTo(200);
        assertThat(stored(copying).sha256()).isNotEqualTo(stored(first).sha256());
        assertThat(files.alsoElsewhere(new AttemptId(copying.id(), 1)))
                .extracting(EvidenceFiles.SameFile::other)
                .containsExactly(new AttemptId(first.id(), 1));
        assertThat(files.alsoElsewhere(new AttemptId(first.id(), 1)))
                .as("and the other way round")
                .extracting(EvidenceFiles.SameFile::other)
                .containsExactly(new AttemptId(copying.id(), 1));
    }

    @Test
    void showsOthersAFileOfADraftCleanedByTodaysRulesOrNotAtAll() throws IOException {
        EarnerWindow earner = draft();
        Stored before = asOfBefore(earner, Telling.of("docx"));
        AttemptId attempt = new AttemptId(earner.id(), 1);
        assertThat(files.openDraft(attempt, before.id())).isPresent();
        assertThat(content(stored(earner))).doesNotContain(Telling.SECRET);

        jdbc.sql("update submission_file set sha256 = ?, cleaned_by = 1 where id = ?")
                .params("0".repeat(64), before.id())
                .update();
        assertThatThrownBy(() -> files.openDraft(attempt, before.id()))
                .isInstanceOf(FileRefused.class)
                .hasMessageContaining("cannot be cleaned");
    }
}
