package dev.laurel.recognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.laurel.badge.Award;
import dev.laurel.badge.BadgeFixtures;
import dev.laurel.badge.Badges;
import dev.laurel.badge.Compositions;
import dev.laurel.catalog.Achievement;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.StackId;
import dev.laurel.lti.LtiUserId;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.person.StaffId;
import dev.laurel.submission.SubmissionId;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Mailbox;
import dev.laurel.support.Mailbox.Mail;
import dev.laurel.system.NotFound;
import dev.laurel.system.SpreadsheetCsv;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A stack and its parts never count twice; what an officer takes out of Laurel says what it rests on. */
@LaurelTest
class StackClaimTests {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final List<String> PARTS =
            List.of("cs-trace-before-write", "cs-systematic-debugging", "cs-inclusive-project");

    @Autowired
    ApplicationContext context;

    @Autowired
    RulesImport rules;

    @Autowired
    Recognition recognition;

    @Autowired
    Claims claims;

    @Autowired
    ClaimRows rows;

    @Autowired
    Compositions compositions;

    @Autowired
    Badges badges;

    @Autowired
    Dossiers dossiers;

    @Autowired
    Letters letters;

    @Autowired
    Catalogue catalogue;

    @Autowired
    JdbcClient jdbc;

    private final String code = "d" + UUID.randomUUID();
    private final int cycle = Year.now(ZoneOffset.UTC).getValue() + 1;
    private TenantId tenant;
    private PersonId person;
    private Award stack;
    private Achievement stackDefinition;

    @BeforeEach
    void somebodyCompletesTheSampleStack() {
        rules.take("file", """
                schema: recognition/1
                kind: authority
                code: %1$s
                name: A district that counts stacks too
                place: Stacktown
                type: district
                decides: The district
                ---
                schema: recognition/1
                kind: rule
                id: %1$s-one
                authority: %1$s
                scope: {every: micro-credential}
                value: local-hours
                unit: hour
                amount: {units: 1, per_hours: 1}
                approver: The district
                source: {title: "=HYPERLINK(1)"}
                checked_on: "2026-11-01"
                checked_by: A tester
                ---
                schema: recognition/1
                kind: rule
                id: %1$s-stack
                authority: %1$s
                scope: {every: stack}
                value: local-hours
                unit: hour
                amount: {units: 1, per_hours: 1}
                approver: The district
                source: {title: A page, url: "https://d.example/rules"}
                checked_on: "2026-11-01"
                checked_by: A tester
                ---
                schema: recognition/1
                kind: rule
                id: %1$s-pay
                authority: %1$s
                scope: {every: stack}
                value: salary
                unit: step
                approver: The district
                source: {title: A page}
                checked_on: "2026-11-01"
                checked_by: A tester
                """.formatted(code).getBytes(StandardCharsets.UTF_8), "a tester", false);
        BadgeFixtures fixtures = new BadgeFixtures(context);
        tenant = context.getBean(Tenants.class).found("District " + UUID.randomUUID());
        recognition.settle(tenant, List.of(new AuthorityCode(code)), "a tester");
        LtiUserId account = new LtiUserId(UUID.randomUUID());
        PARTS.forEach(part -> fixtures.earnedBy(tenant, account, fixtures.achievement(part)));
        person = context.getBean(Persons.class).behind(tenant, account).orElseThrow();
        await().atMost(SOON).until(() -> !compositions.of(tenant, person).isEmpty());
        stack = compositions.of(tenant, person).get(0);
        stackDefinition = catalogue.current(new StackId("cs-3-8-foundations")).orElseThrow();
    }

    private Award part() {
        String credential = compositions.parts(stack.credentialId()).iterator().next();
        return badges.of(
                        tenant,
                        new SubmissionId(jdbc.sql("select submission_id from badge_award where credential_id = :id")
                                .param("id", credential)
                                .query(UUID.class)
                                .single()))
                .orElseThrow();
    }

    private MicroCredential partDefinition() {
        String name = part().name();
        return PARTS.stream()
                .map(id -> new BadgeFixtures(context).achievement(id))
                .filter(found -> found.badge().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private ClaimId claim(Award award, Achievement earned, String rule) {
        return claims.request(tenant, person, award, earned, code + rule, cycle);
    }

    private void approve(ClaimId claim) {
        StaffId officer = new StaffId(UUID.randomUUID());
        claims.decide(tenant, claim, ClaimState.UNDER_REVIEW, null, null, officer, "");
        claims.decide(tenant, claim, ClaimState.APPROVED, null, null, officer, "");
    }

    @Test
    void aPartThatCountsKeepsTheStackFromCountingForTheSame() {
        ClaimId one = claim(part(), partDefinition(), "-one");
        assertThatExceptionOfType(ClaimRefused.class)
                .isThrownBy(() -> claim(stack, stackDefinition, "-stack"))
                .withMessageContaining("part");
        assertThat(claims.of(tenant, stack.credentialId()))
                .as("nothing is left of it")
                .isEmpty();
        claim(stack, stackDefinition, "-pay");
        StaffId officer = new StaffId(UUID.randomUUID());
        claims.decide(tenant, one, ClaimState.UNDER_REVIEW, null, null, officer, "");
        claims.decide(tenant, one, ClaimState.DECLINED, null, null, officer, "Count the stack instead");
        claim(stack, stackDefinition, "-stack");
    }

    @Test
    void aStackThatCountsKeepsItsPartsFromCountingForTheSame() {
        ClaimId whole = claim(stack, stackDefinition, "-stack");
        assertThat(claims.find(tenant, whole).orElseThrow().figure()).isEqualTo("24 hour");
        assertThatExceptionOfType(ClaimRefused.class).isThrownBy(() -> claim(part(), partDefinition(), "-one"));
    }

    @Test
    void aClaimWhosePartWasRevokedIsPutBeforeAnOfficerOnce() {
        ClaimId whole = claim(stack, stackDefinition, "-stack");
        approve(whole);
        assertThat(rows.flagged(List.of(tenant), 0, 10)).isEmpty();
        badges.revoke(tenant, part().credentialId(), "A mistake of the office");
        await().atMost(SOON).until(() -> rows.flagged(List.of(tenant), 0, 10).size() == 1);
        StaffId officer = new StaffId(UUID.randomUUID());
        assertThatExceptionOfType(ClaimRefused.class).isThrownBy(() -> claims.letStand(tenant, whole, officer, " "));
        claims.letStand(tenant, whole, officer, "The hours were worked all the same");
        assertThat(rows.flagged(List.of(tenant), 0, 10)).isEmpty();
        assertThat(rows.history(whole))
                .extracting(Claims.Step::words)
                .last()
                .isEqualTo("The hours were worked all the same");
        assertThatExceptionOfType(ClaimRefused.class)
                .isThrownBy(() -> claims.letStand(tenant, whole, officer, "Again"));
    }

    @Test
    void whoClaimsIsWrittenToWhenAskedAndWhenDecidedWithoutTheOfficersWords() {
        String address = UUID.randomUUID() + "@teachers.example";
        jdbc.sql("update person set email = :address where id = :id")
                .param("address", address)
                .param("id", person.value())
                .update();
        StaffId officer = new StaffId(UUID.randomUUID());
        ClaimId whole = claim(stack, stackDefinition, "-stack");
        claims.decide(tenant, whole, ClaimState.UNDER_REVIEW, null, null, officer, "");
        claims.decide(tenant, whole, ClaimState.MORE_INFORMATION, null, null, officer, "Which school?");
        Mail asked = Mailbox.latest(address, 1);
        assertThat(asked.subject()).startsWith("A question about your claim for");
        assertThat(asked.text()).contains(stack.name(), "Until you answer").doesNotContain("Which school?");
        assertThatExceptionOfType(ClaimRefused.class)
                .as("only its claimant takes it back")
                .isThrownBy(
                        () -> claims.decide(tenant, whole, ClaimState.WITHDRAWN, null, null, officer, "Not needed"));

        claims.answer(tenant, person, whole, "The one by the river");
        approve(whole);
        assertThat(Mailbox.latest(address, 2).text()).contains("counts as 24 hour");
        assertThatExceptionOfType(ClaimRefused.class).isThrownBy(() -> claims.takeBack(tenant, person, whole));
        claims.decide(tenant, whole, ClaimState.WITHDRAWN, null, null, officer, "Counted elsewhere");
        assertThat(Mailbox.latest(address, 3).subject()).endsWith("no longer counts");
    }

    @Test
    void whatIsTakenBackIsToldToNobodyAndMayBeClaimedAgain() {
        ClaimId whole = claim(stack, stackDefinition, "-stack");
        assertThatExceptionOfType(NotFound.class)
                .isThrownBy(() -> claims.takeBack(tenant, new PersonId(UUID.randomUUID()), whole));
        claims.takeBack(tenant, person, whole);
        assertThat(claims.find(tenant, whole).orElseThrow().state()).isEqualTo(ClaimState.WITHDRAWN);
        assertThatExceptionOfType(ClaimRefused.class).isThrownBy(() -> claims.takeBack(tenant, person, whole));
        claim(part(), partDefinition(), "-one");
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(document.getDocumentCatalog().getMarkInfo().isMarked()).isTrue();
            assertThat(document.getDocumentCatalog().getLanguage()).isNotBlank();
            assertThat(document.getDocumentCatalog().getStructureTreeRoot().getKids())
                    .as("read in order by screen readers")
                    .hasSize(1);
            return new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
        }
    }

    @Test
    void theDossierSaysWhatAClaimRestsOn() throws IOException {
        ClaimId whole = claim(stack, stackDefinition, "-stack");
        approve(whole);
        String text = text(dossiers.pdf(claims.find(tenant, whole).orElseThrow(), Locale.ENGLISH));
        assertThat(text)
                .contains("Maya Ortiz", "Approved", "24 hour", "Stacktown")
                .contains(
                        "Source: A page", "https://d.example/rules", "2026-11-01, A tester", code + "-stack, version 1")
                .contains(stack.addresses().page().toString());
        assertThat(text.replace(" ", ""))
                .contains(compositions.parts(stack.credentialId()).stream()
                        .map(id -> compositions.addresses(id).page().toString())
                        .toList());
        String spanish = text(dossiers.pdf(claims.find(tenant, whole).orElseThrow(), Locale.forLanguageTag("es")));
        assertThat(spanish).contains("Aprobada");
    }

    @Test
    void theLetterAsksTheDistrictAndPromisesNothing() throws IOException {
        Home home = recognition.home(tenant, null);
        Achievement hinge = new BadgeFixtures(context).achievement("assess-hinge-questions");
        String before = text(letters.letter(
                null, hinge, null, recognition.home(new TenantId(UUID.randomUUID()), null), Locale.ENGLISH));
        assertThat(before).contains("Name: ____", "plans to earn", "your district decides", "Credited hours: 15");
        assertThat(before.replaceAll("\\s+", " "))
                .as("it speaks to a district, not to the teacher")
                .contains("Two qualified assessors rate the evidence")
                .doesNotContain("your evidence");
        String after = text(letters.letter("Zoë Łukasz 李", stackDefinition, stack, home, Locale.ENGLISH));
        assertThat(after)
                .contains("Zoë Łukasz ?", "has earned the badge", "It promises no units", "24 hour, Local professional")
                .contains(stack.addresses().page().toString());
    }

    @Test
    void theTableExecutesNothingInASpreadsheet() throws IOException {
        jdbc.sql("update person set name = '=cmd|''/C calc''!A0' where id = :id")
                .param("id", person.value())
                .update();
        approve(claim(part(), partDefinition(), "-one"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        dossiers.approved(List.of(tenant), null, out, Locale.ENGLISH);
        String csv = out.toString(StandardCharsets.UTF_8);
        assertThat(csv.lines().toList()).hasSize(2);
        assertThat(csv).startsWith("\uFEFFTeacher,");
        assertThat(csv).contains("'=cmd|", "'=HYPERLINK(1)").doesNotContain(",=");
        assertThat(csv.lines().skip(1)).allMatch(line -> line.startsWith("'=cmd"));
        out.reset();
        dossiers.approved(List.of(tenant), cycle + 1, out, Locale.ENGLISH);
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
    }

    @Test
    void whatBeginsAFormulaIsText() {
        assertThat(Stream.of("=1+1", "+1", "-1", "@SUM(A1)", "  =1", "\t=1", "%0A", "\uFF1D1", "|x")
                        .map(SpreadsheetCsv::text))
                .allMatch(cell -> cell.startsWith("'"));
        assertThat(Stream.of("O-1", "a=b", "", "1.5").map(SpreadsheetCsv::text))
                .containsExactly("O-1", "a=b", "", "1.5");
    }
}
