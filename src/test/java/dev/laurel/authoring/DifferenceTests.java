package dev.laurel.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DifferenceTests {

    @Test
    void isNoneBetweenEqualsWhateverTheNumber() {
        assertThat(Difference.between(
                        "{\"version\":\"1.0.0\",\"title\":\"A\"}", "{\"version\":\"1.1.0\",\"title\":\"A\"}"))
                .isEmpty();
    }

    @Test
    void namesWhatWasChangedPutInAndTakenOutByItsId() {
        assertThat(Difference.between("""
                        {"title": "A", "submission": {"parts": [{"id": "p", "criteria": [
                          {"id": "C1", "title": "One", "required": true}, {"id": "C2", "title": "Two"}]}]}}""", """
                        {"title": "B", "submission": {"parts": [{"id": "p", "criteria": [
                          {"id": "C3", "title": "Three"}, {"id": "C1", "title": "One", "required": false}]}]}}"""))
                .containsExactlyInAnyOrder(
                        new Difference("title", "title", "", "A", "B"),
                        new Difference("submission", "submission.parts.criteria.required", "C1", "true", "false"),
                        new Difference("submission", "submission.parts.criteria", "C2", "C2, Two", ""),
                        new Difference("submission", "submission.parts.criteria", "C3", "", "C3, Three"));
    }

    @Test
    void namesARuleThatIsNew() {
        assertThat(Difference.between(
                        "{\"scoring\": {\"resubmission\": {}}}",
                        "{\"scoring\": {\"resubmission\": {\"max_attempts\": 3}}}"))
                .containsExactly(new Difference("scoring", "scoring.resubmission.max_attempts", "", "", "3"));
    }

    @Test
    void comparesListsOfWordsAsAWhole() {
        assertThat(Difference.between("{\"keywords\": [\"a\", \"b\"]}", "{\"keywords\": [\"b\"]}"))
                .containsExactly(new Difference("keywords", "keywords", "", "a, b", "b"));
    }
}
