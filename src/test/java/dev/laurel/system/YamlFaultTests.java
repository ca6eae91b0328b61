package dev.laurel.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that people write, with the mistakes that people make, in words that tell them which line and what to do. */
class YamlFaultTests {

    private static Fault fault(byte[] yaml) {
        return catchThrowableOfType(YamlDocuments.Unreadable.class, () -> YamlDocuments.read(yaml))
                .fault();
    }

    private static Fault fault(String yaml) {
        return fault(yaml.replace("¶", "\n").replace("→", "\t").getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", textBlock = """
            id: x¶parts:¶→- a: 1                     => tab      => 3 => 1
            id: x¶title Reading aloud¶hours: 2       => colon    => 2 => 1
            id: x¶title:Reading aloud¶hours: 2       => colon    => 2 => 1
            id: x¶title: Part one: the start         => colons   => 2 => 16
            id: x¶title: "Reading aloud¶hours: 2¶    => quote    => 2 => 8
            id: x¶title: 'Reading aloud¶hours: 2¶    => quote    => 2 => 8
            id: x¶title: "Reading" aloud             => quoted   => 2 => 18
            id: x¶title: 'It's read'                 => quoted   => 2 => 12
            id: x¶path: "C:\\Users\\x"               => escape   => 2 => 7
            id: x¶title: y¶  hours: 2                => indent   => 3 => 3
            a:¶    b: 1¶  c: 2¶d: 1                  => indent   => 3 => 3
            a:¶  - x¶  b: 2                          => list     => 3 => 3
            id: x¶- y                                => list     => 2 => 1
            id: x¶id: y                              => twice    => 2 => 1
            a:¶  b: 1¶  b: 2                         => twice    => 3 => 3
            id: x¶title: %50 of it                   => sign     => 2 => 8
            %50¶id: x                                => sign     => 1 => 1
            id: x¶title: @home                       => sign     => 2 => 8
            id: x¶title: *bold*                      => sign     => 2 => 8
            id: x¶title: [draft] Reading             => sign     => 2 => 8
            id: x¶title: >Reading                    => block    => 2 => 8
            id: x¶tags: [a, b¶hours: 2               => bracket  => 2 => 7
            id: x¶tags: [a]]                         => closed   => 2 => 10
            tags: {a: 1,, b: 2}                      => comma    => 1 => 13
            id: x¶...¶hours: 2                       => document => 3 => 1
            ? [a]¶: b                                => name     => 1 => 1
            """)
    void saysWhereAndWhatIsWrong(String yaml, String kind, String line, String column) {
        Fault fault = fault(yaml);
        assertThat(fault.key()).isEqualTo("system.fault.yaml." + kind);
        assertThat(fault.arguments()).startsWith(line, column);
        String written =
                yaml.split("¶")[Integer.parseInt(line) - 1].replace("→", "").strip();
        assertThat(fault.sentence())
                .contains("at line " + line + ", column " + column)
                .endsWith("The line: " + written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "windows-1252"})
    void namesTheFirstLetterThatIsNotInUtf8(String charset) {
        Fault fault = fault("id: x\ntitle: Café\n".getBytes(Charset.forName(charset)));
        assertThat(fault.key()).isEqualTo("system.fault.yaml.encoding");
        assertThat(fault.arguments()).startsWith("2", "11");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
    void takesTextOfTwoBytesForWhatIsNoPlainText(String charset) {
        assertThat(fault("id: x\n".getBytes(Charset.forName(charset))).key()).isEqualTo("system.fault.yaml.characters");
    }

    @Test
    void asksWhetherItIsAFileOfAnotherKind() {
        assertThat(fault("PK\u0003\u0004\u0014").sentence()).contains("a file of another kind");
        assertThat(fault("id: a\u007Fb").sentence()).contains("line 1, column 6");
    }

    @Test
    void saysOfWhatIsTooDeepThatItIs() {
        assertThat(fault("[".repeat(600)).sentence()).endsWith("it goes more than 500 levels deep");
    }

    @Test
    void showsOfALongLineItsBeginning() {
        assertThat(fault("title: a: " + "b".repeat(500)).sentence())
                .endsWith("b…")
                .hasSizeLessThan(300);
    }

    @Test
    void saysEachOfThemInSpanish() {
        ResourceBundle spanish = ResourceBundle.getBundle("messages.system", Locale.forLanguageTag("es"));
        assertThat(spanish.getString(fault("id: x\nid: y").key())).startsWith("no es YAML legible en la línea {0}");
    }
}
