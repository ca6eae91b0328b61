package dev.laurel.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.lti.Registrations;
import dev.laurel.lti.launch.Windows;
import dev.laurel.lti.launch.WithProbePages;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Tenants;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Resumable uploads as any client of the tus protocol makes them. */
@LaurelTest
@WithProbePages
class UploadsTests {

    private static final byte[] PDF = pdf(3_000_000);

    @Autowired
    LaurelSettings settings;

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Uploads uploads;

    private Windows windows;

    @BeforeEach
    void aPlatform() {
        windows = new Windows(settings, registrations, tenants.found("District " + UUID.randomUUID()));
    }

    private static byte[] pdf(int bytes) {
        byte[] content = Samples.pdf(bytes);
        for (int i = 1000; i < bytes; i++) {
            content[i] = (byte) (i * 31 + i / 977);
        }
        return content;
    }

    private final class Teacher {

        private final HttpBrowser browser = new HttpBrowser();
        private final URI window =
                windows.open(browser, "teacher-" + UUID.randomUUID(), "assess-hinge-questions", "Learner");
        private final String token;

        Teacher() {
            page("/evidence").form("form[action$=/evidence/start]").submit();
            token = page("/evidence").select("meta[name=csrf-token]").attr("content");
        }

        Page page(String path) {
            return browser.get(URI.create(window + path));
        }

        Page send(String method, URI at, byte[] body, String... headers) {
            Map<String, String> all = new LinkedHashMap<>();
            all.put("Tus-Resumable", "1.0.0");
            all.put("Accept", "application/json");
            all.put("X-CSRF-TOKEN", token);
            for (int i = 0; i < headers.length; i += 2) {
                all.put(headers[i], headers[i + 1]);
            }
            String type = all.remove("Content-Type");
            return browser.send(method, at, type == null ? "application/offset+octet-stream" : type, body, all);
        }

        Page create(String name, String... headers) {
            String[] all = Arrays.copyOf(headers, headers.length + 2);
            all[headers.length] = "Upload-Metadata";
            all[headers.length + 1] = "filename " + base64(name.getBytes(StandardCharsets.UTF_8)) + ",fingerprint "
                    + base64("as on any device".getBytes(StandardCharsets.UTF_8));
            return send("POST", URI.create(window + "/evidence/artefacts/A1/uploads"), new byte[0], all);
        }

        URI begin(String name, int bytes) {
            Page created = create(name, "Upload-Length", String.valueOf(bytes));
            assertThat(created.status()).isEqualTo(201);
            return window.resolve(created.header("location").orElseThrow());
        }

        Page patch(URI upload, long offset, byte[] body, String... headers) {
            String[] all = Arrays.copyOf(headers, headers.length + 2);
            all[headers.length] = "Upload-Offset";
            all[headers.length + 1] = String.valueOf(offset);
            return send("PATCH", upload, body, all);
        }

        long offset(URI upload) {
            return Long.parseLong(head(upload).header("upload-offset").orElseThrow());
        }

        Page head(URI upload) {
            return send("HEAD", upload, new byte[0]);
        }

        byte[] stored() {
            return page("/evidence/artefacts/A1").click("#items a").bytes();
        }

        /** Announces all that is left, sends so many bytes and pulls the plug. */
        void breakOff(URI upload, int offset, int bytes) throws IOException {
            try (Socket socket = new Socket(upload.getHost(), upload.getPort())) {
                OutputStream out = socket.getOutputStream();
                String head = "PATCH " + upload.getPath() + " HTTP/1.1\r\nHost: " + upload.getAuthority()
                        + "\r\nCookie: laurel_window="
                        + browser.cookie(upload, "laurel_window").orElseThrow()
                        + "\r\nX-CSRF-TOKEN: " + token + "\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: " + offset
                        + "\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: "
                        + (PDF.length - offset) + "\r\n\r\n";
                out.write(head.getBytes(StandardCharsets.US_ASCII));
                out.write(PDF, offset, bytes);
                out.flush();
            }
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String sha256(byte[] bytes) throws Exception {
        return "sha256 " + base64(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static String detail(Page page) {
        return JsonMapper.shared().readTree(page.body()).path("detail").asString();
    }

    private Path part(URI upload) {
        return settings.dataDir()
                .resolve("evidence/uploads")
                .resolve(Path.of(upload.getPath()).getFileName());
    }

    // ---- what is not taken

    @ParameterizedTest
    @CsvSource({
        "plan.exe, 100, 415, here we take PDF",
        "plan.pdf, 0, 422, The file has no content",
        "plan.pdf, 26214401, 413, up to 25 MB",
        "plan.pdf, 3000000000, 413, up to 25 MB",
    })
    void saysBeforeTheFirstByteWhatCannotBeTaken(String name, String bytes, int status, String words) {
        Page refused = new Teacher().create(name, "Upload-Length", bytes);
        assertThat(refused.status()).isEqualTo(status);
        assertThat(detail(refused)).contains(words);
    }

    @Test
    void answersByTheProtocolWhatDoesNotFollowIt() {
        Teacher teacher = new Teacher();
        assertThat(teacher.create("plan.pdf").status()).isEqualTo(400);
        assertThat(teacher.create("plan.pdf", "Upload-Length", "-1").status()).isEqualTo(400);
        Page version = teacher.create("plan.pdf", "Upload-Length", "9", "Tus-Resumable", "0.2.2");
        assertThat(version.status()).isEqualTo(412);
        assertThat(version.header("tus-version")).contains("1.0.0");
        URI upload = teacher.begin("plan.pdf", 1000);
        assertThat(teacher.patch(upload, 0, new byte[9], "Content-Type", "text/plain")
                        .status())
                .isEqualTo(415);
        assertThat(teacher.patch(upload, 0, new byte[9], "Upload-Checksum", "crc32 AAAA")
                        .status())
                .isEqualTo(400);
        Page gap = teacher.patch(upload, 500, new byte[9]);
        assertThat(gap.status()).isEqualTo(409);
        assertThat(gap.header("upload-offset")).contains("0");
        assertThat(teacher.patch(upload, 0, new byte[1001]).status()).isEqualTo(413);
        assertThat(teacher.offset(upload)).isZero();
        assertThat(teacher.send("POST", upload, new byte[0]).status()).isEqualTo(405);
    }

    @Test
    void belongsToOneEarnerAndToFormsOfTheirWindow() {
        Teacher teacher = new Teacher();
        URI upload = teacher.begin("plan.pdf", PDF.length);
        Teacher other = new Teacher();
        URI reached = URI.create(other.window + "/evidence/artefacts/A1/uploads/"
                + Path.of(upload.getPath()).getFileName());
        assertThat(other.head(reached).status()).isEqualTo(404);
        assertThat(other.patch(reached, 0, PDF).status()).isEqualTo(404);
        assertThat(other.send("DELETE", reached, new byte[0]).status()).isEqualTo(404);
        URI otherArtefact = URI.create(upload.toString().replace("/A1/", "/A2/"));
        assertThat(teacher.head(otherArtefact).status()).isEqualTo(404);
        assertThat(teacher.patch(upload, 0, PDF, "X-CSRF-TOKEN", "guessed").status())
                .isEqualTo(403);
        assertThat(teacher.offset(upload)).isZero();
    }

    @Test
    void countsNoByteThatDoesNotAddUp() throws Exception {
        Teacher teacher = new Teacher();
        URI upload = teacher.begin("plan.pdf", PDF.length);
        byte[] half = Arrays.copyOf(PDF, 1_500_000);
        byte[] damaged = half.clone();
        damaged[700_000] ^= 1;
        assertThat(teacher.patch(upload, 0, damaged, "Upload-Checksum", sha256(half))
                        .status())
                .isEqualTo(460);
        assertThat(teacher.offset(upload)).isZero();
        Page taken = teacher.patch(upload, 0, half, "Upload-Checksum", sha256(half));
        assertThat(taken.status()).isEqualTo(204);
        assertThat(taken.header("upload-offset")).contains("1500000");
    }

    @Test
    void looksIntoTheFileWhenItIsWholeAndForgetsItWhenItLies() {
        Teacher teacher = new Teacher();
        byte[] html = Samples.of("html");
        URI upload = teacher.begin("plan.pdf", html.length);
        Page refused = teacher.patch(upload, 0, html);
        assertThat(refused.status()).isEqualTo(415);
        assertThat(detail(refused)).contains("Its name says PDF, but its content is something else");
        assertThat(teacher.head(upload).status()).isEqualTo(404);
        assertThat(part(upload)).doesNotExist();
        assertThat(teacher.page("/evidence/artefacts/A1").select("#items a, [data-unfinished]"))
                .isEmpty();
    }

    // ---- what goes on

    @Test
    void goesOnWhereItStoppedAfterTheLineBrokeTwice() throws Exception {
        Teacher teacher = new Teacher();
        URI upload = teacher.begin("Plan für Maya.pdf", PDF.length);
        teacher.breakOff(upload, 0, 900_000);
        int first = standsAfter(teacher, upload, 0);
        assertThat(first).isLessThanOrEqualTo(900_000);
        teacher.breakOff(upload, first, 700_000);
        int second = standsAfter(teacher, upload, first);
        assertThat(teacher.page("/evidence/artefacts/A1")
                        .select("[data-unfinished]")
                        .text())
                .contains("Plan für Maya.pdf", second * 100L / PDF.length + " % of 2.9 MB arrived");
        byte[] rest = Arrays.copyOfRange(PDF, second, PDF.length);
        assertThat(teacher.patch(upload, second, rest, "Upload-Checksum", sha256(rest))
                        .status())
                .isEqualTo(204);
        assertThat(teacher.stored()).isEqualTo(PDF);
        Page page = teacher.page("/evidence/artefacts/A1");
        assertThat(page.select("#items a").text()).isEqualTo("Plan für Maya.pdf");
        assertThat(page.select("[data-unfinished]")).isEmpty();
        assertThat(part(upload)).doesNotExist();
    }

    private static int standsAfter(Teacher teacher, URI upload, long before) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> teacher.offset(upload) > before);
        return (int) teacher.offset(upload);
    }

    @Test
    void doesNotTrustWhatAKilledProcessWroteWithoutSayingSo() throws Exception {
        Teacher teacher = new Teacher();
        URI upload = teacher.begin("plan.pdf", PDF.length);
        teacher.patch(upload, 0, Arrays.copyOf(PDF, 1_000_000));
        Files.write(part(upload), new byte[500_000], StandardOpenOption.APPEND);
        assertThat(teacher.offset(upload)).isEqualTo(1_000_000);
        teacher.patch(upload, 1_000_000, Arrays.copyOfRange(PDF, 1_000_000, 1_200_000));
        teacher.patch(upload, 1_200_000, Arrays.copyOfRange(PDF, 1_200_000, PDF.length));
        assertThat(teacher.stored()).isEqualTo(PDF);
    }

    @Test
    void addsAFileOnceThoughTheAnswerWasLost() {
        Teacher teacher = new Teacher();
        URI upload = teacher.begin("plan.pdf", PDF.length);
        assertThat(teacher.patch(upload, 0, PDF).status()).isEqualTo(204);
        assertThat(teacher.offset(upload)).isEqualTo(PDF.length);
        assertThat(teacher.patch(upload, PDF.length, new byte[0]).status()).isEqualTo(204);
        assertThat(teacher.page("/evidence/artefacts/A1").select("#items a")).hasSize(1);
    }

    @Test
    void servesClientsThatKnowTwoMethodsOnly() {
        Teacher teacher = new Teacher();
        Page offers =
                teacher.send("OPTIONS", URI.create(teacher.window + "/evidence/artefacts/A1/uploads"), new byte[0]);
        assertThat(offers.status()).isEqualTo(204);
        assertThat(offers.header("tus-extension")).contains("creation,termination,checksum,expiration");
        assertThat(offers.header("tus-max-size")).contains("2147483648");
        URI upload = teacher.begin("plan.pdf", PDF.length);
        assertThat(teacher.send("POST", upload, PDF, "X-HTTP-Method-Override", "PATCH", "Upload-Offset", "0")
                        .header("upload-expires"))
                .isPresent();
        assertThat(teacher.stored()).isEqualTo(PDF);
    }

    @Test
    void saysBeforeHandingInWhatHasNotArrivedWhole() {
        Teacher teacher = new Teacher();
        assertThat(teacher.page("/evidence/check").select("#unfinished")).isEmpty();
        URI upload = teacher.begin("lesson.pdf", PDF.length);
        teacher.patch(upload, 0, Arrays.copyOf(PDF, PDF.length / 2));
        Page check = teacher.page("/evidence/check");
        assertThat(check.select("#unfinished").text()).contains("lesson.pdf", "will not be submitted", "50");
        assertThat(check.click("#unfinished a").select("[data-unfinished]").text())
                .contains("lesson.pdf");
        teacher.patch(upload, PDF.length / 2, Arrays.copyOfRange(PDF, PDF.length / 2, PDF.length));
        assertThat(teacher.page("/evidence/check").select("#unfinished")).isEmpty();
    }

    @Test
    void forgetsWhatTheEarnerDiscardsAndWhatNobodyGoesOnWith() {
        Teacher teacher = new Teacher();
        URI discarded = teacher.begin("plan.pdf", PDF.length);
        teacher.patch(discarded, 0, new byte[10]);
        Page page = teacher.page("/evidence/artefacts/A1")
                .form("form[action$=/discard]")
                .submit();
        assertThat(page.select("[data-unfinished]")).isEmpty();
        assertThat(part(discarded)).doesNotExist();

        URI expired = teacher.begin("plan.pdf", PDF.length);
        teacher.patch(expired, 0, new byte[10]);
        jdbc.sql("update submission_upload set expires_at = begun_at where id = :id")
                .param(
                        "id",
                        UUID.fromString(Path.of(expired.getPath()).getFileName().toString()))
                .update();
        assertThat(teacher.head(expired).status()).isEqualTo(404);
        assertThat(teacher.page("/evidence/artefacts/A1").select("[data-unfinished]"))
                .isEmpty();
        assertThat(part(expired)).exists();
        uploads.clearExpired();
        assertThat(part(expired)).doesNotExist();
    }
}
