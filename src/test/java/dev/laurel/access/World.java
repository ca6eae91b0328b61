package dev.laurel.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.laurel.badge.Award;
import dev.laurel.badge.BadgeFixtures;
import dev.laurel.badge.Renewing;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.launch.Windows;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffRole;
import dev.laurel.recognition.TestRules;
import dev.laurel.submission.HandedInEvidence;
import dev.laurel.submission.Renewals;
import dev.laurel.submission.Telling;
import dev.laurel.support.Assessor;
import dev.laurel.support.Colleague;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.Mailbox;
import dev.laurel.support.Teacher;
import dev.laurel.support.TestLaunches;
import dev.laurel.support.TestSurroundings;
import dev.laurel.support.WebSite;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.Schools;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A district in the middle of its year: work in every state, badges, claims, anchors, drafts of versions, and everybody who
 * may have to do with it, each in a browser of their own.
 */
final class World {

    /** What the earner's link stands for, by the state that their work there is in. */
    static final Map<String, String> WORK = Map.of(
            "draft", "cs-trace-before-write",
            "submitted", "cs-systematic-debugging",
            "scored", "cs-inclusive-project",
            "unmet", "lit-hfw-mapping",
            "earned", "assess-hinge-questions");

    /** Of files that can name their author. */
    static final List<String> KINDS = List.of("pdf", "docx", "xlsx", "jpg", "png", "mp4", "mp3");

    /** Of a badge. */
    private static final String PICTURE = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\">"
            + "<circle cx=\"4.5\" cy=\"4.5\" r=\"4\"></circle></svg>";

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PASSWORD = "correct horse battery";
    private static final Pattern UUIDS =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    /** What a resumable upload begins with. */
    static final UnaryOperator<Map<String, String>> RESUMABLE = more -> {
        Map<String, String> headers = new LinkedHashMap<>(more);
        headers.put("Tus-Resumable", "1.0.0");
        return headers;
    };

    /** The name {@code plan.pdf} as resumable uploads tell it. */
    static final String PLAN = "filename cGxhbi5wZGY=";

    private static final Map<String, String> AT_THE_LMS = new LinkedHashMap<>();

    static {
        AT_THE_LMS.put("earner", "Learner");
        AT_THE_LMS.put("other earner", "Learner");
        AT_THE_LMS.put("coordinator", "Instructor");
        AT_THE_LMS.put("assistant", "http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant");
        AT_THE_LMS.put("developer", "ContentDeveloper");
        AT_THE_LMS.put("course administrator", "Administrator");
        AT_THE_LMS.put("LMS administrator", "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator");
        AT_THE_LMS.put("observer", "Mentor");
    }

    /** The same in a course of another district. */
    private static final Map<String, String> AT_ANOTHER_LMS =
            Map.of("learner elsewhere", "Learner", "coordinator elsewhere", "Instructor");

    private static final String BACKPACK = """
            {"kind": "OB3", "base": "https://backpack.example", "api": "https://backpack.example/ims/ob/v3p0",
             "title": "Backpack", "registration": "https://backpack.example/register",
             "authorization": "https://backpack.example/authorize", "token": "https://backpack.example/token",
             "refresh": "https://backpack.example/token", "scopes": []}
            """;

    /** Staff of the district by the roles that they hold; holder and assessor differ in what lies on their desk. */
    private static final Map<String, StaffRole> STAFF = new LinkedHashMap<>();

    static {
        STAFF.put("holder", StaffRole.ASSESSOR);
        STAFF.put("assessor", StaffRole.ASSESSOR);
        STAFF.put("lead", StaffRole.LEAD_ASSESSOR);
        STAFF.put("checker", StaffRole.COMPLETENESS_REVIEWER);
        STAFF.put("issuer", StaffRole.ISSUER_OFFICER);
        STAFF.put("author", StaffRole.AUTHOR);
        STAFF.put("reviewer", StaffRole.CONTENT_REVIEWER);
        STAFF.put("recogniser", StaffRole.RECOGNITION_OFFICER);
    }

    /**
     * Somebody and their browser.
     *
     * @param windows the windows of their LMS by the work that lies behind the link; empty for who has none
     * @param token what their forms carry, by the first part of the path
     */
    record Actor(String name, HttpBrowser browser, Map<String, URI> windows, Map<String, String> token) {}

    private final ApplicationContext context;
    private final LaurelSettings settings;
    private final JdbcClient jdbc;
    private final TenantId district;
    private final TenantId elsewhere;
    private final String name = UUID.randomUUID().toString().substring(0, 8);
    private final Map<String, Actor> actors = new LinkedHashMap<>();
    private final Map<String, String> things = new LinkedHashMap<>();
    private final Map<String, StaffId> staff = new LinkedHashMap<>();

    World(ApplicationContext context) {
        this.context = context;
        this.settings = context.getBean(LaurelSettings.class);
        this.jdbc = context.getBean(JdbcClient.class);
        Tenants tenants = context.getBean(Tenants.class);
        this.district = tenants.found("Prairie " + name);
        this.elsewhere = tenants.found("Elsewhere " + name);
        everybody();
        press(as("lead", "/assess/lead/practice"), "main form", Map.of("laurel.quality.back-read-share", "100"));
        things.put("district", district.value().toString());
        things.put("version", version("unmet"));
        things.put(
                "school",
                context.getBean(Schools.class)
                        .named(district, "Ridgeview Elementary")
                        .id()
                        .value()
                        .toString());
        work();
        anchors();
        badge();
        versions();
        sharing();
        webhooks();
        reminders();
        console();
    }

    Collection<Actor> actors() {
        return actors.values();
    }

    /** The id of something of the district, as addresses spell it. */
    String thing(String thing) {
        String found = things.get(thing);
        if (found == null) {
            throw new IllegalStateException("Nothing here is called " + thing + ": " + things.keySet());
        }
        return found;
    }

    boolean has(String thing) {
        return things.containsKey(thing);
    }

    /**
     * Texts that say something of this district's people and work, which nobody of another district may read. What is in the
     * catalogue, an authority's for all of its districts, or a provider's for all who sign in, is no secret.
     */
    Collection<String> secrets() {
        return things.entrySet().stream()
                .filter(entry -> UUIDS.matcher(entry.getValue()).matches())
                .filter(entry ->
                        !Set.of("version", "published", "proposal", "provider").contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toSet());
    }

    private Actor actor(String actor) {
        return actors.get(actor);
    }

    private Page as(String actor, String path) {
        return actor(actor).browser().get(settings.at(path));
    }

    private Page window(String actor, String work, String path) {
        return actor(actor).browser().get(actor(actor).windows().get(work) + path);
    }

    private UUID one(String sql, Object... parameters) {
        return jdbc.sql(sql).params(parameters).query(UUID.class).single();
    }

    private static String id(String text) {
        Matcher found = UUIDS.matcher(text);
        if (!found.find()) {
            throw new IllegalStateException("No id in " + text);
        }
        return found.group();
    }

    /** Presses what a form of that page holds, with these fields. */
    private static Page press(Page page, String form, Map<String, String> fields) {
        HttpBrowser.Form filled = page.form(form);
        fields.forEach(filled::set);
        Page answer = filled.submit();
        if (answer.status() >= 400) {
            throw new IllegalStateException(form + " answered " + answer.status() + ": " + answer.text());
        }
        return answer;
    }

    private void everybody() {
        come(new Windows(settings, context.getBean(Registrations.class), district), AT_THE_LMS);
        come(new Windows(settings, context.getBean(Registrations.class), elsewhere), AT_ANOTHER_LMS);
        STAFF.forEach((who, role) -> {
            // The reviewer for completeness comes when there is work that needs none: from then on every piece waits
            // for
            // one.
            employ(who, who.equals("checker") ? Map.of() : Map.of(district, role));
        });
        employ("elsewhere", Map.of());
        for (StaffRole role : StaffRole.values()) {
            context.getBean(Staff.class).grant(staff.get("elsewhere"), role, elsewhere);
        }
        signIn("operator", "admin", TestSurroundings.OPERATOR_PASSWORD);
    }

    private void come(Windows windows, Map<String, String> people) {
        people.forEach((who, role) -> {
            windows.calling(who.endsWith("earner") ? HandedInEvidence.EARNER : null);
            HttpBrowser browser = new HttpBrowser();
            Map<String, URI> opened = new LinkedHashMap<>();
            WORK.forEach((work, item) -> opened.put(work, windows.open(browser, login(who), item, role)));
            windows.pick(browser, login(who), role).ifPresent(window -> opened.put("picking", window));
            Map<String, String> tokens = new LinkedHashMap<>();
            opened.forEach((work, window) -> tokens.put(
                    work,
                    browser.get(window + "/data")
                            .select("meta[name=csrf-token]")
                            .attr("content")));
            actors.put(who, new Actor(who, browser, opened, tokens));
        });
    }

    private void employ(String who, Map<TenantId, StaffRole> grants) {
        Staff accounts = context.getBean(Staff.class);
        String login = who + "." + name;
        StaffId id = accounts.create(login, "The " + who, PASSWORD);
        grants.forEach((tenant, role) -> accounts.grant(id, role, tenant));
        staff.put(who, id);
        signIn(who, login, PASSWORD);
    }

    private void signIn(String who, String login, String password) {
        HttpBrowser browser =
                new HttpBrowser().header("X-Forwarded-For", "2001:db8::" + Math.abs(who.hashCode() % 9999));
        Colleague.signIn(browser, settings.at("/sign-in"), login, password);
        actors.put(who, new Actor(who, browser, Map.of(), signInToken(browser)));
    }

    private Map<String, String> signInToken(HttpBrowser browser) {
        return new HashMap<>(Map.of(
                "",
                browser.get(settings.at("/sign-in")).select("input[name=_csrf]").val()));
    }

    private Assessor rater(String who) {
        return Assessor.signsIn(settings.baseUrl().toString(), who + "." + name, PASSWORD);
    }

    /** Pieces to learn and to qualify on. Whoever rates without being qualified has done so before. */
    private void anchors() {
        for (int i = 0; i < 2; i++) {
            anchor("/scratch/" + district.value() + "/" + version("unmet"), "QUALIFYING");
        }
        things.put("training", anchor("/from/" + thing("decided"), "TRAINING"));
        things.put("anchor", anchor("/scratch/" + district.value() + "/" + version("unmet"), "TRAINING"));
        press(window("earner", "unmet", "/questions"), "form[action*=/questions/]", Map.of("agreed", "true"));
        for (String piece : List.of("training", "anchor")) {
            press(
                    as("holder", "/assess/qualify/training/" + thing(piece)),
                    "form[action*=/qualify/training/]",
                    Map.of());
        }
        things.put("drafted piece", drafted());
        things.put("own piece", drafted());
        things.put("decided file", file(as("lead", "/assess/lead/anchors/from/" + thing("decided"))));
        things.put("anchor file", file(as("lead", "/assess/lead/anchors/" + thing("training"))));
        String family = "/assess/qualify/" + district.value() + "/" + WORK.get("unmet");
        Page begun = press(as("holder", family), "form[action$=/begin]", Map.of());
        things.put("set", id(begun.uri().getPath()));
    }

    private static String file(Page page) {
        return page.select("[src*=/files/], [href*=/files/], [data*=/files/]").stream()
                .map(element -> element.attr("src") + element.attr("href") + element.attr("data"))
                .map(address -> id(address.replaceFirst(".*/files/", "")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No file on " + page.uri() + ": " + page.text()));
    }

    private String version(String work) {
        return credential(work).versionId().value().toString();
    }

    private MicroCredential credential(String work) {
        return context.getBean(Catalogue.class)
                .current(new MicroCredentialId(WORK.get(work)))
                .orElseThrow();
    }

    private String anchor(String of, String task) {
        Page made = written(as("lead", "/assess/lead/anchors" + of), task);
        if (!made.uri().getPath().matches("/assess/lead/anchors/[0-9a-f-]{36}")) {
            throw new IllegalStateException("No anchor: " + made.status() + " " + made.text());
        }
        return id(made.uri().getPath());
    }

    /** What an author drafted, for a lead to look at. */
    private String drafted() {
        Page made = written(
                as("author", "/author/anchors/scratch/" + district.value() + "/" + version("unmet")), "TRAINING");
        return made.select("a[href^=/author/anchors/]").stream()
                .map(link -> id(link.attr("href")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No draft: " + made.status() + " " + made.text()));
    }

    private static Page written(Page form, String task) {
        HttpBrowser.Form filled = form.form("form[action*=/anchors/]:has(#name)")
                .set("name", "Anchor")
                .set("task", task);
        form.select("textarea[name^=text]").forEach(area -> filled.set(area.attr("name"), "What somebody wrote"));
        form.select("textarea[name^=why]").forEach(area -> filled.set(area.attr("name"), "Why"));
        for (Element level : form.select("input[name^=level]")) {
            filled.set(level.attr("name"), level.val());
        }
        return filled.submit();
    }

    /** One piece of work in every state that there is, the oldest first, since the queue gives the oldest. */
    private void work() {
        Teacher unmet =
                tellsOfThemselves(begin("earner", "unmet").providesEverything()).submits();
        Assessor holder = rater("holder").takesNext().findsUnmet("C4");
        things.put("decided", caseOf("unmet"));
        await().atMost(SOON)
                .until(() ->
                        !unmet.at("/appeal").select("form[action$=/appeal]").isEmpty());
        press(unmet.page(), "form[action$=/appeal]", Map.of("words", "The plan shows it on its second page."));
        await().atMost(SOON).until(() -> as("lead", "/assess/appeals").body().contains(thing("decided")));
        rereads();

        tellsOfThemselves(begin("earner", "scored").providesEverything()).submits();
        holder.takesNext();
        things.put("held", id(holder.page().uri().getPath()));
        things.put("file", file(holder.page()));
        press(holder.page(), "form[action$=/flag]", Map.of("words", "The same words as in another plan."));
        things.put(
                "flag",
                id(as("lead", "/assess/lead/flags").select("a[href*=/flags/]").attr("href")));
        press(as("lead", "/assess/lead/flags/" + thing("flag")), "form[action$=/ask]", Map.of("words", "Whose is it?"));
        things.put(
                "question",
                id(window("earner", "scored", "/questions")
                        .select("form[action*=/questions/]")
                        .attr("action")));

        things.put("own comment", comment("holder", "scored", false));
        things.put("shared comment", comment("lead", "unmet", true));

        begin("earner", "submitted").providesEverything().submits();
        await().atMost(SOON).until(() -> !caseOf("submitted").isEmpty());
        things.put("waiting", caseOf("submitted"));

        Teacher draft = begin("earner", "draft").provides(Integer.MAX_VALUE);
        Page list = draft.at("/evidence");
        things.put("asked", last(list, "/questions/"));
        things.put("artefact", last(list, "/artefacts/"));
        Page artefact = draft.at("/evidence/artefacts/" + thing("artefact"));
        things.put(
                "own file",
                id(artefact.select("a[href*=/evidence/files/]").attr("href").replaceFirst(".*/files/", "")));
        things.put(
                "item",
                id(artefact.select("form[action*=/items/]").attr("action").replaceFirst(".*/items/", "")));
        things.put("upload", upload());
        things.put("second upload", upload());
        begin("other earner", "draft");
        shared();
        begin("learner elsewhere", "draft");
        begin("learner elsewhere", "unmet");
        things.put(
                "submission",
                one(
                                "select id from submission where earner_id = ? and version_id = ?",
                                person("earner"),
                                UUID.fromString(version("unmet")))
                        .toString());
        things.put(
                "placement",
                one(
                                "select id from course_placement where tenant_id = ? and version_id = ?",
                                district.value(),
                                UUID.fromString(version("unmet")))
                        .toString());

        context.getBean(Staff.class).grant(staff.get("checker"), StaffRole.COMPLETENESS_REVIEWER, district);
        tellsOfThemselves(begin("other earner", "unmet").providesEverything()).submits();
        await().atMost(SOON).until(() -> !as("checker", "/assess")
                .select("form[action$=/assess/next]")
                .isEmpty());
        things.put(
                "checked",
                id(press(as("checker", "/assess"), "form[action$=/assess/next]", Map.of())
                        .uri()
                        .getPath()));

        press(
                as("lead", "/assess/lead/people"),
                "form[action$=/" + staff.get("assessor").value() + "/pause]",
                Map.of("words", "On leave"));
        things.put(
                "pause",
                one(
                                "select id from assessment_pause where staff_id = ?",
                                staff.get("assessor").value())
                        .toString());
        things.put("somebody", staff.get("holder").value().toString());
    }

    private String comment(String who, String work, boolean shared) {
        Page bank = as(who, "/assess/comments/of/" + district.value() + "/" + WORK.get(work));
        press(
                bank,
                "form:has(#new-1)",
                shared ? Map.of("words", "Look at", "shared", "true") : Map.of("words", "Well"));
        return one(
                        "select id from assessment_comment where made_by = ?",
                        staff.get(who).value())
                .toString();
    }

    /** A draft that its earner shows to the other earner, to somebody by mail, and to somebody whom it will be taken from. */
    private void shared() {
        String colleague = "Colleague " + name;
        UUID course = one(
                "select p.context_id from course_placement p where p.tenant_id = ? fetch first row only",
                district.value());
        jdbc.sql("insert into course_roster (context_id, tenant_id, due_at, tries) values (?, ?, ?, 0)"
                        + " on conflict do nothing")
                .params(course, district.value(), Timestamp.from(Instant.now().plus(Duration.ofDays(1))))
                .update();
        jdbc.sql("insert into course_roster_member (context_id, lti_user_id, tenant_id, name, staff)"
                        + " values (?, ?, ?, ?, false)")
                .params(course, account("other earner").value(), district.value(), colleague)
                .update();
        things.put("shared", share("colleague", colleague));
        things.put("shared no more", share("mail", "no-more." + name + "@example.org"));
        String address = "coach." + name + "@example.org";
        things.put("mailed", share("mail", address));
        HttpBrowser coach = new HttpBrowser();
        press(coach.get(Mailbox.latest(address, 1).link()), "form[action$=/key]", Map.of());
        press(coach.get(Mailbox.latest(address, 2).link()), "form[action$=/open]", Map.of());
        actors.put("coach by mail", new Actor("coach by mail", coach, Map.of(), new HashMap<>()));
        press(
                window("other earner", "draft", "/shared/" + thing("shared")),
                "#about-all form[action$=/comments]",
                Map.of("words", "Which grade?"));
        things.put(
                "remark",
                one("select id from coaching_comment where share_id = ?", UUID.fromString(thing("shared")))
                        .toString());
    }

    private String share(String how, String who) {
        press(
                window("earner", "draft", "/coaching"),
                "form:has(input[value=" + how + "])",
                Map.of("who", who, "agreed", "true"));
        return one("select id from coaching_share where coach_name = ?", who).toString();
    }

    private String upload() {
        Actor earner = actor("earner");
        Page begun = earner.browser()
                .send(
                        "POST",
                        URI.create(earner.windows().get("draft") + "/evidence/artefacts/" + thing("artefact")
                                + "/uploads"),
                        "application/octet-stream",
                        new byte[0],
                        RESUMABLE.apply(Map.of(
                                "X-CSRF-TOKEN",
                                earner.token().get("draft"),
                                "Upload-Length",
                                "900",
                                "Upload-Metadata",
                                PLAN)));
        return id(begun.header("Location").orElseThrow().replaceFirst(".*/uploads/", ""));
    }

    private void rereads() {
        await().atMost(SOON).until(() -> !as("lead", "/assess/lead/back-reading")
                .select("form[action$=/take]")
                .isEmpty());
        Page taken = press(as("lead", "/assess/lead/back-reading"), "form[action$=/take]", Map.of());
        things.put("reread", id(taken.uri().getPath()));
        rater("lead").opens(taken.uri().getPath()).findsEverythingMet();
    }

    private static String last(Page page, String part) {
        return page.select("a.requirement[href*=" + part + "]")
                .last()
                .attr("href")
                .replaceFirst(".*/", "");
    }

    private Teacher begin(String who, String work) {
        return Teacher.in(actor(who).browser(), actor(who).windows().get(work)).starts();
    }

    private String caseOf(String work) {
        return jdbc.sql("select c.id from assessment_case c where c.tenant_id = ? and c.version_id = ?")
                .params(district.value(), UUID.fromString(version(work)))
                .query(UUID.class)
                .optional()
                .map(UUID::toString)
                .orElse("");
    }

    private LtiUserId account(String who) {
        return new LtiUserId(
                one("select id from lti_user where tenant_id = ? and subject = ?", district.value(), login(who)));
    }

    private String login(String who) {
        return who.replace(' ', '-') + "-" + name;
    }

    /** Whatever says who the learners are: what they are called, their addresses, logins, and ids of their accounts. */
    List<String> names() {
        List<String> names = new ArrayList<>(List.of("Quartermain", "Philomena", Telling.SECRET));
        for (String who : List.of("earner", "other earner")) {
            names.add(login(who));
            names.add(person(who).toString());
            names.add(account(who).value().toString());
        }
        return names;
    }

    /** Files that name their author within and without, wherever they are taken. */
    private Teacher tellsOfThemselves(Teacher teacher) {
        for (String address : teacher.at("/evidence")
                .select("a.requirement[href*=/artefacts/]")
                .eachAttr("href")) {
            String artefact = address.replaceFirst(".*/", "");
            String accepted = teacher.at("/evidence/artefacts/" + artefact)
                    .select("input#file")
                    .attr("accept");
            KINDS.stream().filter(kind -> accepted.contains("." + kind)).forEach(kind -> {
                Page taken = teacher.page()
                        .open(address)
                        .form("form[data-upload]")
                        .file(
                                "file",
                                HandedInEvidence.OWN_FILE_NAME + artefact + "." + kind,
                                "application/octet-stream",
                                Telling.of(kind))
                        .submit();
                if (taken.status() != 200) {
                    throw new IllegalStateException(kind + " answered " + taken.status() + ": " + taken.text());
                }
            });
        }
        return teacher;
    }

    /** A badge, shown and kept, a claim for it, and a stack whose part was lost. */
    private void badge() {
        BadgeFixtures badges = new BadgeFixtures(context);
        Award award = badges.earn(
                TestLaunches.learner(district).by(account("earner")).launch(), badges.achievement(WORK.get("earned")));
        things.put("badge", award.credentialId());
        things.put(
                "issuer",
                jdbc.sql("select i.slug from badge_issuer i join badge_award a on a.issuer_id = i.id"
                                + " where a.credential_id = ?")
                        .param(award.credentialId())
                        .query(String.class)
                        .single());
        things.put(
                "list",
                jdbc.sql("select l.name from badge_status_list l join badge_award a on a.status_list_id = l.id"
                                + " where a.credential_id = ?")
                        .param(award.credentialId())
                        .query(String.class)
                        .single());
        jdbc.sql("insert into badge_issuer_change (issuer_id, revision, name, contact, colour, accent, changed_by,"
                        + " changed_at) select id, revision, name, contact, colour, accent, ?, ? from badge_issuer"
                        + " where slug = ?")
                .params(staff.get("issuer").value(), Timestamp.from(Instant.now()), thing("issuer"))
                .update();
        jdbc.sql("insert into badge_issuer_logo (issuer_id, number, png, added_at)"
                        + " select id, 1, ?, ? from badge_issuer where slug = ?")
                .params(new byte[] {(byte) 0x89, 'P', 'N', 'G'}, Timestamp.from(Instant.now()), thing("issuer"))
                .update();
        jdbc.sql("update badge_issuer set revision = revision + 1 where slug = ?")
                .param(thing("issuer"))
                .update();
        things.put("earner account", account("earner").value().toString());
        things.put("awaited badge", award.submission().value().toString());
        jdbc.sql(
                        "insert into badge_waiting (submission_id, tenant_id, version_id, attempt, name, decided_at, state, since)"
                                + " select submission_id, tenant_id, version_id, 1, name, issued_at, 'WAITING', issued_at"
                                + " from badge_award where credential_id = ?")
                .param(award.credentialId())
                .update();
        domain("domain", "spare.example.org");
        domain("spare domain", "spare.example.org/badges");
        // As if the district's host name led here: then the document is for everybody.
        domain("answered domain", settings.baseUrl().getAuthority());
        press(
                window("earner", "earned", "/wallet/badges/" + award.credentialId()),
                "form[action$=/showing]",
                Map.of("open", "true", "named", "true"));
        renewals(badges);
        wallet("wallet", "earner", "earned");
        wallet("other wallet", "other earner", "unmet");
        joining("earner", "other earner");
        publishedFile(award.credentialId());

        String code = "table-" + name;
        TestRules.forDistrict(context, code);
        TestRules.agreement(context, code);
        things.put("rule", code + "-hours");
        things.put("reciprocity", code + "-neighbours");
        things.put("authority", code);
        things.put("next year", String.valueOf(Year.now(ZoneOffset.UTC).getValue() + 1));
        press(window("coordinator", "earned", "/counts"), "form[action$=/counts/district]", Map.of("at", code));
        press(
                window("earner", "earned", "/counts"),
                "form[action$=/counts/claims]",
                Map.of("rule", thing("rule"), "cycle", thing("next year")));
        things.put(
                "claim",
                id(as("recogniser", "/recognition/claims").select("tbody a").attr("href")));
        exported(code);
        Page preview = press(
                as("recogniser", "/recognition/rules"),
                "form[action$=/preview]",
                Map.of("text", TestRules.rule(code, 3)));
        press(preview, "form.card", Map.of("words", "A new page says so"));
        things.put(
                "proposal",
                one(
                                "select id from recognition_proposal where proposed_by = ?",
                                staff.get("recogniser").value())
                        .toString());

        UUID completion = UUID.randomUUID();
        jdbc.sql("insert into stack_completion (id, tenant_id, person_id, stack_id, number, version_id, credential_id,"
                        + " completed_at, review_since, review_policy) select ?, ?, ?, v.item_id, 1, v.id, ?, ?, ?, 'FLAG'"
                        + " from catalog_version v where v.item_id = 'cs-3-8-foundations' and v.status = 'PUBLISHED'")
                .params(
                        completion,
                        district.value(),
                        person("earner"),
                        award.credentialId(),
                        Timestamp.from(Instant.now()),
                        Timestamp.from(Instant.now()))
                .update();
        things.put("completion", completion.toString());
    }

    /** A file of the district's claim, as if it had been approved. */
    private void exported(String code) {
        TestRules.export(context, code);
        UUID run = UUID.randomUUID();
        jdbc.sql(
                        "insert into recognition_export_run (id, export_name, export_version, authority, decided_to, only_new,"
                                + " claims, changes, made_at, made_by, made_name) values (?, ?, 1, ?, ?, true, 1, 0, ?, ?, 'x')")
                .param(run)
                .param(code + "-export")
                .param(code)
                .param(Date.valueOf(LocalDate.now(ZoneOffset.UTC)))
                .param(Timestamp.from(Instant.now()))
                .param(staff.get("recogniser").value())
                .update();
        jdbc.sql("insert into recognition_export_run_tenant (run_id, tenant_id) values (?, ?)")
                .param(run)
                .param(district.value())
                .update();
        jdbc.sql("insert into recognition_export_row (run_id, position, tenant_id, claim_id, change_of, status, cells)"
                        + " values (?, 0, ?, ?, false, 'APPROVED', ?)")
                .param(run)
                .param(district.value())
                .param(UUID.fromString(thing("claim")))
                .param("[\"x\",\"2\"]")
                .update();
        things.put("export", code + "-export");
        things.put("exported", run.toString());
    }

    /** Badges that end, one with a renewal begun and one with a renewal handed in. */
    private void domain(String thing, String named) {
        UUID id = UUID.randomUUID();
        jdbc.sql("insert into badge_issuer_domain (id, issuer_id, did, host, whole_host, named_by, named_at, asked_at)"
                        + " select ?, i.id, ?, ?, ?, ?, ?, ? from badge_issuer i where i.slug = ?")
                .param(id)
                .param("did:web:" + named.replace(":", "%3A").replace('/', ':'))
                .param(named.replaceFirst("/.*", ""))
                .param(!named.contains("/"))
                .param(staff.get("issuer").value())
                .param(Timestamp.from(Instant.now()))
                .param(Timestamp.from(Instant.now()))
                .param(thing("issuer"))
                .update();
        things.put(thing, id.toString());
    }

    private void renewals(BadgeFixtures badges) {
        Renewals renewals = context.getBean(Renewals.class);
        for (String thing : List.of("ending", "handed in")) {
            MicroCredential renewable = badges.renewable();
            Award award = badges.earn(
                    TestLaunches.learner(district).by(account("earner")).launch(), renewable);
            badges.takenOff(renewable);
            badges.ends(award.credentialId(), Duration.ofDays(30));
            things.put(thing, award.credentialId());
            context.getBean(Renewing.class).begin(district, award.credentialId());
            renewals.addFile(
                    district, award.credentialId(), "log.txt", new ByteArrayInputStream("Ten lessons".getBytes(UTF_8)));
            things.put(
                    thing + " file",
                    renewals.of(district, award.credentialId())
                            .orElseThrow()
                            .files()
                            .get(0)
                            .id()
                            .toString());
        }
        renewals.save(district, thing("handed in"), "I went on asking them", 10, 0, "world");
        context.getBean(Renewing.class).handIn(district, thing("handed in"), true);
    }

    private UUID person(String who) {
        return one(
                "select person_id from person_account where lti_user_id = ?",
                account(who).value());
    }

    private void wallet(String who, String of, String work) {
        String address = who.replace(' ', '-') + "." + name + "@example.org";
        press(window(of, work, "/wallet"), "form[action$=/keep]", Map.of("address", address));
        HttpBrowser home = new HttpBrowser();
        press(home.get(Mailbox.latest(address, 1).link()), "form[action$=/open]", Map.of());
        actors.put(who, new Actor(who, home, Map.of(), new HashMap<>()));
        if (who.equals("wallet")) {
            UUID wallet = one("select wallet_id from wallet_account where person_id = ?", person(of));
            UUID brought = UUID.randomUUID();
            Timestamp now = Timestamp.from(Instant.now());
            jdbc.sql("insert into wallet_import (id, wallet_id, badge_key, form, badge_id, name, issuer, issuer_id,"
                            + " achievement, badge, outcome, brought_at, checked_at)"
                            + " values (?, ?, ?, 'JSON', 'urn:x', 'Welding', 'Another school', 'urn:y', 'urn:z', '{}',"
                            + " 'VALID', ?, ?)")
                    .params(brought, wallet, brought.toString(), now, now)
                    .update();
            things.put("brought", brought.toString());
            UUID backpack = UUID.randomUUID();
            jdbc.sql(
                            "insert into wallet_backpack (id, wallet_id, kind, base, title, services, state, keep_up, language,"
                                    + " created_at) values (?, ?, 'OB3', 'https://backpack.example', 'Backpack', ?, 'BROKEN',"
                                    + " false, 'en', ?)")
                    .params(backpack, wallet, BACKPACK, now)
                    .update();
            things.put("backpack", backpack.toString());
        }
    }

    /** An operator asked whether two accounts are one person's. */
    private void joining(String one, String other) {
        UUID joining = UUID.randomUUID();
        String link =
                (UUID.randomUUID() + "-" + UUID.randomUUID()).replace("-", "").substring(0, 43);
        jdbc.sql("insert into wallet_joining (id, first_tenant, first_person, second_tenant, second_person, kinds,"
                        + " evidence, reason, state, asked_at, asked_by, first_secret, first_put_in, second_put_in)"
                        + " values (?, ?, ?, ?, ?, 'STAFF_RECORD', 'Seen', 'Seen', 'ASKED', ?, ?, ?, false, false)")
                .params(
                        joining,
                        district.value(),
                        person(one),
                        district.value(),
                        person(other),
                        Timestamp.from(Instant.now()),
                        UUID.randomUUID(),
                        hash(link))
                .update();
        things.put("joining", joining.toString());
        things.put("joining link", link);
    }

    /** Of a file that was published once: who asks is told that it is gone. */
    private void publishedFile(String credential) {
        UUID id = UUID.randomUUID();
        Timestamp now = Timestamp.from(Instant.now());
        jdbc.sql(
                        "insert into badge_published_file (id, tenant_id, submission_id, attempt, file_id, bytes, wording, locale,"
                                + " published_at, withdrawn_at) select ?, a.tenant_id, a.submission_id, 1, ?, 0, 'x', 'en', ?, ?"
                                + " from badge_award a where a.credential_id = ?")
                .params(id, UUID.randomUUID(), now, now, credential)
                .update();
        things.put("published file", id.toString());
    }

    private static String hash(String secret) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Somebody who was reminded once. */
    private void reminders() {
        String secret = "reader-" + UUID.randomUUID();
        jdbc.sql("insert into journey_nudge_reader (tenant_id, person_id, secret) values (?, ?, ?)")
                .params(district.value(), UUID.randomUUID(), secret)
                .update();
        things.put("reader", secret);
        String updates = "updates-" + UUID.randomUUID();
        jdbc.sql("insert into sharing_mail_reader (staff_id, secret) values (?, ?)")
                .params(UUID.randomUUID(), updates)
                .update();
        things.put("update reader", updates);
        String reviews = UUID.randomUUID().toString();
        jdbc.sql("insert into authoring_mail_reader (staff_id, secret) values (?, ?)")
                .params(UUID.randomUUID(), reviews)
                .update();
        things.put("review reader", reviews);
        String domains = "domains-" + UUID.randomUUID();
        jdbc.sql("insert into badge_mail_reader (staff_id, secret) values (?, ?)")
                .params(UUID.randomUUID(), domains)
                .update();
        things.put("domain reader", domains);
        String daily = UUID.randomUUID().toString();
        jdbc.sql("insert into assessment_daily_mail_reader (staff_id, secret) values (?, ?)")
                .params(UUID.randomUUID(), daily)
                .update();
        things.put("daily reader", daily);
        String officer = UUID.randomUUID().toString();
        jdbc.sql("insert into journey_officer_mail_reader (staff_id, secret) values (?, ?)")
                .params(UUID.randomUUID(), officer)
                .update();
        things.put("officer reader", officer);
    }

    /** Two places that want to be told, where nothing answers: they are paused, so that nothing goes on by itself. */
    private void webhooks() {
        for (String thing : List.of("endpoint", "endpoint to leave")) {
            Page made = press(
                    as("recogniser", "/recognition/webhooks"),
                    "form[action$=/webhooks]",
                    Map.of(
                            "name",
                            thing,
                            "url",
                            "http://localhost:1/" + name,
                            "district",
                            district.value().toString()));
            things.put(thing, id(made.uri().getPath()));
            press(made, "form[action$=/ping]", Map.of());
            press(made, "form[action$=/state]", Map.of());
        }
        things.put(
                "delivery",
                one("select id from webhook_delivery where endpoint_id = ?", UUID.fromString(thing("endpoint")))
                        .toString());
    }

    /** A version in the making, one in review, and one that teachers find. */
    private void versions() {
        things.put("number", credential("unmet").version());
        things.put("hinge number", credential("earned").version());
        Page begun = press(
                as("author", "/author"),
                "form[action$=/author/drafts]",
                Map.of("title", "Asking about " + name, "language", "en"));
        things.put("writing", id(begun.uri().getPath()));
        Page stack = press(
                as("author", "/author"),
                "form[action$=/author/drafts]",
                Map.of("title", "Stack of " + name, "kind", "stack"));
        things.put("written stack", id(stack.uri().getPath()));
        begun.open("/author/versions/" + thing("writing") + "/picture")
                .form("form[enctype]")
                .file("file", "badge.svg", "image/svg+xml", PICTURE.getBytes(UTF_8))
                .submit();
        MicroCredential pictured = new BadgeFixtures(context).pictured(PICTURE);
        new BadgeFixtures(context).takenOff(pictured);
        things.put("pictured", pictured.id().value());
        things.put("pictured number", pictured.version());
        things.put("reviewed", handedIn("table-reviewed-" + name));
        things.put("published", handedIn("table-published-" + name));
        press(as("reviewer", "/author/versions/" + thing("published")), "form[action$=/PUBLISH]", Map.of());
        UUID framework = UUID.randomUUID();
        jdbc.sql("insert into authoring_framework (id, tenant_id, identifier, title, source, items, taken_at, taken_by)"
                        + " values (?, ?, ?, 'Standards', 'file', 0, ?, ?)")
                .params(
                        framework,
                        district.value(),
                        framework.toString(),
                        Timestamp.from(Instant.now()),
                        staff.get("author").value())
                .update();
        things.put("framework", framework.toString());
    }

    private void sharing() {
        UUID by = staff.get("author").value();
        Timestamp now = Timestamp.from(Instant.now());
        UUID offer = UUID.randomUUID();
        things.put("offer", offer.toString());
        things.put("token", "token-" + name);
        jdbc.sql("insert into sharing_offer (id, tenant_id, token, name, made_at, made_by) values (?, ?, ?, ?, ?, ?)")
                .params(offer, district.value(), thing("token"), "For partners", now, by)
                .update();
        jdbc.sql("insert into sharing_bundle (offer_id, number, sealed, made_at, made_by) values (?, 1, 'x.y.z', ?, ?)")
                .params(offer, now, by)
                .update();
        UUID received = UUID.randomUUID();
        things.put("received", received.toString());
        jdbc.sql("insert into sharing_received (id, tenant_id, source, sealed, taken_at, taken_by)"
                        + " values (?, ?, 'file', 'x.y.z', ?, ?)")
                .params(received, district.value(), now, by)
                .update();
        UUID adoption = UUID.randomUUID();
        things.put("adoption", adoption.toString());
        jdbc.sql(
                        "insert into sharing_adoption (id, tenant_id, did, origin_item, organisation, item_id, address, trouble,"
                                + " adopted_at, adopted_by, looked_at) values (?, ?, 'did:web:state.example', 'original', 'A state', ?,"
                                + " ?, '', ?, ?, ?)")
                .params(
                        adoption,
                        district.value(),
                        "table-published-" + name,
                        settings.at("/bundles/" + thing("token")).toString(),
                        now,
                        by,
                        now)
                .update();
        Map.of("1.0.0", "ADOPTED", "1.1.0", "OFFERED").forEach((version, state) -> jdbc.sql(
                        "insert into sharing_original (adoption_id, version, hash, content, origin, state, arrived_at)"
                                + " values (?, ?, 'x', '{}', '{}', ?, ?)")
                .params(adoption, version, state, now)
                .update());
        jdbc.sql(
                        "insert into sharing_anchor (adoption_id, shared_key, version, name, body) values (?, 'piece', '1.0.0',"
                                + " 'A piece', '{}')")
                .params(adoption)
                .update();
        UUID agreement = UUID.randomUUID();
        things.put("agreement", agreement.toString());
        jdbc.sql("insert into sharing_double_scoring (id, proposer_id, partner_id, proposer_item, partner_item, share,"
                        + " from_day, until_day, state, proposed_at, proposed_by) values (?, ?, ?, 'theirs', 'ours', 20, ?, ?,"
                        + " 'PROPOSED', ?, ?)")
                .params(
                        agreement,
                        context.getBean(Tenants.class).found("Partner " + name).value(),
                        district.value(),
                        LocalDate.now(ZoneOffset.UTC),
                        LocalDate.now(ZoneOffset.UTC).plusDays(30),
                        now,
                        by)
                .update();
        jdbc.sql(
                        "insert into sharing_consent (id, agreement_id, tenant_id, submission_id, wording, locale, given_at)"
                                + " select ?, ?, c.tenant_id, c.submission_id, 'x', 'en', ? from assessment_case c where c.id = ?")
                .params(UUID.randomUUID(), agreement, now, UUID.fromString(thing("held")))
                .update();
    }

    private String handedIn(String item) {
        String yaml;
        try {
            yaml = Files.readString(Path.of("src/main/resources/demo/catalogue/literacy-high-frequency-words.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Page taken = as("author", "/author")
                .form("form[action$=/author/versions]")
                .file(
                        "file",
                        "version.yaml",
                        "application/yaml",
                        yaml.replace("id: lit-hfw-mapping", "id: " + item).getBytes(StandardCharsets.UTF_8))
                .submit();
        String id = id(taken.uri().getPath());
        press(as("author", "/author/versions/" + id), "form[action$=/HAND_IN]", Map.of());
        return id;
    }

    /** What the operator has before them, and what may be ended without ending this world. */
    private void console() {
        Tenants tenants = context.getBean(Tenants.class);
        TenantId spare = tenants.found("Spare " + name);
        new Windows(settings, context.getBean(Registrations.class), spare);
        things.put(
                "platform",
                one("select id from lti_registration where home_tenant_id = ?", spare.value())
                        .toString());
        things.put(
                "deployment",
                one("select id from lti_deployment where tenant_id = ?", spare.value())
                        .toString());
        press(as("operator", "/admin"), "form[action$=/admin/invitations]", Map.of("district", "Spare " + name));
        things.put(
                "invitation",
                one("select id from lti_invitation where tenant_id = ?", spare.value())
                        .toString());
        StaffId leaver = context.getBean(Staff.class).create("leaver." + name, "A leaver", PASSWORD);
        context.getBean(Staff.class).grant(leaver, StaffRole.ASSESSOR, spare);
        things.put("leaver", leaver.value().toString());
        things.put("spare", spare.value().toString());
        things.put("provider", provider());
        things.put("asked to assess", asked(UUID.fromString(thing("district")), "ASSESSOR"));
        things.put("asked to lead", asked(spare.value(), "LEAD_ASSESSOR"));

        HttpBrowser nobody = new HttpBrowser();
        actors.put("nobody", new Actor("nobody", nobody, Map.of(), signInToken(nobody)));
    }

    /** A provider of identity that staff may sign in with, as far as it says of itself. */
    private String provider() {
        try {
            WebSite site = new WebSite();
            String issuer = site.at("");
            site.put("/.well-known/openid-configuration", """
                    {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token",
                     "jwks_uri": "%1$s/keys"}
                    """.formatted(issuer));
            Page made = press(
                    as("operator", "/admin/sign-in"),
                    "form[action$=/admin/sign-in]",
                    Map.of("name", "Provider " + name, "issuer", issuer));
            Page saved = press(
                    made,
                    "form[action$=" + made.uri().getPath() + "]",
                    Map.of("clientId", "laurel", "secret", "the secret"));
            press(saved, "form[action$=/active]", Map.of());
            return id(made.uri().getPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An invitation that waits to be accepted; its mail would come while others are looked at. */
    private String asked(UUID tenant, String role) {
        UUID id = UUID.randomUUID();
        jdbc.sql(
                        "insert into staff_invitation (id, tenant_id, name, email, roles, token_hash, open_for, state, invited_by,"
                                + " created_at, expires_at) values (:id, :tenant, 'Asked', :email, :role, :hash, :hash, 'OPEN',"
                                + " (select id from staff_account where login = 'admin'), :now, :until)")
                .param("id", id)
                .param("tenant", tenant)
                .param("email", id + "@example.org")
                .param("role", role)
                .param("hash", id.toString())
                .param("now", Timestamp.from(Instant.now()))
                .param("until", Timestamp.from(Instant.now().plusSeconds(100_000)))
                .update();
        return id.toString();
    }

    /** Where this person gets when they ask for the earner's window of that work: their own, if they have one. */
    URI window(Actor who, String work) {
        URI own = who.windows().get(work);
        return own != null
                ? own
                : actor(work.equals("picking") ? "coordinator" : "earner")
                        .windows()
                        .get(work);
    }

    /** What that person's forms carry there. */
    String token(Actor who, String work, String path) {
        if (path.startsWith("/wallet")) {
            return who.token().computeIfAbsent("wallet", here -> who.browser()
                    .followingRedirects()
                    .get(settings.at("/wallet"))
                    .select("input[name=_csrf]")
                    .val());
        }
        if (path.startsWith("/coach/")) {
            return who.token().computeIfAbsent("coach", here -> who.browser()
                    .followingRedirects()
                    .get(settings.at("/coach/" + thing("mailed") + "/open"))
                    .select("input[name=_csrf]")
                    .val());
        }
        if (path.startsWith("/sign-in/")) {
            return who.token().computeIfAbsent("sign-in", here -> who.browser()
                    .followingRedirects()
                    .get(settings.at("/sign-in"))
                    .select("input[name=_csrf]")
                    .val());
        }
        return who.token().getOrDefault(who.windows().isEmpty() ? "" : work, "");
    }

    static byte[] form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
