package dev.laurel.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypedThingsTests {

    @ParameterizedTest
    @CsvSource({
        "https://example.org/lesson?x=1#part, https://example.org/lesson?x=1#part",
        "' http://example.org ', http://example.org",
        "drive.example.org/file/1, https://drive.example.org/file/1",
        "example.org, https://example.org",
    })
    void takesAddressesOfTheWeb(String typed, String address) {
        assertThat(LinkRefused.check(typed)).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "my lesson",
                "javascript:alert(1)",
                "data:text/html,<script>alert(1)</script>",
                "file:///etc/passwd",
                "ftp://example.org/x",
                "https://",
                "https:///path",
                "https://user:secret@example.org/",
                "//example.org/x",
                "https://exa mple.org/"
            })
    void refusesEverythingElseAsALink(String typed) {
        assertThatExceptionOfType(LinkRefused.class).isThrownBy(() -> LinkRefused.check(typed));
    }

    @Test
    void refusesALinkThatIsTooLong() {
        String typed = "https://example.org/" + "a".repeat(2000);
        assertThatExceptionOfType(LinkRefused.class).isThrownBy(() -> LinkRefused.check(typed));
    }

    @ParameterizedTest
    @CsvSource({
        "'Plan for Maya.pdf', 'Plan for Maya.pdf'",
        "'../../../etc/passwd', passwd",
        "'C:\\Users\\maya\\plan.pdf', plan.pdf",
        "'plan\r\nSet-Cookie: a=b.pdf', 'planSet-Cookie: a=b.pdf'",
        "'plan\u202Efdp.exe', planfdp.exe",
        "'..', file",
        "'', file",
        "'   ', file",
        "'Übung ñ 日本.pdf', 'Übung ñ 日本.pdf'",
    })
    void makesNamesHarmless(String sent, String shown) {
        assertThat(OwnName.of(sent)).isEqualTo(shown);
    }

    @Test
    void shortensLongNamesAndKeepsTheirEnding() {
        String shown = OwnName.of("😀".repeat(300) + ".pdf");
        assertThat(shown).hasSizeLessThanOrEqualTo(200).endsWith(".pdf");
        assertThat(shown.codePoints()).noneMatch(point -> point >= 0xD800 && point <= 0xDFFF);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "'  \n ', 0",
        "one, 1",
        "'one, two - three', 3",
        "'it''s 3 o''clock', 3",
        "'¿Qué aprendió?', 2",
    })
    void countsWords(String text, int words) {
        assertThat(Words.count(text)).isEqualTo(words);
    }

    @Test
    void aFormMissesWhatWasNotAffirmed() {
        assertThat(AttestationForm.EMPTY.missing(null)).containsExactly("names", "releases", "own", "ai");
        assertThat(new AttestationForm(true, "0", true, "no", "", null).missing(null))
                .isEmpty();
        assertThat(new AttestationForm(true, "-1", true, "no", "", null).missing(null))
                .containsExactly("releases");
        assertThat(new AttestationForm(true, "23", true, "yes", "  ", null).missing(null))
                .containsExactly("aiUse");
        assertThat(new AttestationForm(true, "23", true, "yes", "It checked my spelling", null).missing(null))
                .isEmpty();
    }
}
