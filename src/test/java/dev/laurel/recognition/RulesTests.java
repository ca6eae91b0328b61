package dev.laurel.recognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.laurel.recognition.Scope.Offer;
import dev.laurel.support.LaurelTest;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

@LaurelTest
class RulesTests {

    private static final Offer OFFER = new Offer("some-credential", false, "Some issuer", List.of("Reading"), 28);

    @Autowired
    RulesImport rules;

    @Autowired
    RulesAtStart rulesAtStart;

    @Autowired
    Rulebook rulebook;

    @Autowired
    Recognition recognition;

    @Autowired
    Tenants tenants;

    private final AuthorityCode code = new AuthorityCode("t" + UUID.randomUUID());

    private String authority() {
        return """
                schema: recognition/1
                kind: authority
                code: %s
                name: An authority
                place: Somewhere
                type: district
                decides: The district
                """.formatted(code.value());
    }

    private String rule(String name, String more) {
        return """
                schema: recognition/1
                kind: rule
                id: %s-%s
                authority: %s
                unit: point
                approver: The district
                source: {title: A page}
                checked_on: "2026-11-01"
                checked_by: A tester
                """.formatted(code.value(), name, code.value()) + more;
    }

    private static final String SIMPLE = """
            scope: {every: micro-credential}
            value: renewal
            amount: {units: 2, per_credentials: 1}
            """;

    private RulesImport.Outcome take(String... documents) {
        return rules.take(
                "rules.yaml", String.join("---\n", documents).getBytes(StandardCharsets.UTF_8), "a tester", false);
    }

    private Worth worth(Offer offer) {
        return recognition.worth(offer, code).orElseThrow();
    }

    private static BigDecimal amount(Worth worth) {
        return Objects.requireNonNull(Objects.requireNonNull(worth.first()).amount());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "schema: recognition/1|schema: rules/9|schema: must be recognition/1",
                "kind: rule|kind: wish|kind: must be one of authority, rule",
                "value: renewal|value: promotion|value: must be one of renewal, endorsement",
                "units: 2|units: -2|amount.units: must be a number above 0",
                "units: 2|units: two|amount.units: must be a number above 0",
                "per_credentials: 1|per_moons: 1|must hold either per_credentials or per_hours",
                "every: micro-credential|everything: true|scope: must hold one of every",
                "every: micro-credential|issuers: [NEA], of: badge|scope.of: must be one of micro-credential, stack, both",
                "every: micro-credential|every: stack, of: stack|scope: must hold one of every",
                "every: micro-credential|every: badge|scope.every: must be one of micro-credential, stack",
                "checked_on: \"2026-11-01\"|checked_on: yesterday|checked_on: must be a day such as 2026-11-23",
                "title: A page|titel: A page|source.title: is missing",
                "title: A page|title: A page, url: 'javascript:x'|source.url: must be an address",
                "approver: The district|aprover: The district|aprover: is not a field that is known here",
                "unit: point|valid_from: \"2026-02-01\"|unit: is missing"
            })
    void saysWhatIsWrongAndTakesNothingOver(String right, String wrong, String sentence) {
        String document = rule("a", SIMPLE);
        assertThat(document).contains(right);
        assertThatThrownBy(() -> take(authority(), document.replace(right, wrong)))
                .isInstanceOf(InvalidRules.class)
                .hasMessageContaining("rules.yaml, document 2 (" + code.value() + "-a)")
                .hasMessageContaining(sentence);
        assertThat(recognition.worth(OFFER, code)).isEmpty();
    }

    @Test
    void tellsARuleWhoseAuthorityNobodyKnowsAndAFileThatIsNone() {
        assertThatThrownBy(() -> take(rule("a", SIMPLE)))
                .hasMessageContaining("authority: names " + code.value() + ", which stands neither");
        assertThatThrownBy(() -> take("a: [")).hasMessageContaining("is not readable YAML at line");
        assertThatThrownBy(() -> take("")).hasMessageContaining("holds no document");
        assertThatThrownBy(() -> take(authority(), rule("a", SIMPLE), rule("a", SIMPLE)))
                .hasMessageContaining("is there twice in this file");
    }

    @Test
    void keepsEachVersionOfARuleForGood() {
        take(authority(), rule("a", SIMPLE));
        assertThat(take(authority(), rule("a", SIMPLE))).isEqualTo(new RulesImport.Outcome(0, 2));
        assertThat(amount(worth(OFFER))).isEqualByComparingTo("2");
        take(rule("a", SIMPLE.replace("units: 2", "units: 3")));
        Worth now = worth(OFFER);
        assertThat(amount(now)).isEqualByComparingTo("3");
        assertThat(Objects.requireNonNull(now.first()).rule().version()).isEqualTo(2);
        assertThat(rulebook.version(code.value() + "-a", 1).orElseThrow().rate())
                .isEqualTo(new Rate.PerCredentials(BigDecimal.valueOf(2), 1));
    }

    @Test
    void whatIsReadAtEveryStartDoesNotUndoWhatSomebodyChangedSince() {
        byte[] file = (authority() + "---\n" + rule("a", SIMPLE)).getBytes(StandardCharsets.UTF_8);
        rules.take("rules.yaml", file, "start", true);
        take(rule("a", SIMPLE.replace("units: 2", "units: 3")));
        assertThat(rules.take("rules.yaml", file, "start", true)).isEqualTo(new RulesImport.Outcome(0, 2));
        assertThat(amount(worth(OFFER))).isEqualByComparingTo("3");
    }

    @Test
    void aRuleHoldsFromItsFirstDayToItsLast() {
        take(
                authority(),
                rule("old", SIMPLE + "valid_to: \"2020-12-31\"\n"),
                rule("future", SIMPLE + "valid_from: \"2999-01-01\"\n"));
        assertThat(worth(OFFER).first()).isNull();
    }

    @Test
    void aCloserRuleTakesThePlaceOfOneForAll() {
        take(
                authority(),
                rule("all", SIMPLE),
                rule(
                        "tag",
                        SIMPLE.replace("every: micro-credential", "tags: [reading]")
                                .replace("units: 2", "units: 4")),
                rule(
                        "issuer",
                        SIMPLE.replace("every: micro-credential", "issuers: [some ISSUER]")
                                .replace("units: 2", "units: 5")),
                rule(
                        "one",
                        SIMPLE.replace("every: micro-credential", "credentials: [another]")
                                .replace("units: 2", "units: 9")));
        assertThat(amount(worth(OFFER))).isEqualByComparingTo("5");
        assertThat(worth(OFFER).others()).isEmpty();
        assertThat(amount(worth(new Offer("another", false, "x", List.of(), 1))))
                .isEqualByComparingTo("9");
        assertThat(amount(worth(new Offer("third", false, "x", List.of(), 1)))).isEqualByComparingTo("2");
    }

    @Test
    void hoursAreRoundedDownSoThatNobodyIsPromisedMoreThanTheRuleGives() {
        take(authority(), rule("a", SIMPLE.replace("per_credentials: 1", "per_hours: 3")));
        assertThat(amount(worth(OFFER))).isEqualByComparingTo("18.66");
    }

    @Test
    void aTenantTeachesWhereItWasSaidLastAndAPersonWhereTheySay() throws IOException {
        rulesAtStart.takeShipped();
        TenantId tenant = tenants.found("District " + code.value());
        assertThat(recognition.home(tenant, null).authorities()).isEmpty();
        recognition.settle(tenant, List.of(new AuthorityCode("us-tn")), "a tester");
        recognition.settle(tenant, List.of(new AuthorityCode("us-ar")), "a tester");
        assertThat(recognition.home(tenant, null).authorities())
                .extracting(Authority::place)
                .containsExactly("Arkansas");
        Home own = recognition.home(tenant, "knox-county-tn");
        assertThat(own.own()).isTrue();
        assertThat(own.authorities())
                .extracting(Authority::place)
                .containsExactly("Knox County (Tennessee)", "Tennessee");
        assertThat(recognition.home(tenant, "gone-since").authorities())
                .extracting(Authority::place)
                .containsExactly("Arkansas");
        assertThat(own.mark()).isNotEqualTo(recognition.home(tenant, null).mark());
    }

    /** Every figure has an authority, a date and a source; no page is named that nobody read. */
    @Test
    void theRulesThatComeWithLaurelNameNoAddressThatTheyDoNotKnow() throws IOException {
        for (String file : List.of("states.yaml", "districts.yaml")) {
            String text = Files.readString(Path.of("src/main/resources/recognition", file));
            assertThat(text).doesNotContain("http").doesNotContain("url:");
        }
    }
}
