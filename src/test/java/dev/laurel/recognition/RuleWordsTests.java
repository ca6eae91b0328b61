package dev.laurel.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.recognition.Scope.Offer;
import dev.laurel.support.LaurelTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the rules that come with Laurel say stands in Spanish sentences in Spanish; what is kept stays as it was written. */
@LaurelTest
class RuleWordsTests {

    private static final Locale SPANISH = Locale.forLanguageTag("es");

    @Autowired
    RuleWords words;

    @Autowired
    Recognition recognition;

    @Autowired
    RulesImport rules;

    @Autowired
    RulesAtStart rulesAtStart;

    @BeforeEach
    void theRulesThatComeWithLaurel() throws IOException {
        rulesAtStart.takeShipped();
    }

    private static final List<String> SHIPPED = List.of(
            "us-tn",
            "us-ut",
            "us-ma",
            "us-ar",
            "us-wy",
            "us-sc",
            "us-nc",
            "us-de",
            "us-ky",
            "us-la",
            "us-ga",
            "aurora-co",
            "knox-county-tn");

    private WorthView view(String code) {
        Offer offer = new Offer("any", false, "Any", List.of(), 15);
        return recognition
                .views(offer, recognition.at(new AuthorityCode(code)).orElseThrow(), SPANISH)
                .get(0);
    }

    @Test
    void everyShippedAuthorityAndRuleIsToldInSpanishAsAWhole() {
        for (String code : SHIPPED) {
            Authority authority = recognition.authority(new AuthorityCode(code)).orElseThrow();
            assertThat(words.say(authority, SPANISH).language()).as(code).isEqualTo("es");
            assertThat(recognition.holding(authority.code())).isNotEmpty().allSatisfy(rule -> assertThat(
                            words.say(rule, SPANISH).language())
                    .as("%s: %s, %s, %s, %s", rule.name(), rule.unit(), rule.approver(), rule.proof(), rule.note())
                    .isEqualTo("es"));
        }
    }

    @Test
    void aFigureHasItsUnitInSpanishAndItsSourceInItsOwnLanguage() {
        WorthView.Line line = view("knox-county-tn").lines().get(0);
        assertThat(line.figure()).isEqualTo("3 horas de formación en servicio");
        assertThat(line.approver()).isEqualTo("El distrito");
        assertThat(line.language()).isEqualTo("es");
        assertThat(line.sourceLanguage()).isEqualTo("en");
    }

    @Test
    void whoSomebodyIsIsSaidInSpanishAndClaimedInTheRulesOwnWords() {
        WorthView.Line line = view("us-ar").lines().get(0);
        assertThat(line.holdsFor()).isEqualTo("docente con licencia provisional (PPTL)");
        assertThat(line.holders()).containsExactly("provisional teacher (PPTL)");
    }

    @Test
    void aRuleThatIsKnownInPartIsToldAsItWasWritten() {
        String code = "w" + UUID.randomUUID();
        String yaml = TestRules.authority(code) + "---\n"
                + TestRules.rule(code, 2).replaceFirst("unit: [^\n]+", "unit: clock hour")
                + "note: Nobody has translated this.\n";
        rules.take("half.yaml", yaml.getBytes(StandardCharsets.UTF_8), "a tester", false);
        WorthView.Line line = view(code).lines().get(0);
        assertThat(line.figure()).isEqualTo("2 clock hour");
        assertThat(line.language()).isEqualTo("en");
    }

    @Test
    void inEnglishNothingChanges() {
        Rule rule = recognition.holding(new AuthorityCode("us-nc")).get(0);
        assertThat(words.say(rule, Locale.US)).isSameAs(rule);
    }
}
