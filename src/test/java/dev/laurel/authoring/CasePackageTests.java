package dev.laurel.authoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ClassPathResource;

class CasePackageTests {

    static byte[] sample() {
        try {
            return new ClassPathResource("case/river-valley-computing.json").getContentAsByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String problem(byte[] json) {
        return catchThrowableOfType(CasePackage.Unreadable.class, () -> CasePackage.read(json))
                .key();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <html></html>                                               | unreadable
            []                                                          | no-package
            "text"                                                      | no-package
            {"CFItems": []}                                             | no-package
            {"CFDocument": {"title": "T"}, "CFItems": {}}               | no-package
            {"CFDocument": {"title": "T"}, "CFItems": []}               | no-items
            {"CFDocument": {"title": "T"}, "CFItems": [1, {}, {"identifier": "a"}]} | no-items
            """)
    void saysWhyItTakesNothing(String json, String reason) {
        assertThat(problem(json.getBytes(StandardCharsets.UTF_8))).isEqualTo("authoring.case." + reason);
    }

    @Test
    void takesNothingThatIsTooLarge() {
        assertThat(problem(new byte[CasePackage.LARGEST_BYTES + 1])).isEqualTo("authoring.case.too-large");
    }

    @Test
    void putsItemsInTheOrderOfTheFrameworkWhateverTheirOrderInTheFile() throws Exception {
        CasePackage read = CasePackage.read(sample());
        assertThat(read.title()).isEqualTo("River Valley Computing Standards (2025)");
        assertThat(read.items())
                .extracting(CasePackage.Item::code)
                .containsExactly("RV.3-5.A", "RV.3-5.A1", "RV.3-5.A2", "B");
        assertThat(read.items()).extracting(CasePackage.Item::depth).containsExactly(0, 1, 1, 0);
        assertThat(read.items().get(1).levels()).isEqualTo("03, 04, 05");
        assertThat(read.items().get(3).address()).as("no web address").isEmpty();
    }

    @Test
    void isNotCaughtInACircle() throws Exception {
        String circle = """
                {"CFDocument": {"identifier": "d", "title": "T"},
                 "CFItems": [{"identifier": "a", "fullStatement": "A"}, {"identifier": "b", "fullStatement": "B"}],
                 "CFAssociations": [
                  {"associationType": "isChildOf", "originNodeURI": {"identifier": "a"}, "destinationNodeURI": {"identifier": "b"}},
                  {"associationType": "isChildOf", "originNodeURI": {"identifier": "b"}, "destinationNodeURI": {"identifier": "a"}}]}
                """;
        assertThat(CasePackage.read(circle.getBytes(StandardCharsets.UTF_8)).items())
                .extracting(CasePackage.Item::statement)
                .containsExactly("A", "B");
    }
}
