package dev.laurel.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameFinderTests {

    private final NameFinder finder = new NameFinder(
            List.of("Philomena Quartermain", "Philomena"),
            List.of("Rosalind Okonkwo", "Will de la Cruz", "Priya Rose Young", "Zoë Ångström", "Ines Hale-Osei", "B."));

    private List<String> words(List<NameFinder.Found> found) {
        return found.stream().map(NameFinder.Found::words).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "My class has 24 learners. They will read the rose poem on a young tree.",
                "Student A guessed. Student: A. Pupil 3 did not. Name: ______",
                "Will they see the hinge? Young readers need time. Rose windows are circles.",
                "Student Work Samples. The student: The one who waits. Students: Many of them.",
                "El alumno A leyó. Estudiante: Uno. La niña leyó en voz alta. Nombre: Grupo 2",
                "I used Exit Tickets on Monday in April and the Smarter Balanced data.",
                "In the U.S. Dr. w and Mr. x are variables",
                "The coach The team knows. Teacher And pupil. la maestra Ahora lee. Coach Notes. Dr. No one",
                "the brown coach and the white teacher. MS Math and MS Teams. Teacher: Look at it",
                "",
            })
    void findsNothingWhereNobodyIsNamed(String text) {
        assertThat(words(finder.inText(text))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "I, Philomena Quartermain, planned this | OWN | Philomena Quartermain",
                "QUARTERMAIN planned this | OWN | QUARTERMAIN",
                "as Ms. Okonkwo’s group did | COURSE | Okonkwo",
                "Will Cruz helped | COURSE | Will Cruz",
                "with Zoe Angstrom in the room | COURSE | Zoe Angstrom",
                "as Osei said | COURSE | Osei",
                "as Ines Hale-Osei said | COURSE | Ines Hale-Osei",
                "Mrs. Smith came in | LIKELY | Mrs. Smith",
                "La maestra Sra. Ibarra vino | LIKELY | Sra. Ibarra",
                "Profesor Quiroga vino | LIKELY | Profesor Quiroga",
                "Mrs. Brown came in | LIKELY | Mrs. Brown",
                "Ms. Garcia's class was there | LIKELY | Ms. Garcia",
                "then coach Brown said | LIKELY | coach Brown",
                "MRS. SMITH came in | LIKELY | MRS. SMITH",
                "sra. Ibarra vino | LIKELY | sra. Ibarra",
                "la maestra Cruz vino | LIKELY | maestra Cruz",
                "con la Srta. de la Rosa en la sala | LIKELY | Srta. de la Rosa",
                "el Sr. Quiroga vino | LIKELY | Sr. Quiroga",
                "Student: Ana B. wrote | LIKELY | Ana B.",
                "Student: Tariq wrote | LIKELY | Tariq",
                "ESTUDIANTE: Xóchitl R. escribió | LIKELY | Xóchitl R.",
                "Nombre: Itzel | LIKELY | Itzel",
                "my student Tariq wrote | LIKELY | Tariq",
                "a boy named Tadeo read | LIKELY | Tadeo",
                "una alumna llamada Itzel leyó | LIKELY | Itzel",
                "then Maria Lopez read aloud | LIKELY | Maria Lopez",
                "José's answer | LIKELY | José",
                "I asked Aaliyah | LIKELY | Aaliyah",
            })
    void findsNamesInEnglishAndSpanish(String text, NameFinder.Whose whose, String name) {
        List<NameFinder.Found> found = finder.inText(text);
        assertThat(words(found)).containsExactly(name);
        assertThat(found.get(0).whose()).isEqualTo(whose);
        assertThat(found.toString()).as("names stay out of logs").doesNotContain(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "quartermain_philomena_A1 | philomena",
                "MariaLopezReading | Maria",
                "lesson-plan-okonkwo | okonkwo",
                "Mrs. Smith lesson | Smith",
                "mrs_white_plan | white",
                "Ms. Garcia's class | Garcia",
                "MsGarciaPlan | Garcia",
                "MS GARCIA UNIT | GARCIA",
                "Coach Brown | Brown",
                "plan-sra-ibarra | ibarra",
                "Maestra de la Cruz lectura | Cruz",
                "Srta Quiroga video | Quiroga",
                "IMG_2041 | ",
                "MS Math unit 3 | ",
                "MS Word template | ",
                "Coach feedback form | ",
                "Coach Notes | ",
                "Maestra Plan de clase | ",
                "ms reading unit | ",
                "Dr dra sra | ",
                "Lesson plan will change v2 | ",
                "reading-by-josé | josé",
            })
    void findsNamesInTheNamesOfFiles(String file, String name) {
        if (name == null) {
            assertThat(words(finder.inName(file))).isEmpty();
        } else {
            assertThat(words(finder.inName(file))).contains(name);
        }
    }

    @Test
    @Timeout(20)
    void isQuickOnTheLongestTextAndOnOneMadeToBeSlow() {
        String longest = "Then my student and the pupil Mr ".repeat(2000).substring(0, 50_000);
        String hostile = "A".repeat(25_000) + " Student: " + "B ".repeat(12_000);
        finder.inText(longest);
        long begun = System.nanoTime();
        finder.inText(longest);
        finder.inText(hostile);
        finder.inText("Maria ".repeat(8_000));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }
}
