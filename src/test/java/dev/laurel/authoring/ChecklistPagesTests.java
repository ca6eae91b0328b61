package dev.laurel.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.person.Staff;
import dev.laurel.person.StaffRole;
import dev.laurel.support.Colleague;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;

@LaurelTest
class ChecklistPagesTests {

    @Autowired
    LaurelSettings settings;

    @Autowired
    Staff staff;

    @Autowired
    Tenants tenants;

    private TenantId district;
    private Page author;
    private Page reviewer;
    private String path = "";

    @BeforeEach
    void aDraft() throws IOException {
        district = tenants.found("District " + UUID.randomUUID());
        author = signIn("Ana Autora", StaffRole.AUTHOR);
        reviewer = signIn("Rhea Reader", StaffRole.CONTENT_REVIEWER);
        author = author.form("form[action$=/author/versions]")
                .file(
                        "file",
                        "mine.yaml",
                        "application/yaml",
                        new ClassPathResource("demo/catalogue/literacy-high-frequency-words.yaml")
                                .getContentAsString(StandardCharsets.UTF_8)
                                .replace("id: lit-hfw-mapping", "id: q" + UUID.randomUUID())
                                .getBytes(StandardCharsets.UTF_8))
                .submit();
        path = author.uri().getPath();
    }

    private Page signIn(String name, StaffRole role) {
        return Colleague.of(staff, name, district, role).signsIn(settings);
    }

    private void insist() {
        reviewer.open("/author")
                .form("form[action$=/author/rules]")
                .set("checklistRequired", "true")
                .submit();
    }

    private Page answerAll(String answer) {
        HttpBrowser.Form form = author.open(path + "/checklist").form("form[action$=/checklist]");
        for (CheckItem item : CheckItem.values()) {
            form.set("answer." + item.key(), answer);
        }
        return form.submit();
    }

    private Page confirmAll() {
        HttpBrowser.Form form = reviewer.open(path + "/checklist").form("form[action$=/confirmations]");
        for (CheckItem item : CheckItem.values()) {
            form.set("confirm." + item.key(), "true");
        }
        return form.submit();
    }

    private Page move(Page person, Move move) {
        return person.open(path)
                .form("form[action$=/" + move + "]")
                .set("reason", "Because")
                .submit();
    }

    @Test
    void publishesNothingUncheckedWhereTheDistrictInsists() {
        insist();
        assertThat(author.open(path).text()).contains("0 of 13 answered, 0 confirmed", "publishes nothing before");
        move(author, Move.HAND_IN);
        Page refused = move(reviewer, Move.PUBLISH);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("The quality checklist is not done");
        move(reviewer, Move.RETURN);
        answerAll("YES");
        move(author, Move.HAND_IN);
        assertThat(move(reviewer, Move.PUBLISH).status())
                .as("answered, not confirmed")
                .isEqualTo(409);
        assertThat(confirmAll().text()).contains("Confirmed by Rhea Reader");
        assertThat(move(reviewer, Move.PUBLISH).text()).contains("Published");
        for (String preview : List.of("/as-earner", "/as-earner/evidence", "/as-assessor")) {
            assertThat(reviewer.open(path + preview).text())
                    .as("what is published is no draft any more: %s", preview)
                    .containsIgnoringCase("preview")
                    .doesNotContain("still being written", "of a draft");
        }
    }

    @Test
    void asksForConfirmationAgainWhenTheWordsHaveChanged() {
        answerAll("YES");
        move(author, Move.HAND_IN);
        confirmAll();
        assertThat(reviewer.open(path).text()).contains("13 of 13 answered, 13 confirmed");
        move(reviewer, Move.RETURN);
        author.open(path + "/edit/basics")
                .form("#editor")
                .set("title", "Other words")
                .submit();
        move(author, Move.HAND_IN);
        assertThat(reviewer.open(path).text()).contains("13 of 13 answered, 0 confirmed");
    }

    @Test
    void letsNobodyConfirmTheirOwnWordsOrAnswerForTheAuthors() {
        assertThat(author.open(path + "/checklist").select("form[action$=/confirmations]"))
                .isEmpty();
        Page answered = reviewer.open(path + "/checklist");
        assertThat(answered.select("input[type=radio], button.primary")).isEmpty();
        Page early = answered.form("form[action$=/checklist]")
                .set("answer.steps", "YES")
                .submit();
        assertThat(early.status()).isEqualTo(403);
    }

    @Test
    void asksForAReasonWhereAnItemDoesNotApplyAndConfirmsNothingThatIsNotYetSo() {
        Page left = author.open(path + "/checklist")
                .form("form[action$=/checklist]")
                .set("answer.alternatives", "NOT_HERE")
                .set("answer.steps", "NO")
                .set("answer.hours", "YES")
                .set("note.hours", "Two teachers kept a diary")
                .submit();
        assertThat(left.select("[role=alert]").text()).contains("needs its reason");
        assertThat(author.open(path).text()).contains("1 of 13 answered");
        move(author, Move.HAND_IN);
        Page review = reviewer.open(path + "/checklist");
        assertThat(review.text()).contains("Two teachers kept a diary", "Not yet", "Not answered yet");
        assertThat(review.select("input[name^=confirm]").eachAttr("name")).containsExactly("confirm.hours");
    }

    @Test
    void keepsNotesBetweenAuthorsAndReviewers() {
        Page noted = reviewer.open(path)
                .form("form[action$=/notes]")
                .set("body", "Is step 3 <b>needed</b>?")
                .submit();
        assertThat(noted.select("#notes ~ ol li").text()).contains("Rhea Reader", "Is step 3 <b>needed</b>?");
        assertThat(author.open(path).text()).contains("Is step 3 <b>needed</b>?");
        assertThat(author.open(path + "/as-earner").text()).doesNotContain("Is step 3");
    }

    @Test
    void isNotAskedForWhereTheDistrictDoesNotInsist() {
        move(author, Move.HAND_IN);
        assertThat(move(reviewer, Move.PUBLISH).text()).contains("Published");
        for (String preview : List.of("/as-earner", "/as-earner/evidence", "/as-assessor")) {
            assertThat(reviewer.open(path + preview).text())
                    .as("what is published is no draft any more: %s", preview)
                    .containsIgnoringCase("preview")
                    .doesNotContain("still being written", "of a draft");
        }
    }

    @Test
    void showsADraftOnThePagesOfEarnersAndAssessors() {
        Page earner = author.open(path + "/as-earner");
        assertThat(earner.select("main.module #rubric, main.module .rubric")).isNotEmpty();
        assertThat(earner.select("form[action*=/start]")).isEmpty();
        assertThat(earner.text()).contains("This is a preview").doesNotContain("??");
        Page assessor = author.open(path + "/as-assessor");
        assertThat(assessor.select("#evidence-pane article")).isNotEmpty();
        assertThat(assessor.select("#rubric-pane fieldset[disabled] input[type=radio]"))
                .isNotEmpty();
        assertThat(assessor.select("form[action*=release], .decide")).isEmpty();
        author.open(path + "/edit/basics").form("#editor").set("title", "").submit();
        assertThat(author.open(path + "/as-earner").status())
                .as("not to be shown yet")
                .isEqualTo(409);
    }
}
