package dev.laurel.recognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.support.Assessor;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Teacher;
import dev.laurel.system.LaurelSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** A teacher with a badge asks for it to be counted, and an officer decides; in the windows and pages of both. */
@LaurelTest
@TestPropertySource(properties = {"laurel.demo=true", "laurel.registration-open=true"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClaimStoryTests {

    private static final String MAPPING = "lit-hfw-mapping";
    private static final String NEXT_YEAR =
            String.valueOf(Year.now(ZoneOffset.UTC).getValue() + 1);
    private static final String IN_TWO_YEARS =
            String.valueOf(Year.now(ZoneOffset.UTC).getValue() + 2);

    /** A district that names no figure, splits its units and lets five of them count. */
    private static final String CAPPED = """
            schema: recognition/1
            kind: authority
            code: claim-story-district
            name: The district of this story
            place: Storyville
            type: district
            decides: The district
            needs:
              - {kind: local-hours, unit: point, amount: 10, categories: [{name: reading, amount: 4}, {name: general, amount: 6}]}
            ---
            schema: recognition/1
            kind: rule
            id: claim-story-points
            authority: claim-story-district
            scope: {every: micro-credential}
            roles: [reading teacher, librarian]
            value: local-hours
            unit: point
            categories: [reading, general]
            cap: {units: 5}
            approver: The district
            source: {title: A page}
            checked_on: "2026-11-01"
            checked_by: A tester
            """;

    /** One rule for anything, and one for reading that lets five units count. */
    private static final String FILLED = """
            schema: recognition/1
            kind: authority
            code: claim-story-fill
            name: Another district of this story
            place: Fillville
            type: district
            decides: The district
            needs:
              - {kind: local-hours, unit: point, amount: 10, categories: [{name: reading, amount: 4}, {name: general, amount: 6}]}
            ---
            schema: recognition/1
            kind: rule
            id: claim-story-fill-trace
            authority: claim-story-fill
            scope: {credentials: [cs-trace-before-write]}
            value: local-hours
            unit: point
            amount: {units: 7, per_credentials: 1}
            approver: The district
            source: {title: A page}
            checked_on: "2026-11-01"
            checked_by: A tester
            ---
            schema: recognition/1
            kind: rule
            id: claim-story-fill-reading
            authority: claim-story-fill
            scope: {credentials: [lit-hfw-mapping]}
            value: local-hours
            unit: point
            amount: {units: 3, per_credentials: 1}
            categories: [reading]
            cap: {units: 5}
            approver: The district
            source: {title: A page}
            checked_on: "2026-11-01"
            checked_by: A tester
            """;

    @Autowired
    LaurelSettings settings;

    @Autowired
    Recognition recognition;

    @Autowired
    Fillers fillers;

    @Autowired
    RulesImport rules;

    private CanvasDev lms;
    private Teacher teacher;

    /** A page from before any claim: later ones offer no more what is claimed. */
    private Page before;

    @BeforeAll
    void aTeacherEarnsABadge() {
        rules.take("story.yaml", CAPPED.getBytes(StandardCharsets.UTF_8), "a tester", false);
        rules.take("fill.yaml", FILLED.getBytes(StandardCharsets.UTF_8), "a tester", false);
        lms = CanvasDev.start(
                CanvasDevSettings.onRandomPort().withToolUrl(settings.baseUrl().toString()));
        lms.register("canvas");
        Assessor assessor = Assessor.signsIn(settings.baseUrl().toString(), "luis", "demo-assessor");
        while (!assessor.desk().select("form[action$=/assess/next]").isEmpty()) {
            assessor.takesNext().findsEverythingMet();
        }
        teacher = Teacher.opens(lms, "canvas", "marcus", MAPPING)
                .starts()
                .providesEverything()
                .submits();
        assessor.takesNext().findsEverythingMet();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !teacher.opensAgain(MAPPING).select("img.badge").isEmpty());
        before = counts();
    }

    @AfterAll
    void stop() {
        lms.close();
    }

    private Page counts() {
        Page module = teacher.opensAgain(MAPPING);
        return module.open(module.select("body").attr("data-window") + "/counts");
    }

    private String nextStep() {
        return teacher.opensAgain(MAPPING).select("#claim").text();
    }

    private Page claims(String rule, String cycle) {
        return before.submit("form[action$=/counts/claims]", Map.of("rule", rule, "cycle", cycle));
    }

    private String copyOfTheirData() {
        Page module = teacher.opensAgain(MAPPING);
        Page copy = module.open(module.select("body").attr("data-window") + "/data/copy");
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(copy.bytes()))) {
            ZipEntry entry = zip.getNextEntry();
            while (entry != null && !entry.getName().equals("about-you.json")) {
                entry = zip.getNextEntry();
            }
            return new String(zip.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Page as(String holder) {
        return before.submit(
                "form[action$=/counts/claims]",
                Map.of("rule", "claim-story-points", "cycle", NEXT_YEAR, "holder-claim-story-points", holder));
    }

    private Page numbered(String number) {
        return before.submit(
                "form[action$=/counts/claims]",
                Map.of("rule", "us-tn-renewal", "cycle", NEXT_YEAR, "number-us-tn", number));
    }

    private Page officer(String login, String path) {
        return new HttpBrowser()
                .get(settings.at("/sign-in?to=" + path))
                .form("input[name=password]")
                .set("login", login)
                .set("password", "demo-assessor")
                .submit();
    }

    private Page firstOpenClaim() {
        return officer("nora", "/recognition/claims").click("tbody a");
    }

    private static Page press(Page claim, String to, String amount, String category, String words) {
        HttpBrowser.Form form = claim.form("button[value=" + to + "]");
        if (!amount.isEmpty()) {
            form.set("amount", amount);
        }
        if (!category.isEmpty()) {
            form.set("category", category);
        }
        return form.set("words", words).submitWith("button[value=" + to + "]");
    }

    @Test
    void whoHasNoBadgeIsOfferedNoClaim() {
        Page page = Teacher.opens(lms, "canvas", "elena", MAPPING).page();
        Page counts = page.open(page.select("body").attr("data-window") + "/counts");
        assertThat(counts.select("form[action*=claims]")).isEmpty();
        assertThat(counts.select("[aria-labelledby=progress]").text()).contains("0 of 60 PDP count. 60 are missing.");
        assertThat(counts.select("[aria-labelledby=progress] li").eachText())
                .as("what would fill it")
                .hasSize(5)
                .allMatch(offer -> offer.endsWith("6 PDP"));
        assertThat(counts.select("[aria-labelledby=progress] li a").attr("href"))
                .startsWith("/catalog/");
    }

    @Test
    void whatFillsItCountsAndIsNotEarnedYetAndTheMostComesFirst() {
        Authority authority =
                recognition.authority(new AuthorityCode("claim-story-fill")).orElseThrow();
        List<Rule> holding = recognition.holding(authority.code());
        Progress nothing = Progress.of(authority, holding, null, Map.of(), null, 2030, List.of())
                .get(0);
        assertThat(fillers.of(nothing, Set.of()).offers())
                .extracting(
                        filler -> filler.path().split("/")[2],
                        filler -> filler.amount().intValue(),
                        Fillers.Filler::categories)
                .containsExactly(tuple("cs-trace-before-write", 7, List.of()), tuple(MAPPING, 3, List.of("reading")));
        assertThat(fillers.of(nothing, Set.of(new MicroCredentialId("cs-trace-before-write")))
                        .offers())
                .hasSize(1);
        Progress read = Progress.of(authority, holding, 2030, Map.of(), null, 2030, List.of(counted("reading", 4)))
                .get(0);
        assertThat(fillers.of(read, Set.of()).offers())
                .as("no more reading is missing")
                .extracting(Fillers.Filler::amount)
                .containsExactly(BigDecimal.valueOf(7));
        Progress capped = Progress.of(authority, holding, 2030, Map.of(), null, 2030, List.of(counted("general", 5)))
                .get(0);
        assertThat(capped.limits()).extracting(Progress.Limit::left).containsExactly(BigDecimal.ZERO);
        assertThat(fillers.of(capped, Set.of()).offers())
                .as("its rule lets no more count")
                .extracting(Fillers.Filler::amount)
                .containsExactly(BigDecimal.valueOf(7));
        Progress all = Progress.of(
                        authority,
                        holding,
                        2030,
                        Map.of(),
                        null,
                        2030,
                        List.of(counted("reading", 4), counted("general", 6)))
                .get(0);
        assertThat(fillers.of(all, Set.of()).offers()).isEmpty();
    }

    private static Progress.Counted counted(String category, int amount) {
        return new Progress.Counted(
                new AuthorityCode("claim-story-fill"),
                ValueKind.LOCAL_HOURS,
                "point",
                2030,
                null,
                2030,
                category,
                true,
                BigDecimal.valueOf(amount),
                false);
    }

    @Test
    void theCycleIsKeptBeforeAFirstClaim() {
        Page page = Teacher.opens(lms, "canvas", "elena", MAPPING).page();
        Page counts = page.open(page.select("body").attr("data-window") + "/counts");
        assertThat(counts.submit("form[action$=/counts/cycle]", Map.of("at", "us-tn", "year", "1999"))
                        .status())
                .isEqualTo(400);
        assertThat(counts.submit("form[action$=/counts/cycle]", Map.of("at", "us-zz", "year", NEXT_YEAR))
                        .status())
                .isEqualTo(404);
        assertThat(counts.select("[aria-labelledby=progress] h3").text()).doesNotContain("cycle until");
        assertThat(counts.select("form[action$=/counts/cycle] select[name=year] option")
                        .first()
                        .val())
                .as("no year is chosen for somebody who has said none")
                .isEmpty();
        Page kept = counts.form("form[action$=/counts/cycle]")
                .set("year", NEXT_YEAR)
                .submit();
        assertThat(kept.select("[role=status]").text()).startsWith("Kept.");
        assertThat(kept.select("[aria-labelledby=progress] h3").text()).contains("cycle until " + NEXT_YEAR);
        assertThat(kept.select("form[action$=/counts/cycle] option[selected]").attr("value"))
                .isEqualTo(NEXT_YEAR);
    }

    @Test
    void whoHoldsTwoLicencesSaysTheYearOfEach() {
        rules.take("licences.yaml", """
                schema: recognition/1
                kind: authority
                code: claim-story-licences
                name: A board of this story
                place: Boardville
                type: district
                decides: The board
                needs:
                  - {kind: renewal, unit: credit, amount: 5, years: 5}
                ---
                schema: recognition/1
                kind: rule
                id: claim-story-licences-renewal
                authority: claim-story-licences
                scope: {every: micro-credential}
                licences: [Teacher, "Administrator, initial"]
                value: renewal
                unit: credit
                amount: {units: 1, per_credentials: 1}
                approver: The board
                source: {title: A page}
                checked_on: "2026-11-01"
                checked_by: A tester
                """.getBytes(StandardCharsets.UTF_8), "a tester", false);
        Page page = Teacher.opens(lms, "canvas", "aisha", MAPPING).page();
        Page counts = page.open(page.select("body").attr("data-window") + "/counts?at=claim-story-licences")
                .form("form[method=post]:has(button[value=claim-story-licences])")
                .submitWith("button[value=claim-story-licences]");
        assertThat(counts.select("select[name=licence-year]")).hasSize(2);
        String later = String.valueOf(Integer.parseInt(NEXT_YEAR) + 9);
        for (String none : List.of("soon", "19999", "2019")) {
            Page refused = counts.form("form[action$=/counts/cycle]")
                    .set("year", NEXT_YEAR)
                    .set("licence-year", List.of("", none))
                    .submit();
            assertThat(refused.status()).as(none).isEqualTo(400);
            assertThat(refused.select("h1").text()).isEqualTo("No cycle ends in that year");
        }
        Page kept = counts.form("form[action$=/counts/cycle]")
                .set("year", NEXT_YEAR)
                .set("licence-year", List.of("", later))
                .submit();
        assertThat(kept.select("[aria-labelledby=progress] h3").eachText())
                .containsExactly(
                        "Boardville: License renewal cycle until " + NEXT_YEAR,
                        "Boardville: License renewal, Administrator, initial cycle until " + later);
        assertThat(kept.select("select[name=licence-year] option[selected]").eachAttr("value"))
                .as("what was said stands there again")
                .endsWith(later);
        Page same = kept.form("form[action$=/counts/cycle]")
                .set("licence-year", List.of("", ""))
                .submit();
        assertThat(same.select("[aria-labelledby=progress] h3")).hasSize(1);
    }

    @Test
    void aClaimGoesItsWayAndTheAwardCountsOnce() {
        assertThat(claims("no-such-rule", NEXT_YEAR).status()).isEqualTo(404);
        assertThat(claims("us-tn-renewal", "1999").status()).isEqualTo(400);
        assertThat(counts().select("form[action$=/counts/claims] label").text())
                .as("what the state's export asks for")
                .contains("Your Tennessee educator license number");
        assertThat(numbered("=1+1").status()).isEqualTo(400);
        assertThat(nextStep()).isEqualTo("Next: Tennessee can count this badge. Ask for it to be counted");
        assertThat(teacher.opensAgain(MAPPING).click("#claim a").select("h1").text())
                .isEqualTo("What it counts for");
        Page made = numbered("TN-0042");
        assertThat(made.select("[aria-labelledby=claims]").text())
                .contains("License renewal 6 PDP", "Requested", "A recognition officer looks at it next.");
        assertThat(made.select("[aria-labelledby=progress]").text()).contains("6 PDP wait for a decision");
        assertThat(copyOfTheirData())
                .contains("\"educatorNumber\" : \"TN-0042\"")
                .contains("\"us-tn\" : " + NEXT_YEAR);
        assertThat(made.select("form[action$=/counts/claims]"))
                .as("what is claimed is not offered again")
                .isEmpty();
        assertThat(nextStep()).isEqualTo("You have asked for this badge to be counted. See how your claim stands");
        Page other = claims("us-tn-renewal", IN_TWO_YEARS);
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.select("h1").text()).isEqualTo("Your cycle is another one");
        assertThat(counts().submit("form[action$=/counts/cycle]", Map.of("at", "us-tn", "year", IN_TWO_YEARS))
                        .status())
                .as("claims stand for the cycle")
                .isEqualTo(409);
        Page dossier = made.click("a[href$=dossier.pdf]");
        assertThat(dossier.headers().firstValue("Content-Type")).contains("application/pdf");
        assertThat(dossier.headers().firstValue("Content-Disposition").orElseThrow())
                .as("in a frame it would take the window's place")
                .startsWith("attachment");
        assertThat(dossier.bytes()).startsWith("%PDF-".getBytes(StandardCharsets.US_ASCII));
        assertThat(made.click("a[href$=dossier.json]").body()).contains("ClrCredential");
        Page twice = claims("us-tn-renewal", NEXT_YEAR);
        assertThat(twice.status()).isEqualTo(409);
        Page back = counts().submit("form[action$=/take-back]", Map.of());
        assertThat(back.text()).contains("Your claim is taken back.", "Withdrawn", "You took it back.");
        assertThat(back.select("form[action$=/take-back]")).isEmpty();
        assertThat(back.select("select[name=cycle]"))
                .as("what was said once is not asked again")
                .isEmpty();
        assertThat(back.select("[aria-labelledby=claims]").text())
                .contains("Tennessee: counts for your cycle until " + NEXT_YEAR);
        assertThat(numbered("TN-0042").status()).as("claimed again").isEqualTo(200);
        assertThat(twice.select("h1").text()).isEqualTo("This badge counts there already");

        Page claim = firstOpenClaim();
        assertThat(claim.text())
                .contains("Valid.", "Tennessee", "6 PDP", "us-tn-renewal, version 1.", "Source: tn.gov", "TN-0042");
        assertThat(claim.select("main a[href*=evidence]")).isEmpty();
        Page review = claim.form("button[value=UNDER_REVIEW]").submitWith("button[value=UNDER_REVIEW]");
        Page slip = press(review, "DECLINED", "5", "", " ");
        assertThat(slip.status()).isEqualTo(400);
        assertThat(slip.select("#words-error").text()).isEqualTo("Say why. Nothing was changed.");
        assertThat(slip.select("#words").attr("aria-invalid")).isEqualTo("true");
        assertThat(slip.select("#amount").attr("value")).as("typed before").isEqualTo("5");
        Page units = press(slip, "APPROVED", "six", "", "It is the district's own.");
        assertThat(units.status()).isEqualTo(400);
        assertThat(units.select("#amount-error").text()).startsWith("Write how many units count, as a number");
        assertThat(units.select("#amount").attr("value")).isEqualTo("six");
        assertThat(units.select("#words").text()).isEqualTo("It is the district's own.");
        press(review, "MORE_INFORMATION", "", "", "Which license is it?");
        assertThat(press(review, "APPROVED", "6", "", "").status())
                .as("a page that is out of date")
                .isEqualTo(409);

        assertThat(nextStep()).startsWith("Next: an officer asks you something about your claim.");
        Page asked = counts();
        assertThat(asked.select("[aria-labelledby=claims]").text())
                .contains("More information wanted", "Which license is it?");
        asked.submit("form[action*=/counts/claims/]", Map.of("words", "The practitioner license."));
        Page again = firstOpenClaim();
        assertThat(again.select("[aria-labelledby=history]").text()).contains("The practitioner license.");
        Page second = again.form("button[value=UNDER_REVIEW]").submitWith("button[value=UNDER_REVIEW]");
        Page approved = press(second, "APPROVED", "", "", "");
        assertThat(approved.select("header .status").text()).isEqualTo("Approved");
        assertThat(counts().select("[aria-labelledby=progress]").text()).contains("6 of 60 PDP count. 54 are missing.");
        assertThat(counts().select("form[action$=/counts/claims]"))
                .as("it counts already")
                .isEmpty();

        assertThat(press(approved, "WITHDRAWN", "", "", "").status()).isEqualTo(400);
        press(approved, "WITHDRAWN", "", "", "It was counted in another system.");
        assertThat(counts().select("[aria-labelledby=claims]").text())
                .contains("Withdrawn", "It was counted in another system.");
        assertThat(counts().select("[aria-labelledby=progress]").text()).contains("0 of 60 PDP count");
        assertThat(claims("us-tn-renewal", NEXT_YEAR).status())
                .as("what was withdrawn may be claimed again")
                .isEqualTo(200);
        Page last = firstOpenClaim().form("button[value=UNDER_REVIEW]").submitWith("button[value=UNDER_REVIEW]");
        press(last, "DECLINED", "", "", "Counted elsewhere.");

        whereTheDistrictDecidesItNamesUnitsAndCategoryWithinTheCap();
    }

    private void whereTheDistrictDecidesItNamesUnitsAndCategoryWithinTheCap() {
        Page offered = counts().form("[aria-labelledby=elsewhere] form[method=get]")
                .set("at", "claim-story-district")
                .submit()
                .form("[aria-labelledby=elsewhere] form[method=post]")
                .submit();
        assertThat(offered.select("select[name=holder-claim-story-points] option")
                        .eachText())
                .containsSubsequence("reading teacher", "librarian");
        offered.form("[aria-labelledby=here] form").submitWith("button[name=at]");
        assertThat(claims("claim-story-points", NEXT_YEAR).status())
                .as("the rule is for several, and nothing is said")
                .isEqualTo(400);
        assertThat(as("principal").status()).isEqualTo(400);
        assertThat(as("librarian").status()).isEqualTo(200);
        assertThat(firstOpenClaim().text()).contains("Only for: reading teacher, librarian.", "Claims as librarian");
        Page review = firstOpenClaim().form("button[value=UNDER_REVIEW]").submitWith("button[value=UNDER_REVIEW]");
        assertThat(review.text()).contains("The rule names no figure. You decide how much counts.");
        assertThat(press(review, "APPROVED", "", "reading", "").status()).isEqualTo(400);
        assertThat(press(review, "APPROVED", "5", "", "")
                        .select("#category-error")
                        .text())
                .startsWith("Choose what the units count as");
        Page above = press(review, "APPROVED", "6", "reading", "");
        assertThat(above.status()).isEqualTo(409);
        assertThat(above.select("#amount-error").text()).contains("more than the rule lets count");
        assertThat(above.select("#category option[selected]").text()).isEqualTo("reading");
        assertThat(review.select("#share-0, #share-1"))
                .as("each category may have its part")
                .hasSize(2);
        assertThat(press(review, "APPROVED", "5", "reading", "")
                        .select("header .status")
                        .text())
                .isEqualTo("Approved");
        Page counts = counts();
        Page there = counts.form("[aria-labelledby=elsewhere] form[method=get]")
                .set("at", "claim-story-district")
                .submit();
        Page home = there.form("[aria-labelledby=elsewhere] form[method=post]").submit();
        assertThat(home.select("[aria-labelledby=progress]").text())
                .contains("4 of 10 point count. 6 are missing.")
                .contains("reading: 5 of 4, 0 missing")
                .contains("general: 0 of 6, 6 missing")
                .contains("At most 5 point count in a cycle. 5 of them are used.")
                .doesNotContain("no rule says how much");
        assertThat(home.select("form[action$=/counts/claims]"))
                .as("it counts already")
                .isEmpty();
        assertThat(home.select("[aria-labelledby=here]").text()).contains("Only for: reading teacher, librarian.");
        assertThat(home.select("form[action$=/counts/cycle] option[selected]").attr("value"))
                .as("typed with a claim")
                .isEqualTo(NEXT_YEAR);
        home.form("[aria-labelledby=here] form").submitWith("button[name=at]");
    }
}
