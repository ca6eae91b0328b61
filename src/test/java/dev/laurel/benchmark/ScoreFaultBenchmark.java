package dev.laurel.benchmark;

import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.support.CanvasDevSession;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.TestSurroundings;
import dev.laurel.support.ToolProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Scores owed to a platform that fails a third of the time in every way that canvas-dev knows, and a tool that is killed
 * five times meanwhile. Among them are some that no trying again helps: a column of the platform's own that somebody deleted, a concluded course and people who have left theirs (all reported, in words, to coordinator and operator). Laurel runs as its own process from the jar on PostgreSQL; canvas-dev, half in Canvas dress and
 * half in Moodle's, runs in this one. Prints the figures of {@code docs/benchmarks.md} and ends with an error when a
 * grade is missing, wrong, doubled or older than the newest decision, or when something that cannot arrive is not said.
 *
 * <p>Registration, course, link and line items come about as always: by Dynamic Registration and a launch. The people and
 * what is owed for them are written to the database as launches and decisions would have left them, since ten thousand
 * people at work would measure something else.
 *
 * <p>Usage: the jar's path, scores, seed, rounds of a process that runs on (2).
 */
public final class ScoreFaultBenchmark {

    private static final String MICRO_CREDENTIAL = "lit-hfw-mapping";
    /** Its column in the gradebook is deleted. */
    private static final String WITHOUT_COLUMN = "assess-hinge-questions";
    /** In another course, which is concluded. */
    private static final String CONCLUDED = "cs-systematic-debugging";
    /** One in so many scores is of each of the three kinds that trying again does not help. */
    private static final int ONE_IN = 50;

    private static final String CLOSED_IN_WORDS = "The course is concluded";
    private static final String GONE_IN_WORDS = "The gradebook column of this link no longer exists";
    private static final String NOT_GRADABLE_IN_WORDS = "The platform does not take grades for this person";

    private static final String OPERATOR_PASSWORD = "operator-of-the-benchmark";
    private static final double SHARE_OF_FAILURES = 1.0 / 3;
    private static final Duration IDLE = Duration.ofMinutes(1);
    /** Looking reads all rows, and new connections are processes of the database: done often, it would measure itself. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private static final int KILLS = 5;
    private static final int CRITERIA = 7;

    /** One person with what is owed: the grade in percent that has to stand in the gradebook in the end. */
    private static final class Owed {
        final String dress;
        final String subject;
        final UUID submission = UUID.randomUUID();
        int decisions = 1;
        double percent;
        /** Whether the platform is first owed "submitted", which Canvas counts as an attempt. */
        boolean submittedFirst;

        Owed(String dress, String subject) {
            this.dress = dress;
            this.subject = subject;
        }
    }

    private final CanvasDev lms;
    private final EmbeddedPostgres postgres;
    private final Path jar;
    private final Path data;
    private final int port;
    private final List<Owed> all = new ArrayList<>();
    /** What no platform will take, with the reason that has to be found in the end. */
    private final Map<Owed, String> undeliverable = new HashMap<>();

    private double startCpu;
    private double cpu;

    private ScoreFaultBenchmark(CanvasDev lms, EmbeddedPostgres postgres, Path jar, Path data, int port) {
        this.lms = lms;
        this.postgres = postgres;
        this.jar = jar;
        this.data = data;
        this.port = port;
    }

    public static void main(String[] arguments) throws Exception {
        Path jar = Path.of(arguments.length > 0 ? arguments[0] : "target/laurel.jar");
        int scores = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : 7;
        int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 2;
        Path data = Files.createTempDirectory("laurel-scores");
        int port = TestSurroundings.freePort();
        boolean right;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
                CanvasDev lms =
                        CanvasDev.start(CanvasDevSettings.onRandomPort().withToolUrl("http://localhost:" + port))) {
            right = new ScoreFaultBenchmark(lms, postgres, jar, data, port).run(scores, seed, rounds);
        }
        System.exit(right ? 0 : 1);
    }

    private boolean run(int scores, long seed, int rounds) throws Exception {
        try (ToolProcess tool = start()) {
            for (String dress : List.of("canvas", "moodle")) {
                lms.register(dress);
                for (String placed : List.of(MICRO_CREDENTIAL, WITHOUT_COLUMN, CONCLUDED)) {
                    new CanvasDevSession(lms, dress, "dana").openMicroCredential(placed);
                }
            }
            owe(scores);
        }
        cpu = 0;
        startCpu = 0;
        boolean right = withKills(scores, seed);
        try (ToolProcess tool = start()) {
            right &= isSaid();
            System.out.println("Warm, no kills, every score decided anew:");
            lms.faults().slowness(Duration.ofSeconds(1));
            for (int round = 1; round <= rounds; round++) {
                lms.faults().atRandom(SHARE_OF_FAILURES, seed + round);
                round(tool, "a third fails, round " + round, scores);
            }
            lms.faults().clear();
            for (int round = 1; round <= 2; round++) {
                round(tool, "nothing fails, round " + round, scores);
            }
            nothingOwed(tool);
        }
        return right && check(false);
    }

    private boolean withKills(int scores, long seed) throws Exception {
        lms.faults().slowness(Duration.ofSeconds(1));
        lms.faults().atRandom(SHARE_OF_FAILURES, seed);
        long calls = lms.calls().total();
        double database = databaseCpu();
        long begin = System.nanoTime();
        for (int kill = 1; kill <= KILLS; kill++) {
            ToolProcess tool = start();
            awaitDelivered(scores * kill * 3 / 20);
            cpu += ProcessCost.cpuSeconds(tool.pid());
            tool.kill();
            System.out.printf(
                    Locale.ROOT, "Killed after %.0f s with %,d of %,d told%n", seconds(begin), delivered(), scores);
            if (kill == 2) {
                decideMore();
            }
        }
        try (ToolProcess tool = start()) {
            awaitDelivered(scores);
            awaitGivenUp();
            cpu += ProcessCost.cpuSeconds(tool.pid());
        }
        double took = seconds(begin);
        long called = lms.calls().total() - calls;
        double databaseMs = (databaseCpu() - database) * 1000;
        lms.faults().clear();
        System.out.printf(
                Locale.ROOT,
                "%,d scores, a third of all calls failing, %d kills: %.0f s, %,d calls to the platform%n",
                scores,
                KILLS,
                took,
                called);
        System.out.printf(
                Locale.ROOT,
                "Tool CPU %.1f s, of which %.1f s until the six processes had started: %.2f ms a score without that%n",
                cpu,
                startCpu,
                (cpu - startCpu) * 1000 / scores);
        System.out.printf(Locale.ROOT, "Database CPU per score: %.2f ms%n", databaseMs / scores);
        return check(true);
    }

    /** Everything is decided once more, and told by one process that runs on. */
    private void round(ToolProcess tool, String name, int scores) throws Exception {
        long calls = lms.calls().total();
        decideAgain();
        double before = ProcessCost.cpuSeconds(tool.pid());
        double compilers = ProcessCost.compilerSeconds(tool.pid());
        double database = databaseCpu();
        long begin = System.nanoTime();
        awaitDelivered(scores);
        System.out.printf(
                Locale.ROOT,
                "  %s: %.0f s, %,d calls, tool CPU per score %.3f ms, of it the JVM's compilers %.3f ms, "
                        + "database CPU per score %.3f ms, %.0f MiB%n",
                name,
                seconds(begin),
                lms.calls().total() - calls,
                (ProcessCost.cpuSeconds(tool.pid()) - before) * 1000 / scores,
                (ProcessCost.compilerSeconds(tool.pid()) - compilers) * 1000 / scores,
                (databaseCpu() - database) * 1000 / scores,
                ProcessCost.residentMebibytes(tool.pid()));
    }

    /** What the process takes anyway: a round that waits for platforms pays it for every second. */
    private void nothingOwed(ToolProcess tool) throws Exception {
        double before = ProcessCost.cpuSeconds(tool.pid());
        double database = databaseCpu();
        Thread.sleep(IDLE.toMillis());
        System.out.printf(
                Locale.ROOT,
                "  nothing owed: tool CPU per second %.2f ms, database CPU per second %.2f ms%n",
                (ProcessCost.cpuSeconds(tool.pid()) - before) * 1000 / IDLE.toSeconds(),
                (databaseCpu() - database) * 1000 / IDLE.toSeconds());
    }

    private ToolProcess start() throws Exception {
        ToolProcess tool = ToolProcess.start(
                List.of("-Xmx512m", "-jar", jar.toString()),
                port,
                data,
                Map.of(
                        "SPRING_DATASOURCE_URL",
                        postgres.getJdbcUrl("postgres", "postgres"),
                        "LAUREL_ADMIN_PASSWORD",
                        OPERATOR_PASSWORD));
        startCpu += ProcessCost.cpuSeconds(tool.pid());
        return tool;
    }

    // -- what decisions leave behind

    private void owe(int scores) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
            connection.setAutoCommit(false);
            int few = Math.max(1, scores / ONE_IN / 2);
            for (String dress : List.of("canvas", "moodle")) {
                all.addAll(owe(connection, dress, MICRO_CREDENTIAL, scores / 2));
                for (Owed one : owe(connection, dress, WITHOUT_COLUMN, few)) {
                    undeliverable.put(one, "LINE_ITEM_GONE");
                }
                for (Owed one : owe(connection, dress, CONCLUDED, few)) {
                    undeliverable.put(one, "COURSE_CLOSED");
                }
                for (Owed one : owe(connection, dress, MICRO_CREDENTIAL, few)) {
                    undeliverable.put(one, "PERSON_NOT_GRADABLE");
                    lms.unenrol(dress, link(dress, MICRO_CREDENTIAL).courseId(), "crowd-" + one.subject);
                }
                lms.deleteLineItem(
                        dress,
                        Objects.requireNonNull(link(dress, WITHOUT_COLUMN).lineItemId()));
                lms.conclude(dress, link(dress, CONCLUDED).courseId(), true);
            }
            connection.commit();
        }
    }

    private CanvasDev.Link link(String dress, String microCredential) {
        return lms.links(dress).stream()
                .filter(candidate -> microCredential.equals(candidate.custom().get("micro_credential")))
                .findFirst()
                .orElseThrow();
    }

    private List<Owed> owe(Connection connection, String dress, String microCredential, int count) throws SQLException {
        List<Owed> created = new ArrayList<>();
        CanvasDev.Link link = link(dress, microCredential);
        List<String> subjects = lms.enrolCrowd(dress, link.courseId(), count);
        Map<String, Object> place = one(
                connection,
                "select l.id as link, l.tenant_id as tenant, d.registration_id as registration, p.id as placement "
                        + "from lti_resource_link l join lti_deployment d on d.id = l.deployment_id "
                        + "join course_placement p on p.resource_link_id = l.id where l.platform_id = ?",
                link.resourceLinkId());
        Timestamp now = Timestamp.from(Instant.now());
        execute(
                connection,
                "insert into gradebook_platform (registration_id, strikes) values (?, 0) on conflict do nothing",
                place.get("registration"));
        try (PreparedStatement user = connection.prepareStatement("insert into lti_user (id, tenant_id, "
                        + "registration_id, subject, created_at, updated_at) values (?, ?, ?, ?, ?, ?)");
                PreparedStatement standing = connection.prepareStatement("insert into gradebook_submission "
                        + "(submission_id, version, attempt, step, step_at, submitted_at, decided_attempt, decided_at, "
                        + "earned, criteria_met, criteria_required, best_percent) "
                        + "values (?, 3, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
                PreparedStatement owed = connection.prepareStatement("insert into gradebook_place (id, submission_id, "
                        + "tenant_id, registration_id, placement_id, resource_link_id, user_id, locale, state, since, "
                        + "told_version, told_decision, tries, next_try_at) "
                        + "values (?, ?, ?, ?, ?, ?, ?, 'en', 'WAITING', ?, 0, 0, 0, ?)")) {
            for (int i = 0; i < subjects.size(); i++) {
                Owed one = new Owed(dress, subjects.get(i));
                int met = i % 5 == 0 ? i / 5 % CRITERIA : CRITERIA;
                one.submittedFirst = dress.equals("canvas") && i % 5 == 1 && microCredential.equals(MICRO_CREDENTIAL);
                one.percent = percent(met);
                created.add(one);
                UUID account = UUID.randomUUID();
                set(user, account, place.get("tenant"), place.get("registration"), one.subject, now, now);
                boolean decided = !one.submittedFirst;
                set(
                        standing,
                        one.submission,
                        decided ? "DECIDED" : "SUBMITTED",
                        now,
                        now,
                        decided ? 1 : 0,
                        decided ? now : null,
                        decided ? met == CRITERIA : null,
                        decided ? met : null,
                        decided ? CRITERIA : null,
                        decided ? one.percent : null);
                set(
                        owed,
                        UUID.randomUUID(),
                        one.submission,
                        place.get("tenant"),
                        place.get("registration"),
                        place.get("placement"),
                        place.get("link"),
                        account,
                        now,
                        now);
            }
            user.executeBatch();
            standing.executeBatch();
            owed.executeBatch();
        }
        return created;
    }

    private static double percent(int met) {
        return met == CRITERIA ? 100 : Math.round(10_000.0 * met / CRITERIA) / 100.0;
    }

    /** Those who had only submitted are decided now, and those who were not yet there earn it at their second attempt. */
    private void decideMore() throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
            connection.setAutoCommit(false);
            for (Owed one : all) {
                if (one.submittedFirst) {
                    decide(connection, one, 1);
                } else if (one.percent < 100) {
                    one.percent = 100;
                    one.decisions = 2;
                    decide(connection, one, 2);
                }
            }
            connection.commit();
        }
    }

    private static void decide(Connection connection, Owed one, int attempt) throws SQLException {
        execute(
                connection,
                "update gradebook_submission set version = version + 1, attempt = ?, step = 'DECIDED', step_at = now(), "
                        + "decided_attempt = ?, decided_at = now(), earned = true, criteria_met = ?, "
                        + "criteria_required = ?, best_percent = 100 where submission_id = ?",
                attempt,
                attempt,
                CRITERIA,
                CRITERIA,
                one.submission);
        execute(
                connection,
                "update gradebook_place set state = 'WAITING', since = now(), next_try_at = now(), tries = 0, "
                        + "reason = null where submission_id = ? and state <> 'WAITING'",
                one.submission);
    }

    private void decideAgain() throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
            connection.setAutoCommit(false);
            execute(
                    connection,
                    "update gradebook_submission set version = version + 1, attempt = decided_attempt + 1, "
                            + "decided_attempt = decided_attempt + 1, step_at = now(), decided_at = now() "
                            + "where decided_attempt > 0");
            execute(
                    connection,
                    "update gradebook_place set state = 'WAITING', since = now(), next_try_at = now(), tries = 0, "
                            + "reason = null where state = 'DELIVERED'");
            connection.commit();
        }
    }

    // -- what the gradebooks say

    private boolean check(boolean countEffects) {
        Map<String, Map<?, ?>> cells = new HashMap<>();
        for (String dress : List.of("canvas", "moodle")) {
            for (Object cell : (List<?>) lms.gradebook(dress).get("cells")) {
                Map<?, ?> held = (Map<?, ?>) cell;
                cells.put(dress + " " + held.get("user"), held);
            }
        }
        int missing = 0;
        long sneaked = undeliverable.keySet().stream()
                .map(one -> cells.get(one.dress + " " + one.subject))
                .filter(cell -> cell != null && cell.get("grade") != null)
                .count();
        int wrong = 0;
        int doubled = 0;
        for (Owed one : all) {
            Map<?, ?> cell = cells.get(one.dress + " " + one.subject);
            if (cell == null || cell.get("grade") == null) {
                missing++;
                continue;
            }
            double percent = 100 * number(cell, "grade") / number(cell, "scoreMaximum");
            if (Math.abs(percent - one.percent) > 0.01) {
                wrong++;
            }
            boolean moreThanOnce = ((List<?>) cell.get("comments")).size() > one.decisions
                    || ((List<?>) cell.get("attempts")).size() > (one.submittedFirst ? 1 : 0);
            if (countEffects && moreThanOnce) {
                doubled++;
            }
        }
        System.out.printf(
                Locale.ROOT,
                "Gradebook: %,d right grades, %d missing, %d wrong or older than the newest%s%n",
                all.size() - missing - wrong,
                missing,
                wrong,
                countEffects ? ", " + doubled + " with a comment or an attempt twice" : "");
        if (sneaked > 0) {
            System.out.printf(Locale.ROOT, "%,d grades stand where none can%n", sneaked);
        }
        return missing + wrong + doubled + sneaked == 0;
    }

    /** What cannot arrive is given up with its reason, and coordinator and operator read it in words. */
    private boolean isSaid() throws SQLException {
        int wrong = 0;
        try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
            for (Map.Entry<Owed, String> one : undeliverable.entrySet()) {
                Map<String, Object> row = one(
                        connection,
                        "select state, reason from gradebook_place where submission_id = ?",
                        one.getKey().submission);
                // A course may be opened again: it is tried daily for six weeks.
                String state = one.getValue().equals("COURSE_CLOSED") ? "WAITING" : "CANNOT_BE_DELIVERED";
                boolean expected =
                        state.equals(row.get("state")) && one.getValue().equals(row.get("reason"));
                wrong += expected ? 0 : 1;
            }
        }
        System.out.printf(
                Locale.ROOT,
                "Not deliverable: %,d of %,d reported with the right reason%n",
                undeliverable.size() - wrong,
                undeliverable.size());
        String console = new HttpBrowser()
                .get("http://localhost:" + port + "/admin/grades")
                .form("input[name=password]")
                .set("login", "admin")
                .set("password", OPERATOR_PASSWORD)
                .submit()
                .text();
        boolean said = says("operator", console, GONE_IN_WORDS, CLOSED_IN_WORDS, NOT_GRADABLE_IN_WORDS);
        for (String dress : List.of("canvas", "moodle")) {
            said &= says("coordinator, " + dress, grades(dress, MICRO_CREDENTIAL), NOT_GRADABLE_IN_WORDS);
            said &= says("coordinator, " + dress, grades(dress, WITHOUT_COLUMN), GONE_IN_WORDS);
            said &= says("coordinator, " + dress, grades(dress, CONCLUDED), CLOSED_IN_WORDS);
        }
        return wrong == 0 && said;
    }

    private String grades(String dress, String microCredential) {
        return new CanvasDevSession(lms, dress, "priya")
                .openMicroCredential(microCredential)
                .click("a[href$=/grades]")
                .text();
    }

    private static boolean says(String reader, String page, String... words) {
        boolean all = true;
        for (String each : words) {
            boolean said = page.contains(each);
            System.out.printf(Locale.ROOT, "  %s reads \"%s\": %s%n", reader, each, said ? "yes" : "NO");
            all &= said;
        }
        return all;
    }

    private static double number(Map<?, ?> cell, String name) {
        return ((Number) cell.get(name)).doubleValue();
    }

    // -- waiting and reading

    private void awaitDelivered(int count) throws SQLException {
        long end = System.nanoTime() + Duration.ofMinutes(40).toNanos();
        try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
            for (long told = delivered(connection); told < count; told = delivered(connection)) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("Only " + told + " of " + count + " are told");
                }
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
        }
    }

    private void awaitGivenUp() throws SQLException {
        long end = System.nanoTime() + Duration.ofMinutes(20).toNanos();
        try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
            while (((Number) one(
                                            connection,
                                            "select count(*) as waiting from gradebook_place where state = 'WAITING' "
                                                    + "and coalesce(reason, '') <> 'COURSE_CLOSED'")
                                    .get("waiting"))
                            .longValue()
                    > 0) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("Something that cannot be delivered is still being tried");
                }
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
        }
    }

    private long delivered() throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
            return delivered(connection);
        }
    }

    private static long delivered(Connection connection) throws SQLException {
        return ((Number) one(
                                connection,
                                "select count(*) as told from gradebook_place where state = 'DELIVERED' "
                                        + "and told_decision > 0")
                        .get("told"))
                .longValue();
    }

    /** Connections end while they are counted; then they are counted again. */
    private double databaseCpu() throws SQLException {
        long postmaster = postmaster();
        for (int tries = 1; ; tries++) {
            try {
                return ProcessCost.cpuSecondsWithChildren(postmaster);
            } catch (UncheckedIOException e) {
                if (tries == 10) {
                    throw e;
                }
            }
        }
    }

    private long postmaster() throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
            long backend =
                    ((Number) one(connection, "select pg_backend_pid() as pid").get("pid")).longValue();
            return ProcessHandle.of(backend)
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow()
                    .pid();
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static Map<String, Object> one(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                Map<String, Object> found = new HashMap<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    found.put(row.getMetaData().getColumnLabel(i), row.getObject(i));
                }
                return found;
            }
        }
    }

    private static void execute(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            statement.executeUpdate();
        }
    }

    private static void set(PreparedStatement batch, Object... values) throws SQLException {
        bind(batch, values);
        batch.addBatch();
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
