package dev.laurel.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Graph of distance/time, slope 1.50",
                "Source: https://www.loc.gov",
                "Source: https://www.loc.gov/photo.jpg",
                "https://www.loc.gov/photo.jpg",
                "3/4 and 0.75",
                "Arrow: see plan.pdf",
                "Compare the two halves of a/b in plan.pdf",
                "A board. The triangle comes from plan.pdf",
                "Two students show the rest of their group what they wrote in plan.docx",
                "C:\\ is the drive where Windows lives",
                "C:\\Users is the folder where Windows keeps what people make.",
                "\\frac{1}{2} and \\frac{1.5}{2.50}",
                "\\\\frac{a}{b}\\times 1.50",
                "file: the plan for unit 3",
                "Yes / no",
                "Title 1",
                "",
            })
    void whatSomebodyWroteIsReadAloud(String words) {
        assertThat(FileNames.isAllOf(words)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C:\\Users\\mlopez\\logo.png",
                "C:\\Users\\Maria Lopez\\OneDrive - Springfield School District\\Unit 3\\my board.png",
                "c:/users/mlopez/logo.psd",
                "\\\\school-server\\mlopez\\logo",
                "/Users/Maria Lopez/Desktop/board.png",
                "/home/mlopez/board",
                "file:///C:/Users/mlopez/board.png",
                "FILE:///home/mlopez/board",
                "photos/mlopez/board.jpeg",
                "IMG_2041.JPG",
                " maria lopez.png\n",
                "Mrs. Lopez at the board.jpg",
                "WhatsApp Image 2024-01-02 at 10.11.12.jpeg",
            })
    void nothingButAFileIsNot(String file) {
        assertThat(FileNames.isAllOf(file)).isTrue();
        assertThat(FileNames.isIn(file)).isTrue();
    }

    @Test
    void whatNobodyHearsMayBeAnythingThatEndsLikeAFile() {
        assertThat(FileNames.isIn("Arrow: see plan.pdf")).isTrue();
        assertThat(FileNames.isIn("https://www.loc.gov/photo.jpg")).isTrue();
        assertThat(FileNames.isIn("Distance/time 1.50")).isFalse();
        assertThat(FileNames.isIn("Title 1")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "a/b.", "/.", "C:\\ ", "\\\\a\\", "file:/", "word. ", " "})
    void howeverLongOneIsItTakesNoTime(String piece) {
        String called = "/home/" + piece.repeat(1000).substring(0, 990);
        String endless = called.repeat(5000) + ".p";
        assertTimeout(Duration.ofSeconds(15), () -> {
            for (int i = 0; i < 20_000; i++) {
                FileNames.isAllOf(called + i % 10);
            }
            assertThat(FileNames.isIn(endless)).isFalse();
            assertThat(FileNames.isAllOf(endless)).isFalse();
        });
    }
}
