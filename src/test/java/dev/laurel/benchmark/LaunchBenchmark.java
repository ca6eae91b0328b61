package dev.laurel.benchmark;

import dev.laurel.support.TestSurroundings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a complete launch costs: login, id token verified, nonce spent, person, course, link and launch persisted in
 * PostgreSQL, page rendered. Laurel runs as its own process from the jar; a platform of the least size signs the
 * tokens in this one. Prints the figures of {@code docs/benchmarks.md}.
 *
 * <p>Usage: the jar's path, launches to warm up with, launches to measure. {@code -Dlaurel.benchmark.options} gives
 * Laurel's JVM further options, such as a profiler's.
 */
public final class LaunchBenchmark {

    private static final int PEOPLE = 2000;
    private static final int COURSES = 40;
    private static final Pattern OPTIONS = Pattern.compile(" ");
    private static final Pattern PARAMETER = Pattern.compile("[?&](state|nonce)=([^&]+)");

    private final LoadPlatform platform = new LoadPlatform();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String laurel;
    private final AtomicInteger next = new AtomicInteger();
    private volatile int pageBytes;

    private LaunchBenchmark(String laurel) throws Exception {
        this.laurel = laurel;
    }

    public static void main(String[] arguments) throws Exception {
        Path jar = Path.of(arguments.length > 0 ? arguments[0] : "target/laurel.jar");
        int warmUp = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 30_000;
        int measured = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10_000;
        Path data = Files.createTempDirectory("laurel-benchmark");
        int port = TestSurroundings.freePort();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            Process tool = start(jar, port, data, postgres);
            try {
                LaunchBenchmark benchmark = new LaunchBenchmark("http://localhost:" + port);
                benchmark.register();
                benchmark.run(tool.pid(), postmaster(postgres), warmUp, measured);
                benchmark.platform.close();
            } finally {
                tool.destroy();
                tool.waitFor(20, TimeUnit.SECONDS);
            }
        }
        System.exit(0);
    }

    private void run(long tool, long postmaster, int warmUp, int measured) throws Exception {
        launches(warmUp, 4);
        System.out.printf(
                Locale.ROOT, "After %,d launches: %.0f MiB resident%n", warmUp, ProcessCost.residentMebibytes(tool));
        double signatureBefore = opensslSignatureMilliseconds();
        double toolBefore = ProcessCost.cpuSeconds(tool);
        double compilersBefore = ProcessCost.compilerSeconds(tool);
        double databaseBefore = ProcessCost.cpuSecondsWithChildren(postmaster);
        long begin = System.nanoTime();
        launches(measured, 4);
        double seconds = (System.nanoTime() - begin) / 1e9;
        double toolMs = (ProcessCost.cpuSeconds(tool) - toolBefore) * 1000 / measured;
        double compilersMs = (ProcessCost.compilerSeconds(tool) - compilersBefore) * 1000 / measured;
        double databaseMs = (ProcessCost.cpuSecondsWithChildren(postmaster) - databaseBefore) * 1000 / measured;
        // A shared machine is now slower, now faster: the yardstick is taken on both sides of what it measures.
        double signatureAfter = opensslSignatureMilliseconds();
        double signature = (signatureBefore + signatureAfter) / 2;
        System.out.printf(
                Locale.ROOT,
                "OpenSSL RSA-2048 signature: %.3f ms of CPU before, %.3f ms after%n",
                signatureBefore,
                signatureAfter);
        System.out.printf(Locale.ROOT, "Launches per second, as fast as they come: %.0f%n", measured / seconds);
        System.out.printf(
                Locale.ROOT,
                "Tool CPU per launch: %.3f ms = %.2f signatures, of it the JVM's compilers %.3f ms%n",
                toolMs,
                toolMs / signature,
                compilersMs);
        System.out.printf(
                Locale.ROOT,
                "Database CPU per launch: %.3f ms = %.2f of the tool's%n",
                databaseMs,
                databaseMs / toolMs);
        double[] latencies = atPace(200, Duration.ofSeconds(20));
        Arrays.sort(latencies);
        System.out.printf(
                Locale.ROOT,
                "At 200 launches a second, the tool's two answers together: median %.1f ms, p95 %.1f ms, p99 %.1f ms%n",
                latencies[latencies.length / 2],
                latencies[(int) (latencies.length * 0.95)],
                latencies[(int) (latencies.length * 0.99)]);
        System.out.printf(
                Locale.ROOT,
                "After %,d launches of a page of %,d characters: %.0f MiB resident, %.0f MiB at the most; keys of the"
                        + " platform fetched %d times%n",
                next.get(),
                pageBytes,
                ProcessCost.residentMebibytes(tool),
                ProcessCost.peakMebibytes(tool),
                platform.keyRequests.get());
    }

    private void launches(int count, int threads) throws InterruptedException {
        ExecutorService people = Executors.newFixedThreadPool(threads);
        for (int i = 0; i < count; i++) {
            people.execute(this::launchOrStop);
        }
        people.shutdown();
        if (!people.awaitTermination(1, TimeUnit.HOURS)) {
            throw new IllegalStateException("The launches did not end");
        }
    }

    /** Launches at a steady pace; what each took the tool, in milliseconds, the platform's signing left out. */
    private double[] atPace(int perSecond, Duration length) throws InterruptedException {
        int count = (int) (perSecond * length.toSeconds());
        double[] took = new double[count];
        ExecutorService people = Executors.newFixedThreadPool(32);
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = begin + i * 1_000_000_000L / perSecond;
            long wait;
            while ((wait = due - System.nanoTime()) > 0) {
                LockSupport.parkNanos(wait);
            }
            int at = i;
            people.execute(() -> took[at] = launchOrStop());
        }
        people.shutdown();
        people.awaitTermination(5, TimeUnit.MINUTES);
        return took;
    }

    private double launchOrStop() {
        try {
            return launch();
        } catch (Exception e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
            return 0;
        }
    }

    private double launch() throws Exception {
        int number = next.getAndIncrement();
        int person = number % PEOPLE;
        int course = (number / 7) % COURSES;
        String login = laurel + "/lti/login?iss=" + encode(platform.issuer().toString()) + "&client_id="
                + platform.clientId + "&login_hint=" + person + "&target_link_uri=" + encode(laurel + "/lti/launch")
                + "&lti_deployment_id=" + platform.deploymentId;
        long begin = System.nanoTime();
        HttpResponse<Void> toPlatform =
                http.send(HttpRequest.newBuilder(URI.create(login)).build(), HttpResponse.BodyHandlers.discarding());
        double took = (System.nanoTime() - begin) / 1e6;
        String location = toPlatform.headers().firstValue("Location").orElseThrow();
        String cookie =
                toPlatform.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
        String form = "state=" + parameter(location, "state") + "&id_token="
                + platform.sign(claims(parameter(location, "nonce"), person, course));
        HttpRequest post = HttpRequest.newBuilder(URI.create(laurel + "/lti/launch"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Cookie", cookie)
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        begin = System.nanoTime();
        HttpResponse<String> page = http.send(post, HttpResponse.BodyHandlers.ofString());
        took += (System.nanoTime() - begin) / 1e6;
        if (page.statusCode() != 200 || !page.body().contains("Sound-Spelling")) {
            throw new IllegalStateException("Launch answered " + page.statusCode() + ": " + page.body());
        }
        pageBytes = page.body().length();
        return took;
    }

    private String claims(String nonce, int person, int course) {
        long now = Instant.now().getEpochSecond();
        return """
                {"iss":"%s","aud":"%s","azp":"%2$s","sub":"person-%d","iat":%d,"exp":%d,"nonce":"%s",
                 "name":"Teacher %3$d","given_name":"Teacher","family_name":"%3$d","email":"teacher%3$d@example.org",
                 "https://purl.imsglobal.org/spec/lti/claim/message_type":"LtiResourceLinkRequest",
                 "https://purl.imsglobal.org/spec/lti/claim/version":"1.3.0",
                 "https://purl.imsglobal.org/spec/lti/claim/deployment_id":"%s",
                 "https://purl.imsglobal.org/spec/lti/claim/target_link_uri":"%s/lti/launch",
                 "https://purl.imsglobal.org/spec/lti/claim/roles":
                   ["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner",
                    "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor"],
                 "https://purl.imsglobal.org/spec/lti/claim/context":
                   {"id":"course-%d","label":"PD-%9$d","title":"Course %9$d",
                    "type":["http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering"]},
                 "https://purl.imsglobal.org/spec/lti/claim/resource_link":{"id":"link-%9$d","title":"Mapping words"},
                 "https://purl.imsglobal.org/spec/lti/claim/launch_presentation":
                   {"document_target":"iframe","locale":"en","return_url":"%1$s/back"},
                 "https://purl.imsglobal.org/spec/lti/claim/custom":{"micro_credential":"lit-hfw-mapping"}}""".formatted(
                        platform.issuer(),
                        platform.clientId,
                        person,
                        now,
                        now + 300,
                        nonce,
                        platform.deploymentId,
                        laurel,
                        course);
    }

    private void register() throws Exception {
        URI address = URI.create(laurel + "/lti/register?registration_token=" + UUID.randomUUID()
                + "&openid_configuration=" + encode(platform.issuer() + "/.well-known/openid-configuration"));
        HttpResponse<String> answer =
                http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("Registration answered " + answer.statusCode() + ": " + answer.body());
        }
    }

    private static Process start(Path jar, int port, Path data, EmbeddedPostgres postgres) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        OPTIONS.splitAsStream(System.getProperty("laurel.benchmark.options", ""))
                .filter(option -> !option.isEmpty())
                .forEach(command::add);
        command.add("-jar");
        command.add(jar.toString());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("SERVER_PORT", Integer.toString(port));
        builder.environment().put("LAUREL_BASE_URL", "http://localhost:" + port);
        builder.environment().put("LAUREL_DATA_DIR", data.toString());
        builder.environment().put("LAUREL_DEMO", "true");
        builder.environment().put("LAUREL_REGISTRATION_OPEN", "true");
        builder.environment().put("LAUREL_ALLOW_PRIVATE_ADDRESSES", "true");
        builder.environment().put("SPRING_DATASOURCE_URL", postgres.getJdbcUrl("postgres", "postgres"));
        builder.redirectErrorStream(true)
                .redirectOutput(data.resolve("laurel.log").toFile());
        Process process = builder.start();
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest health = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/health"))
                .timeout(Duration.ofSeconds(5))
                .build();
        for (int i = 0; i < 240; i++) {
            if (!process.isAlive()) {
                throw new IllegalStateException("Laurel stopped; see " + data.resolve("laurel.log"));
            }
            try {
                if (client.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return process;
                }
            } catch (IOException notYet) {
                // it is still starting
            }
            LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
        }
        process.destroyForcibly();
        throw new IllegalStateException("Laurel did not start; see " + data.resolve("laurel.log"));
    }

    private static long postmaster(EmbeddedPostgres postgres) throws Exception {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return ProcessHandle.of(row.getLong(1))
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow()
                    .pid();
        }
    }

    private static double opensslSignatureMilliseconds() throws Exception {
        Process openssl = new ProcessBuilder("openssl", "speed", "-seconds", "3", "rsa2048")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher sign = Pattern.compile("rsa\\s+2048 bits\\s+([0-9.]+)s").matcher(output);
        if (!sign.find()) {
            throw new IllegalStateException("openssl speed said: " + output);
        }
        return Double.parseDouble(sign.group(1)) * 1000;
    }

    private static String parameter(String location, String name) {
        Matcher matcher = PARAMETER.matcher(location);
        while (matcher.find()) {
            if (matcher.group(1).equals(name)) {
                return matcher.group(2);
            }
        }
        throw new IllegalStateException("No " + name + " in " + location);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
