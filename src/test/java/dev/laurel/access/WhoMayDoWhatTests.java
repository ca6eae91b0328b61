package dev.laurel.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.access.Table.Line;
import dev.laurel.access.World.Actor;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.TestSurroundings;
import dev.laurel.system.LaurelSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Every route against everybody, both ways, over HTTP, as {@code who-may-do-what.txt} says. Who is refused goes first: all
 * of it must leave the database as it was. Rights do not depend on the kind of database, so this runs once: it is a
 * {@link dev.laurel.support.LaurelTest} without the tag that would have it run again.
 */
@SpringBootTest(webEnvironment = WebEnvironment.DEFINED_PORT, properties = "spring.main.register-shutdown-hook=false")
@ContextConfiguration(initializers = TestSurroundings.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WhoMayDoWhatTests {

    private static final Pattern THING = Pattern.compile("\\{([^}]*)}");

    /** Tables, and columns of tables, that are written by what goes on by itself, whoever asks for what. */
    private static final Set<String> CLOCKWORK = Set.of(
            "scheduled_tasks",
            "lti_deployment.notice_due_at",
            "lti_deployment.notice_tries",
            "lti_deployment.notice_problem",
            "reporting_day",
            "reporting_fresh",
            "reporting_mark",
            "reporting_month",
            "reporting_turn",
            "event_publication",
            "spring_session",
            "spring_session_attributes",
            "wallet_session",
            "badge_unsigned",
            "gradebook_place",
            "gradebook_platform",
            "course_roster",
            "flyway_schema_history");

    /** Not now, not any more, not so, not so often: said to those who may. */
    private static final Set<Integer> ANSWERS = Set.of(409, 410, 422, 429);

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    List<RequestMappingHandlerMapping> handlers;

    private final List<Line> table = Table.read();
    private World world;

    @BeforeAll
    void aDistrictInTheMiddleOfItsYear() {
        world = new World(context);
    }

    @Test
    @Order(1)
    void theTableNamesEveryRouteThatThereIs() {
        Set<String> routes = new TreeSet<>();
        handlers.forEach(handler -> handler.getHandlerMethods().keySet().forEach(route -> {
            Set<String> methods = route.getMethodsCondition().getMethods().stream()
                    .map(RequestMethod::name)
                    .collect(Collectors.toSet());
            route.getPatternValues().forEach(pattern -> {
                if (methods.isEmpty()) {
                    routes.add(Line.shape("ANY", pattern));
                }
                methods.forEach(method -> routes.add(Line.shape(method, pattern)));
            });
        }));
        assertThat(new TreeSet<>(table.stream().map(Line::shape).toList())).isEqualTo(routes);
    }

    @Test
    @Order(2)
    void whoMayNotIsRefusedAndChangesNothing() {
        Map<String, Integer> before = everythingStored();
        List<String> wrong = new ArrayList<>();
        for (Line line : table) {
            for (Actor who : world.actors()) {
                if (!line.lets(who.name())) {
                    Page page = ask(line, who);
                    if (!isRefused(page, line) && !line.harmless().contains(who.name())) {
                        wrong.add(line + " lets " + who.name() + " in: " + described(page));
                    }
                }
            }
        }
        Map<String, Integer> after = everythingStored();
        before.forEach((name, rows) -> {
            if (!rows.equals(after.get(name))) {
                wrong.add("Those who were refused have changed the table " + name);
            }
        });
        assertThat(wrong).isEmpty();
    }

    /** From every page for people who score to every page and file behind it. */
    @Test
    @Order(3)
    void whoScoresLearnsNowhereWhoseWorkItIs() {
        List<String> wrong = new ArrayList<>();
        Set<String> kinds = new TreeSet<>();
        for (Actor who : world.actors()) {
            Deque<String> ahead = new ArrayDeque<>(table.stream()
                    .filter(line -> isOfScoring(line) && isReading(line) && line.lets(who.name()))
                    .map(line -> path(line, who))
                    .toList());
            Set<String> seen = new HashSet<>(ahead);
            while (!ahead.isEmpty()) {
                Page page = who.browser().notFollowingRedirects().get(settings.at(ahead.remove()));
                assertThat(page.status()).as(page.uri().toString()).isLessThan(500);
                tellsOfPeople(page).forEach(name -> wrong.add(page.uri() + " tells " + who.name() + " of " + name));
                page.header("Content-Disposition")
                        .ifPresent(file -> kinds.add(file.replaceFirst(".*\\.(\\w+).*", "$1")));
                if (page.header("Content-Type").orElse("").startsWith("text/html")) {
                    page.select("[href^=/assess], [src^=/assess], [data^=/assess], [poster^=/assess]").stream()
                            .map(element -> element.attr("href")
                                    + element.attr("src")
                                    + element.attr("data")
                                    + element.attr("poster"))
                            .map(address -> address.replaceFirst("#.*", ""))
                            .filter(seen::add)
                            .forEach(ahead::add);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(kinds).as("kinds of files that were looked into").containsAll(World.KINDS);
    }

    private static boolean isOfScoring(Line line) {
        return line.path().startsWith("/assess");
    }

    /** What an answer says of the learners, its address, headers and what lies packed in it among it. */
    private List<String> tellsOfPeople(Page page) {
        StringBuilder told = new StringBuilder(page.uri() + " " + page.headers().map() + " ");
        told.append(new String(page.bytes(), StandardCharsets.ISO_8859_1));
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(page.bytes()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                told.append(entry.getName()).append(new String(zip.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String folded = told.toString().toLowerCase(Locale.ROOT);
        return world.names().stream()
                .filter(name -> folded.contains(name.toLowerCase(Locale.ROOT)))
                .toList();
    }

    @Test
    @Order(4)
    void whoMayGetsThroughAndSeesOfOthersNothing() {
        List<String> wrong = new ArrayList<>();
        for (boolean reading : List.of(true, false)) {
            for (Line line : table) {
                if (isReading(line) == reading) {
                    for (Actor who : world.actors()) {
                        if (line.lets(who.name())) {
                            check(line, who, wrong);
                        }
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private void check(Line line, Actor who, List<String> wrong) {
        Page page = ask(line, who);
        boolean through = page.status() < 400 && !isRefused(page, line)
                || ANSWERS.contains(page.status())
                || line.everybody() && namesItsMethod(page)
                || page.status() == 400
                        && !page.select("main form[method=post]").isEmpty();
        if (!through) {
            wrong.add(line + " keeps " + who.name() + " out: " + described(page));
        }
        if (isOfScoring(line)) {
            tellsOfPeople(page).forEach(name -> wrong.add(line + " tells " + who.name() + " of " + name));
        }
        if (!line.everybody() && (line.own().contains(who.name()) || who.name().endsWith("elsewhere"))) {
            String told = page.body() + page.headers().map();
            world.secrets().stream()
                    .filter(told::contains)
                    .forEach(secret -> wrong.add(line + " tells " + who.name() + " of " + secret));
        }
    }

    /** A tool's address that somebody opens, which says by which method it is asked. */
    private static boolean namesItsMethod(Page page) {
        return page.status() == 405
                && page.header("Allow").isPresent()
                && page.header("Content-Type").orElse("").startsWith("application/problem+json");
    }

    private static boolean isReading(Line line) {
        return Set.of("GET", "HEAD", "OPTIONS", "ANY").contains(line.method());
    }

    private static String described(Page page) {
        String text = page.text();
        return page.status() + " " + page.header("Location").orElse("") + " "
                + text.substring(0, Math.min(300, text.length()));
    }

    /** Refused, not there for them, or led to where one signs in. */
    private static boolean isRefused(Page page, Line line) {
        String location = page.header("Location").orElse("");
        return Set.of(401, 403, 404).contains(page.status())
                || line.isClosed() && page.status() == 400
                || page.status() / 100 == 3 && (leadsToSignIn(location) || location.endsWith("/wallet"));
    }

    /** Not to a page of operators that is called alike, and not to a provider that is told where to send people back to. */
    private static boolean leadsToSignIn(String location) {
        return location.matches("(http://[^/]+)?/sign-in(\\?.*)?");
    }

    private Page ask(Line line, Actor who) {
        return send(line, who, work(line), path(line, who));
    }

    /** The state of the work behind the link in whose window the line is. */
    private static String work(Line line) {
        return line.path().startsWith("/l/") ? line.path().replaceFirst("/l/\\{([a-z]+)}.*", "$1") : "";
    }

    private String path(Line line, Actor who) {
        String work = work(line);
        String path = work.isEmpty()
                ? line.path()
                : world.window(who, work).getPath() + line.path().substring("/l/{}".length() + work.length());
        return THING.matcher(path).replaceAll(found -> {
            String thing = found.group(1);
            return thing.startsWith("=") ? thing.substring(1) : world.thing(thing);
        });
    }

    private Page send(Line line, Actor who, String work, String path) {
        String method = line.method().equals("ANY") ? "GET" : line.method();
        Map<String, String> fields = fields(line.form());
        String token = world.token(who, work, path);
        who.browser().notFollowingRedirects();
        if (isReading(line)) {
            String query = fields.isEmpty() ? "" : "?" + new String(World.form(fields), StandardCharsets.US_ASCII);
            return who.browser().send(method, settings.at(path + query), null, null, Map.of());
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-CSRF-TOKEN", token);
        URI at = settings.at(path);
        byte[] nothing = new byte[0];
        return switch (line.form()) {
            case "text/csv" ->
                who.browser()
                        .send(
                                method,
                                at,
                                "text/csv",
                                "unit,rater,rating\na,x,1\na,y,1\n".getBytes(StandardCharsets.US_ASCII),
                                Map.of());
            case "upload" -> {
                headers.put("Upload-Length", "900");
                headers.put("Upload-Metadata", World.PLAN);
                yield who.browser()
                        .send(method, at, "application/octet-stream", nothing, World.RESUMABLE.apply(headers));
            }
            case "patch", "patch by post" -> {
                headers.put("Upload-Offset", "0");
                if (method.equals("POST")) {
                    headers.put("X-HTTP-Method-Override", "PATCH");
                }
                yield who.browser()
                        .send(
                                method,
                                at,
                                "application/offset+octet-stream",
                                new byte[9],
                                World.RESUMABLE.apply(headers));
            }
            case "file" -> {
                // Outside of windows a form's token comes with a cookie, and in this header where there is no form.
                headers.put("X-XSRF-TOKEN", token);
                yield who.browser()
                        .send(
                                method,
                                at,
                                "multipart/form-data; boundary=x",
                                ("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\"\r\n\r\n\r\n--x--\r\n")
                                        .getBytes(StandardCharsets.US_ASCII),
                                headers);
            }
            default -> {
                fields.put("_csrf", token);
                yield who.browser().send(method, at, "application/x-www-form-urlencoded", World.form(fields), Map.of());
            }
        };
    }

    private Map<String, String> fields(String form) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (form.contains("=")) {
            for (String field : form.split("&")) {
                String[] parts = field.split("=", 2);
                Matcher thing = THING.matcher(parts[1]);
                fields.put(
                        parts[0],
                        !thing.matches()
                                ? parts[1]
                                : thing.group(1).equals("press")
                                        ? UUID.randomUUID().toString()
                                        : world.thing(thing.group(1)));
            }
        }
        return fields;
    }

    /** A number for each table that changes with any row of it. */
    private Map<String, Integer> everythingStored() {
        Map<String, Integer> stored = new TreeMap<>();
        Collection<String> tables = jdbc.sql("select table_name from information_schema.tables"
                        + " where table_schema = 'public' and table_type = 'BASE TABLE'")
                .query(String.class)
                .set();
        for (String each : tables) {
            if (!CLOCKWORK.contains(each)) {
                int[] sum = {0};
                jdbc.sql("select * from " + each).query(row -> {
                    StringBuilder values = new StringBuilder();
                    for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                        String name = row.getMetaData().getColumnLabel(column).toLowerCase(Locale.ROOT);
                        if (!CLOCKWORK.contains(each + "." + name)) {
                            values.append(row.getString(column)).append('|');
                        }
                    }
                    sum[0] += 31 + values.toString().hashCode();
                });
                stored.put(each, sum[0]);
            }
        }
        return stored;
    }
}
