package dev.laurel.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffRole;
import dev.laurel.recognition.RecognitionDocuments.Kind;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Form;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.TestSurroundings;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.YamlDocuments;
import dev.laurel.system.YamlFile;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.node.ObjectNode;

/** Officers write authorities, their rules and their agreements in forms; what they say is looked at by a second person as files are. */
@LaurelTest
class RuleFormTests {

    private static final String PASSWORD = "correct horse battery";
    private static final String EDITOR = "form#editor";

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
    ApplicationContext context;

    private final String code = "k" + UUID.randomUUID();
    private String ines;
    private String omar;

    @BeforeEach
    void aDistrictWithTwoOfficers() {
        rules.take(
                "file",
                (TestRules.authority(code) + "---\n" + TestRules.rule(code, 2)).getBytes(StandardCharsets.UTF_8),
                "a tester",
                false);
        TenantId tenant = tenants.found("District " + UUID.randomUUID());
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

    private Page as(String login, String path) {
        return new HttpBrowser()
                .get(settings.at("/sign-in?to=" + path))
                .form("input[name=password]")
                .set("login", login)
                .set("password", login.equals("admin") ? TestSurroundings.OPERATOR_PASSWORD : PASSWORD)
                .submit();
    }

    private static Page press(Form form, String act) {
        return form.submitWith("button.button[name=act][value=" + act + "]");
    }

    private void approve(String login, String path) {
        Page waiting = as(login, path);
        Page done =
                waiting.form("article.card:contains(The new page says so) form").submitWith("button[value=approve]");
        assertThat(done.select("[role=status]").text()).startsWith("Approved.");
    }

    private List<Rule> held() {
        return rulebook.current().rules().getOrDefault(new AuthorityCode(code), List.of());
    }

    @Test
    void whoLooksAfterAnotherDistrictFindsNoForm() {
        String elsewhere = officer("Elsewhere", tenants.found("District " + UUID.randomUUID()));
        assertThat(as(elsewhere, "/recognition/rules/new-rule/" + code).status())
                .isEqualTo(404);
        assertThat(as(elsewhere, "/recognition/rules/rule/" + code + "-hours/edit")
                        .status())
                .isEqualTo(404);
        assertThat(as(elsewhere, "/recognition/rules/authority/" + code + "/edit")
                        .status())
                .isEqualTo(404);
        TestRules.agreement(context, code);
        assertThat(as(elsewhere, "/recognition/rules/new-agreement/" + code).status())
                .isEqualTo(404);
        assertThat(as(elsewhere, "/recognition/rules/agreement/" + code + "-neighbours/edit")
                        .status())
                .isEqualTo(404);
        assertThat(as(elsewhere, "/recognition/rules/agreement/" + code + "-neighbours.yaml")
                        .status())
                .isEqualTo(404);
        assertThat(as(ines, "/recognition/rules/new-authority").status()).isEqualTo(404);
    }

    @Test
    void whatIsWrongStandsAtItsFieldAndNothingTypedIsLost() {
        Page form = as(ines, "/recognition/rules/new-rule/" + code);
        Page wrong = press(
                form.form(EDITOR)
                        .set("scope", "credentials")
                        .set("scope-list", "")
                        .set("unit", "Ünit")
                        .set("amount", "a few")
                        .set("valid-from", "2026-05-01")
                        .set("valid-to", "2026-04-01")
                        .set("source-url", "somewhere")
                        .set("words", "The new page says so"),
                "propose");
        assertThat(wrong.select("#amount-error").text()).startsWith("must be a number above 0");
        assertThat(wrong.select("#source-error").text())
                .as("no figure without a source")
                .isEqualTo("is missing");
        assertThat(wrong.select("#source-url-error").text()).startsWith("must be an address");
        assertThat(wrong.select("#valid-to-error").text()).isEqualTo("is before valid_from");
        assertThat(wrong.select("#scope-list-error").text()).isNotEmpty();
        assertThat(wrong.select("#amount").attr("aria-invalid")).isEqualTo("true");
        assertThat(wrong.select("#unit").val()).isEqualTo("Ünit");
        assertThat(wrong.select("#words").val()).isEqualTo("The new page says so");
        assertThat(wrong.select("[role=alert] a[href=#source]")).hasSize(1);
        assertThat(held()).hasSize(1);
    }

    @Test
    void aRuleIsShownForAnExampleBeforeItIsProposedAndHoldsOnceASecondPersonApproved() {
        Page form = as(ines, "/recognition/rules/rule/" + code + "-hours/edit");
        assertThat(form.select("#amount").val()).isEqualTo("2");
        Page preview = press(
                form.form(EDITOR)
                        .set("amount", "0.5")
                        .set("per", "hours")
                        .set("count", "1")
                        .set("cap", "12")
                        .set("cap-years", "5")
                        .set("example", "assess-hinge-questions"),
                "preview");
        String shown = preview.select("[aria-labelledby=preview]").text();
        assertThat(shown).contains("assess-hinge-questions", "hour", "12").doesNotContain("does not speak");
        assertThat(preview.select("[aria-labelledby=changes]").text())
                .contains("For so many credited hours: 1", "At most so many units: 12")
                .doesNotContain("amount.per_hours", "cap.units");
        assertThat(press(preview.form(EDITOR), "propose").select("[role=alert]").text())
                .startsWith("Say why.");
        Page proposed = press(preview.form(EDITOR).set("words", "The new page says so"), "propose");
        assertThat(proposed.select("[role=status]").text()).startsWith("Proposed.");
        assertThat(held()).singleElement().satisfies(rule -> assertThat(rule.version())
                .isEqualTo(1));
        approve(omar, "/recognition/rules");
        assertThat(held()).singleElement().satisfies(rule -> {
            assertThat(rule.version()).isEqualTo(2);
            assertThat(rule.rate()).isEqualTo(new Rate.PerHours(new BigDecimal("0.5"), 1));
        });
        assertThat(rulebook.version(code + "-hours", 1))
                .as("claims keep the version they were made under")
                .isPresent();
    }

    @Test
    void aRuleThatIsEqualToAnotherIsProposedOnlyByWhoHasReadSo() {
        rules.take("file", TestRules.rule(code, 2).getBytes(StandardCharsets.UTF_8), "a tester", false);
        Rule there = held().get(0);
        Page form = as(ines, "/recognition/rules/new-rule/" + code);
        Page preview = press(equalTo(there, form), "preview");
        assertThat(preview.select("#twins").text()).contains("at the same time: " + there.name());
        Page later = press(preview.form(EDITOR).set("valid-from", "2099-01-01"), "preview");
        assertThat(later.select("#twins").text()).as("it goes on").contains(there.name());
        Page other = press(preview.form(EDITOR).set("roles", "coaches").set("unit", "point"), "preview");
        assertThat(other.select("#twins")).as("another unit").isEmpty();

        Page warned = press(equalTo(there, form), "propose");
        assertThat(warned.select("[role=alert]").text()).startsWith("Nothing is proposed yet");
        assertThat(press(warned.form(EDITOR), "propose").select("[role=status]").text())
                .startsWith("Proposed.");
    }

    private static Form equalTo(Rule there, Page form) {
        return form.form(EDITOR)
                .set("value", there.kind().key())
                .set("unit", there.unit())
                .set("amount", "3")
                .set("source", "A page")
                .set("words", "The new page says so");
    }

    @Test
    void anEmptyFormSaysOfEveryFieldThatItIsMissing() {
        Page empty = press(as(ines, "/recognition/rules/new-rule/" + code).form(EDITOR), "propose");
        assertThat(empty.select("[role=alert] li").text())
                .contains("What the unit is called: is missing", "Why, and where it was read: is missing");
        assertThat(empty.select("#words").attr("aria-invalid")).isEqualTo("true");
    }

    @Test
    void twoNewRulesThatWaitDoNotBecomeOne() {
        for (String unit : List.of("first", "second")) {
            Page proposed = press(
                    as(ines, "/recognition/rules/new-rule/" + code)
                            .form(EDITOR)
                            .set("unit", unit)
                            .set("amount", "3")
                            .set("source", "A page")
                            .set("words", "The new page says so"),
                    "propose");
            assertThat(proposed.select("[role=status]").text()).startsWith("Proposed.");
        }
        approve(omar, "/recognition/rules");
        approve(omar, "/recognition/rules");
        assertThat(held()).extracting(Rule::unit).contains("first", "second");
    }

    @Test
    void aFormThatWasOpenedBeforeSomebodyElsesChangeOverwritesNothing() {
        Page old = as(ines, "/recognition/rules/rule/" + code + "-hours/edit");
        rules.take("file", TestRules.rule(code, 7).getBytes(StandardCharsets.UTF_8), "a tester", false);
        Page refused = press(old.form(EDITOR).set("amount", "9").set("words", "The new page says so"), "propose");
        assertThat(refused.select("[role=alert]").text()).startsWith("Somebody changed it");
        assertThat(refused.select("#amount").val()).isEqualTo("9");
    }

    @Test
    void aRuleWithoutAFigureSaysThatTheDistrictDecides() {
        Page doubtful = press(
                as(ines, "/recognition/rules/rule/" + code + "-hours/edit")
                        .form(EDITOR)
                        .set("per", "none")
                        .set("scope-list", "assess-hinge-questions")
                        .set("example", "assess-hinge-questions"),
                "preview");
        assertThat(doubtful.select("#amount-error").text())
                .as("nothing typed is dropped unsaid")
                .startsWith("stands for nothing");
        assertThat(doubtful.select("#scope-list-error").text()).startsWith("names some");
        Page preview = press(doubtful.form(EDITOR).set("amount", "").set("scope-list", ""), "preview");
        assertThat(preview.select("[aria-labelledby=preview]").text())
                .contains("your district decides")
                .doesNotContain("2 hour");
        Page gone = press(
                preview.form(EDITOR)
                        .set("scope", "credentials")
                        .set("scope-list", "no-such-thing")
                        .set("example", ""),
                "preview");
        assertThat(gone.select("[aria-labelledby=preview]").text()).contains("Not in the catalog: no-such-thing");
    }

    @Test
    void anOperatorAddsAnAuthorityWithItsNeedsAndAnOfficerChangesThem() {
        String another = "k" + UUID.randomUUID();
        Page form = as("admin", "/admin/rules/new-authority");
        Page taken = press(form.form(EDITOR).set("code", code).set("name", "A board"), "preview");
        assertThat(taken.select("#code-error").text()).contains("another authority");
        assertThat(taken.select("#place-error").text()).isEqualTo("is missing");
        Page wrong = press(
                taken.form(EDITOR)
                        .set("code", another)
                        .set("place", "Boardtown")
                        .set("decides", "Your board")
                        .set("need-unit", "CEU")
                        .set("need-amount", "8")
                        .set("need-years", "five")
                        .set("need-categories", "literacy = 3\nsubject = 9"),
                "preview");
        assertThat(wrong.select("#need-years-0-error").text()).startsWith("must be a whole number");
        assertThat(wrong.select("#need-categories-0-error").text()).contains("add up to more");
        Page proposed = press(
                wrong.form(EDITOR)
                        .set("need-years", List.of("5", ""))
                        .set("need-categories", List.of("literacy = 3\nsubject = 3", ""))
                        .set("words", "The new page says so"),
                "propose");
        assertThat(proposed.select("[role=status]").text()).startsWith("Proposed.");
        assertThat(rulebook.current().codes()).doesNotContain(new AuthorityCode(another));
    }

    @Test
    void anAuthorityWithMoreRowsThanFortyKeepsAllOfThem() {
        StringBuilder yaml = new StringBuilder(TestRules.authority(code)).append("needs:\n");
        for (int i = 0; i < 45; i++) {
            yaml.append("  - {kind: renewal, unit: unit ").append(i).append(", amount: 8}\n");
        }
        yaml.append("equivalents:\n");
        for (int i = 0; i < 45; i++) {
            yaml.append("  - {count: 1, of: thing ")
                    .append(i)
                    .append(", amount: 2, unit: unit, source: {title: A page}, checked_on: \"2026-11-01\"}\n");
        }
        rules.take("file", yaml.toString().getBytes(StandardCharsets.UTF_8), "a tester", false);
        Page form = as(ines, "/recognition/rules/authority/" + code + "/edit");
        Page cut = press(form.form(EDITOR).remove("whole").set("decides", "The board"), "preview");
        assertThat(cut.status()).isEqualTo(400);
        assertThat(cut.text()).contains("Nothing was changed");
        Page preview = press(form.form(EDITOR).set("decides", "The board"), "preview");
        assertThat(preview.select("[name=need-unit]")).hasSize(46);
        assertThat(preview.select("[name=eq-of]")).hasSize(46);
        assertThat(preview.select("[aria-labelledby=changes] li").eachText())
                .singleElement()
                .asString()
                .startsWith("Who decides where no rule does");
    }

    @Test
    void aRuleForTheStacksOfAnIssuerStaysOneWhenItIsChanged() {
        rules.take(
                "file",
                TestRules.rule(code, 2)
                        .replace("scope: {every: micro-credential}", "scope: {issuers: [NEA], of: stack}")
                        .getBytes(StandardCharsets.UTF_8),
                "a tester",
                false);
        Page preview = press(
                as(ines, "/recognition/rules/rule/" + code + "-hours/edit")
                        .form(EDITOR)
                        .set("amount", "4"),
                "preview");
        assertThat(preview.select("#scope-of option[selected]").attr("value")).isEqualTo("stack");
        assertThat(preview.select("[aria-labelledby=changes] li").eachText())
                .singleElement()
                .asString()
                .startsWith("How many units");
    }

    private List<Agreement> agreed() {
        return rulebook.current().agreements().getOrDefault(new AuthorityCode(code), List.of());
    }

    @Test
    void whatIsWrongInAnAgreementStandsAtItsFieldAndNothingTypedIsLost() {
        Page form = as(ines, "/recognition/rules/new-agreement/" + code);
        Page nobody = press(form.form(EDITOR), "preview");
        assertThat(nobody.select("#partner-authority-0-error").text()).isNotEmpty();
        assertThat(nobody.select("#effect-error").text()).isEqualTo("is missing");
        Page wrong = press(
                nobody.form(EDITOR)
                        .set("partner-authority", "")
                        .set("partner-issuers", "did:web:nea.example")
                        .set("partner-agreement", "often")
                        .set("partner-quality", "13 standards")
                        .set("agreement", "80")
                        .set("age", "0")
                        .set("effect", "Counts as if it had been issued here.")
                        .set("double-scored", "yes")
                        .set("valid-from", "2026-05-01")
                        .set("valid-to", "2026-04-01")
                        .set("words", "The new page says so"),
                "propose");
        assertThat(wrong.select("#partner-authority-0-error").text()).isEqualTo("is missing");
        assertThat(wrong.select("#partner-agreement-0-error").text()).startsWith("must be a number above 0");
        assertThat(wrong.select("#partner-source-0-error").text())
                .as("nothing is declared without a source")
                .isEqualTo("is missing");
        assertThat(wrong.select("#partner-on-0-error").text()).isEqualTo("is missing");
        assertThat(wrong.select("#agreement-error").text()).startsWith("must be a number above 0, at most 1 ");
        assertThat(wrong.select("#age-error").text()).startsWith("must be a whole number");
        assertThat(wrong.select("#valid-to-error").text()).isEqualTo("is before valid_from");
        assertThat(wrong.select("#source-error").text()).isEqualTo("is missing");
        assertThat(wrong.select("#partner-issuers-0").text()).isEqualTo("did:web:nea.example");
        assertThat(wrong.select("#partner-agreement-0").val()).isEqualTo("often");
        assertThat(wrong.select("#double-scored").hasAttr("checked")).isTrue();
        assertThat(wrong.select("#words").val()).isEqualTo("The new page says so");
        assertThat(wrong.select("[role=alert] a[href=#partner-agreement-0]")).hasSize(1);
        assertThat(agreed()).isEmpty();
    }

    @Test
    void anAgreementIsLookedAtForEachPartnerAndHoldsOnceASecondPersonApproved() {
        rules.take("file", TestRules.authority(code + "-next").getBytes(StandardCharsets.UTF_8), "a tester", false);
        Page preview = press(
                as(ines, "/recognition/rules/new-agreement/" + code)
                        .form(EDITOR)
                        .set("partner-authority", code + "-next")
                        .set("double-scored", "yes")
                        .set("effect", "Counts as if it had been issued here.")
                        .set("effect-rule", code + "-hours")
                        .set("source", "The agreement"),
                "preview");
        assertThat(preview.select("[aria-labelledby=preview]").text())
                .as("nobody has said that two people rate there")
                .contains("Not recognized by this agreement", "Not known");
        Page better = press(
                preview.form(EDITOR)
                        .set("partner-double", List.of("yes", ""))
                        .set("partner-source", List.of("A report", ""))
                        .set("partner-on", List.of("2026-11-01", "")),
                "preview");
        assertThat(better.select("[aria-labelledby=preview]").text())
                .contains("As the partner says (A report, 2026-11-01)")
                .doesNotContain("Not recognized by this agreement");
        assertThat(better.select("[aria-labelledby=changes]").text())
                .as("in the words of the form")
                .contains("Two people have rated every criterion: yes", "Partner 1, Rated by two people: yes")
                .contains("Partner 1, From: Officetown (" + code + "-next)")
                .doesNotContain("conditions", "double_scored", "accepts");
        assertThat(better.select("[aria-labelledby=changes] code"))
                .as("but for the name of what is new")
                .hasSize(1);
        assertThat(press(better.form(EDITOR), "propose").select("[role=alert]").text())
                .startsWith("Say why.");
        Page proposed = press(better.form(EDITOR).set("words", "The new page says so"), "propose");
        assertThat(proposed.select("[role=status]").text()).startsWith("Proposed.");
        assertThat(agreed()).isEmpty();
        approve(omar, "/recognition/rules");
        assertThat(agreed()).singleElement().satisfies(agreement -> {
            assertThat(agreement.name()).isEqualTo(code + "-agreement");
            assertThat(agreement.conditions().doubleScored()).isTrue();
            assertThat(agreement.rule()).isEqualTo(code + "-hours");
        });
    }

    @Test
    void anAgreementIsEndedByItsFormAndEveryVersionStays() {
        TestRules.agreement(context, code);
        String path = "/recognition/rules/agreement/" + code + "-neighbours";
        Page old = as(ines, path + "/edit");
        Page foreign = press(old.form(EDITOR).set("effect-rule", "us-tn-renewal"), "preview");
        assertThat(foreign.select("#effect-rule-error").text()).contains("no rule of this authority");
        assertThat(foreign.select("#effect-rule option[selected]").val()).isEqualTo("us-tn-renewal");
        Page proposed =
                press(old.form(EDITOR).set("valid-to", "2026-11-30").set("words", "The new page says so"), "propose");
        assertThat(proposed.select("[role=status]").text()).startsWith("Proposed.");
        approve(omar, "/recognition/rules");
        assertThat(agreed()).singleElement().satisfies(agreement -> assertThat(agreement.validTo())
                .isEqualTo(LocalDate.of(2026, 11, 30)));
        assertThat(as(omar, path).select("ol li h2").eachText()).containsExactly("version 2", "version 1");
        Page late = press(old.form(EDITOR).set("effect", "Counts half.").set("words", "Me too"), "propose");
        assertThat(late.select("[role=alert]").text()).startsWith("Somebody changed it");
        assertThat(late.select("#effect").text()).isEqualTo("Counts half.");
    }

    @Test
    void whatIsSavedAsAFileCanBeHandedInAgainAndChangesNothing() {
        TestRules.agreement(context, code);
        for (String document :
                List.of("agreement/" + code + "-neighbours", "rule/" + code + "-hours", "authority/" + code)) {
            Page file = as(ines, "/recognition/rules/" + document + ".yaml");
            assertThat(file.body()).startsWith("---\nschema: ");
            assertThat(rules.changes("file", file.body().getBytes(StandardCharsets.UTF_8)))
                    .singleElement()
                    .satisfies(change -> assertThat(change.state()).isEqualTo(RuleChange.State.SAME));
        }
    }

    @Test
    void everyAgreementOfTheDemonstrationPassesThroughItsFormUnchanged() throws Exception {
        List<String> changed = new ArrayList<>();
        try (InputStream file = getClass().getResourceAsStream("/demo/recognition/partner-states.yaml")) {
            YamlDocuments.read(Objects.requireNonNull(file).readAllBytes()).forEach(node -> {
                Agreement agreement =
                        RecognitionDocuments.agreement(1, (ObjectNode) node, (field, fault) -> changed.add(field));
                ObjectNode again =
                        AgreementForm.document(AgreementForm.of(agreement), agreement.name(), agreement.accepting());
                assertThat(RecognitionDocuments.agreement(1, again, (field, fault) -> changed.add(field)))
                        .isEqualTo(agreement);
            });
        }
        assertThat(changed).isEmpty();
    }

    @Test
    void everyShippedRuleAndAuthorityPassesThroughItsFormUnchanged() throws Exception {
        List<String> changed = new ArrayList<>();
        for (YamlFile file : YamlFile.shipped("recognition")) {
            YamlDocuments.read(file.content()).forEach(node -> {
                ObjectNode fields = (ObjectNode) node;
                Kind kind = fields.get("kind").asString().equals("rule") ? Kind.RULE : Kind.AUTHORITY;
                ObjectNode again;
                if (kind == Kind.RULE) {
                    Rule rule = RecognitionDocuments.rule(1, fields, (field, fault) -> changed.add(field));
                    again = RuleForm.document(RuleForm.of(rule), rule.name(), rule.authority());
                    assertThat(RecognitionDocuments.rule(1, again, (field, fault) -> changed.add(field)))
                            .isEqualTo(rule);
                } else {
                    Authority authority = RecognitionDocuments.authority(fields, (field, fault) -> changed.add(field));
                    again = AuthorityForm.document(
                            AuthorityForm.of(authority, 1), authority.code().value());
                    assertThat(RecognitionDocuments.authority(again, (field, fault) -> changed.add(field)))
                            .usingRecursiveComparison()
                            .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                            .isEqualTo(authority);
                }
            });
        }
        assertThat(changed).isEmpty();
    }
}
