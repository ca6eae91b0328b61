package dev.laurel.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.recognition.Scope.Offer;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a credential counts for with each authority of the rules that come with Laurel, as other web sites ask for it. */
@LaurelTest
class ValueTests {

    private static final String HINGE = "assess-hinge-questions";
    private static final String STACK = "cs-3-8-foundations";
    private static final JsonMapper JSON = new JsonMapper();

    @Autowired
    LaurelSettings settings;

    @Autowired
    RulesAtStart rulesAtStart;

    @Autowired
    Recognition recognition;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void theRulesThatComeWithLaurel() throws IOException {
        rulesAtStart.takeShipped();
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.at(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode value(String credential, String authority) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                get("/recognition/value?credential=" + credential + "&authority=" + authority, "Accept-Language", "en");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    @ParameterizedTest
    @CsvSource({
        HINGE + ",us-zz,404",
        HINGE + ",US TN,404",
        HINGE + ",%27,404",
        "no-such-thing,us-tn,404",
        "No%20Such,us-tn,404",
        ",us-tn,400",
        HINGE + ",,400"
    })
    void saysInPlainWordsWhatIsNotKnown(String credential, String authority, int status)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = get(
                "/recognition/value?credential=" + Objects.toString(credential, "") + "&authority="
                        + Objects.toString(authority, "").replace(" ", "%20"),
                "Accept",
                "text/html");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.path("status").intValue()).isEqualTo(status);
        assertThat(problem.path("title").stringValue()).isNotBlank();
        assertThat(problem.path("supportCode").stringValue()).isNotBlank();
    }

    @Test
    void whatIsAskedInAnOddWayIsAnsweredAsItIsMeantOrNotAtAll() throws IOException, InterruptedException {
        assertThat(value("%20" + HINGE + "%20", "US-TN%20").path("authority").stringValue())
                .isEqualTo("us-tn");
        for (String odd : List.of(
                "credential=" + HINGE + "&authority=us-tn&authority=us-ga",
                "credential=" + HINGE + "&credential=lit-hfw-mapping&authority=us-tn",
                "credential=" + HINGE + "@1.0.0&authority=us-tn",
                "credential=" + HINGE + "&authority=" + "x".repeat(2_000),
                "credential=" + "x".repeat(2_000) + "&authority=us-tn",
                "credential=" + HINGE + "&authority=Tennessee",
                "credential=" + HINGE + "&authority=us-tn%00")) {
            assertThat(get("/recognition/value?" + odd).statusCode()).as(odd).isIn(400, 404);
        }
    }

    @Test
    void aDistrictSaysWhatItsStateCountsTooAndNeitherIsAddedToTheOther() throws IOException, InterruptedException {
        JsonNode knox = value(HINGE, "knox-county-tn");
        assertThat(knox.path("amount").intValue()).isEqualTo(3);
        assertThat(knox.path("around")).hasSize(1);
        JsonNode state = knox.path("around").get(0);
        assertThat(state.path("authority").stringValue()).isEqualTo("us-tn");
        assertThat(state.path("amount").intValue()).isEqualTo(6);
        assertThat(state.path("unit").stringValue()).isEqualTo("PDP");
        assertThat(state.path("source").stringValue()).isEqualTo("tn.gov, PDP FAQ; scsk12.org");
        assertThat(value(HINGE, "us-tn").path("around")).isEmpty();
        assertThat(value(HINGE, "aurora-co").path("around"))
                .as("no rule of Colorado is known here")
                .isEmpty();
    }

    @Test
    void takesNothingButReading() throws IOException, InterruptedException {
        HttpRequest post = HttpRequest.newBuilder(
                        settings.at("/recognition/value?credential=" + HINGE + "&authority=us-tn"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(http.send(post, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isIn(403, 405);
    }

    @Test
    void answersOneAddressOnlySoOften() throws IOException, InterruptedException {
        String path = "/recognition/value?credential=" + HINGE + "&authority=us-tn";
        for (int i = 0; i < 120; i++) {
            assertThat(get(path, "X-Forwarded-For", "203.0.113.7").statusCode()).isEqualTo(200);
        }
        HttpResponse<String> refused = get(path, "X-Forwarded-For", "203.0.113.7");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("60");
        assertThat(get(path, "X-Forwarded-For", "203.0.113.8").statusCode()).isEqualTo(200);
    }

    /** The rows of section 5 of the domain notes; an empty amount is one that was not found. */
    @ParameterizedTest
    @CsvSource({
        "us-tn,6,PDP,renewal",
        "us-ut,0.5,USBE credit,renewal",
        "us-ma,5,PDP,renewal",
        "us-ar,,route,initial-licence",
        "us-wy,1.07,PTSB credit,renewal",
        "us-sc,,renewal credit,renewal",
        "us-nc,,CEU,renewal",
        "us-de,,clock hour,renewal",
        "us-ky,,rank,salary",
        "us-la,,certificate,career-pathway",
        "us-ga,,PLU,renewal",
        "aurora-co,,hours,salary",
        "knox-county-tn,3,in-service hours,local-hours"
    })
    void aMicroCredentialOfFifteenHoursCountsFor(String authority, String amount, String unit, String kind)
            throws IOException, InterruptedException {
        JsonNode value = value(HINGE, authority);
        assertThat(value.propertyNames()).contains("amount", "unit", "kind", "approver", "source", "checkedOn", "note");
        if (amount == null) {
            assertThat(value.path("amount").isNull()).isTrue();
            assertThat(value.path("note").stringValue()).contains("your district decides");
        } else {
            assertThat(value.path("amount").decimalValue()).isEqualByComparingTo(amount);
        }
        assertThat(value.path("unit").stringValue()).isEqualTo(unit);
        assertThat(value.path("kind").stringValue()).isEqualTo(kind);
        assertThat(value.path("approver").stringValue()).isNotBlank();
        assertThat(value.path("source").stringValue()).isNotBlank();
        assertThat(value.path("checkedOn").stringValue()).isEqualTo("2026-11-23");
    }

    @Test
    void aDistrictThatSpeaksOfOneIssuerNamesItsFigureForThatIssuerOnly() {
        Worth ofTheIssuer = recognition
                .worth(new Offer("nea-something", false, "NEA", List.of(), 15), new AuthorityCode("aurora-co"))
                .orElseThrow();
        assertThat(Objects.requireNonNull(ofTheIssuer.first()).amount()).isEqualByComparingTo(BigDecimal.TEN);
        Worth ofAnother = recognition
                .worth(new Offer("x-something", false, "Somebody", List.of(), 15), new AuthorityCode("aurora-co"))
                .orElseThrow();
        assertThat(Objects.requireNonNull(ofAnother.first()).amount()).isNull();
        assertThat(ofAnother.first().fits()).isFalse();
    }

    @Test
    void theHoursOfATennesseeMicroCredentialMakeNoDifference() throws IOException, InterruptedException {
        assertThat(value("cs-trace-before-write", "us-tn").path("amount").intValue())
                .isEqualTo(6);
    }

    @Test
    void whatCountsOnlyTogetherSaysSo() throws IOException, InterruptedException {
        assertThat(value(HINGE, "us-ma").path("note").stringValue())
                .startsWith("10 PDP for 2 micro-credentials together.");
    }

    @Test
    void aRuleThatIsNotForEverybodySaysForWhomAndHowMuchCountsAtMost() throws IOException, InterruptedException {
        JsonNode arkansas = value(HINGE, "us-ar");
        assertThat(arkansas.path("note").stringValue()).startsWith("Only for: provisional teacher (PPTL).");
        assertThat(arkansas.path("others").get(0).path("unit").stringValue()).isEqualTo("hours of pedagogy training");
        assertThat(arkansas.path("others").get(0).path("note").stringValue())
                .contains("At most 12 hours of pedagogy training count in a year.");
        assertThat(value(HINGE, "us-tn").path("note").stringValue()).doesNotContain("Only for", "At most");
    }

    /** What each gives or asks for by category, and the most that counts. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "us-tn | 60 PDP | | | 1 clock hour=1 PDP; 1 CEU=5 PDP; 1 semester hour=10 PDP",
                "us-ut | | | |",
                "us-ma | | | |",
                "us-ar | 12 hours of pedagogy training in 1 | | 12 in 1 |",
                "us-wy | 5 PTSB credit | | | 14 contact hours=1 PTSB credit",
                "us-sc | 120 renewal credit in 5 | | | 1 CEU=10 renewal credits; 1 semester hour=20 renewal credits;"
                        + " 1 15-hour approved course=20 renewal credits",
                "us-nc | 8 CEU in 5 subject 3, literacy 3, general 2; 8 CEU in 5 subject 4, general 4"
                        + " | subject, literacy, general | | 1 CEU=10 hours; 1 semester hour=1.5 CEU",
                "us-de | 90 clock hour in 5 | | | 1 CEU=10 clock hours; 1 semester hour=15 clock hours",
                "us-ky | | | |",
                "us-la | | | |",
                "us-ga | 10 PLU | | | 10 CEU=10 PLU; 6 semester hours=10 PLU",
                "aurora-co | | | | 15 hours=1 college credit",
                "knox-county-tn | | | |"
            })
    void anAuthorityAsksForSplitsAndLimits(
            String code, String needs, String categories, String caps, String equivalents) {
        AuthorityCode authority = new AuthorityCode(code);
        Authority read = recognition.authority(authority).orElseThrow();
        assertThat(read.needs().stream()
                        .map(need -> need.amount() + " " + need.unit()
                                + (need.years() == null ? "" : " in " + need.years())
                                + need.categories().stream()
                                        .map(share -> share.name() + " " + share.amount())
                                        .collect(Collectors.joining(
                                                ", ", need.categories().isEmpty() ? "" : " ", "")))
                        .collect(Collectors.joining("; ")))
                .isEqualTo(Objects.toString(needs, ""));
        List<Rule> rules = recognition.holding(authority);
        assertThat(rules.stream().flatMap(rule -> rule.categories().stream()).collect(Collectors.joining(", ")))
                .isEqualTo(Objects.toString(categories, ""));
        assertThat(rules.stream()
                        .map(Rule::cap)
                        .filter(Objects::nonNull)
                        .map(cap -> cap.units() + " in " + cap.years())
                        .collect(Collectors.joining("; ")))
                .isEqualTo(Objects.toString(caps, ""));
        assertThat(read.equivalents().stream()
                        .map(each -> each.count() + " " + each.of() + "=" + each.amount() + " " + each.unit())
                        .collect(Collectors.joining("; ")))
                .isEqualTo(Objects.toString(equivalents, ""));
        assertThat(read.equivalents()).allMatch(each -> !each.source().title().isBlank());
    }

    @Test
    void whatElseCountsIsNeverTurnedIntoUnitsOfAMicroCredential() throws IOException, InterruptedException {
        assertThat(value(HINGE, "us-sc").path("amount").isNull()).isTrue();
        assertThat(value(HINGE, "us-tn").path("amount").intValue()).isEqualTo(6);
        assertThat(get("/catalog/" + HINGE + "?where=us-sc", "Accept-Language", "en")
                        .body())
                .contains("1 CEU counts as 10 renewal credits.")
                .contains("A micro-credential is never worked out from these figures.");
    }

    @Test
    void renewalComesFirstAndTheRestAfterIt() throws IOException, InterruptedException {
        JsonNode utah = value(HINGE, "us-ut");
        assertThat(utah.path("kind").stringValue()).isEqualTo("renewal");
        assertThat(utah.path("others")).hasSize(1);
        assertThat(utah.path("others").get(0).path("kind").stringValue()).isEqualTo("salary");
        assertThat(utah.path("others").get(0).path("amount").isNull()).isTrue();
    }

    @Test
    void aStackIsNeverCountedOnTopOfItsMembersNorPromisesAnEndorsement() throws IOException, InterruptedException {
        JsonNode tennessee = value(STACK, "us-tn");
        assertThat(tennessee.path("amount").isNull()).isTrue();
        assertThat(tennessee.path("note").stringValue()).contains("nothing is counted twice");
        JsonNode wyoming = value(STACK, "us-wy");
        assertThat(wyoming.path("kind").stringValue()).isEqualTo("endorsement");
        assertThat(wyoming.path("note").stringValue())
                .contains("can meet the requirement for")
                .doesNotContainIgnoringCase("confer");
    }

    @Test
    void anyWebSiteMayAskAndKeepTheAnswerForAWhile() throws IOException, InterruptedException {
        HttpResponse<String> answer = get(
                "/recognition/value?credential=" + HINGE + "&authority=US-TN",
                "Origin",
                "https://district.example.org");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(answer.headers().firstValue("Cache-Control").orElseThrow())
                .contains("public")
                .contains("max-age=");
        assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
        HttpResponse<String> unknown = get(
                "/recognition/value?credential=" + HINGE + "&authority=us-zz",
                "Origin",
                "https://district.example.org");
        assertThat(unknown.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"us-sc", "us-nc"})
    void saysItInSpanishToo(String authority) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(
                "/recognition/value?credential=" + HINGE + "&authority=" + authority,
                "Accept-Language",
                "es-MX,es;q=0.9");
        assertThat(JSON.readTree(answer.body()).path("note").stringValue()).contains("decide su distrito");
    }
}
