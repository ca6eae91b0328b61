package dev.laurel.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.laurel.support.HttpBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tool over HTTP, as a stranger's program uses it. */
@LaurelTest
class AgreementToolTests {

    private static final String HEADER = "unit,rater,rating\n";

    @Autowired
    LaurelSettings settings;

    @Autowired
    AgreementRation ration;

    private HttpBrowser.Page post(String query, String type, byte[] body) {
        return new HttpBrowser()
                .header("Accept", "*/*")
                .send("POST", settings.at("/tools/agreement" + query), type, body, Map.of());
    }

    private HttpBrowser.Page post(String query, String csv) {
        return post(query, "text/csv", csv.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode answer(String query, String csv) {
        HttpBrowser.Page page = post(query, csv);
        assertThat(page.status()).as(page.body()).isEqualTo(200);
        assertThat(page.header("Content-Type").orElseThrow()).startsWith("application/json");
        return JsonMapper.shared().readTree(page.body());
    }

    private String problem(HttpBrowser.Page page, int status) {
        assertThat(page.status()).as(page.body()).isEqualTo(status);
        assertThat(page.header("Content-Type")).contains("application/problem+json");
        return JsonMapper.shared().readTree(page.body()).get("detail").asString();
    }

    @Test
    void answersOneAddressOnlySoOften() {
        MockHttpServletRequest theirs = new MockHttpServletRequest();
        theirs.setRemoteAddr("203.0.113.61");
        while (ration.admits(theirs)) {
            // until they have had their share
        }
        byte[] csv = (HEADER + "u1,a,1\nu1,b,1\n").getBytes(StandardCharsets.UTF_8);
        HttpBrowser.Page page = new HttpBrowser()
                .header("X-Forwarded-For", "203.0.113.61")
                .send("POST", settings.at("/tools/agreement"), "text/csv", csv, Map.of());
        assertThat(problem(page, 429))
                .startsWith("Your address has asked more often")
                .contains("Wait a minute");
        assertThat(page.header("Retry-After")).contains("60");
        assertThat(post("", HEADER + "u1,a,1\nu1,b,1\n").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | The file is empty",
                "` ` | Line 1 must be unit,rater,rating",
                "`unit;rater;rating\nu1;a;1` | Line 1 must be unit,rater,rating with commas",
                "`u1,a,1` | Line 1 must be unit,rater,rating",
                "`unit,rater,rating\nu1,a,1\nu2,a` | Line 3 has 2 fields",
                "`unit,rater,rating\nu1,a,1,5` | Line 2 has 4 fields",
                "`unit,rater,rating\n,a,1` | Line 2 names no unit",
                "`unit,rater,rating\nu1, ,1` | Line 2 names no rater",
                "`unit,rater,rating\nu1,a,1.5` | Line 2 has a rating that is not a whole number",
                "`unit,rater,rating\nu1,a,-1` | Line 2 has a rating that is not a whole number",
                "`unit,rater,rating\nu1,a,met` | Line 2 has a rating that is not a whole number",
                "`unit,rater,rating\nu1,a,101` | Line 2 has a rating above 100",
                "`unit,rater,rating\nu1,a,99999999999999` | Line 2 has a rating above 100",
                "`unit,rater,rating\nu1,a,1\n\nu1,b,1\nu1,a,1` | Line 5 rates a unit that the same rater has rated on line 2",
                "`unit,rater,rating\nu1,a,\nu1,a,1` | Line 3 rates a unit that the same rater has rated on line 2",
                "`unit,rater,rating\nu1,a,1\nu2,\"a,1` | after line 2",
            })
    void saysWhichLineIsWrongAndHow(String csv, String expected) {
        assertThat(problem(post("", csv), 400)).contains(expected);
    }

    @Test
    void saysOfALongNumberThatItIsOutsideTheLevels() {
        assertThat(problem(post("?levels=3", HEADER + "u1,a,1\nu1,b,4000000000\n"), 400))
                .contains("Line 3 has a rating outside the levels");
        assertThat(answer("", HEADER + "u1,a,0000000000001\nu1,b,1.0000000000000\nu2,a,000\nu2,b,0\n")
                        .get("exact")
                        .asDouble())
                .isEqualTo(1);
    }

    @Test
    void takesDetailForTrueOrFalseAndForNothingElse() {
        assertThat(answer("?detail=TRUE", HEADER + "u1,a,1\n").get("detail")).isNotNull();
        assertThat(answer("?detail=false", HEADER + "u1,a,1\n").get("detail")).isNull();
        assertThat(problem(post("?detail=yes", HEADER + "u1,a,1\n"), 400)).contains("detail must be true or false");
    }

    @Test
    void refusesARatingOutsideTheLevels() {
        assertThat(problem(post("?levels=3", HEADER + "u1,a,0\nu1,b,4\n"), 400))
                .contains("Line 3 has a rating outside the levels");
        assertThat(problem(post("?levels=3", HEADER + "u1,a,0\nu1,b,3\n"), 400)).contains("Line 3");
        assertThat(answer("?levels=3", HEADER + "u1,a,1\nu1,b,3\n").get("exact").asDouble())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "?levels=many, levels must be a whole number from 2 to 100",
        "?levels=1, levels must be",
        "?levels=1000, levels must be",
        "?cut=top, cut must be a whole number",
        "?cut=-1, cut must be",
        "?levels=3&cut=4, cut must be a whole number from 0 to 3",
    })
    void refusesLevelsAndCutsThatAreNone(String query, String expected) {
        assertThat(problem(post(query, HEADER + "u1,a,1\n"), 400)).contains(expected);
    }

    @Test
    void refusesWhatIsNoCsvOrTooMuchOfIt() {
        byte[] csv = (HEADER + "u1,a,1\n").getBytes(StandardCharsets.UTF_8);
        for (String other : List.of(
                "application/json",
                "application/x-www-form-urlencoded",
                "text/csv; charset=nonsense",
                "nothing of the kind")) {
            assertThat(problem(post("", other, csv), 415)).contains("Content-Type must be text/csv");
        }
        HttpBrowser.Page opened = new HttpBrowser().get(settings.at("/tools/agreement"));
        assertThat(problem(opened, 405)).contains("takes ratings by POST, as CSV");
        assertThat(problem(post("", "text/csv", new byte[(1 << 20) + 1]), 413)).contains("larger than 1 MB");
        StringBuilder many = new StringBuilder(HEADER);
        IntStream.rangeClosed(0, 50_000).forEach(i -> many.append(i).append(",a,1\n"));
        assertThat(problem(post("", many.toString()), 413)).contains("more than 50,000 ratings");
        StringBuilder wide = new StringBuilder(HEADER);
        IntStream.range(0, 501).forEach(i -> wide.append(i).append(",a,1\n"));
        assertThat(problem(post("?detail=true", wide.toString()), 413)).contains("at most 500 units");
        assertThat(problem(post("", "text/csv", new byte[] {'u', (byte) 0xe9, '\n'}), 400))
                .contains("not in the encoding UTF-8");
    }

    @Test
    void saysItInSpanishToo() {
        HttpBrowser.Page page = new HttpBrowser()
                .header("Accept-Language", "es")
                .send("POST", settings.at("/tools/agreement"), "text/csv", new byte[0], Map.of());

        assertThat(problem(page, 400)).contains("El archivo está vacío");
    }

    @Test
    void answersCheckValueAInFullPrecision() {
        int[][] counts = {{4, 2, 0}, {1, 7, 4}, {0, 3, 19}};
        StringBuilder csv = new StringBuilder(HEADER);
        int unit = 0;
        for (int first = 0; first < 3; first++) {
            for (int second = 0; second < 3; second++) {
                for (int i = 0; i < counts[first][second]; i++) {
                    unit++;
                    csv.append("u" + unit + ",rosa," + first + "\nu" + unit + ",li," + second + "\n");
                }
            }
        }

        JsonNode answer = answer("?cut=2&levels=3", csv.toString());

        assertThat(answer.propertyNames())
                .containsExactly(
                        "units",
                        "raters",
                        "exact",
                        "exactOrAdjacent",
                        "decisionAgreement",
                        "kappa",
                        "quadraticWeightedKappa",
                        "alpha");
        assertThat(answer.get("units").asInt()).isEqualTo(40);
        assertThat(answer.get("raters").asInt()).isEqualTo(2);
        assertThat(answer.get("decisionAgreement").asDouble()).isEqualTo(0.825);
        assertThat(answer.get("kappa").asDouble()).isCloseTo(13.0 / 23, within(1e-15));
        assertThat(answer.get("quadraticWeightedKappa").asDouble()).isCloseTo(0.7596, within(0.00005));
        assertThat(answer.get("alpha").propertyNames()).containsExactly("nominal", "ordinal", "interval");
        assertThat(answer.get("alpha").get("ordinal").asDouble()).isCloseTo(0.7298, within(0.00005));

        JsonNode detail = answer("?cut=2&levels=3&detail=true", csv.toString()).get("detail");
        assertThat(detail.get("decisionAgreement").get("n").asInt()).isEqualTo(40);
        assertThat(detail.get("alpha").get("ordinal").get("interval").get("low").asDouble())
                .isLessThan(0.7298);
    }

    @Test
    void whatIsNotDefinedIsNull() {
        JsonNode same = answer("?cut=1", HEADER + "u1,a,1\nu1,b,1\nu2,a,1\nu2,b,1\n");
        assertThat(same.get("exact").asDouble()).isEqualTo(1.0);
        assertThat(same.get("kappa").isNull()).isTrue();
        assertThat(same.get("alpha").get("ordinal").isNull()).isTrue();

        JsonNode noCut = answer("", HEADER + "u1,a,1\nu1,b,0\n");
        assertThat(noCut.get("decisionAgreement").isNull()).isTrue();
        assertThat(noCut.get("exactOrAdjacent").asDouble()).isEqualTo(1.0);

        JsonNode one = answer("?cut=1", HEADER + "u1,a,1\n");
        assertThat(one.get("raters").asInt()).isEqualTo(1);
        assertThat(one.get("exact").isNull()).isTrue();

        JsonNode none = answer("?cut=1", "unit,rater,rating");
        assertThat(none.get("units").asInt()).isZero();
        assertThat(none.get("alpha").get("nominal").isNull()).isTrue();
    }

    @Test
    void readsWhatSpreadsheetsWrite() {
        String csv = "\uFEFFUnit, Rater ,rating\r\n"
                + "\"lesson, first \"\"draft\"\"\",\"Núñez\",2\r\n"
                + "\"lesson, first \"\"draft\"\"\",b, 1 \r\n"
                + "\r\n"
                + "u2,Núñez,\r\n"
                + "u2,b,2\r\n"
                + ",,\r\n"
                + "u3,b,.\r\n";

        JsonNode answer = answer("?cut=2", csv);

        assertThat(answer.get("units").asInt()).isEqualTo(2);
        assertThat(answer.get("raters").asInt()).isEqualTo(2);
        assertThat(answer.get("exact").asDouble()).isZero();
        assertThat(answer.get("exactOrAdjacent").asDouble()).isEqualTo(1.0);
        HttpBrowser.Page latin =
                post("", "text/csv; charset=iso-8859-1", csv.substring(1).getBytes(Charset.forName("iso-8859-1")));
        assertThat(latin.status()).isEqualTo(200);
    }

    @Test
    void readsWhatStatisticsProgramsWrite() {
        JsonNode answer = answer("?cut=2", HEADER + "u1,a,2.0\nu1,b,2.000\nu2,a,NA\nu2,b,1.0\nu3,a,NaN\nu3,b,na\n");
        assertThat(answer.get("units").asInt()).isEqualTo(2);
        assertThat(answer.get("exact").asDouble()).isEqualTo(1.0);
        assertThat(problem(post("", HEADER + "u1,a,2.01\n"), 400)).contains("not a whole number");
    }

    @Test
    void isThereForAnybodyAndKeepsNothing() {
        HttpBrowser.Page page = post("", HEADER + "u1,a,1\n");

        assertThat(page.header("Set-Cookie")).isEmpty();
        assertThat(page.header("Cache-Control").orElseThrow()).contains("no-store");
    }
}
