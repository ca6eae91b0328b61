package dev.laurel.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.Rubric.Criterion;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.UserProfile;
import dev.laurel.lti.launch.Windows;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.EvidenceRemoved;
import dev.laurel.submission.SubmissionId;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Teacher;
import dev.laurel.support.TestSurroundings;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Assessors of one state rate submissions of another as well, blind, and only where everybody has agreed. */
@LaurelTest
class DoubleScoringTests {

    private static final String PASSWORD = "long enough for anybody";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PARTNERS = "/assess/lead/partners";
    private static final String AGREEMENTS = PARTNERS + "/scoring";
    private static final String TAKE = "form[action$=/assess/partner/next]";

    @Autowired
    LaurelSettings settings;

    @Autowired
    Staff staff;

    @Autowired
    Tenants tenants;

    @Autowired
    Registrations registrations;

    @Autowired
    Catalogue catalogue;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    TransactionTemplate transaction;

    private final String name = UUID.randomUUID().toString().substring(0, 8);
    private final String original = "double-" + name;
    private TenantId arkansas;
    private TenantId wyoming;
    private String adopted = "";
    private Windows school;
    private Page lead;
    private Page theirLead;

    /** What Arkansas has published, Wyoming has adopted and published too. */
    @BeforeEach
    void twoStates() throws IOException {
        arkansas = tenants.found("Arkansas " + name);
        wyoming = tenants.found("Wyoming " + name);
        school = new Windows(settings, registrations, arkansas);
        Page author = signIn(arkansas, StaffRole.AUTHOR);
        Page reviewer = signIn(arkansas, StaffRole.CONTENT_REVIEWER);
        publish(author, reviewer, bringIn(author, yaml("1.0.0")).uri().getPath());
        String address = reviewer.open("/author/sharing/offer")
                .form("form[action$=/offers]")
                .set("name", "For partners")
                .set("item", original)
                .submit()
                .select("#address")
                .attr("value");
        Page writer = signIn(wyoming, StaffRole.AUTHOR);
        Page draft = writer.open("/author/sharing")
                .form("form[action$=/received]")
                .remove("file")
                .set("address", address)
                .submit()
                .form("form[action$=/adopt]")
                .submit();
        publish(
                writer,
                signIn(wyoming, StaffRole.CONTENT_REVIEWER),
                draft.select("main a[href^=/author/versions/]").attr("href"));
        adopted = jdbc.sql("select item_id from sharing_adoption where tenant_id = ?")
                .param(wyoming.value())
                .query(String.class)
                .single();
        lead = signIn(arkansas, StaffRole.LEAD_ASSESSOR);
        theirLead = signIn(wyoming, StaffRole.LEAD_ASSESSOR);
    }

    private String yaml(String version) throws IOException {
        return new ClassPathResource("demo/catalogue/literacy-high-frequency-words.yaml")
                        .getContentAsString(StandardCharsets.UTF_8)
                        .replace("id: lit-hfw-mapping", "id: " + original)
                        .replace("version: 1.0.0", "version: " + version)
                + "\nlicense:\n  name: CC BY 4.0\n";
    }

    private static Page bringIn(Page author, String yaml) {
        return author.open("/author")
                .form("form[action$=/author/versions]")
                .file("file", "mine.yaml", "application/yaml", yaml.getBytes(StandardCharsets.UTF_8))
                .submit();
    }

    private static void publish(Page author, Page reviewer, String version) {
        author.open(version).form("form[action$=/HAND_IN]").submit();
        assertThat(reviewer.open(version)
                        .form("form[action$=/PUBLISH]")
                        .submit()
                        .status())
                .isEqualTo(200);
    }

    private Page signIn(TenantId of, StaffRole role) {
        return signIn("s" + UUID.randomUUID(), of, role);
    }

    private Page signIn(String login, TenantId of, StaffRole role) {
        StaffId id = staff.create(login, role + " of " + name, PASSWORD);
        staff.grant(id, role, of);
        return signIn(login, PASSWORD);
    }

    private Page signIn(String login, String password) {
        return new HttpBrowser()
                .header("X-Forwarded-For", "2001:db8::" + Math.abs(login.hashCode() % 9999))
                .get(settings.at("/sign-in"))
                .submit("form[action$=sign-in]", Map.of("login", login, "password", password));
    }

    /** An assessor of Wyoming who has qualified for what Wyoming adopted. */
    private Page qualified(String login) {
        Page desk = signIn(login, wyoming, StaffRole.ASSESSOR);
        UUID id = staff.withLogin(login).orElseThrow().value();
        UUID run = UUID.randomUUID();
        Timestamp now = Timestamp.from(Instant.now().minusSeconds(60));
        jdbc.sql("insert into assessment_try (id, tenant_id, family, staff_id, started_at) values (?, ?, ?, ?, ?)")
                .params(run, wyoming.value(), adopted, id, now)
                .update();
        jdbc.sql("insert into assessment_qualification (tenant_id, family, staff_id, since, until, try_id)"
                        + " values (?, ?, ?, ?, ?, ?)")
                .params(
                        wyoming.value(),
                        adopted,
                        id,
                        now,
                        Timestamp.from(Instant.now().plusSeconds(86_400)),
                        run)
                .update();
        return desk;
    }

    private Page qualified() {
        return qualified("w" + UUID.randomUUID());
    }

    private Page propose(String share, LocalDate from, LocalDate until) {
        Page page = lead.open(AGREEMENTS);
        return page.form("form[action$=/partners/scoring]")
                .set("pair", page.select("#pair option").first().attr("value"))
                .set("share", share)
                .set("from", from.toString())
                .set("until", until.toString())
                .submit();
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    /** Both leads say yes: every submission whose earner does is drawn. */
    private void agree() {
        assertThat(propose("100", today(), today().plusMonths(2)).text())
                .contains("Waits for a lead of Wyoming " + name);
        assertThat(theirLead
                        .open(AGREEMENTS)
                        .form("form[action$=/agree]")
                        .submit()
                        .text())
                .contains("Agreed and under way");
    }

    private record Work(HttpBrowser browser, URI window, SubmissionId id) {

        Page at(String path) {
            return browser.get(URI.create(window + path));
        }
    }

    /** A teacher of Arkansas hands everything in. */
    private Work handsIn(boolean consents, String email) {
        HttpBrowser browser = new HttpBrowser();
        String who = UUID.randomUUID().toString();
        school.calling(new UserProfile("Philomena " + who, "Philomena", who, email));
        URI window = school.open(browser, who, original, "Learner");
        Teacher.in(browser, window).starts().providesEverything();
        Page check = browser.get(URI.create(window + "/evidence/check"));
        HttpBrowser.Form form = check.form("form[action$=/evidence/submit]")
                .set("names", "true")
                .set("releases", "6")
                .set("own", "true")
                .set("ai", "no");
        if (consents) {
            form.set("yes", check.select("input[name=yes]").attr("value"));
        }
        assertThat(form.submit().status()).isEqualTo(200);
        UUID id = jdbc.sql(
                        "select s.id from submission s where s.tenant_id = ? order by s.id desc fetch first 1 row only")
                .param(arkansas.value())
                .query(UUID.class)
                .single();
        return new Work(browser, window, new SubmissionId(id));
    }

    private Work handsIn(boolean consents) {
        return handsIn(consents, UUID.randomUUID() + "@school.example");
    }

    /** Somebody in Arkansas takes it; then chance has spoken. */
    private Page scoringBegins() {
        Page desk = signIn(arkansas, StaffRole.ASSESSOR);
        await().atMost(SOON).until(() -> !desk.open("/assess")
                .select("form[action$=/assess/next]")
                .isEmpty());
        Page taken = desk.open("/assess").form("form[action$=/assess/next]").submit();
        assertThat(taken.select("form#scoring")).hasSize(1);
        await().atMost(SOON)
                .until(() ->
                        jdbc.sql("select count(*) from event_publication where listener_id = 'sharing.scoring-started'")
                                        .query(Integer.class)
                                        .single()
                                == 0);
        return taken;
    }

    private int drawn(Work work) {
        return jdbc.sql("select count(*) from assessment_partner_draw where submission_id = ?")
                .param(work.id().value())
                .query(Integer.class)
                .single();
    }

    private String standing(Work work) {
        return jdbc.sql("select state from assessment_partner_draw where submission_id = ?")
                .param(work.id().value())
                .query(String.class)
                .single();
    }

    /** What a copy of somebody's data says of their work. */
    private static String copy(Work of) throws IOException {
        byte[] zip = of.at("/data/copy").bytes();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().endsWith("work.json")) {
                    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        }
        throw new IllegalStateException("No work in the copy");
    }

    private static Page desk(Page of) {
        return of.open("/assess");
    }

    /** Rates every criterion on its highest level and hands it in; notes are not asked for. */
    private static Page rates(Page scoring) {
        HttpBrowser.Form form = scoring.form("form#scoring");
        for (Element words : scoring.select("form#scoring textarea[name^=words.]")) {
            String criterion = words.attr("name").substring("words.".length());
            List<String> levels = scoring.select("input[type=radio][name=level." + criterion + "]")
                    .eachAttr("value");
            form.set("level." + criterion, levels.get(levels.size() - 1));
        }
        return form.submitWith("button[formaction$=/review]").submit("form[action$=/decision]", Map.of());
    }

    @Test
    void asksNobodyAndDrawsNothingUnlessBothLeadsAndTheEarnerHaveAgreed() {
        assertThat(lead.open(AGREEMENTS).select("#pair option").text()).contains("Wyoming " + name);
        assertThat(propose("0", today(), today()).select("#refused").text()).contains("from 1 to 100");
        assertThat(propose("50", today(), today().minusDays(1))
                        .select("#refused")
                        .text())
                .contains("The last day");
        assertThat(propose("50", today(), today().plusYears(4)).status()).isEqualTo(422);
        propose("100", today(), today().plusMonths(2));
        assertThat(propose("100", today(), today().plusMonths(2))
                        .select("#refused")
                        .text())
                .contains("There is a proposal");
        String path = theirLead.open(AGREEMENTS).select("form[action$=/agree]").attr("action");
        assertThat(lead.open(AGREEMENTS).select("form[action$=/agree]"))
                .as("nobody agrees with themselves")
                .isEmpty();
        Page stranger = signIn(tenants.found("Utah " + name), StaffRole.LEAD_ASSESSOR);
        assertThat(stranger.open(AGREEMENTS).text()).doesNotContain(name + " and");
        Page mine = lead.open(AGREEMENTS);
        mine.select("form[action$=/end]").attr("action", path);
        assertThat(mine.form("form[action$=/agree]").submit().status()).isEqualTo(404);

        // While one side has not agreed, nobody is asked.
        HttpBrowser browser = new HttpBrowser();
        URI window = school.open(browser, UUID.randomUUID().toString(), original, "Learner");
        Teacher.in(browser, window).starts().providesEverything();
        assertThat(browser.get(URI.create(window + "/evidence/check")).select("input[name=yes]"))
                .isEmpty();
        theirLead.open(AGREEMENTS).form("form[action$=/agree]").submit();
        Page asked = browser.get(URI.create(window + "/evidence/check"));
        assertThat(asked.select("input[name=yes]")).hasSize(1);
        assertThat(asked.select("input[name=yes][checked]")).as("unticked").isEmpty();
        assertThat(asked.text())
                .contains("An assessor of Wyoming " + name)
                .contains("without your name")
                .contains("changes nothing for you");

        Work silent = handsIn(false);
        scoringBegins();
        assertThat(drawn(silent)).as("no yes, no draw").isZero();
        assertThat(desk(qualified()).select(TAKE)).isEmpty();
        assertThat(silent.at("").select("#partners")).isEmpty();
    }

    @Test
    void keepsADrawnSubmissionFromEverybodyWhoMayNotRateIt() {
        agree();
        String earner = "philomena." + name + "@school.example";
        Work work = handsIn(true, earner);
        scoringBegins();
        assertThat(standing(work)).isEqualTo("WAITING");
        assertThat(desk(signIn(wyoming, StaffRole.ASSESSOR)).select(TAKE))
                .as("not qualified")
                .isEmpty();
        assertThat(desk(signIn(tenants.found("Utah " + name), StaffRole.ASSESSOR))
                        .select(TAKE))
                .as("another tenant")
                .isEmpty();
        assertThat(desk(qualified(earner)).select(TAKE)).as("the earner").isEmpty();
        String coach = "coach." + name + "@school.example";
        jdbc.sql("insert into coaching_share (id, tenant_id, submission_id, earner_id, coach_name, wording, language,"
                        + " created_at, expires_at, opened_at) select ?, tenant_id, id, earner_id, 'A coach', 'x', 'en', ?, ?, ?"
                        + " from submission where id = ?")
                .params(
                        work.id().value(),
                        Timestamp.from(Instant.now()),
                        Timestamp.from(Instant.now()),
                        Timestamp.from(Instant.now()),
                        work.id().value())
                .update();
        jdbc.sql("insert into coaching_known_address (share_id, address_key) values (?, ?)")
                .params(work.id().value(), coach)
                .update();
        assertThat(desk(qualified(coach)).select(TAKE)).as("their coach").isEmpty();
        String both = "both" + name;
        Page ofBoth = qualified(both);
        staff.grant(staff.withLogin(both).orElseThrow(), StaffRole.ASSESSOR, arkansas);
        assertThat(desk(ofBoth).select(TAKE)).as("of both states").isEmpty();
        Page paused = qualified("paused" + name);
        jdbc.sql("insert into assessment_pause (id, tenant_id, family, staff_id, because, words, paused_at)"
                        + " values (?, ?, '', ?, 'LEAD', '', ?)")
                .params(
                        UUID.randomUUID(),
                        wyoming.value(),
                        staff.withLogin("paused" + name).orElseThrow().value(),
                        Timestamp.from(Instant.now()))
                .update();
        assertThat(desk(paused).select(TAKE)).as("paused").isEmpty();
        jdbc.sql("update assessment_partner_draw set over_at = ? where submission_id = ?")
                .params(Timestamp.from(Instant.now().minusSeconds(1)), work.id().value())
                .update();
        assertThat(desk(qualified()).select(TAKE)).as("too late").isEmpty();
        assertThat(work.at("/partners").text()).contains("Nobody there rated your work in time");
    }

    @Test
    void givesItToOneOfTwoWhoAskAtOnceBlindAndTellsTheEarnerOfEachLook() throws IOException {
        agree();
        Work work = handsIn(true);
        Page firstRater = scoringBegins();
        List<Page> desks = List.of(desk(qualified()), desk(qualified()));
        List<CompletableFuture<Page>> presses = new ArrayList<>();
        for (Page desk : desks) {
            assertThat(desk.text()).contains("For partners").contains("One submission waits");
            presses.add(CompletableFuture.supplyAsync(() -> desk.form(TAKE).submit()));
        }
        List<Page> answers = presses.stream().map(CompletableFuture::join).toList();
        List<Page> given = answers.stream()
                .filter(answer -> !answer.select("form#scoring").isEmpty())
                .toList();
        assertThat(given).hasSize(1);
        Page scoring = given.get(0);
        assertThat(scoring.text())
                .contains("For a partner")
                .contains("My group is six pupils")
                .doesNotContain("Philomena")
                .doesNotContain(firstRater.uri().getPath().replaceFirst(".*/", ""));
        assertThat(scoring.select("#flag")).isEmpty();
        String file = scoring.select("[src*=/files/], [href*=/files/], [data*=/files/]").stream()
                .map(element -> element.attr("src") + element.attr("href") + element.attr("data"))
                .findFirst()
                .orElseThrow();
        assertThat(scoring.open(file).status()).isEqualTo(200);
        Page other =
                answers.stream().filter(answer -> answer != scoring).findFirst().orElseThrow();
        assertThat(other.open(scoring.uri().getPath()).status()).isEqualTo(404);
        assertThat(other.open(file).status()).isEqualTo(404);
        assertThat(desk(given.get(0)).text()).contains("From Arkansas " + name);

        // The teacher sees that somebody looked, and takes a copy that says so.
        assertThat(work.at("").select("#partners").text()).contains("They have looked at it");
        Page looks = work.at("/partners");
        assertThat(looks.text())
                .contains("One of their assessors has your work now")
                .contains("One of your files");
        assertThat(copy(work))
                .contains("partnersWhoMayRate")
                .contains("Wyoming " + name)
                .contains("\"wording\" : \"" + PartnerConsents.WORDING);
        assertThat(theirLead.open("/assess/lead").text()).doesNotContain("Philomena");
        Page operator = signIn("admin", TestSurroundings.OPERATOR_PASSWORD);
        assertThat(operator.open("/admin/privacy/" + arkansas.value()).text())
                .contains("Looks by partners")
                .contains("Wyoming " + name)
                .contains("a file");
        assertThat(operator.open("/admin/privacy/" + wyoming.value()).text()).doesNotContain("Looks by partners");

        // Rated: it goes nowhere but into the figures, and the evidence closes.
        Page done = rates(scoring);
        assertThat(done.text()).contains("Your rating is in the comparison");
        assertThat(standing(work)).isEqualTo("DONE");
        assertThat(done.open(file).status()).isEqualTo(404);
        assertThat(desk(done).text()).doesNotContain("From Arkansas " + name);
        assertThat(work.at("").text()).contains("Being scored");
        assertThat(jdbc.sql("select count(*) from assessment_decision d join assessment_case c on c.id = d.case_id"
                                + " where c.submission_id = ?")
                        .param(work.id().value())
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(jdbc.sql("select count(*) from assessment_seat s join assessment_case c on c.id = s.case_id"
                                + " where c.submission_id = ? and s.state = 'DONE'")
                        .param(work.id().value())
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(lead.open(PARTNERS).text())
                .contains("One submission drawn; 0 open")
                .contains("Too few to tell");
    }

    @Test
    void closesAtOnceWhenTheEarnerOrEitherStateTakesItBackOrTheEvidenceGoes() {
        agree();
        Work withdrawn = handsIn(true);
        scoringBegins();
        Page rater = qualified();
        Page scoring = desk(rater).form(TAKE).submit();
        assertThat(scoring.select("form#scoring")).hasSize(1);
        Page module = withdrawn.at("");
        Page after = module.form("#partners form").submit();
        assertThat(after.text()).contains("You took it back on");
        assertThat(module.form("#partners form").submit().status())
                .as("twice is once")
                .isEqualTo(200);
        assertThat(withdrawn.at("").select("#partners")).isEmpty();
        assertThat(scoring.open(scoring.uri().getPath()).status()).isEqualTo(404);
        Page late = scoring.form("form#scoring").submitWith("button[formaction$=/review]");
        assertThat(late.status()).isEqualTo(404);
        assertThat(late.text()).contains("not on your desk");
        assertThat(desk(rater).select(TAKE)).isEmpty();

        Work gone = handsIn(true);
        scoringBegins();
        Page evidence = desk(rater).form(TAKE).submit();
        transaction.executeWithoutResult(
                status -> events.publishEvent(new EvidenceRemoved(gone.id(), arkansas, Instant.now())));
        await().atMost(SOON).until(() -> standing(gone).equals("ENDED"));
        assertThat(evidence.open(evidence.uri().getPath()).status()).isEqualTo(404);

        Work deleted = handsIn(true);
        scoringBegins();
        Page open = desk(rater).form(TAKE).submit();
        assertThat(open.select("form#scoring")).hasSize(1);
        deleted.at("/data").form("form[action$=/deletion]").submit();
        assertThat(open.open(open.uri().getPath()).status())
                .as("while the earner may think again")
                .isEqualTo(404);

        Work ended = handsIn(true);
        scoringBegins();
        Page held = desk(rater).form(TAKE).submit();
        assertThat(held.select("form#scoring")).hasSize(1);
        Page end = theirLead.open(AGREEMENTS).form("form[action$=/end]").submit();
        assertThat(end.text()).contains("Ended by Wyoming " + name);
        assertThat(held.open(held.uri().getPath()).status()).isEqualTo(404);
        assertThat(standing(ended)).isEqualTo("ENDED");
        assertThat(lead.open(AGREEMENTS).text()).contains("Ended by Wyoming " + name);
        assertThat(ended.at("/partners").text()).contains("This has ended");
    }

    @Test
    void putsBackWhatSomebodyGivesBackAndTellsBothSidesTheSameFigures() throws IOException {
        agree();
        Work work = handsIn(true);
        scoringBegins();
        Page scoring = desk(qualified()).form(TAKE).submit();
        scoring.form("form[action$=/release]").submit();
        assertThat(standing(work)).isEqualTo("WAITING");
        assertThat(desk(qualified()).select(TAKE))
                .as("somebody else may have it")
                .hasSize(1);

        // Nine rated on both sides tell nothing; ten do. Theirs are all one level below ours on one criterion.
        UUID agreement = jdbc.sql("select id from sharing_double_scoring where proposer_id = ?")
                .param(arkansas.value())
                .query(UUID.class)
                .single();
        List<UUID> ours = List.of(UUID.randomUUID(), UUID.randomUUID());
        List<UUID> theirs = List.of(UUID.randomUUID(), UUID.randomUUID());
        for (int i = 0; i < 9; i++) {
            bothRate(agreement, ours.get(i % 2), theirs.get(i % 2), i % 3 == 0);
        }
        assertThat(lead.open(PARTNERS).text()).contains("Too few to tell").doesNotContain("Weighted kappa");
        bothRate(agreement, ours.get(1), theirs.get(1), false);
        Page told = lead.open(PARTNERS);
        assertThat(told.text())
                .contains("of 10 submissions, by 2 and 2 assessors")
                .contains("Same result, earned or not yet 70%")
                .contains("Weighted kappa");
        assertThat(told.select("#main").text()).contains("not defined");
        assertThat(theirLead.open(PARTNERS).select("[aria-labelledby=both]").text())
                .as("both sides are told the same")
                .isEqualTo(told.select("[aria-labelledby=both]").text());
        Page stranger = signIn(tenants.found("Utah " + name), StaffRole.LEAD_ASSESSOR);
        assertThat(stranger.open(PARTNERS).text()).doesNotContain("Wyoming " + name);
    }

    /** A decided case of Arkansas, and a rating of it from Wyoming; with a dispute theirs is unmet on the first criterion. */
    private void bothRate(UUID agreement, UUID our, UUID their, boolean disputed) {
        MicroCredential credential =
                catalogue.current(new MicroCredentialId(original)).orElseThrow();
        UUID version = credential.versionId().value();
        UUID about = UUID.randomUUID();
        UUID submission = UUID.randomUUID();
        UUID reading = UUID.randomUUID();
        Timestamp now = Timestamp.from(Instant.now());
        jdbc.sql(
                        "insert into assessment_case (id, tenant_id, submission_id, attempt, version_id, submitted_at, due_at, state)"
                                + " values (?, ?, ?, 1, ?, ?, ?, 'DECIDED')")
                .params(about, arkansas.value(), submission, version, now, now)
                .update();
        jdbc.sql("insert into assessment_seat (case_id, seat, tenant_id, state, due_at, staff_id, done_at, earned,"
                        + " criteria_met, criteria_required) values (?, 'FIRST', ?, 'DONE', ?, ?, ?, true, 6, 6)")
                .params(about, arkansas.value(), now, our, now)
                .update();
        jdbc.sql("insert into assessment_reading (id, tenant_id, family, version_id, staff_id, purpose, case_id, state,"
                        + " taken_at, submitted_at, due_at, ended_at, earned) values (?, ?, ?, ?, ?, 'PARTNER', ?, 'DONE', ?, ?,"
                        + " ?, ?, ?)")
                .params(reading, wyoming.value(), adopted, version, their, about, now, now, now, now, !disputed)
                .update();
        jdbc.sql("insert into assessment_partner_draw (id, agreement_id, tenant_id, partner_id, case_id, submission_id,"
                        + " version_id, family, state, drawn_at, due_at, over_at, staff_id, reading_id)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, 'DONE', ?, ?, ?, ?, ?)")
                .params(
                        UUID.randomUUID(),
                        agreement,
                        arkansas.value(),
                        wyoming.value(),
                        about,
                        submission,
                        version,
                        adopted,
                        now,
                        now,
                        now,
                        their,
                        reading)
                .update();
        Map<String, String> levels = new HashMap<>();
        List<Criterion> criteria = credential.rubric().criteria();
        criteria.forEach(criterion -> levels.put(criterion.id(), criterion.cut()));
        criteria.forEach(criterion -> {
            jdbc.sql(
                            "insert into assessment_rating (case_id, rater_id, criterion_id, level_key, words, revision, saved_at)"
                                    + " values (?, ?, ?, ?, '', 1, ?)")
                    .params(about, our, criterion.id(), levels.get(criterion.id()), now)
                    .update();
            boolean lower = disputed && criterion.equals(criteria.get(1));
            jdbc.sql(
                            "insert into assessment_reading_rating (reading_id, criterion_id, level_key, words, revision, saved_at)"
                                    + " values (?, ?, ?, '', 1, ?)")
                    .params(
                            reading,
                            criterion.id(),
                            lower ? criterion.levels().get(0).key() : criterion.cut(),
                            now)
                    .update();
        });
    }
}
