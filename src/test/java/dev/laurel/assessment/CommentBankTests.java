package dev.laurel.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.person.Staff;
import dev.laurel.person.StaffRole;
import dev.laurel.submission.HandedInEvidence;
import dev.laurel.support.Colleague;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Words that are used again, on the scoring page and on a page of their own, without scripts. */
@LaurelTest
class CommentBankTests {

    private static final String PRAISE = "The marked parts are limited to what is not yet taught.";

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    Staff staff;

    @Autowired
    Comments comments;

    @Autowired
    JdbcClient jdbc;

    private AssessmentFixtures given;
    private TenantId district;
    private String bank;

    @BeforeEach
    void aDistrict() {
        given = new AssessmentFixtures(context);
        district = given.district();
        bank = "/assess/comments/of/" + district.value() + "/lit-hfw-mapping";
    }

    private HttpBrowser signIn(StaffRole role) {
        HttpBrowser browser = new HttpBrowser();
        Colleague.of(staff, "Somebody", district, role).signsIn(settings, browser);
        return browser;
    }

    private Page takes(HttpBrowser assessor) {
        new HandedInEvidence(context, district).handIn();
        given.waitUntilHeard();
        return assessor.get(settings.at("/assess"))
                .form("form[action$='/assess/next']")
                .submit();
    }

    private static Page keeps(Page scoring, String criterion, String words) {
        return scoring.form("#scoring")
                .set("words." + criterion, words)
                .submitWith("button[name=keep][value=" + criterion + "]");
    }

    private static Page inserts(Page scoring, String criterion) {
        return scoring.form("#scoring").submitWith("button[name=insert][value=" + criterion + "]");
    }

    private static String words(Page scoring, String criterion) {
        return scoring.form("#scoring").values("words." + criterion).get(0);
    }

    private static Page add(Page page, int part, String words) {
        return page.form("form:has(#new-" + part + ")").set("words", words).submit();
    }

    @Test
    void keepsNothingAndInsertsNothingThatIsNotThere() {
        HttpBrowser rosa = signIn(StaffRole.ASSESSOR);
        Page scoring = takes(rosa);
        assertThat(scoring.select("button[name=insert]")).isEmpty();
        assertThat(keeps(scoring, "C1", " ").text()).contains("There are no words to keep");
        assertThat(keeps(rosa.get(settings.at(scoring.uri().getPath())), "C1", "w".repeat(2001))
                        .text())
                .contains("This is too long to keep");
        Page kept = keeps(rosa.get(settings.at(scoring.uri().getPath())), "C1", PRAISE);
        assertThat(kept.text()).contains("The comment is kept");
        assertThat(keeps(kept, "C1", PRAISE).text()).contains("You have this comment already");
        assertThat(kept.select("button[name=insert]")).hasSize(1);
    }

    @Test
    void whatWasJustWrittenIsThereForTheNextPiece() {
        HttpBrowser rosa = signIn(StaffRole.ASSESSOR);
        Page first = keeps(takes(rosa), "C2", PRAISE);
        assertThat(words(first, "C2")).as("saved as well").isEqualTo(PRAISE);

        Page second = takes(rosa);
        assertThat(words(second, "C2")).isEmpty();
        Page inserted = inserts(second, "C2");
        assertThat(words(inserted, "C2")).isEqualTo(PRAISE);
        assertThat(words(inserts(inserted, "C2"), "C2"))
                .as("after what is there")
                .isEqualTo(PRAISE + "\n\n" + PRAISE);
        assertThat(second.select("button[name=insert][value=C1]"))
                .as("on its own criterion only")
                .isEmpty();
    }

    @Test
    void whatIsInsertedLosesNothingThatWasTyped() {
        HttpBrowser rosa = signIn(StaffRole.ASSESSOR);
        Page scoring = keeps(takes(rosa), "C2", PRAISE);
        Page inserted = scoring.form("#scoring")
                .set("words.C2", "In row four. ")
                .set("words.C3", "Half a thought")
                .submitWith("button[name=insert][value=C2]");
        assertThat(words(inserted, "C2")).isEqualTo("In row four.\n\n" + PRAISE);
        assertThat(words(inserted, "C3")).isEqualTo("Half a thought");
    }

    @Test
    void isChangedRemovedAndBroughtBack() {
        HttpBrowser rosa = signIn(StaffRole.ASSESSOR);
        Page page = add(rosa.get(settings.at(bank)), 1, PRAISE);
        assertThat(page.text()).contains("The comment is kept");
        Page changed =
                page.form("form[action$=/words]").set("words", "Other words").submit();
        assertThat(changed.select("form[action$=/words] textarea").text()).isEqualTo("Other words");
        Page emptied = changed.form("form[action$=/words]").set("words", " ").submit();
        assertThat(emptied.text()).contains("There are no words to keep");
        assertThat(emptied.select("form[action$=/words] textarea").text()).isEqualTo("Other words");

        Page removed = emptied.form("form[action$=/words]").submitWith("[formaction$=/removal]");
        assertThat(removed.select("form[action$=/words]")).isEmpty();
        Page back = removed.form("form[action$=/undo]").submit();
        assertThat(back.text()).contains("The comment is back");
        assertThat(back.select("form[action$=/words] textarea").text()).isEqualTo("Other words");
    }

    @Test
    void whatNobodyWantsBackIsForgotten() {
        HttpBrowser rosa = signIn(StaffRole.ASSESSOR);
        Page removed = add(rosa.get(settings.at(bank)), 1, PRAISE)
                .form("form[action$=/words]")
                .submitWith("[formaction$=/removal]");
        comments.forget(Instant.now().plus(29, ChronoUnit.DAYS));
        assertThat(count()).isEqualTo(1);
        comments.forget(Instant.now().plus(31, ChronoUnit.DAYS));
        assertThat(count()).isZero();
        assertThat(removed.form("form[action$=/undo]").submit().status()).isEqualTo(404);
    }

    private int count() {
        return jdbc.sql("select count(*) from assessment_comment where tenant_id = ?")
                .param(district.value())
                .query(Integer.class)
                .single();
    }

    @Test
    void everybodyReadsTheProgrammesAndNobodyElseOnesOwn() {
        HttpBrowser greta = signIn(StaffRole.LEAD_ASSESSOR);
        Page shared = greta.get(settings.at(bank))
                .form("form:has(#new-1)")
                .set("words", "Name the page you mean.")
                .set("shared", "true")
                .submit();
        assertThat(shared.text()).contains("Shared");
        add(shared, 1, "Greta's own");
        HttpBrowser rosa = signIn(StaffRole.ASSESSOR);
        add(rosa.get(settings.at(bank)), 1, "Rosa's own");

        Page read = rosa.get(settings.at(bank));
        assertThat(read.text()).contains("Name the page you mean.").doesNotContain("Greta's own");
        assertThat(read.select("form[action$=/words] textarea").eachText()).containsExactly("Rosa's own");
        assertThat(read.select("input[name=shared]")).isEmpty();
        assertThat(greta.get(settings.at(bank)).text()).contains("Greta's own").doesNotContain("Rosa's own");
        Page scoring = takes(rosa);
        assertThat(scoring.select("#rubric-pane .bank .handed-in").eachText())
                .containsExactly("Rosa's own", "Name the page you mean.");
        assertThat(rosa.get(settings.at(bank.replace("lit-hfw-mapping", "assess-hinge-questions")))
                        .text())
                .doesNotContain("Rosa's own");
    }
}
