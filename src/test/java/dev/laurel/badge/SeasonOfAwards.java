package dev.laurel.badge;

import dev.laurel.LaurelApplication;
import dev.laurel.assessment.SubmissionDecided;
import dev.laurel.badge.proof.NotCoveredByProof;
import dev.laurel.badge.proof.SeriesSigning;
import dev.laurel.badge.proof.SigningKey;
import dev.laurel.benchmark.ProcessCost;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.Publishing;
import dev.laurel.catalog.Rubric;
import dev.laurel.catalog.VersionId;
import dev.laurel.submission.AttemptId;
import dev.laurel.submission.SubmissionId;
import dev.laurel.tenant.TenantId;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.EventListenerFactory;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Laurel itself, with somebody inside who decides: for each submission the event that the scoring module publishes, in a
 * transaction of its own. What a decision leaves is written beforehand. Everything that hears of it runs as always. See
 * {@code dev.laurel.benchmark.AwardBenchmark}.
 */
public final class SeasonOfAwards {

    private static final JsonProvider JSON = JsonProvider.provider();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int IN_A_DISTRICT = 300;

    /** More decisions than this are never under way: a node that comes back is told of so many at once. */
    private static final int UNDER_WAY = 2_000;

    private final ConfigurableApplicationContext context;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final long postmaster;
    private final AtomicInteger signed = new AtomicInteger();
    private final Semaphore underWay = new Semaphore(UNDER_WAY);
    private int people;
    private boolean well = true;

    private SeasonOfAwards(ConfigurableApplicationContext context) {
        this.context = context;
        this.jdbc = context.getBean(JdbcClient.class);
        this.transaction = context.getBean(TransactionTemplate.class);
        int backend = jdbc.sql("select pg_backend_pid()").query(Integer.class).single();
        this.postmaster = ProcessHandle.of(backend)
                .flatMap(ProcessHandle::parent)
                .orElseThrow()
                .pid();
        context.addApplicationListener(event -> {
            if (event instanceof PayloadApplicationEvent<?> payload && payload.getPayload() instanceof BadgeSigned) {
                signed.incrementAndGet();
                underWay.release();
            }
        });
    }

    public static void main(String[] arguments) throws Exception {
        boolean alone = arguments[0].equals("alone");
        int season = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20_000;
        int others = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2_000;
        int warmUp = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 5_000;
        SpringApplication laurel = new SpringApplication(LaurelApplication.class);
        if (alone) {
            laurel.addInitializers(context -> context.getBeanFactory().registerSingleton("deafListeners", new Deaf()));
        }
        boolean well;
        try (ConfigurableApplicationContext context = laurel.run()) {
            well = new SeasonOfAwards(context).run(alone, season, others, warmUp);
        }
        System.exit(well ? 0 : 1);
    }

    /** Lets nobody outside this module hear anything, so that it can be told what awarding costs by itself. */
    private static final class Deaf implements EventListenerFactory, Ordered {

        @Override
        public boolean supportsMethod(Method method) {
            return method.isAnnotationPresent(ApplicationModuleListener.class);
        }

        @Override
        public ApplicationListener<?> createApplicationListener(String name, Class<?> type, Method method) {
            return event -> {};
        }

        @Override
        public int getOrder() {
            return Ordered.HIGHEST_PRECEDENCE;
        }
    }

    private boolean run(boolean alone, int season, int others, int warmUp) throws Exception {
        MicroCredential full = full();
        MicroCredential minimal = minimal();
        MicroCredential ours = context.getBean(Catalogue.class)
                .current(new MicroCredentialId("lit-hfw-mapping"))
                .orElseThrow();
        award("warm-up", full, warmUp);
        award("full badge", full, season);
        award("minimal badge", minimal, others);
        award("six criteria", ours, others);
        if (!alone) {
            signAgain(full);
        }
        return well;
    }

    // -- what is earned

    private MicroCredential full() {
        return published("full", content -> {
            ArrayNode criteria = (ArrayNode) content.at("/submission/parts/1/criteria");
            while (criteria.size() > 1) {
                criteria.remove(criteria.size() - 1);
            }
            ((ArrayNode) content.at("/submission/parts")).remove(2);
            ArrayNode alignments = (ArrayNode) content.get("alignments");
            while (alignments.size() > 2) {
                alignments.remove(alignments.size() - 1);
            }
            criteria.forEach(criterion -> ((ObjectNode) criterion.get("descriptors"))
                    .put("not_yet", "Not what was asked for.")
                    .put("progressing", "Some of what was asked for.")
                    .put("demonstrated", "All that was asked for."));
        });
    }

    private MicroCredential minimal() {
        return published("minimal", content -> {
            ArrayNode parts = (ArrayNode) content.at("/submission/parts");
            parts.remove(2);
            parts.remove(1);
            content.remove("alignments");
            content.remove("keywords");
            ObjectNode badge = (ObjectNode) content.get("badge");
            badge.remove("tags");
            badge.put("description", "Earned.").put("criteria_narrative", "Pass part 1.");
        });
    }

    private MicroCredential published(String id, Consumer<ObjectNode> change) {
        Publishing publishing = context.getBean(Publishing.class);
        VersionId like = context.getBean(Catalogue.class)
                .current(new MicroCredentialId("lit-hfw-mapping"))
                .orElseThrow()
                .versionId();
        ObjectNode content = (ObjectNode)
                JsonMapper.shared().readTree(publishing.content(like).orElseThrow());
        content.put("id", id);
        content.remove("renewal");
        change.accept(content);
        VersionId version = new VersionId(UUID.randomUUID());
        publishing.publish(version, publishing.canonical(content));
        return context.getBean(Catalogue.class).version(version).orElseThrow();
    }

    // -- deciding

    /** Decides for so many people, each of whom earns it, and waits until nobody has anything left to hear. */
    private void award(String name, MicroCredential achievement, int count) throws Exception {
        List<SubmissionDecided> decided = decided(achievement, count);
        jdbc.sql("analyze").update();
        jdbc.sql("checkpoint").update();
        int before = signed.get();
        double tool = ProcessCost.cpuSeconds(ProcessHandle.current().pid());
        double compilers = ProcessCost.compilerSeconds(ProcessHandle.current().pid());
        double database = ProcessCost.cpuSecondsWithChildren(postmaster);
        long begin = System.nanoTime();
        tell(decided);
        double told = (System.nanoTime() - begin) / 1e9;
        int failed = awaitQuiet();
        double took = (System.nanoTime() - begin) / 1e9;
        double toolMs = (ProcessCost.cpuSeconds(ProcessHandle.current().pid()) - tool) * 1000 / count;
        double compilersMs =
                (ProcessCost.compilerSeconds(ProcessHandle.current().pid()) - compilers) * 1000 / count;
        double databaseMs = (ProcessCost.cpuSecondsWithChildren(postmaster) - database) * 1000 / count;
        int stored = jdbc.sql("select count(*) from badge_award where version_id = :version and submission_id in"
                        + " (select id from submission where version_id = :version)")
                .param("version", achievement.versionId().value())
                .query(Integer.class)
                .single();
        int owed = jdbc.sql("select count(*) from submission where version_id = :version")
                .param("version", achievement.versionId().value())
                .query(Integer.class)
                .single();
        int again = signed.get() - before - count;
        well &= stored == owed && again == 0 && failed == 0;
        System.out.printf(
                Locale.ROOT,
                "%-14s %,7d of %,d stored, %d doubled, %d failed: %.0f s (the last was decided after %.0f s), %.0f a"
                        + " second; tool CPU %.3f ms each, of it the JVM's compilers %.3f ms; database CPU %.3f ms; %.0f"
                        + " MiB%n",
                name,
                stored,
                owed,
                again,
                failed,
                took,
                told,
                count / took,
                toolMs,
                compilersMs,
                databaseMs,
                ProcessCost.residentMebibytes(ProcessHandle.current().pid()));
        parts(achievement);
    }

    private void tell(List<SubmissionDecided> decided) throws InterruptedException {
        for (SubmissionDecided each : decided) {
            if (!underWay.tryAcquire(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("No badge was signed for a minute");
            }
            transaction.executeWithoutResult(status -> context.publishEvent(each));
        }
    }

    /** @return the most publications that were seen to have failed */
    private int awaitQuiet() {
        int failed = 0;
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(20);
        while (true) {
            int left = jdbc.sql(
                            "select (select count(*) from badge_unsigned) + (select count(*) from event_publication)")
                    .query(Integer.class)
                    .single();
            failed = Math.max(
                    failed,
                    jdbc.sql("select (select count(*) from badge_unsigned where tries > 0) + (select count(*) from"
                                    + " event_publication where status = 'FAILED' or completion_attempts > 1)")
                            .query(Integer.class)
                            .single());
            if (left == 0) {
                return failed;
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException(left + " publications were not heard within twenty minutes");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
        }
    }

    /** The key comes into wrong hands, and everything that it signed is signed again by the task that always does. */
    private void signAgain(MicroCredential of) {
        Issuers issuers = context.getBean(Issuers.class);
        Issuer issuer = issuers.named(of.issuer());
        int count = jdbc.sql("select count(*) from badge_award where issuer_id = :issuer")
                .param("issuer", issuer.id().value())
                .query(Integer.class)
                .single();
        double tool = ProcessCost.cpuSeconds(ProcessHandle.current().pid());
        double database = ProcessCost.cpuSecondsWithChildren(postmaster);
        long begin = System.nanoTime();
        context.getBean(IssuerDomains.class).replaceExposed(issuer, false);
        int key = issuers.keys(issuer).get(0).number();
        int left = count;
        while (left > 0) {
            if (System.nanoTime() - begin > TimeUnit.MINUTES.toNanos(30)) {
                throw new IllegalStateException(left + " badges were not signed again within half an hour");
            }
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            left = jdbc.sql("select count(*) from badge_award where issuer_id = :issuer and key_number <> :key")
                    .param("issuer", issuer.id().value())
                    .param("key", key)
                    .query(Integer.class)
                    .single();
        }
        double took = (System.nanoTime() - begin) / 1e9;
        int failed = awaitQuiet();
        System.out.printf(
                Locale.ROOT,
                "signed again   %,7d, %d failed: %.0f s, %.0f a second, all heard after %.0f s; tool CPU %.3f ms each;"
                        + " database CPU %.3f ms; %.0f MiB%n",
                count,
                failed,
                took,
                count / took,
                (System.nanoTime() - begin) / 1e9,
                (ProcessCost.cpuSeconds(ProcessHandle.current().pid()) - tool) * 1000 / count,
                (ProcessCost.cpuSecondsWithChildren(postmaster) - database) * 1000 / count,
                ProcessCost.residentMebibytes(ProcessHandle.current().pid()));
        well &= failed == 0;
    }

    /** What signing alone costs: badges that were stored are signed once more, one after the other. */
    private void parts(MicroCredential achievement) throws NotCoveredByProof {
        List<JsonObject> documents = jdbc
                .sql("select credential from badge_award where version_id = :version fetch first 2000 rows only")
                .param("version", achievement.versionId().value())
                .query(String.class)
                .list()
                .stream()
                .map(text -> JSON.createObjectBuilder(CredentialController.read(text))
                        .remove("proof")
                        .build())
                .toList();
        SigningKey key = SigningKey.of("did:web:laurel.example#key-1", SigningKey.newSeed(new SecureRandom()));
        SeriesSigning signing = new SeriesSigning(CredentialDocument.VARYING);
        Instant now = Instant.now();
        long bytes = 0;
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            long begin = THREADS.getCurrentThreadCpuTime();
            bytes = 0;
            for (JsonObject document : documents) {
                bytes += signing.sign(document, key, now).toString().getBytes(StandardCharsets.UTF_8).length;
            }
            best = Math.min(best, (THREADS.getCurrentThreadCpuTime() - begin) / 1e6 / documents.size());
        }
        System.out.printf(
                Locale.ROOT,
                "               %,d bytes signed; to sign one of them and write it down takes %.3f ms of CPU%n",
                bytes / documents.size(),
                best);
    }

    // -- what decisions leave

    private List<SubmissionDecided> decided(MicroCredential achievement, int count) {
        int from = people;
        people += count;
        String numbers = " from generate_series(" + from + ", " + (people - 1) + ") n";
        String version = "'" + achievement.versionId().value() + "'::uuid";
        String district = id("district", "n / " + IN_A_DISTRICT);
        for (String sql : List.of(
                "insert into tenant (id, name, created_at) select distinct " + district + ", 'District ' || n / "
                        + IN_A_DISTRICT + ", now()" + numbers + " on conflict do nothing",
                "insert into person (id, tenant_id, name, email, email_key, profile_at, created_at) select "
                        + id("person", "n") + ", " + district + ", 'Teacher ' || n, 'teacher' || n || '@example.org',"
                        + " 'teacher' || n || '@example.org', now(), now()" + numbers,
                "insert into submission (id, tenant_id, earner_id, version_id, attempt, state, since, practice) select "
                        + id("work", "n") + ", " + district + ", " + id("person", "n") + ", " + version
                        + ", 1, 'IN_SCORING', now() - interval '2 days', false" + numbers,
                "insert into submission_attempt (submission_id, attempt, started_at, submitted_at) select "
                        + id("work", "n") + ", 1, now() - interval '9 days', now() - interval '4 days'" + numbers,
                "insert into assessment_case (id, tenant_id, submission_id, attempt, version_id, submitted_at, due_at,"
                        + " state) select " + id("case", "n") + ", " + district + ", " + id("work", "n") + ", 1, "
                        + version
                        + ", now() - interval '4 days', now() + interval '4 days', 'DECIDED'" + numbers,
                "insert into assessment_decision (case_id, earned, criteria_met, criteria_required, decided_by,"
                        + " decided_at) select " + id("case", "n") + ", true, 1, 1, " + id("assessor", "n % 60")
                        + ", now()"
                        + numbers)) {
            jdbc.sql(sql).update();
        }
        int position = 0;
        for (Rubric.Criterion criterion : achievement.rubric().criteria()) {
            jdbc.sql("insert into assessment_decision_criterion (case_id, position, criterion_id, required, level_key,"
                            + " met, words, reached_in, raters) select " + id("case", "n") + ", :position, :criterion,"
                            + " :required, :level, true, 'Well done, and here is what to think of next.', 1, 1 + n % 2"
                            + numbers)
                    .param("position", position++)
                    .param("criterion", criterion.id())
                    .param("required", criterion.required())
                    .param("level", criterion.cut())
                    .update();
        }
        List<SubmissionDecided> decided = new ArrayList<>();
        int criteria = achievement.rubric().criteria().size();
        jdbc.sql("select s.id, s.tenant_id from submission s where s.version_id = :version"
                        + " and not exists (select 1 from badge_award a where a.submission_id = s.id)")
                .param("version", achievement.versionId().value())
                .query((row, n) -> decided.add(new SubmissionDecided(
                        new AttemptId(new SubmissionId(row.getObject("id", UUID.class)), 1),
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        achievement.versionId(),
                        true,
                        criteria,
                        criteria,
                        Set.of(),
                        Instant.now())))
                .list();
        return decided;
    }

    private static String id(String kind, String number) {
        return "md5('" + kind + "' || (" + number + "))::uuid";
    }
}
