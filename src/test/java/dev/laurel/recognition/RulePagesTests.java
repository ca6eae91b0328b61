package dev.laurel.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.recognition.Proposals.Refusal;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.TestSurroundings;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.transaction.support.TransactionTemplate;

/** Rules are changed by two people, who see in words what changes; every version stays. */
@LaurelTest
class RulePagesTests {

    private static final String PASSWORD = "correct horse battery";

    @Autowired
    LaurelSettings settings;

    @Autowired
    Staff staff;

    @Autowired
    Tenants tenants;

    @Autowired
    RulesImport rules;

    @Autowired
    Recognition recognition;

    @Autowired
    Proposals proposals;

    @Autowired
    Rulebook rulebook;

    @Autowired
    RuleReach reach;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    private final String code = "k" + UUID.randomUUID();
    private TenantId tenant;
    private String ines;
    private String omar;

    @BeforeEach
    void aDistrictWithTwoOfficers() {
        rules.take(
                "file",
                (TestRules.authority(code) + "---\n" + rule(2)).getBytes(StandardCharsets.UTF_8),
                "a tester",
                false);
        tenant = tenants.found("District " + UUID.randomUUID());
        recognition.settle(tenant, List.of(new AuthorityCode(code)), "a tester");
        ines = officer("Inés", tenant);
        omar = officer("Omar", tenant);
    }

    private String officer(String name, TenantId district) {
        String login = "officer." + UUID.randomUUID();
        StaffId id = staff.create(login, name, PASSWORD);
        staff.grant(id, StaffRole.RECOGNITION_OFFICER, district);
        return login;
    }

    private String rule(int units) {
        return TestRules.rule(code, units);
    }

    private Page as(String login, String path) {
        return as(new HttpBrowser(), login, path);
    }

    private Page as(HttpBrowser browser, String login, String path) {
        return browser.get(settings.at("/sign-in?to=" + path))
                .form("input[name=password]")
                .set("login", login)
                .set("password", login.equals("admin") ? TestSurroundings.OPERATOR_PASSWORD : PASSWORD)
                .submit();
    }

    private Page preview(Page rulesPage, String yaml) {
        return rulesPage.form("form[action$=/preview]").set("text", yaml).submit();
    }

    private Page propose(String login, String yaml) {
        Page shown = preview(as(login, "/recognition/rules"), yaml);
        return shown.form("form.card")
                .set("words", "The district's new page says so")
                .submit();
    }

    private int unitsNow() {
        return recognition
                .worth(new Scope.Offer("any", false, "Any", List.of(), 10), new AuthorityCode(code))
                .map(Worth::first)
                .map(Worth.Line::amount)
                .orElseThrow()
                .intValue();
    }

    @Test
    void whoLooksAfterNoRulesSeesNone() {
        assertThat(new HttpBrowser()
                        .get(settings.at("/recognition/rules"))
                        .uri()
                        .getPath())
                .isEqualTo("/sign-in");
        String elsewhere = officer("Elsewhere", tenants.found("District " + UUID.randomUUID()));
        Page page = as(elsewhere, "/recognition/rules");
        assertThat(page.select(".empty").text()).contains("Nobody has said yet where your district lies");
        assertThat(as(elsewhere, "/recognition/rules/rule/" + code + "-hours").status())
                .isEqualTo(404);
        assertThat(as(ines, "/admin/rules").status()).isEqualTo(403);
    }

    @Test
    void aFileWithMistakesOrOfAnotherAuthorityOrWithNothingNewIsNotProposed() {
        Page page = as(ines, "/recognition/rules");
        assertThat(preview(page, " ").select("[role=alert]").text()).contains("Choose a file");
        Page broken = preview(page, rule(2).replace("unit: hour", "unitt: hour"));
        assertThat(broken.select("[role=alert] li").eachText())
                .anyMatch(problem -> problem.contains("unit: is missing"))
                .anyMatch(problem -> problem.contains("unitt: is not a field"));
        assertThat(broken.select("#text").val()).as("what was typed stays").contains("unitt: hour");
        assertThat(preview(page, rule(2)).select("[role=alert]").text()).contains("nothing to change");
        String other = "k" + UUID.randomUUID();
        assertThat(preview(page, TestRules.authority(other))
                        .select("[role=alert]")
                        .text())
                .contains("do not look after");
        rules.take("file", TestRules.authority(other).getBytes(StandardCharsets.UTF_8), "a tester", false);
        assertThat(preview(page, rule(9).replace("authority: " + code, "authority: " + other))
                        .select("[role=alert]")
                        .text())
                .as("a rule is not carried over to somebody else")
                .contains("do not look after");
        assertThat(unitsNow()).isEqualTo(2);
    }

    @Test
    void aChangeIsShownInWordsAndHoldsOnlyWhenSomebodyElseHasApprovedIt() {
        Page shown = preview(as(ines, "/recognition/rules"), rule(3));
        assertThat(shown.select(".change").text()).contains(code + "-hours", "changes, and becomes version 2");
        assertThat(shown.select("main li").eachText()).containsExactly("How many units: 2 becomes 3");
        Page proposed = shown.form("form.card")
                .set("words", "The district's new page says so")
                .submit();
        assertThat(proposed.select("[role=status]").text()).contains("somebody else has approved it");
        assertThat(unitsNow()).isEqualTo(2);
        assertThat(proposed.select("button[value=approve]"))
                .as("not by oneself")
                .isEmpty();

        Page second = as(omar, "/recognition/rules");
        assertThat(second.select("article.card").text()).contains("Proposed by Inés", "2 becomes 3");
        HttpBrowser hers = new HttpBrowser();
        String token =
                as(hers, ines, "/recognition/rules").select("input[name=_csrf]").val();
        String form = second.select("article.card form").attr("action");
        Page forged = hers.post(settings.at(form), Map.of("act", "approve", "_csrf", token));
        assertThat(forged.select("[role=alert]").text()).contains("somebody else has to decide");
        assertThat(unitsNow()).isEqualTo(2);
        Page approved = second.form("button[value=approve]").submitWith("button[value=approve]");
        assertThat(approved.select("[role=status]").text()).contains("It holds from now on");
        assertThat(unitsNow()).isEqualTo(3);
        assertThat(approved.select("[aria-labelledby=decided]").text()).contains("proposed by Inés, decided by Omar");

        Page history = as(ines, "/recognition/rules/rule/" + code + "-hours");
        assertThat(history.select("h2").eachText()).containsExactly("version 2", "version 1");
        assertThat(history.text()).contains("Inés, approved by Omar", "a tester");
    }

    @Test
    void whatIsDeclinedChangesNothingAndNeedsAReason() {
        propose(ines, rule(4));
        Page second = as(omar, "/recognition/rules");
        Page silent = second.form("button[value=decline]").submitWith("button[value=decline]");
        assertThat(silent.select("[role=alert]").text()).contains("Say why");
        Page declined = silent.form("button[value=decline]")
                .set("words", "The page says two")
                .submitWith("button[value=decline]");
        assertThat(declined.select("[role=status]").text()).contains("Declined");
        assertThat(declined.select("[aria-labelledby=decided]").text()).contains("The page says two");
        assertThat(unitsNow()).isEqualTo(2);
    }

    @Test
    void aRuleThatHoldsForOtherDistrictsTooIsApprovedByAnOperator() {
        TenantId neighbour = tenants.found("District " + UUID.randomUUID());
        recognition.settle(neighbour, List.of(new AuthorityCode(code)), "a tester");
        propose(ines, rule(5));
        Page second = as(omar, "/recognition/rules");
        Page refused = second.form("button[value=approve]").submitWith("button[value=approve]");
        assertThat(refused.select("[role=alert]").text()).contains("An operator has to approve");
        assertThat(unitsNow()).isEqualTo(2);
        Page operator = as("admin", "/admin/rules");
        String form = second.select("article.card form").attr("action").replace("/recognition/", "/admin/");
        Page approved = operator.form("form[action='" + form + "']").submitWith("button[value=approve]");
        assertThat(approved.select("[role=status]").text()).contains("It holds from now on");
        assertThat(unitsNow()).isEqualTo(5);
    }

    /** With a place that is known here. */
    private String agreement() {
        rules.take("file", TestRules.authority(code + "-next").getBytes(StandardCharsets.UTF_8), "a tester", false);
        return TestRules.agreement(code).replace("us-ar", code + "-next");
    }

    private String export() {
        return TestRules.export(
                code,
                "  - {heading: Done, field: awarded-on, date: MM/dd/yyyy}\n"
                        + "  - {heading: For, field: value, words: {renewal: REN}}\n"
                        + "  - {heading: License, field: educator-number, ask: Your number}\n"
                        + "values: [renewal, local-hours]\nfile: {separator: semicolon, headings: false}\nexample: true\n");
    }

    @Test
    void agreementsAndExportsAreShownInTheWordsOfTheirFormsAndSoIsTheirHistory() {
        Page shown = preview(as(ines, "/recognition/rules"), agreement() + "---\n" + export());
        List<String> lines = shown.select("main li").eachText();
        assertThat(lines)
                .contains(
                        "Authority: Officetown (" + code + ")",
                        "Partner 1, From: Officetown (" + code + "-next)",
                        "Partner 1, Rated by two people: yes",
                        "Partner 1, Where it says so: A report",
                        "Two people have rated every criterion: yes",
                        "It counts by the rule: " + code + "-hours",
                        "Name of the export: Personnel system",
                        "Claims that change later: A file of their own",
                        "What the claims are for: License renewal, Local professional development",
                        "Column 3, What goes in it: Badge issued on",
                        "Column 3, Pattern of the day: MM/dd/yyyy",
                        "Column 4, Codes for words: renewal = REN",
                        "Column 5, What teachers are asked for: Your number",
                        "Between two cells: Semicolon",
                        "The first row holds the headings: no",
                        "This is only an example: yes")
                .noneMatch(line -> line.matches(".*[a-z]_[a-z].*|.*\\[[0-9]].*"));
        assertThat(shown.select("main li code")).as("no raw name of a field").isEmpty();

        rules.take("file", export().getBytes(StandardCharsets.UTF_8), "a tester", false);
        Page changed = preview(
                as(ines, "/recognition/rules"),
                export().replace("separator: semicolon", "separator: tab").replace("example: true\n", ""));
        assertThat(changed.select("main li").eachText())
                .containsExactlyInAnyOrder(
                        "Between two cells: Semicolon becomes Tab", "This is only an example: yes is taken out");
        Page history = as(ines, "/recognition/rules/export/" + code + "-export");
        assertThat(history.select("main ol li li").eachText())
                .contains("Claims that change later: A file of their own");
        assertThat(history.select("main ol li li code")).isEmpty();
    }

    @Test
    void inSpanishTheyAreSpanish() {
        HttpBrowser browser = new HttpBrowser().header("Accept-Language", "es");
        Page shown = preview(as(browser, ines, "/recognition/rules"), agreement() + "---\n" + export());
        assertThat(shown.select("main li").eachText())
                .contains("Esto es solo un ejemplo: sí")
                .noneMatch(line -> line.endsWith(": yes"));
    }

    private UUID proposed(StaffMember by, String authority) {
        String yaml = TestRules.authority(authority) + "---\n" + TestRules.rule(authority, 2);
        assertThat(proposals.propose(by, yaml, "The first one", List.of(new AuthorityCode(authority))))
                .isEqualTo(Refusal.NONE);
        return proposals.open().stream()
                .filter(each -> each.authorities().contains(new AuthorityCode(authority)))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private StaffMember operator() {
        StaffId id = staff.createOperator("lone." + UUID.randomUUID(), "Lola Lone", PASSWORD)
                .orElseThrow();
        return staff.find(id).orElseThrow();
    }

    @Test
    void whoProposedDecidesThemselvesOnlyWhereNobodyElseCouldAndSaysWhy() {
        StaffMember operator = operator();
        String first = "f" + UUID.randomUUID();
        UUID id = proposed(operator, first);
        List<AuthorityCode> codes = List.of(new AuthorityCode(first));
        assertThat(proposals.decide(operator, id, true, "I am sure", codes, codes, false))
                .isEqualTo(Refusal.OWN);
        assertThat(proposals.decide(operator, id, true, " ", codes, codes, true))
                .as("without a second person it needs a reason")
                .isEqualTo(Refusal.NO_WORDS);
        assertThat(proposals.decide(operator, id, true, "Nobody else is here yet", codes, codes, true))
                .isEqualTo(Refusal.NONE);
        assertThat(recognition.authority(new AuthorityCode(first))).isPresent();
        assertThat(proposals.find(id).orElseThrow()).satisfies(decided -> {
            assertThat(decided.isOfOne()).isTrue();
            assertThat(decided.decidedWords()).isEqualTo("Nobody else is here yet");
        });
        assertThat(rulebook.history(RecognitionDocuments.Kind.AUTHORITY, first))
                .singleElement()
                .satisfies(kept ->
                        assertThat(kept.by()).isEqualTo("Lola Lone, approved by nobody else: there was nobody"));
        assertThat(as("admin", "/admin/rules").text())
                .contains("proposed and decided by Lola Lone alone: there was nobody else.");
    }

    @Test
    void anOperatorIsAloneUntilThereIsAnotherOrAnOfficerForThatPlace() {
        StaffMember operator = operator();
        MockHttpServletRequest console = new MockHttpServletRequest("GET", "/admin/rules");
        List<AuthorityCode> unknown = List.of(new AuthorityCode("n" + UUID.randomUUID()));
        List<AuthorityCode> here = List.of(new AuthorityCode(code));
        assertThat(reach.isAlone(operator, console, unknown))
                .as("there is the operator of the demonstration")
                .isFalse();
        transaction.executeWithoutResult(status -> {
            jdbc.sql("update staff_account set state = 'ENDED' where operator and id <> :id")
                    .param("id", operator.id().value())
                    .update();
            assertThat(reach.isAlone(operator, console, unknown)).isTrue();
            assertThat(reach.isAlone(operator, console, here))
                    .as("Inés and Omar could")
                    .isFalse();
            assertThat(reach.isAlone(operator, new MockHttpServletRequest("GET", "/recognition/rules"), unknown))
                    .as("at an officer's desk nobody decides alone")
                    .isFalse();
            status.setRollbackOnly();
        });
    }
}
