package dev.laurel.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.laurel.badge.Award;
import dev.laurel.badge.EarnedBadges;
import dev.laurel.person.Persons;
import dev.laurel.person.PrivacyTrail;
import dev.laurel.submission.EvidenceRemoved;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.Submissions;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.wallet.WalletFixtures.Teacher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** Files of their evidence that teachers show to everybody, and take back. */
@LaurelTest
class PublishedFilesTests {

    private static final String HINGE = "assess-hinge-questions";

    private static final String WORDS = "Ten hinge questions, with what each wrong answer tells";

    @Autowired
    ApplicationContext context;

    @Autowired
    LaurelSettings settings;

    @Autowired
    EarnedBadges badges;

    @Autowired
    TransactionTemplate transactions;

    private Teacher teacher;
    private Award award;

    @BeforeEach
    void somebodyEarnsWithAFile() {
        teacher = new WalletFixtures(context).teacher();
        teacher.browser()
                .get(teacher.window() + "/evidence")
                .form("form[action$=/evidence/start]")
                .submit();
        Page there = teacher.browser()
                .get(teacher.window() + "/evidence/artefacts/A1")
                .form("form[data-upload]")
                .file("file", "plan.pdf", "application/octet-stream", pdf())
                .submit();
        assertThat(there.text()).contains("plan.pdf");
        award = teacher.earns(HINGE);
    }

    private static byte[] pdf() {
        try (PDDocument document = new PDDocument()) {
            document.addPage(new PDPage());
            document.getDocumentInformation().setAuthor("Maya Ortiz");
            ByteArrayOutputStream pdf = new ByteArrayOutputStream();
            document.save(pdf);
            return pdf.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Page badge() {
        return teacher.browser().get(teacher.window() + "/wallet/badges/" + award.credentialId());
    }

    private Page publishes(boolean consent) {
        Page page = badge();
        HttpBrowser.Form form = page.form("form[action$=/evidence]")
                .set("narrative", WORDS)
                .set("file", page.select("input[name=file]").first().val());
        return (consent ? form.set("consent", "true") : form).submit();
    }

    private Page open() {
        return new HttpBrowser().get(award.addresses().page());
    }

    private String credential() {
        return new HttpBrowser().get(award.addresses().json()).body();
    }

    private URI published() {
        return URI.create(open().select("#evidence ~ ul a").attr("href"));
    }

    @Test
    void nothingIsPublishedUntilItsEarnerSaysThatNoStudentShows() {
        Page refused = publishes(false);
        assertThat(refused.select("[role=alert]").text()).contains("without a release");
        assertThat(refused.select("input[name=file]").hasAttr("checked"))
                .as("the choice is kept")
                .isTrue();
        assertThat(refused.select("#narrative").text()).isEqualTo(WORDS);
        assertThat(open().text()).doesNotContain(WORDS);
        assertThat(credential()).doesNotContain("/credentials/evidence/");
    }

    @Test
    void aPublishedFileIsTheCleanedOneUnderANeutralNameAndNeverRunsHere() {
        assertThat(publishes(true).select("[role=status]").text()).startsWith("Published");
        assertThat(badge().select("input[name=file]").hasAttr("checked")).isTrue();
        assertThat(open().text()).contains("A1-1.pdf").doesNotContain("plan.pdf");
        assertThat(credential()).contains(published().toString()).doesNotContain("plan.pdf");
        Page file = new HttpBrowser().get(published());
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.body()).startsWith("%PDF").doesNotContain("Maya Ortiz");
        assertThat(file.header("Content-Disposition").orElseThrow())
                .startsWith("attachment")
                .contains("A1-1.pdf");
        assertThat(file.header("Content-Security-Policy").orElseThrow()).startsWith("sandbox");
        assertThat(file.header("Cache-Control").orElseThrow()).contains("no-store");
        assertThat(new HttpBrowser()
                        .get(settings.at("/credentials/evidence/" + UUID.randomUUID()))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void whatIsWithdrawnIsGoneAtOnceAndTheBadgeStandsWithoutIt() {
        publishes(true);
        URI file = published();
        badge().form("form[action$=/withdrawal]").submit();
        assertThat(new HttpBrowser().get(file).status()).isEqualTo(410);
        assertThat(credential()).doesNotContain(file.toString());
        assertThat(open().status()).isEqualTo(200);
        publishes(true);
        assertThat(published()).as("an address of its own each time").isNotEqualTo(file);
        assertThat(new HttpBrowser().get(file).status()).isEqualTo(410);
        assertThat(context.getBean(PrivacyTrail.class)
                        .of(teacher.tenant(), teacher.owner().person()))
                .extracting(PrivacyTrail.Step::action)
                .containsSubsequence(PrivacyTrail.Action.EVIDENCE_PUBLISHED, PrivacyTrail.Action.PUBLICATION_WITHDRAWN);
    }

    @Test
    void aFileThatIsNoLongerChosenIsGoneWhileWordsStay() {
        publishes(true);
        URI file = published();
        badge().form("form[action$=/evidence]").remove("file").submit();
        assertThat(new HttpBrowser().get(file).status()).isEqualTo(410);
        assertThat(open().text()).contains(WORDS);
        assertThat(credential()).doesNotContain(file.toString());
    }

    @Test
    void aClosedBadgeClosesItsFiles() {
        publishes(true);
        URI file = published();
        badge().form("form[action$=/showing]").remove("open").submit();
        assertThat(new HttpBrowser().get(file).status()).isEqualTo(404);
    }

    @Test
    void nobodyPublishesAFileOfSomebodyElse() {
        Teacher other = new WalletFixtures(context).teacher();
        Award theirs = other.earns(HINGE);
        String file = badge().select("input[name=file]").first().val();
        Page page = other.browser().get(other.window() + "/wallet/badges/" + theirs.credentialId());
        assertThat(page.select("input[name=file]")).isEmpty();
        page.form("form[action$=/evidence]")
                .set("narrative", WORDS)
                .set("file", file)
                .set("consent", "true")
                .submit();
        assertThat(new HttpBrowser().get(theirs.addresses().json()).body()).doesNotContain("/credentials/evidence/");
    }

    @Test
    void whenEvidenceIsRemovedItsFilesAreGoneAndWordsStay() {
        publishes(true);
        URI file = published();
        SubmissionId submission = submission();
        transactions.executeWithoutResult(
                status -> context.publishEvent(new EvidenceRemoved(submission, teacher.tenant(), Instant.now())));
        await().atMost(Duration.ofSeconds(60)).until(() -> !credential().contains(file.toString()));
        assertThat(new HttpBrowser().get(file).status()).isEqualTo(410);
        assertThat(open().text()).contains(WORDS);
    }

    private SubmissionId submission() {
        return context.getBean(Submissions.class)
                .idsOf(teacher.tenant(), teacher.owner().person())
                .get(0);
    }

    @Test
    void whenSomebodyIsForgottenNothingOfTheirsIsPublished() {
        publishes(true);
        URI file = published();
        transactions.executeWithoutResult(status -> context.getBean(Persons.class)
                .forget(teacher.tenant(), teacher.owner().person()));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> new HttpBrowser().get(file).status() == 410);
        await().atMost(Duration.ofSeconds(60)).until(() -> !credential().contains(WORDS));
    }
}
