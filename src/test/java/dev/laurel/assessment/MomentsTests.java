package dev.laurel.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.assessment.EvidenceView.Passage;
import dev.laurel.submission.Evidence;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times in the note beside a recording lead to that moment, and nothing else does. */
class MomentsTests {

    private static final Evidence.File FIRST = recording("A4-1.mp4");
    private static final Evidence.File SECOND = recording("A4-2.mp4");

    private static Evidence.File recording(String name) {
        return new Evidence.File("A4", UUID.randomUUID(), name, "video/mp4", 1000);
    }

    private static List<String> moments(String note, Evidence.File... recordings) {
        return Moments.in(note, List.of(recordings)).stream()
                .filter(passage -> passage.second() != null)
                .map(passage -> passage.name() + " " + passage.second())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "No time at all",
                "in a ratio of 3:4",
                "on 11/12, page 2",
                "at 2:75",
                "2:1",
                "1:02:03:04",
                "verse 1.02:15",
                "https://example.org:8080/x"
            })
    void whatIsNoTimeStaysText(String note) {
        assertThat(moments(note, FIRST)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0:05, 5",
        "2:15, 135",
        "02:15, 135",
        "72:00, 4320",
        "1:02:15, 3735",
        "'At 2:15, the first group', 135",
        "(2:15)., 135"
    })
    void aTimeLeadsToItsSecond(String note, int second) {
        assertThat(moments(note, FIRST)).containsExactly("A4-1.mp4 " + second);
    }

    @Test
    void nothingLeadsAnywhereWhereNothingIsPlayed() {
        assertThat(moments("2:15 see there")).isEmpty();
    }

    @Test
    void aNameBeforeATimeTellsWhichRecording() {
        assertThat(moments("0:10 start; A4-2 2:15 then 3:00\na4-1 at 4:00", FIRST, SECOND))
                .containsExactly("A4-1.mp4 10", "A4-2.mp4 135", "A4-2.mp4 180", "A4-1.mp4 240");
    }

    @Test
    void nothingOfTheNoteIsLost() {
        String note = "A4-2 2:15\n\n<b>then</b> 1:02:15 — done 0:00";
        assertThat(Moments.in(note, List.of(FIRST, SECOND)).stream()
                        .map(Passage::text)
                        .collect(Collectors.joining()))
                .isEqualTo(note);
    }
}
