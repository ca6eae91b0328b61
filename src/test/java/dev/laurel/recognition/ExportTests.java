package dev.laurel.recognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.laurel.badge.Badges;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.recognition.RecognitionDocuments.Kind;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.TestSurroundings;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Approved claims leave in an authority's own columns, each once, and what changes afterwards is not forgotten. */
@LaurelTest
class ExportTests {

    private static final String PASSWORD = "correct horse battery";
    private static final String BASE = "/recognition/claims/exports";

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    Staff staff;

    @Autowired
    Tenants tenants;

    @Autowired
    RulesImport rules;

    @Autowired
    Rulebook rulebook;

    @Autowired
    Recognition recognition;

    @Autowired
    Claims claims;

    @Autowired
    Cycles cycles;

    @Autowired
    Exports exports;

    @Autowired
    Badges badges;

    @Autowired
    Persons persons;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionOperations transaction;

    private TenantId tenant;
    private ClaimFixtures fixtures;
    private String code;
    private StaffId ines;
    private String login;

    @BeforeEach
    void aDistrictWithAnOfficer() {
        tenant = tenants.found("District " + UUID.randomUUID());
        fixtures = new ClaimFixtures(context, tenant);
        code = fixtures.authority();
        login = officer("Inés", tenant);
        ines = staff.withLogin(login).orElseThrow();
    }

    private String officer(String name, TenantId... districts) {
        String made = "officer." + UUID.randomUUID();
        StaffId id = staff.create(made, name, PASSWORD);
        for (TenantId district : districts) {
            staff.grant(id, StaffRole.RECOGNITION_OFFICER, district);
        }
        return made;
    }

    private void load(String yaml) {
        rules.take("export.yaml", yaml.getBytes(StandardCharsets.UTF_8), "a tester", false);
    }

    private String export(String head, String... columns) {
        return """
                schema: recognition/1
                kind: export
                id: %1$s-export
                authority: %1$s
                title: Personnel system
                """.formatted(code) + head + "columns:\n  - " + String.join("\n  - ", columns) + "\n";
    }

    private ClaimId approved(GivenNumbers numbers) {
        ClaimId claim = fixtures.claim(numbers);
        decide(claim, ClaimState.UNDER_REVIEW, ClaimState.APPROVED);
        return claim;
    }

    private ClaimId approved() {
        return approved(GivenNumbers.NONE);
    }

    private void decide(ClaimId claim, ClaimState... states) {
        for (ClaimState state : states) {
            claims.decide(tenant, claim, state, null, null, ines, "As the rule says");
        }
    }

    private Claim claim(ClaimId id) {
        return claims.find(tenant, id).orElseThrow();
    }

    private void named(ClaimId claim, String name) {
        jdbc.sql("update person set name = :name where id = :id")
                .param("name", name)
                .param("id", claim(claim).person().value())
                .update();
    }

    private Page as(String who, String path) {
        return new HttpBrowser()
                .get(settings.at("/sign-in?to=" + path))
                .form("input[name=password]")
                .set("login", who)
                .set("password", who.equals("admin") ? TestSurroundings.OPERATOR_PASSWORD : PASSWORD)
                .submit();
    }

    private Page page() {
        return as(login, BASE + "/" + code + "-export");
    }

    private static Page make(Page page, boolean onlyNew) {
        HttpBrowser.Form form = page.form("form[action$=/runs]");
        return (onlyNew ? form : form.remove("onlyNew")).submit();
    }

    private static List<String> lines(Page file) {
        return file.body().replace("\uFEFF", "").lines().toList();
    }

    private static Page latestFile(Page page) {
        return page.click("#files ~ ul li:first-child a[href$=.csv]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {heading: A, field: shoe-size}               | columns[0].field: must be one of name, educator-number
            {heading: A, field: awarded-on, date: mm/dd/yyyy} | columns[0].date: is not a pattern of a day
            {heading: A, field: awarded-on, date: MM/DD/YYYY} | columns[0].date: is not a pattern of a day
            {heading: A, field: name, date: MM/dd/yyyy}  | columns[0].date: goes only with awarded-on
            {heading: A, field: amount, decimals: 9}     | columns[0].decimals: must be a whole number
            {heading: A, field: text}                    | columns[0].text: is missing
            {field: name}                                | columns[0].heading: is missing
            {heading: A, field: name, size: 3}           | columns[0].size: is not a field
            """)
    void aColumnWithAMistakeIsNamedAndNothingOfTheFileIsKept(String column, String problem) {
        assertThatThrownBy(() -> load(TestRules.rule(code, 7) + "---\n" + export("", column)))
                .isInstanceOf(InvalidRules.class)
                .hasMessageContaining("document 2 (" + code + "-export), " + problem);
        assertThat(rulebook.history(Kind.EXPORT, code + "-export")).isEmpty();
        assertThat(rulebook.history(Kind.RULE, code + "-hours"))
                .as("nothing else of the file")
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            zone: America/Knoxville          | zone: is not a time zone
            changes: same-file               | changes: needs a column with the field status
            changes: perhaps                 | changes: must be one of leave-out, same-file, own-file
            values: [renewal, fame]          | values[1]: must be one of renewal
            file: {separator: dash}          | file.separator: must be one of comma, semicolon, tab
            colums: []                       | colums: is not a field
            """)
    void anExportWithAMistakeIsNotKept(String line, String problem) {
        assertThatThrownBy(() -> load(export(line + "\n", "{heading: A, field: name}")))
                .isInstanceOf(InvalidRules.class)
                .hasMessageContaining(problem);
        assertThatThrownBy(() -> load(export("", "{heading: A, field: name}", "{heading: a, field: unit}")))
                .isInstanceOf(InvalidRules.class)
                .hasMessageContaining("columns[1].heading: is there twice");
        assertThatThrownBy(() -> load(export("", "{heading: A, field: name}").replace("authority: w", "authority: x")))
                .isInstanceOf(InvalidRules.class)
                .hasMessageContaining("authority: names x");
        assertThat(rulebook.history(Kind.EXPORT, code + "-export")).isEmpty();
    }

    @Test
    void nobodyElsesOfficerSeesAnExportOrItsFiles() {
        load(export("", "{heading: A, field: name}"));
        approved();
        Page made = make(page(), true);
        String file = made.select("a[href$=.csv]").attr("href");
        String other = officer("Omar", tenants.found("District " + UUID.randomUUID()));
        for (String path : List.of(
                BASE + "/" + code + "-export",
                BASE + "/" + code + "-export/edit",
                BASE + "/" + code + "-export.yaml",
                BASE + "/new/" + code,
                file)) {
            assertThat(as(other, path).status()).as(path).isEqualTo(404);
        }
        assertThat(as(other, BASE).select(".empty").text()).contains("Nobody has said yet where your district lies");
    }

    @Test
    void whoLooksAfterOneOfTwoDistrictsDoesNotSeeTheFileOfBoth() {
        load(export("", "{heading: A, field: badge}"));
        approved();
        TenantId second = tenants.found("District " + UUID.randomUUID());
        recognition.settle(second, List.of(new AuthorityCode(code)), "a tester");
        ClaimId there = fixtures.claim();
        decide(there, ClaimState.UNDER_REVIEW, ClaimState.APPROVED);
        jdbc.sql("update recognition_claim set tenant_id = :second where id = :id")
                .param("second", second.value())
                .param("id", there.value())
                .update();
        String both = officer("Omar", tenant, second);
        Page made = make(as(both, BASE + "/" + code + "-export"), true);
        String file = made.select("a[href$=.csv]").attr("href");
        assertThat(lines(as(both, file))).hasSize(3);
        assertThat(page().select("#files ~ ul")).isEmpty();
        assertThat(as(login, file).status()).isEqualTo(404);
    }

    @Test
    void whatCannotBeExportedMakesNoFile() {
        load(export("values: [salary]\n", "{heading: A, field: name}"));
        approved();
        assertThat(make(page(), true).select("[role=alert]").text()).contains("No claim is to be exported");
        load(export("", "{heading: A, field: name}"));
        Page wrong = page().form("form[action$=/runs]")
                .set("from", "2030-02-01")
                .set("to", "2030-01-01")
                .submit();
        assertThat(wrong.select("[role=alert]").text()).contains("These days cannot be right");
        Page early = page().form("form[action$=/runs]").set("to", "2020-01-01").submit();
        assertThat(early.select("[role=alert]").text()).contains("No claim is to be exported");
        assertThat(page().select("#files ~ p").text()).contains("No file was made yet");
    }

    @Test
    void eachFieldIsWrittenAsTheAuthorityWantsIt() {
        load(TestRules.authority(code) + "needs:\n  - {kind: local-hours, unit: hour, amount: 60, years: 5}\n");
        load(export(
                "zone: America/Chicago\nfile: {separator: semicolon, byte_order_mark: false}\n",
                "{heading: Name, field: name}",
                "{heading: Number, field: educator-number, ask: Your license}",
                "{heading: District, field: district}",
                "{heading: Badge, field: badge}",
                "{heading: Credential, field: credential}",
                "{heading: Issuer, field: issuer}",
                "{heading: Awarded, field: awarded-on, date: MM/dd/yyyy}",
                "{heading: Hours, field: hours, decimals: 1}",
                "{heading: Value, field: value, words: {local-hours: PD}}",
                "{heading: Amount, field: amount, decimals: 2}",
                "{heading: Unit, field: unit, words: {day: D}}",
                "{heading: Category, field: category}",
                "{heading: From, field: cycle-from}",
                "{heading: To, field: cycle-to}",
                "{heading: Claim, field: claim}",
                "{heading: Requested, field: requested-on, date: d MMM yy}",
                "{heading: Decided, field: decided-on}",
                "{heading: Officer, field: decided-by}",
                "{heading: Rule, field: rule}",
                "{heading: Source, field: source}",
                "{heading: Address, field: source-address}",
                "{heading: Check, field: verify}",
                "{heading: Status, field: status, words: {approved: ADD}}",
                "{heading: Changed, field: changed-on}",
                "{heading: Activity, field: text, text: '=MC;1'}"));
        ClaimId id = approved(GivenNumbers.of(
                Map.of("number-" + code, " TN-12 345 ")::get,
                List.of(new Recognition.Ask(new AuthorityCode(code), "", "Your license"))));
        named(id, "@Ana; the \"first\"");
        Claim claim = claim(id);
        Page made = make(page(), true);
        Page file = latestFile(made);
        assertThat(file.header("Content-Disposition").orElseThrow()).contains("attachment; filename=\"" + code);
        int cycle = Year.now(ZoneOffset.UTC).getValue() + 1;
        LocalDate today = LocalDate.ofInstant(claim.since(), ZoneId.of("America/Chicago"));
        assertThat(file.body().lines().toList().get(0)).startsWith("Name;Number;District;");
        assertThat(file.body().lines().toList().get(1))
                .isEqualTo(String.join(
                        ";",
                        "\"'@Ana; the \"\"first\"\"\"",
                        "TN-12 345",
                        tenants.nameOf(tenant).orElseThrow(),
                        claim.badge(),
                        claim.offerId(),
                        context.getBean(dev.laurel.catalog.Catalogue.class)
                                .current(new dev.laurel.catalog.MicroCredentialId(claim.offerId()))
                                .orElseThrow()
                                .issuer()
                                .name(),
                        DateTimeFormatter.ofPattern("MM/dd/yyyy").format(today),
                        claim.creditedHours() + ".0",
                        "PD",
                        "2.00",
                        "hour",
                        "",
                        String.valueOf(cycle - 5),
                        String.valueOf(cycle),
                        id.value().toString(),
                        DateTimeFormatter.ofPattern("d MMM yy", java.util.Locale.ENGLISH)
                                .format(today),
                        today.toString(),
                        "Inés",
                        code + "-hours 1",
                        "A page",
                        "",
                        settings.at("/credentials/" + claim.credentialId()).toString(),
                        "ADD",
                        "",
                        "\"'=MC;1\""));
        assertThat(page().select("table").text())
                .as("the preview is of the latest claim")
                .contains("TN-12 345", "2.00");
        assertThat(as(login, "/recognition/claims/" + id.value())
                        .select(".facts")
                        .text())
                .contains("License or educator number", "TN-12 345");
    }

    @Test
    void aNumberThatCannotBeOneIsRefusedAndOneThatNobodyAsksForIsNotKept() {
        GivenNumbers given = GivenNumbers.of(
                Map.of("number-" + code, "TN 1")::get,
                List.of(new Recognition.Ask(new AuthorityCode(code), "", "Your license")));
        assertThat(claim(fixtures.claim(given)).educatorNumber()).isNull();
        load(export("", "{heading: A, field: educator-number}"));
        assertThat(claim(fixtures.claim(given)).educatorNumber()).isEqualTo("TN 1");
        assertThatThrownBy(() -> fixtures.claim(GivenNumbers.of(
                        Map.of("number-" + code, "=1+1")::get,
                        List.of(new Recognition.Ask(new AuthorityCode(code), "", "Your license")))))
                .isInstanceOf(ClaimRefused.class);
        assertThat(given).asString().doesNotContain("TN 1");
    }

    @Test
    void noClaimIsExportedTwiceAndAFileStaysAsItWas() {
        load(export("", "{heading: Badge, field: badge}", "{heading: Id, field: claim}"));
        ClaimId first = approved();
        Page made = make(page(), true);
        assertThat(made.select("[role=status]").text()).contains("The file is made");
        assertThat(made.select("#files ~ ul").text()).contains("1 claim, no changes", "by Inés");
        String file = made.select("a[href$=.csv]").attr("href");
        String before = as(login, file).body();
        assertThat(before).contains(first.value().toString());
        assertThat(make(page(), true).select("[role=alert]").text()).contains("No claim is to be exported");
        ClaimId second = approved();
        assertThat(lines(latestFile(make(page(), true))))
                .hasSize(2)
                .last()
                .asString()
                .contains(second.value().toString());
        assertThat(lines(latestFile(make(page(), false))))
                .as("all of the period, when that is wanted")
                .hasSize(3);
        load(export("", "{heading: Quite other, field: name}"));
        decide(first, ClaimState.WITHDRAWN);
        assertThat(as(login, file).body()).isEqualTo(before);
    }

    @Test
    void twoOfficersAtOnceExportAClaimOnce() {
        load(export("", "{heading: Id, field: claim}"));
        approved();
        approved();
        StaffMember officer = staff.find(ines).orElseThrow();
        ExportFormat format =
                rulebook.current().exports().get(new AuthorityCode(code)).get(0);
        LocalDate tomorrow = LocalDate.now(ZoneOffset.UTC).plusDays(1);
        List<CompletableFuture<Exports.Made>> both = Stream.of(1, 2)
                .map(each -> CompletableFuture.supplyAsync(() -> exports.make(format, officer, null, tomorrow, true)))
                .toList();
        assertThat(both.stream().map(CompletableFuture::join).map(Exports.Made::refusal))
                .containsExactlyInAnyOrder(Exports.Refusal.NONE, Exports.Refusal.NOTHING);
        assertThat(exports.runs(format.name(), List.of(tenant), 0, 10))
                .singleElement()
                .satisfies(run -> assertThat(run.claims()).isEqualTo(2));
    }

    @Test
    void aClaimThatIsWithdrawnAfterwardsIsShownUntilTheOtherSystemKnows() {
        load(export("", "{heading: Id, field: claim}"));
        ClaimId claim = approved();
        make(page(), true);
        assertThat(page().select("#changed")).isEmpty();
        decide(claim, ClaimState.WITHDRAWN);
        Page shown = page();
        assertThat(shown.select("#changed ~ ul").text()).contains("Approval withdrawn", "Exported");
        assertThat(as(login, BASE).text()).contains("1 changed since they were exported");
        assertThat(as(login, "/recognition/claims/" + claim.value())
                        .select("[aria-labelledby=told]")
                        .text())
                .contains("Personnel system", "Withdrawn since");
        assertThat(make(shown, true).select("[role=alert]").text())
                .as("it leaves changes out")
                .contains("No claim is to be exported");
        Page settled = shown.submit("form[action$=/settled]", Map.of());
        assertThat(settled.select("#changed")).isEmpty();
        assertThat(as(login, "/recognition/claims/" + claim.value())
                        .select("[aria-labelledby=told]")
                        .text())
                .doesNotContain("Withdrawn since");
    }

    @Test
    void theNextFileTellsWhatBecameOfClaimsOnce() {
        load(export(
                "changes: same-file\n",
                "{heading: Id, field: claim}",
                "{heading: Action, field: status, words: {approved: ADD, withdrawn: REMOVE}}",
                "{heading: On, field: changed-on}"));
        ClaimId withdrawn = approved();
        ClaimId never = approved();
        decide(never, ClaimState.WITHDRAWN);
        assertThat(lines(latestFile(make(page(), true)))).containsExactly("Id,Action,On", withdrawn.value() + ",ADD,");
        decide(withdrawn, ClaimState.WITHDRAWN);
        LocalDate today = LocalDate.ofInstant(claim(withdrawn).since(), ZoneOffset.UTC);
        assertThat(lines(latestFile(make(page(), true))))
                .containsExactly("Id,Action,On", withdrawn.value() + ",REMOVE," + today);
        assertThat(make(page(), true).select("[role=alert]").text()).contains("No claim is to be exported");
    }

    @Test
    void aRevokedBadgeIsToldInAFileOfItsOwnAndAgainWhenTheClaimStands() {
        load(export("changes: own-file\n", "{heading: Id, field: claim}", "{heading: Now, field: status}"));
        ClaimId claim = approved();
        ClaimId doubtful = approved();
        revoke(doubtful);
        Page first = make(page(), true);
        assertThat(lines(latestFile(first)))
                .as("one whose badge is revoked waits for an officer")
                .containsExactly("Id,Now", claim.value() + ",approved");
        assertThat(first.select("a[href$=changes.csv]")).isEmpty();
        revoke(claim);
        Page second = make(page(), true);
        assertThat(lines(latestFile(second))).containsExactly("Id,Now");
        assertThat(lines(second.click("a[href$=changes.csv]")))
                .containsExactly("Id,Now", claim.value() + ",badge-revoked");
        claims.letStand(tenant, claim, ines, "It was earned all the same");
        Page third = make(page(), true);
        assertThat(lines(third.click("a[href$=changes.csv]"))).containsExactly("Id,Now", claim.value() + ",approved");
    }

    private void revoke(ClaimId claim) {
        badges.revoke(tenant, claim(claim).credentialId(), "It was issued by mistake");
        await().atMost(Duration.ofSeconds(60)).until(() -> claim(claim).flaggedAt() != null);
    }

    @Test
    void whoIsForgottenLeavesNoNameAndNoNumberInClaimsAndFiles() {
        load(export(
                "",
                "{heading: Name, field: name}",
                "{heading: No, field: educator-number}",
                "{heading: Id, field: claim}"));
        ClaimId claim = approved(GivenNumbers.of(
                Map.of("number-" + code, "77")::get, List.of(new Recognition.Ask(new AuthorityCode(code), "", "No"))));
        named(claim, "Ana Lopez");
        String file = make(page(), true).select("a[href$=.csv]").attr("href");
        assertThat(lines(as(login, file))).last().isEqualTo("Ana Lopez,77," + claim.value());
        PersonId person = claim(claim).person();
        assertThat(cycles.of(tenant, person)).containsKey(code);
        transaction.executeWithoutResult(status -> persons.forget(tenant, person));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(lines(as(login, file))).last().isEqualTo(",," + claim.value()));
        assertThat(claim(claim).educatorNumber()).isNull();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(cycles.of(tenant, person)).isEmpty());
    }

    @Test
    void anOfficerWritesAnExportWithoutAScript() {
        Page empty = as(login, BASE);
        assertThat(empty.text()).contains("There are no exports yet", "Always the same columns");
        Page editor = empty.click("a[href*=/new/]");
        assertThat(editor.select("fieldset.card")).hasSize(6);
        Page added = editor.form("#editor").set("title", "Payroll").submitWith("button[value=add]");
        assertThat(added.select("fieldset.card")).hasSize(7);
        Page moved = added.form("#editor").submitWith("button[value=up-1]");
        assertThat(moved.select("input[name=heading]").eachAttr("value").subList(0, 2))
                .containsExactly("Badge", "Teacher's name");
        Page removed = moved.form("#editor").submitWith("button[value=remove-0]");
        assertThat(removed.select("fieldset.card")).hasSize(6);
        Page wrong = removed.form("#editor").submitWith("button[value=save]");
        assertThat(wrong.select("[role=alert]").text()).contains("cannot be saved yet");
        assertThat(wrong.select("#problem-5").text()).isEqualTo("Heading: is empty");
        assertThat(as(login, BASE).text()).contains("There are no exports yet");

        HttpBrowser.Form form = wrong.form("#editor");
        List<String> headings = new java.util.ArrayList<>(form.values("heading"));
        headings.set(5, "Activity");
        List<String> fields = new java.util.ArrayList<>(form.values("field"));
        fields.set(5, "text");
        List<String> formats = new java.util.ArrayList<>(form.values("format"));
        formats.set(5, "MC, all");
        form.set("heading", headings).set("field", fields).set("format", formats);
        Page preview = form.submitWith("#editor > p > button[value=preview]");
        assertThat(preview.select("table").text()).contains("Activity", "MC, all", "Example Teacher");
        assertThat(preview.text()).contains("this is a made-up one");
        Page saved = preview.form("#editor").submitWith("button[value=save]");
        assertThat(saved.select("[role=status]").text()).contains("Saved");
        assertThat(saved.select("h1").text()).isEqualTo("Payroll");
        String name = saved.uri().getPath().replaceFirst(".*/", "");
        assertThat(name).isEqualTo(code + "-payroll");
        assertThat(rulebook.history(Kind.EXPORT, name).get(0).by()).isEqualTo("Inés");

        Page mine = as(login, BASE + "/" + name + "/edit");
        Page theirs = as(login, BASE + "/" + name + "/edit");
        assertThat(theirs.form("#editor")
                        .set("title", "Payroll 2")
                        .submitWith("button[value=save]")
                        .select("h1")
                        .text())
                .isEqualTo("Payroll 2");
        Page late = mine.form("#editor").set("title", "Payroll 3").submitWith("button[value=save]");
        assertThat(late.select("[role=alert]").text()).contains("Somebody else changed this export");
        assertThat(as(login, "/recognition/rules/export/" + name).text()).contains("version 2", "Payroll 2", "Inés");

        Page out = as(login, BASE + "/" + name).submit("form[action$=/state]", Map.of());
        assertThat(out.text()).contains("This export is out of use");
        assertThat(out.select("form[action$=/runs]")).isEmpty();
        Page back = out.submit("form[action$=/state]", Map.of());
        assertThat(back.select("form[action$=/runs]")).hasSize(1);
    }

    @Test
    void anExportOfOtherDistrictsTooWaitsForAnOperator() {
        load(export("", "{heading: Id, field: claim}"));
        TenantId neighbour = tenants.found("District " + UUID.randomUUID());
        recognition.settle(neighbour, List.of(new AuthorityCode(code)), "a tester");
        Page editor = as(login, BASE + "/" + code + "-export/edit");
        Page silent = editor.form("#editor").set("title", "Other").submitWith("button[value=save]");
        assertThat(silent.select("[role=alert]").text()).contains("Say why");
        Page proposed =
                silent.form("#editor").set("words", "The system has a new name").submitWith("button[value=save]");
        assertThat(proposed.select("[role=status]").text()).contains("an operator has approved");
        assertThat(page().select("h1").text()).isEqualTo("Personnel system");
        String form = as(login, "/recognition/rules").text();
        assertThat(form).contains("Name of the export: Personnel system becomes Other");
        UUID id = jdbc.sql("select id from recognition_proposal where proposed_by = :by")
                .param("by", ines.value())
                .query(UUID.class)
                .single();
        as("admin", "/admin/rules")
                .form("form[action='/admin/rules/proposals/" + id + "']")
                .submitWith("button[value=approve]");
        assertThat(page().select("h1").text()).isEqualTo("Other");
    }

    @Test
    void anExportSavedAsAFileSaysWhatItSaid() {
        load(export(
                "changes: same-file\nvalues: [local-hours]\nzone: America/Denver\nfile: {separator: tab}\n",
                "{heading: 'Yes', field: status, words: {approved: '01', withdrawn: 'no'}}",
                "{heading: On, field: awarded-on, date: M/d/yy}",
                "{heading: License, field: educator-number, ask: Your license}",
                "{heading: N, field: amount, decimals: 1}",
                "{heading: T, field: text, text: '007'}"));
        Page file = as(login, BASE + "/" + code + "-export.yaml");
        assertThat(file.body()).startsWith("---\nschema: \"recognition/1\"\nkind: \"export\"");
        assertThat(rules.changes("file", file.bytes())).singleElement().satisfies(change -> assertThat(change.state())
                .isEqualTo(RuleChange.State.SAME));
        Page unchanged =
                as(login, BASE + "/" + code + "-export/edit").form("#editor").submitWith("button[value=save]");
        assertThat(unchanged.select("[role=status]").text())
                .as("the form says what the file says")
                .contains("nothing to change");
    }
}
