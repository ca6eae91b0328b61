package dev.laurel.benchmark;

import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.support.CanvasDevSession;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.TestSurroundings;
import dev.laurel.support.ToolProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * How long pages take as a state grows. Laurel runs as its own process from the jar on PostgreSQL; the state is written to the
 * database as launches, hand-ins and decisions would have left it. Prints the table of {@code docs/benchmarks.md} and ends
 * with an error when a page does not answer 200.
 *
 * <p>Usage: the jar's path, times that each page is opened, and how many submissions there are each time that pages are
 * opened, rising; or {@code season}: one programme with sixty assessors, at 300 and at 30,000 submissions, its scoring pages
 * only; or {@code work}: the sixty rate what waits, with 300 and with 30,000 submissions waiting ({@link SeasonAtWork}). There
 * are a third as many teachers as submissions.
 */
public final class StateBenchmark {

    private static final String MICRO_CREDENTIAL = "lit-hfw-mapping";
    private static final String PASSWORD = "demo-assessor";
    private static final int ASSESSORS = 60;
    private static final int WARM_UP = 40;
    /** The pathway and the wallet are those of a teacher with twenty badges, whose wallet this secret opens. */
    private static final String STACK = "wy-literacy-route";

    private static final String WALLET = "benchmark";
    private static final String EXPORT = "us-tn-pdp-example";
    private static final int EXPORTED_DAYS = 60;
    private static final int MOST_EXPORTS = 5;
    /** Handed in with each queue. */
    private static final int RATINGS = 240;

    private static final String HANDED_IN =
            "select count(*) from assessment_seat where state = 'DONE' and seat <> 'CHECK' and ";

    /** Of a district whose coordinator looks at a course: every hundredth teacher, and two more of each hundred. */
    private static final String IN_THE_COURSE = "n % 100 < 3";

    private final EmbeddedPostgres postgres;
    private final CanvasDev lms;
    private final Path jar;
    private final Path data;
    private final int port;
    private final int times;
    private final Kind kind;
    private boolean well = true;

    /** What is measured. */
    private enum Kind {
        STATE,
        SEASON,
        WORK;

        static Kind of(String word) {
            return switch (word) {
                case "season" -> SEASON;
                case "work" -> WORK;
                default -> STATE;
            };
        }
    }

    private StateBenchmark(
            EmbeddedPostgres postgres, CanvasDev lms, Path jar, Path data, int port, int times, Kind kind) {
        this.postgres = postgres;
        this.lms = lms;
        this.jar = jar;
        this.data = data;
        this.port = port;
        this.times = times;
        this.kind = kind;
    }

    /** How much there is. */
    private record Size(int teachers, int credentials, int submissions) {

        static final Size NOTHING = new Size(0, 0, 0);

        static Size ofState(int submissions) {
            return new Size(submissions / 3, Math.max(submissions / 600, 20), submissions);
        }

        static Size ofSeason(int submissions) {
            return new Size(submissions / 3, 20, submissions);
        }

        int districts() {
            return teachers / 1_000 + 1;
        }
    }

    public static void main(String[] arguments) throws Exception {
        Path jar = Path.of(arguments.length > 0 ? arguments[0] : "target/laurel.jar");
        int times = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
        List<String> wanted = arguments.length > 2
                ? List.of(arguments).subList(2, arguments.length)
                : List.of("300", "3000", "30000", "300000");
        Kind kind = Kind.of(wanted.get(0));
        List<Size> sizes =
                switch (kind) {
                    case SEASON -> List.of(Size.ofSeason(300), Size.ofSeason(30_000));
                    // Half of them wait.
                    case WORK -> List.of(Size.ofSeason(600), Size.ofSeason(60_000));
                    case STATE ->
                        wanted.stream()
                                .map(size -> Size.ofState(Integer.parseInt(size)))
                                .toList();
                };
        Path data = Files.createTempDirectory("laurel-state");
        int port = TestSurroundings.freePort();
        boolean well;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setServerConfig("max_wal_size", "4GB")
                        .start();
                CanvasDev lms =
                        CanvasDev.start(CanvasDevSettings.onRandomPort().withToolUrl("http://localhost:" + port))) {
            well = new StateBenchmark(postgres, lms, jar, data, port, times, kind).run(sizes);
        }
        System.exit(well ? 0 : 1);
    }

    private boolean run(List<Size> sizes) throws Exception {
        boolean season = kind != Kind.STATE;
        List<Map<String, double[]>> figures = new ArrayList<>();
        try (ToolProcess tool = start()) {
            lms.register("canvas");
            new CanvasDevSession(lms, "canvas", "dana").openMicroCredential(MICRO_CREDENTIAL);
            Size before = Size.NOTHING;
            for (Size size : sizes) {
                grow(before, size);
                if (!season) {
                    count();
                }
                if (figures.isEmpty()) {
                    // The first size would otherwise be measured while the JVM still learns.
                    open(season, WARM_UP);
                }
                if (kind == Kind.WORK && figures.isEmpty()) {
                    work(WARM_UP, new LinkedHashMap<>());
                }
                Map<String, double[]> now = open(season, times);
                if (kind == Kind.WORK) {
                    work(RATINGS, now);
                }
                figures.add(now);
                before = size;
            }
            System.out.printf(
                    Locale.ROOT,
                    "Memory of the tool in the end: %.0f MiB%n",
                    ProcessCost.residentMebibytes(tool.pid()));
        }
        print(sizes, figures);
        return well;
    }

    private Map<String, double[]> open(boolean season, int often) {
        Map<String, double[]> figures = new LinkedHashMap<>();
        if (!season) {
            pages(figures, often);
        }
        scoring(figures, often);
        return figures;
    }

    /** Has the assessors work, and looks afterwards at what the database says of it. */
    private void work(int ratings, Map<String, double[]> figures) throws Exception {
        SeasonAtWork season = new SeasonAtWork(at(""), ASSESSORS);
        long cases = one("select count(*) from assessment_case");
        long seats = one(HANDED_IN + "true");
        long seconds = one(HANDED_IN + "seat = 'SECOND'");
        long disputes = one(HANDED_IN + "seat = 'ADJUDICATOR'");
        long decisions = one("select count(*) from assessment_decision");
        SeasonAtWork.Done done = season.work(ratings, PASSWORD);
        season.figures(figures);
        System.out.printf(
                Locale.ROOT,
                "  what came of it: %d decisions, %d second ratings, %d adjudications, %d that wait for either%n",
                one("select count(*) from assessment_decision") - decisions,
                one(HANDED_IN + "seat = 'SECOND'") - seconds,
                one(HANDED_IN + "seat = 'ADJUDICATOR'") - disputes,
                one(
                        "select count(*) from assessment_seat where seat in ('SECOND', 'ADJUDICATOR') and state in ('WAITING',"
                                + " 'HELD')"));
        check(
                "ratings that were handed in and are not there",
                done.ratings() + done.disputes() - (one(HANDED_IN + "true") - seats));
        check("cases lost or made", one("select count(*) from assessment_case") - cases);
        check(
                "cases that one person rated twice",
                one("select count(*) from (select case_id from assessment_seat where state = 'DONE' and seat <> 'CHECK'"
                        + " group by case_id, staff_id having count(*) > 1) twice"));
        check(
                "seats that two people hold or held at the same time",
                one(
                        "select count(*) from (select case_id, seat from assessment_assignment where released_at is null and"
                                + " seat <> 'CHECK' group by case_id, seat having count(*) > 1) shared"));
        check(
                "undecided cases that nobody is asked to rate",
                one("select count(*) from assessment_case c where state in ('WAITING', 'IN_SCORING', 'IN_ADJUDICATION')"
                        + " and not exists (select 1 from assessment_seat s where s.case_id = c.id and s.state in"
                        + " ('WAITING', 'HELD'))"));
        check(
                "decided cases without a decision, or undecided with one",
                one("select count(*) from assessment_case c where (state = 'DECIDED') <> exists (select 1 from"
                        + " assessment_decision d where d.case_id = c.id)"));
    }

    private void check(String wrong, long many) {
        if (many != 0) {
            System.out.printf(Locale.ROOT, "  WRONG: %s: %d%n", wrong, many);
            well = false;
        }
    }

    /** Median and 95th percentile at each size, and how many times the first median the last is. */
    private static void print(List<Size> sizes, List<Map<String, double[]>> figures) {
        StringBuilder table = new StringBuilder("\n| Page |");
        sizes.forEach(size -> table.append(' ').append(words(size)).append(" |"));
        table.append(" Last to first |\n|---|")
                .append("---|".repeat(sizes.size() + 1))
                .append('\n');
        for (String page : figures.get(0).keySet()) {
            table.append("| ").append(page).append(" |");
            List<double[]> row = figures.stream()
                    .map(of -> of.getOrDefault(page, new double[2]))
                    .toList();
            row.forEach(of -> table.append(String.format(Locale.ROOT, " %.0f, %.0f ms |", of[0], of[1])));
            table.append(String.format(Locale.ROOT, " %.1f |%n", row.get(row.size() - 1)[0] / row.get(0)[0]));
        }
        System.out.println(table);
    }

    private static String words(Size size) {
        return String.format(
                Locale.ROOT,
                "%,d teachers, %,d micro-credentials, %,d submissions",
                size.teachers(),
                size.credentials(),
                size.submissions());
    }

    private ToolProcess start() throws IOException {
        return ToolProcess.start(
                List.of("-Xmx512m", "-jar", jar.toString()),
                port,
                data,
                Map.of(
                        "SPRING_DATASOURCE_URL",
                        postgres.getJdbcUrl("postgres", "postgres"),
                        "LAUREL_ADMIN_PASSWORD",
                        TestSurroundings.OPERATOR_PASSWORD));
    }

    private String at(String path) {
        return "http://localhost:" + port + path;
    }

    /** Has all reports counted anew, and waits. */
    private void count() throws SQLException {
        long begin = System.nanoTime();
        execute("update reporting_turn set counted_at = null");
        long end = begin + Duration.ofMinutes(60).toNanos();
        while (one("select count(*) from reporting_turn where counted_at is null") > 0) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Reports were not counted within an hour");
            }
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        }
        System.out.printf(
                Locale.ROOT,
                "Counted %,d days into %,d and %,d rows, %.0f s with up to 30 s of waiting%n",
                one("select count(distinct day_of) from reporting_day"),
                one("select count(*) from reporting_day"),
                one("select count(*) from reporting_month"),
                (System.nanoTime() - begin) / 1e9);
    }

    private void pages(Map<String, double[]> figures, int often) {
        HttpBrowser operator = signedIn("admin", TestSurroundings.OPERATOR_PASSWORD);
        HttpBrowser lead = signedIn("ruth", PASSWORD);
        HttpBrowser officer = signedIn("nora", PASSWORD);
        HttpBrowser anybody = new HttpBrowser();
        Page cohort = new CanvasDevSession(lms, "canvas", "priya").openMicroCredential(MICRO_CREDENTIAL);
        String window = cohort.select("body").attr("data-window");
        Page own = new CanvasDevSession(lms, "canvas", "dana").openMicroCredential(MICRO_CREDENTIAL);
        String ownWindow = own.select("body").attr("data-window");
        time(figures, often, "Coordinator: one micro-credential's cohort", () -> cohort.open(window + "/cohort"));
        time(figures, often, "Coordinator: the whole course", () -> cohort.open(window + "/course"));
        time(figures, often, "Coordinator: reminders", () -> cohort.open(window + "/course/reminders"));
        time(figures, often, "Reports: all districts", () -> operator.get(at("/admin/reports")));
        time(
                figures,
                often,
                "Reports: one micro-credential",
                () -> operator.get(at("/admin/reports/credentials/state-7")));
        time(figures, often, "Reports: own districts", () -> lead.get(at("/reports")));
        time(figures, often, "Reports: table to take away", () -> operator.get(at("/admin/reports/credentials.csv")));
        time(figures, often, "Recognition: claims", () -> officer.get(at("/recognition/claims")));
        time(
                figures,
                often,
                "Recognition: claims that were decided",
                () -> officer.get(at("/recognition/claims?show=decided")));
        time(figures, often, "Recognition: what it counts for, for a teacher", () -> own.open(ownWindow + "/counts"));
        time(figures, often, "Teacher: the pathway to a stack", () -> own.open(ownWindow + "/pathways/" + STACK));
        time(figures, often, "Teacher: badges, in the window", () -> own.open(ownWindow + "/wallet"));
        HttpBrowser wallet =
                new HttpBrowser().setCookie(URI.create(at("/")), "laurel-wallet=" + WALLET + "; Path=/; HttpOnly");
        time(figures, often, "Wallet: first page", () -> wallet.get(at("/wallet")));
        time(figures, often, "Wallet: one badge", () -> wallet.get(at("/wallet/badges/dana-1")));
        time(figures, often, "Wallet: progress", () -> wallet.get(at("/wallet/progress")));
        exports(figures, Math.min(often, MOST_EXPORTS), cohort, window, officer, operator);
        time(figures, often, "Catalogue: first page", () -> anybody.get(at("/catalog")));
        time(figures, often, "Catalogue: a search", () -> anybody.get(at("/catalog?q=mapping")));
        time(figures, often, "Catalogue: one micro-credential", () -> anybody.get(at("/catalog/" + MICRO_CREDENTIAL)));
    }

    /** Whole tables to take away, which are not made as often as pages are opened. */
    private void exports(
            Map<String, double[]> figures,
            int often,
            Page cohort,
            String window,
            HttpBrowser officer,
            HttpBrowser operator) {
        time(figures, often, "Export: the whole course", () -> cohort.open(window + "/course/export.csv"));
        time(
                figures,
                often,
                "Export: all that was approved",
                () -> officer.get(at("/recognition/claims/approved.csv")));
        String export = "/recognition/claims/exports/" + EXPORT;
        time(figures, often, "Export: the page of one in own columns", () -> officer.get(at(export)));
        String from = LocalDate.now(ZoneOffset.UTC).minusDays(EXPORTED_DAYS).toString();
        time(figures, often, "Export: making a file of " + EXPORTED_DAYS + " days", () -> officer.get(at(export))
                .form("form[action$=/runs]")
                .set("from", from)
                .submit());
        String file = officer.get(at(export)).select("a[href$=.csv]").attr("href");
        time(figures, often, "Export: such a file again", () -> officer.get(at(file)));
        Page research = operator.get(at("/admin/research"));
        time(figures, often, "Export: a school year for research", () -> research.form("form[action$=/export]")
                .set("purpose", "A measurement")
                .submit());
    }

    private void scoring(Map<String, double[]> figures, int often) {
        HttpBrowser assessor = signedIn("luis", PASSWORD);
        HttpBrowser lead = signedIn("ruth", PASSWORD);
        time(figures, often, "Scoring: queue", () -> assessor.get(at("/assess")));
        time(figures, often, "Scoring: lead's desk", () -> lead.get(at("/assess/lead")));
        time(figures, often, "Scoring: agreement", () -> lead.get(at("/assess/lead/statistics")));
        time(figures, often, "Scoring: agreement by person", () -> lead.get(at("/assess/lead/statistics/people")));
    }

    /**
     * Median and the slowest but one in twenty, in milliseconds, after three openings to warm up. The first of those is told
     * too: some pages are worked out once and kept for a while.
     */
    private void time(Map<String, double[]> figures, int often, String name, Supplier<Page> page) {
        List<Double> taken = new ArrayList<>();
        for (int i = -3; i < often; i++) {
            long begin = System.nanoTime();
            int status = page.get().status();
            if (status != 200) {
                System.out.println(name + " answered " + status);
                well = false;
            }
            double milliseconds = (System.nanoTime() - begin) / 1e6;
            if (i >= 0) {
                taken.add(milliseconds);
            } else if (i == -3) {
                System.out.printf(Locale.ROOT, "  %s: first opened in %.0f ms%n", name, milliseconds);
            }
        }
        figures.put(name, middleAndSlow(taken));
        System.out.printf(Locale.ROOT, "  %s: %s%n", name, Arrays.toString(figures.get(name)));
    }

    static double[] middleAndSlow(List<Double> taken) {
        double[] sorted =
                taken.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new double[] {sorted[sorted.length / 2], sorted[Math.max(0, sorted.length * 95 / 100 - 1)]};
    }

    private HttpBrowser signedIn(String login, String password) {
        HttpBrowser browser = new HttpBrowser();
        browser.get(at("/sign-in")).submit("form[action$=sign-in]", Map.of("login", login, "password", password));
        return browser;
    }

    /** Writes what is there at {@code to} and was not at {@code from}. */
    private void grow(Size from, Size to) throws SQLException {
        long begin = System.nanoTime();
        Map<String, String> words = new LinkedHashMap<>();
        words.put(":teachersFrom", String.valueOf(from.teachers()));
        words.put(":teachersTo", String.valueOf(to.teachers() - 1));
        words.put(":credentialsFrom", String.valueOf(from.credentials()));
        words.put(":credentialsTo", String.valueOf(to.credentials() - 1));
        words.put(":workFrom", String.valueOf(from.submissions()));
        words.put(":workTo", String.valueOf(to.submissions() - 1));
        words.put(":districtsFrom", String.valueOf(from.teachers() == 0 ? 0 : from.districts()));
        words.put(":districtsTo", String.valueOf(to.districts() - 1));
        words.put(":people", String.valueOf(to.teachers() - from.teachers()));
        words.put(":credentials", String.valueOf(to.credentials()));
        words.put(":assessors", String.valueOf(ASSESSORS));
        words.put(":inTheCourse", IN_THE_COURSE);
        // Of twenty submissions: so many are drafts, up to so many wait, up to so many were not yet enough.
        words.put(":drafts", kind == Kind.WORK ? "0" : "4");
        words.put(":waiting", kind == Kind.WORK ? "10" : "6");
        words.put(":notYet", kind == Kind.WORK ? "12" : "8");
        for (String statement : GROWTH) {
            String sql = statement;
            for (Map.Entry<String, String> word : words.entrySet()) {
                sql = sql.replaceAll(word.getKey() + "\\b", word.getValue());
            }
            // References are checked while there is little; they are made in the same way at any size.
            execute(to.submissions() > 3_000 ? "set session_replication_role = replica; " + sql : sql);
        }
        execute("analyze");
        System.out.printf(Locale.ROOT, "Grew to %s in %.0f s%n", words(to), (System.nanoTime() - begin) / 1e9);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new SQLException("In: " + sql, e);
        }
    }

    private long one(String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    private static String id(String kind, String number) {
        return "md5('" + kind + "' || (" + number + "))::uuid";
    }

    private static final String DEMO = "(select tenant_id from course_placement order by created_at limit 1)";
    private static final String COURSE = "(select context_id from course_placement order by created_at limit 1)";
    private static final String DANA = "(select id from person where name like 'Dana%' order by created_at limit 1)";
    private static final String DISTRICT =
            "case when :inTheCourse then " + DEMO + " else " + id("district", "n / 1000") + " end";

    /**
     * The work of one number: whose, of what, and how far it came. Decided work began three weeks ago or earlier, what waits
     * was handed in within the last days, drafts began at any time of the last eleven months.
     */
    private static final String WORK = """
        (select s, n, tenant, person, version, state, t0,
           case when state = 'DRAFT' then null else t0 + interval '4 days' end as t1,
           case when state in ('EARNED', 'NOT_YET') then t0 + interval '6 days' end as t2,
           case when state in ('EARNED', 'NOT_YET') then t0 + interval '8 days' end as t3
         from (
           select s, n, DISTRICT as tenant, PERSON as person,
             case when :inTheCourse then VERSION_OF_COURSE else VERSION_OF_ANY end as version,
             case when s % 20 < :drafts then 'DRAFT' when s % 20 < :waiting then 'SUBMITTED' when s % 20 < :notYet then 'NOT_YET'
               else 'EARNED' end as state,
             date_trunc('minute', now()) - case when s % 20 >= :drafts and s % 20 < :waiting then interval '6 days' + (s % 24) * interval '1 hour'
               else interval '21 days' + ((s::bigint * 7919) % 310) * interval '1 day' + (s % 480) * interval '1 minute' end as t0
           from (select s, :teachersFrom + (s - :workFrom) % :people as n, (s - :workFrom) / :people as k
                 from generate_series(:workFrom, :workTo) s) numbers) w) w\
        """.replace("DISTRICT", DISTRICT)
            .replace("PERSON", id("person", "n"))
            .replace("VERSION_OF_COURSE", id("version", "(n + k) % 20"))
            .replace("VERSION_OF_ANY", id("version", "(n * 7 + k * 13) % :credentials"));

    private static final List<String> CRITERIA = List.of("part1", "C1", "C2", "C3", "C4", "part3");

    private static final List<String> GROWTH = growth();

    private static List<String> growth() {
        String criteria = "(values ";
        for (int i = 0; i < CRITERIA.size(); i++) {
            criteria += (i == 0 ? "" : ", ") + "(" + i + ", '" + CRITERIA.get(i) + "')";
        }
        criteria += ") as c (position, criterion)";
        return List.of(
                "insert into tenant (id, name, created_at) select " + id("district", "n")
                        + ", 'District ' || n, now() from generate_series(:districtsFrom, :districtsTo) n",
                // Every demo account works for all districts, and sixty more assessors do.
                "insert into staff_account (id, login, display_name, password_hash, operator, state, created_at)"
                        + " select "
                        + id("assessor", "n")
                        + ", 'assessor.' || n, 'Assessor ' || n, (select password_hash from staff_account where login = 'luis'), false,"
                        + " 'ACTIVE', now() from generate_series(1, :assessors) n on conflict do nothing",
                "insert into staff_grant (staff_id, tenant_id, role, granted_at) select distinct g.staff_id, t.id,"
                        + " g.role, now() from staff_grant g cross join tenant t on conflict do nothing",
                "insert into staff_grant (staff_id, tenant_id, role, granted_at) select " + id("assessor", "n")
                        + ", t.id, 'ASSESSOR', now() from generate_series(1, :assessors) n cross join tenant t on"
                        + " conflict do nothing",
                "insert into catalog_version (id, kind, item_id, version, status, language, title, content,"
                        + " content_hash,"
                        + " published_at)"
                        + " select"
                        + " " + id("version", "n") + ", v.kind, 'state-' || n, v.version, v.status, v.language,"
                        + " v.title || ' ' || n, replace(replace(v.content,"
                        + " v.item_id, 'state-' || n), v.title, v.title || ' ' ||"
                        + " n), md5('content' || n) || md5('content' || n), now()"
                        + " from generate_series(:credentialsFrom, :credentialsTo)"
                        + " n, catalog_version v where v.item_id = 'lit-hfw-mapping'"
                        + " and v.status = 'PUBLISHED'",
                "insert into catalog_entry (item_id, kind, version_id, sort_title) select 'state-' || n, e.kind, "
                        + id("version", "n") + ", e.sort_title || ' ' || lpad(n::text, 4, '0') from"
                        + " generate_series(:credentialsFrom, :credentialsTo) n, catalog_entry e"
                        + " where e.item_id = 'lit-hfw-mapping'",
                "insert into catalog_word (word, item_id) select w.word, 'state-' || n from"
                        + " generate_series(:credentialsFrom, :credentialsTo) n, catalog_word w where w.item_id ="
                        + " 'lit-hfw-mapping'",
                "insert into course_placement (id, tenant_id, context_id, resource_link_id, version_id, created_at)"
                        + " select "
                        + id("placement", "n") + ", " + DEMO + ", " + COURSE + ", " + id("link", "n") + ", "
                        + id("version", "n")
                        + ", now() from generate_series(0, 19) n on conflict do nothing",
                "insert into person (id, tenant_id, name, email, email_key, profile_at, created_at) select "
                        + id("person", "n")
                        + ", " + DISTRICT
                        + ", 'Teacher ' || n, 'teacher' || n || '@example.org', 'teacher' || n || '@example.org',"
                        + " now(), now() - (n % 330) * interval '1 day' from generate_series(:teachersFrom,"
                        + " :teachersTo) n",
                "insert into person_account (lti_user_id, tenant_id, person_id) select " + id("account", "n") + ", "
                        + DISTRICT + ", " + id("person", "n") + " from generate_series(:teachersFrom, :teachersTo) n",
                "insert into course_roster_member (context_id, lti_user_id, tenant_id, name, staff) select " + COURSE
                        + ", "
                        + id("account", "n") + ", " + DEMO + ", 'Teacher ' || n, false"
                        + " from generate_series(:teachersFrom, :teachersTo) n where :inTheCourse",
                "insert into submission (id, tenant_id, earner_id, version_id, attempt, state, since, expected_by,"
                        + " practice) select "
                        + id("work", "s") + ", tenant, person, version, 1, state, coalesce(t3, t1, t0),"
                        + " case when state = 'SUBMITTED' then t1 + interval '8 days' end, false from " + WORK,
                "insert into submission_attempt (submission_id, attempt, started_at, submitted_at, decided_at, earned)"
                        + " select "
                        + id("work", "s")
                        + ", 1, t0, t1, t3, case when t3 is null then null else state = 'EARNED' end from " + WORK,
                "insert into submission_transition (id, submission_id, attempt, from_state, to_state, happened_at)"
                        + " select md5(step.number || 'step' || s)::uuid, " + id("work", "s")
                        + ", 1, step.from_state, step.to_state, step.at from " + WORK
                        + " cross join lateral (values (0, null, 'DRAFT', t0), (1, 'DRAFT', 'SUBMITTED', t1), (2,"
                        + " 'SUBMITTED', 'IN_SCORING', t2), (3, 'IN_SCORING', state, t3)) as step (number, from_state,"
                        + " to_state, at) where step.at is not null",
                "insert into submission_place (submission_id, placement_id, lti_user_id, resource_link_id, tenant_id,"
                        + " opened_at) select "
                        + id("work", "s") + ", p.id, " + id("account", "n") + ", p.resource_link_id, tenant, t0 from "
                        + WORK
                        + " join course_placement p on p.version_id = w.version and p.tenant_id = w.tenant where"
                        + " :inTheCourse",
                "insert into assessment_case (id, tenant_id, submission_id, attempt, version_id, submitted_at, due_at,"
                        + " state) select "
                        + id("case", "s") + ", tenant, " + id("work", "s") + ", 1, version, t1, t1 + interval '8 days',"
                        + " case when t3 is null then 'WAITING' else 'DECIDED' end from " + WORK
                        + " where t1 is not null",
                "insert into assessment_seat (case_id, seat, tenant_id, state, due_at, staff_id, done_at, earned,"
                        + " criteria_met, criteria_required) select " + id("case", "s")
                        + ", 'FIRST', tenant, case when t3 is null then 'WAITING' else 'DONE' end,"
                        + " t1 + interval '8 days', case when t3 is not null then "
                        + id("assessor", "1 + s % :assessors")
                        + " end, t3, state = 'EARNED', 6, 6 from " + WORK + " where t1 is not null",
                "insert into assessment_decision (case_id, earned, criteria_met, criteria_required, decided_by,"
                        + " decided_at) select "
                        + id("case", "s") + ", state = 'EARNED', case when state = 'EARNED' then 6 else 5 end, 6, "
                        + id("assessor", "1 + s % :assessors") + ", t3 from " + WORK + " where t3 is not null",
                "insert into assessment_decision_criterion (case_id, position, criterion_id, required, level_key, met,"
                        + " words, reached_in, raters) select " + id("case", "s") + ", position, criterion, true,"
                        + " case when position = 2 and state = 'NOT_YET' then 'progressing'"
                        + " when position in (0, 5) then 'met' else 'demonstrated' end,"
                        + " not (position = 2 and state = 'NOT_YET'), 'Words about it', 1, 1 + (s / 20 % 5 / 4) from "
                        + WORK
                        + " cross join " + criteria + " where t3 is not null",
                // One in five was rated twice; in one of seven of those the two disagreed on a criterion.
                "insert into assessment_double_rating (case_id, criterion_id, tenant_id, version_id, first_rater,"
                        + " second_rater, first_level, second_level,"
                        + " rated_at)"
                        + " select"
                        + " " + id("case", "s") + ", criterion, tenant, version, "
                        + id("assessor", "1 + s % :assessors") + ", " + id("assessor", "1 + (s + 7) % :assessors")
                        + ", case when position in (0, 5) then 'met' else 'demonstrated' end, case when position = 2"
                        + " and s % 7 = 0 then 'progressing' when position in (0, 5) then 'met' else 'demonstrated'"
                        + " end, t3 from " + WORK
                        + " cross join " + criteria + " where t3 is not null and s / 20 % 5 = 4",
                "insert into badge_award (id, credential_id, tenant_id, submission_id, version_id, issuer_id,"
                        + " status_list_id, status_index, name,"
                        + " issued_at,"
                        + " credential)"
                        + " select"
                        + " " + id("award", "s") + ", 'state-' || s, tenant, "
                        + id("work", "s")
                        + ", version, l.issuer_id, l.id, 1000000 + s, 'A badge', t3, '{}' from " + WORK
                        + " cross join (select id, issuer_id from badge_status_list order by created_at limit 1) l"
                        + " where state = 'EARNED'",
                "insert into stack_award (id, tenant_id, person_id, item_id, item_version, address, name, issued_at)"
                        + " select 'state-' || s, tenant, person, v.item_id, v.version, 'https://example.org/' || s,"
                        + " 'A badge', t3 from " + WORK + " join catalog_version v on v.id = w.version"
                        + " where state = 'EARNED'",
                // One teacher in twenty has completed a stack, one in three keeps a wallet.
                "insert into badge_award (id, credential_id, tenant_id, version_id, issuer_id, status_list_id,"
                        + " status_index, name, issued_at, credential) select " + id("stack", "n")
                        + ", 'state-stack-' || n, " + DISTRICT + ", " + id("version", "0")
                        + ", l.issuer_id, l.id, 5000000 + n, 'A stack', now() - (n % 300) * interval '1 day', '{}'"
                        + " from generate_series(:teachersFrom, :teachersTo) n cross join (select id, issuer_id from"
                        + " badge_status_list order by created_at limit 1) l where n % 20 = 0",
                "insert into badge_composed (credential_id, composed_for, tenant_id, earner_id) select"
                        + " 'state-stack-' || n, " + id("completion", "n") + ", " + DISTRICT + ", " + id("person", "n")
                        + " from generate_series(:teachersFrom, :teachersTo) n where n % 20 = 0",
                "insert into stack_completion (id, tenant_id, person_id, stack_id, number, version_id, credential_id,"
                        + " completed_at) select " + id("completion", "n") + ", " + DISTRICT + ", " + id("person", "n")
                        + ", 'cs-3-8-foundations', 1, " + id("version", "0") + ", 'state-stack-' || n,"
                        + " now() - (n % 300) * interval '1 day' from generate_series(:teachersFrom, :teachersTo) n"
                        + " where n % 20 = 0",
                "insert into wallet (id, created_at) select " + id("wallet", "n")
                        + ", now() from generate_series(:teachersFrom, :teachersTo) n where n % 3 = 0",
                "insert into wallet_address (address_key, wallet_id, address, verified_at) select 'teacher' || n ||"
                        + " '@example.org', " + id("wallet", "n") + ", 'teacher' || n || '@example.org', now()"
                        + " from generate_series(:teachersFrom, :teachersTo) n where n % 3 = 0",
                "insert into wallet_account (tenant_id, person_id, wallet_id, linked_at) select " + DISTRICT + ", "
                        + id("person", "n") + ", " + id("wallet", "n")
                        + ", now() from generate_series(:teachersFrom, :teachersTo) n where n % 3 = 0",
                // The teacher whose pages are opened: twenty badges with all that a badge says, in a wallet.
                "insert into submission (id, tenant_id, earner_id, version_id, attempt, state, since, practice) select "
                        + id("dana", "n") + ", " + DEMO + ", " + DANA + ", " + id("version", "n")
                        + ", 1, 'EARNED', now(), false from generate_series(0, 19) n on conflict do nothing",
                "insert into badge_award (id, credential_id, tenant_id, submission_id, version_id, issuer_id,"
                        + " status_list_id, status_index, name, issued_at, credential) select "
                        + id("danas", "n") + ", 'dana-' || n, " + DEMO + ", " + id("dana", "n") + ", "
                        + id("version", "n") + ", b.issuer_id, b.status_list_id, 6000000 + n, b.name, now() - n *"
                        + " interval '1 day', b.credential from generate_series(0, 19) n cross join (select * from"
                        + " badge_award where credential_id = 'demo-sound') b on conflict do nothing",
                "insert into stack_award (id, tenant_id, person_id, item_id, item_version, address, name, issued_at)"
                        + " select 'dana-' || n, " + DEMO + ", " + DANA
                        + ", case n when 0 then 'assess-hinge-questions' when 1 then 'cs-trace-before-write' else"
                        + " 'state-' || n end, '1.0.0', 'https://example.org/dana/' || n, 'A badge', now()"
                        + " from generate_series(0, 19) n on conflict do nothing",
                "insert into wallet (id, created_at) select " + id("wallet", "'dana'")
                        + ", now() on conflict do nothing",
                "insert into wallet_address (address_key, wallet_id, address, verified_at) select 'dana@example.org', "
                        + id("wallet", "'dana'") + ", 'dana@example.org', now() on conflict do nothing",
                "insert into wallet_account (tenant_id, person_id, wallet_id, linked_at) select " + DEMO + ", " + DANA
                        + ", " + id("wallet", "'dana'") + ", now() on conflict do nothing",
                "insert into wallet_session (token_hash, wallet_id, began_at, ends_at) select encode(sha256('" + WALLET
                        + "'), 'hex'), " + id("wallet", "'dana'")
                        + ", now(), now() + interval '1 day' on conflict do nothing",
                "insert into recognition_claim (id, tenant_id, person_id, credential_id, badge, offer_id,"
                        + " credited_hours, criteria, authority, rule_name, rule_version, kind, unit, amount, cycle_ends,"
                        + " state, since, requested_at, open_key) select "
                        + id("claim", "s")
                        + ", tenant, person, 'state-' || s, 'A badge', 'state', 10, '/catalog', 'us-tn',"
                        + " 'us-tn-renewal', 1, 'RENEWAL', 'professional development points', 10, 2028, case when s /"
                        + " 20 % 10 = 0 then 'REQUESTED' else"
                        + " 'APPROVED' end, t3, t3, 'state-' ||"
                        + " s from"
                        + " " + WORK + " where state = 'EARNED' and s / 20 % 5 = 0",
                "insert into recognition_claim_event (claim_id, number, happened_at, state, amount) select "
                        + id("claim", "s")
                        + ", e.number, t3, e.state, 10 from " + WORK
                        + " cross join (values (1, 'REQUESTED'), (2, 'APPROVED')) as e (number, state)"
                        + " where w.state = 'EARNED' and s / 20 % 5 = 0 and (e.number = 1 or s / 20 % 10 <> 0)");
    }
}
