package dev.laurel.recognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import dev.laurel.recognition.Scope.Offer;
import dev.laurel.submission.SubmissionId;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Mailbox;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Every authority that comes with Laurel, from a badge over a claim and an officer's decision to the units that count, as its
 * rule stands in the file. Those without a known value say so: nothing counts until an officer has named the figure.
 */
@LaurelTest
class ShippedAuthoritiesTests {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final List<String> PARTS =
            List.of("cs-trace-before-write", "cs-systematic-debugging", "cs-inclusive-project");
    private static final String NO_FIGURE = "";
    private static final int CYCLE = Year.now(ZoneOffset.UTC).getValue() + 1;

    @Autowired
    ApplicationContext context;

    @Autowired
    RulesAtStart rulesAtStart;

    @Autowired
    Recognition recognition;

    @Autowired
    Rulebook rulebook;

    @Autowired
    Claims claims;

    @Autowired
    Tenants tenants;

    private TenantId district;
    private BadgeFixtures badges;

    @BeforeEach
    void theRulesThatComeWithLaurel() throws IOException {
        rulesAtStart.takeShipped();
        district = tenants.found("District " + UUID.randomUUID());
        badges = new BadgeFixtures(context);
    }

    /** Authority, rule, what for, unit, units for a badge of 15 credited hours, how an officer may split them, cap. */
    static Stream<Arguments> rules() {
        return Stream.of(
                row("us-tn", "us-tn-renewal", ValueKind.RENEWAL, "PDP", "6", NO_SPLIT, null),
                row("us-ut", "us-ut-renewal", ValueKind.RENEWAL, "USBE credit", "0.5", NO_SPLIT, null),
                row("us-ut", "us-ut-salary", ValueKind.SALARY, "USBE credit", NO_FIGURE, NO_SPLIT, null),
                // Ten for two together: never put down for one.
                row("us-ma", "us-ma-renewal", ValueKind.RENEWAL, "PDP", NO_FIGURE, NO_SPLIT, null),
                row("us-ar", "us-ar-initial", ValueKind.INITIAL_LICENCE, "route", NO_FIGURE, NO_SPLIT, null),
                row(
                        "us-ar",
                        "us-ar-training",
                        ValueKind.INITIAL_LICENCE,
                        "hours of pedagogy training",
                        NO_FIGURE,
                        NO_SPLIT,
                        12),
                row("us-wy", "us-wy-renewal", ValueKind.RENEWAL, "PTSB credit", "1.07", NO_SPLIT, null),
                row("us-sc", "us-sc-renewal", ValueKind.RENEWAL, "renewal credit", NO_FIGURE, NO_SPLIT, null),
                row("us-sc", "us-sc-initial", ValueKind.INITIAL_LICENCE, null, NO_FIGURE, NO_SPLIT, null),
                row(
                        "us-nc",
                        "us-nc-renewal",
                        ValueKind.RENEWAL,
                        "CEU",
                        NO_FIGURE,
                        List.of("subject", "literacy", "general"),
                        null),
                row("us-de", "us-de-renewal", ValueKind.RENEWAL, "clock hour", NO_FIGURE, NO_SPLIT, null),
                row("us-de", "us-de-initial", ValueKind.INITIAL_LICENCE, null, NO_FIGURE, NO_SPLIT, null),
                row("us-ky", "us-ky-rank", ValueKind.SALARY, "rank", NO_FIGURE, NO_SPLIT, null),
                row("us-la", "us-la-certificate", ValueKind.CAREER_PATHWAY, "certificate", NO_FIGURE, NO_SPLIT, null),
                row("us-ga", "us-ga-renewal", ValueKind.RENEWAL, "PLU", NO_FIGURE, NO_SPLIT, null),
                row("aurora-co", "aurora-co-salary", ValueKind.SALARY, null, "10", NO_SPLIT, null),
                row(
                        "knox-county-tn",
                        "knox-county-tn-in-service",
                        ValueKind.LOCAL_HOURS,
                        "in-service hours",
                        "3",
                        NO_SPLIT,
                        null));
    }

    /** Authority, rule, what for, unit of those that speak of whole stacks. */
    static Stream<Arguments> stackRules() {
        return Stream.of(
                Arguments.of("us-ut", "us-ut-endorsement", ValueKind.ENDORSEMENT, "endorsement"),
                Arguments.of("us-ut", "us-ut-initial", ValueKind.INITIAL_LICENCE, "competency"),
                Arguments.of("us-wy", "us-wy-endorsement", ValueKind.ENDORSEMENT, "endorsement"));
    }

    private static final List<String> NO_SPLIT = List.of();

    /** @param unit null where the table of docs/recognition.md does not name it */
    private static Arguments row(
            String authority,
            String rule,
            ValueKind kind,
            @Nullable String unit,
            String figure,
            List<String> categories,
            @Nullable Integer cap) {
        return Arguments.of(authority, rule, kind, unit, figure, categories, cap);
    }

    @Test
    void everyAuthorityAndEveryRuleIsInOneOfTheTables() {
        Set<String> rules = new TreeSet<>();
        rulebook.current().rules().forEach((code, held) -> held.stream()
                .filter(rule -> rule.checkedBy().equals("Laurel's own rule set"))
                .map(Rule::name)
                .forEach(rules::add));
        Set<String> rows = Stream.concat(rules(), stackRules())
                .map(row -> String.valueOf(row.get()[1]))
                .collect(Collectors.toSet());
        assertThat(rows).isEqualTo(rules);
        assertThat(rules().map(row -> row.get()[0]).distinct())
                .as("domain.md, section 5")
                .hasSize(13);
    }

    @ParameterizedTest(name = "{0}: {1} gives {4} {3}")
    @MethodSource("rules")
    void aBadgeGoesOverAClaimAndADecisionToUnits(
            String authority,
            String ruleName,
            ValueKind kind,
            @Nullable String unit,
            String figure,
            List<String> categories,
            @Nullable Integer cap) {
        recognition.settle(district, List.of(new AuthorityCode(authority)), "a tester");
        LtiUserId account = new LtiUserId(UUID.randomUUID());
        MicroCredential earned = authority.equals("aurora-co") ? badges.from("NEA") : badges.hinge();
        Award award = award(account, earned);
        if (authority.equals("aurora-co")) {
            badges.takenOff(earned);
        }
        PersonId person =
                context.getBean(Persons.class).behind(district, account).orElseThrow();

        ClaimId id = claims.request(district, person, award, earned, ruleName, CYCLE);

        Claim claim = claims.find(district, id).orElseThrow();
        Rule rule = rulebook.behind(claim);
        assertThat(claim.kind()).isEqualTo(kind);
        assertThat(claim.unit()).isEqualTo(unit == null ? rule.unit() : unit);
        assertThat(rule.source().title()).as("no figure without a source").isNotBlank();
        assertThat(rule.categories()).isEqualTo(categories);
        assertThat(rule.cap() == null ? null : rule.cap().units().intValue()).isEqualTo(cap);
        boolean known = !figure.equals(NO_FIGURE);
        assertThat(claim.amount() != null)
                .as("only a figure that a source names")
                .isEqualTo(known);

        decide(id, ClaimState.UNDER_REVIEW, null, null);
        String category = categories.isEmpty() ? null : categories.get(0);
        if (!known) {
            refused(id, null, category);
        }
        if (category != null) {
            refused(id, BigDecimal.ONE, null);
            refused(id, BigDecimal.ONE, "no such category");
        }
        if (cap != null) {
            refused(id, BigDecimal.valueOf(cap).add(BigDecimal.ONE), category);
        }
        decide(id, ClaimState.APPROVED, known ? null : BigDecimal.valueOf(2), category);

        Claim approved = claims.find(district, id).orElseThrow();
        BigDecimal counted = new BigDecimal(known ? figure : "2");
        assertThat(approved.state()).isEqualTo(ClaimState.APPROVED);
        assertThat(approved.amount()).isEqualByComparingTo(counted);
        assertThat(approved.category()).isEqualTo(category);
        assertThat(approved.ruleVersion()).isEqualTo(rule.version());
        assertThatThrownBy(() -> claims.request(district, person, award, earned, ruleName, CYCLE))
                .as("never twice for one unit and cycle")
                .isInstanceOf(ClaimRefused.class);
        claims.progress(district, person, recognition.home(district, null)).stream()
                .filter(progress -> progress.authority().code().value().equals(authority)
                        && progress.need().kind() == kind
                        && progress.need().unit().equals(claim.unit()))
                .forEach(progress -> assertThat(progress.counted())
                        .as("of what is asked for")
                        .isEqualByComparingTo(counted));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("stackRules")
    void aWholeStackGoesOverAClaimAndADecisionToWhatItCountsFor(
            String authority, String ruleName, ValueKind kind, String unit) throws IOException {
        recognition.settle(district, List.of(new AuthorityCode(authority)), "a tester");
        LtiUserId account = new LtiUserId(UUID.randomUUID());
        Award part = PARTS.stream()
                .map(id -> award(account, badges.achievement(id)))
                .toList()
                .get(0);
        PersonId person =
                context.getBean(Persons.class).behind(district, account).orElseThrow();
        Compositions compositions = context.getBean(Compositions.class);
        await().atMost(SOON).until(() -> !compositions.of(district, person).isEmpty());
        Award stack = compositions.of(district, person).get(0);
        Achievement earned = context.getBean(Catalogue.class)
                .current(new StackId("cs-3-8-foundations"))
                .orElseThrow();
        String address = UUID.randomUUID() + "@teachers.example";
        context.getBean(JdbcClient.class)
                .sql("update person set email = :address where id = :id")
                .param("address", address)
                .param("id", person.value())
                .update();

        MicroCredential one = badges.achievement(PARTS.get(0));
        assertThatThrownBy(() -> claims.request(district, person, part, one, ruleName, CYCLE))
                .as("the rule speaks of whole stacks")
                .isInstanceOf(ClaimRefused.class);
        ClaimId id = claims.request(district, person, stack, earned, ruleName, CYCLE);

        Claim claim = claims.find(district, id).orElseThrow();
        assertThat(claim.kind()).isEqualTo(kind);
        assertThat(claim.unit()).isEqualTo(unit);
        assertThat(claim.amount()).as("no source names a figure").isNull();
        assertThat(rulebook.behind(claim).source().title()).isNotBlank();
        decide(id, ClaimState.UNDER_REVIEW, null, null);
        refused(id, null, null);
        decide(id, ClaimState.APPROVED, BigDecimal.ONE, null);
        Claim approved = claims.find(district, id).orElseThrow();
        assertThat(approved.state()).isEqualTo(ClaimState.APPROVED);
        assertThat(approved.amount()).isEqualByComparingTo("1");

        assertThatThrownBy(() -> claims.request(district, person, stack, earned, ruleName, CYCLE))
                .as("never twice for one unit and cycle")
                .isInstanceOf(ClaimRefused.class);
        ClaimId renewal = claims.request(district, person, part, one, authority + "-renewal", CYCLE);
        assertThat(claims.find(district, renewal).orElseThrow().amount())
                .as("a part counts for renewal too, by that rule's own figure")
                .isEqualByComparingTo(
                        authority.equals("us-ut")
                                ? new BigDecimal("0.5")
                                : BigDecimal.valueOf(one.hours().credited())
                                        .divide(BigDecimal.valueOf(14), 2, RoundingMode.HALF_UP));
        String mail = Mailbox.latest(address, 1).text();
        byte[] dossier = context.getBean(Dossiers.class).pdf(approved, Locale.ENGLISH);
        String pdf;
        try (PDDocument document = Loader.loadPDF(dossier)) {
            pdf = new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
        }
        if (kind == ValueKind.ENDORSEMENT) {
            assertThat(mail)
                    .as("never confers")
                    .contains("meets the micro-credential requirement for an endorsement", "licensing board")
                    .doesNotContain("counts as");
            assertThat(pdf).contains("the licensing board grants the endorsement");
        } else {
            assertThat(mail).contains("counts as 1 competency");
        }
        badges(pdf, compositions, stack);

        decide(id, ClaimState.WITHDRAWN, null, null);
        assertThat(Mailbox.latest(address, 2).text())
                .contains(kind == ValueKind.ENDORSEMENT ? "no longer meets" : "no longer counts as");
        claims.request(district, person, stack, earned, ruleName, CYCLE);
    }

    /** The dossier cites the stack's badge and each of its parts. */
    private static void badges(String pdf, Compositions compositions, Award stack) {
        assertThat(pdf.replace(" ", ""))
                .contains(stack.addresses().page().toString())
                .contains(compositions.parts(stack.credentialId()).stream()
                        .map(each -> compositions.addresses(each).page().toString())
                        .toList());
    }

    @Test
    void aBadgeThatARuleDoesNotSpeakOfIsNotClaimedByIt() {
        recognition.settle(district, List.of(new AuthorityCode("aurora-co")), "a tester");
        LtiUserId account = new LtiUserId(UUID.randomUUID());
        Award award = award(account, badges.hinge());
        PersonId person =
                context.getBean(Persons.class).behind(district, account).orElseThrow();
        assertThatThrownBy(() -> claims.request(district, person, award, badges.hinge(), "aurora-co-salary", CYCLE))
                .isInstanceOf(ClaimRefused.class);
    }

    @Test
    void twoBadgesMakeTheTenPointsOfMassachusetts() {
        Offer hinge = Offer.of(badges.hinge());
        assertThat(recognition
                        .worth(hinge, new AuthorityCode("us-ma"))
                        .map(Worth::first)
                        .map(Worth.Line::together)
                        .orElseThrow())
                .isEqualTo(new Rate.PerCredentials(BigDecimal.TEN, 2));
    }

    private Award award(LtiUserId account, MicroCredential earned) {
        String credential = badges.earnedBy(district, account, earned);
        return context.getBean(Badges.class)
                .of(
                        district,
                        new SubmissionId(context.getBean(JdbcClient.class)
                                .sql("select submission_id from badge_award where credential_id = :id")
                                .param("id", credential)
                                .query(UUID.class)
                                .single()))
                .orElseThrow();
    }

    private void decide(ClaimId id, ClaimState to, @Nullable BigDecimal amount, @Nullable String category) {
        claims.decide(district, id, to, amount, category, new StaffId(UUID.randomUUID()), "As the rule says");
    }

    private void refused(ClaimId id, @Nullable BigDecimal amount, @Nullable String category) {
        assertThatThrownBy(() -> decide(id, ClaimState.APPROVED, amount, category))
                .isInstanceOf(ClaimRefused.class);
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    private static String figure(Rule rule) {
        Rate rate = rule.rate();
        if (rate instanceof Rate.PerCredentials per) {
            return plain(per.units()) + " for " + per.credentials();
        }
        return rate instanceof Rate.PerHours per ? plain(per.units()) + " for " + per.hours() + " hours" : "no figure";
    }

    /** What domain.md, section 5, says of each authority, and where it was read. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    us-tn-renewal             | 6 for 1        | ""  | Your district (LEA), in the state's system | tn.gov, PDP FAQ; scsk12.org
                    us-ut-renewal             | 0.5 for 1      | ""  | Utah State Board of Education (USBE) | uen.org, utahmicrocredentials FAQ; canyonsdistrict.org, micro; corativity.com; ursa2025
                    us-ut-salary              | no figure      | ""  | Your district | uen.org, utahmicrocredentials FAQ; canyonsdistrict.org, micro; corativity.com; ursa2025
                    us-ut-endorsement         | no figure      | ""  | Utah State Board of Education (USBE) | uen.org, utahmicrocredentials FAQ; canyonsdistrict.org, micro; corativity.com; ursa2025
                    us-ut-initial             | no figure      | ""  | Utah State Board of Education (USBE) | uen.org, utahmicrocredentials FAQ; canyonsdistrict.org, micro; corativity.com; ursa2025
                    us-ma-renewal             | 10 for 2       | ""  | Your district | thepolicyminute.com, 2018
                    us-ar-initial             | no figure      | provisional teacher (PPTL) | Arkansas Division of Elementary and Secondary Education | dese.ade.arkansas.gov; bloomboard.com, arkansas-pptl
                    us-ar-training            | no figure      | provisional teacher (PPTL) | Arkansas Division of Elementary and Secondary Education | dese.ade.arkansas.gov; bloomboard.com, arkansas-pptl
                    us-wy-renewal             | 1 for 14 hours | ""  | Wyoming Professional Teaching Standards Board (PTSB) | wyomingptsb.com; park6.org
                    us-wy-endorsement         | no figure      | ""  | Wyoming Professional Teaching Standards Board (PTSB) | Wyo. Code 019-4 s. 4-2
                    us-sc-renewal             | no figure      | ""  | Your district | ed.sc.gov, renewal credit options; ed.sc.gov, provider page; New America 2025
                    us-sc-initial             | no figure      | ""  | South Carolina Department of Education | ed.sc.gov, provider page; New America 2025
                    us-nc-renewal             | no figure      | ""  | Your district | gcsnc.com and bcswan.net, license pages (LICN-005)
                    us-de-renewal             | no figure      | ""  | Your district | education.delaware.gov, micro-credential FAQ; Del. Admin. Code 14-1511; rodelde.org
                    us-de-initial             | no figure      | ""  | Delaware Department of Education | education.delaware.gov, micro-credential FAQ; Del. Admin. Code 14-1511; rodelde.org
                    us-ky-rank                | no figure      | ""  | The standards board | bloomboard.com, KEDC release 2020
                    us-la-certificate         | no figure      | ""  | Louisiana Department of Education | louisianabelieves.com, 2018; caddoschools.org
                    us-ga-renewal             | no figure      | ""  | Your district | teachnkidslearn.com (third party)
                    aurora-co-salary          | 10 for 1       | ""  | The district | Aurora PS site
                    knox-county-tn-in-service | 3 for 1        | ""  | The district | knoxschools.org
                    """)
    void whatARuleSaysIsWhatWasRead(String name, String figure, String holders, String approver, String source) {
        Rule rule = rulebook.current().rules().values().stream()
                .flatMap(List::stream)
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        assertThat(figure(rule)).isEqualTo(figure);
        assertThat(String.join(", ", rule.holders())).isEqualTo(holders);
        assertThat(rule.approver()).isEqualTo(approver);
        assertThat(rule.source().title()).isEqualTo(source);
        assertThat(rule.checkedOn()).isEqualTo("2026-11-23");
        assertThat(rule.validTo()).isNull();
        if (name.equals("us-tn-renewal")) {
            assertThat(rule.proof()).isEqualTo("The digital certificate");
        }
    }

    /** What is collected in a cycle, by category, and what else counts there; the latter is never part of a sum. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    us-tn          | 60 PDP | 1 clock hour = 1 PDP; 1 CEU = 5 PDP; 1 semester hour = 10 PDP
                    us-ut          | "" | ""
                    us-ma          | "" | ""
                    us-ar          | 12 hours of pedagogy training in 1 | ""
                    us-wy          | 5 PTSB credit | 14 contact hours = 1 PTSB credit
                    us-sc          | 120 renewal credit in 5 | 1 CEU = 10 renewal credits; 1 semester hour = 20 renewal credits; 1 15-hour approved course = 20 renewal credits
                    us-nc          | 8 CEU in 5 (K-5 teacher: subject 3, literacy 3, general 2); 8 CEU in 5 (6-12 teacher: subject 4, general 4) | 1 CEU = 10 hours; 1 semester hour = 1.5 CEU
                    us-de          | 90 clock hour in 5 | 1 CEU = 10 clock hours; 1 semester hour = 15 clock hours
                    us-ky          | "" | ""
                    us-la          | "" | ""
                    us-ga          | 10 PLU | 10 CEU = 10 PLU; 6 semester hours = 10 PLU
                    aurora-co      | "" | 15 hours = 1 college credit
                    knox-county-tn | "" | ""
                    """)
    void whatAnAuthorityAsksForIsWhatWasRead(String code, String needs, String equivalents) {
        Authority authority = recognition.authority(new AuthorityCode(code)).orElseThrow();
        assertThat(authority.needs().stream()
                        .map(need -> plain(need.amount()) + " " + need.unit()
                                + (need.years() == null ? "" : " in " + need.years())
                                + (need.roles().isEmpty()
                                        ? ""
                                        : " (" + String.join(", ", need.roles()) + ": "
                                                + need.categories().stream()
                                                        .map(share -> share.name() + " " + plain(share.amount()))
                                                        .collect(Collectors.joining(", "))
                                                + ")"))
                        .collect(Collectors.joining("; ")))
                .isEqualTo(needs);
        assertThat(authority.equivalents().stream()
                        .map(each -> plain(each.count()) + " " + each.of() + " = " + plain(each.amount()) + " "
                                + each.unit())
                        .collect(Collectors.joining("; ")))
                .isEqualTo(equivalents);
        assertThat(authority.equivalents()).allSatisfy(each -> {
            assertThat(each.source().title()).isNotBlank();
            assertThat(each.checkedOn()).isEqualTo("2026-11-23");
        });
    }
}
