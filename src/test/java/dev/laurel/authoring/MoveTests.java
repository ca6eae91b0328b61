package dev.laurel.authoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MoveTests {

    /** Every state against every state: the step between them, or none. */
    @ParameterizedTest
    @CsvSource({
        "DRAFT, DRAFT,",
        "DRAFT, IN_REVIEW, HAND_IN",
        "DRAFT, PUBLISHED,",
        "DRAFT, RETIRING,",
        "DRAFT, RETIRED,",
        "IN_REVIEW, DRAFT, TAKE_BACK RETURN",
        "IN_REVIEW, IN_REVIEW,",
        "IN_REVIEW, PUBLISHED, PUBLISH",
        "IN_REVIEW, RETIRING,",
        "IN_REVIEW, RETIRED,",
        "PUBLISHED, DRAFT,",
        "PUBLISHED, IN_REVIEW,",
        "PUBLISHED, PUBLISHED,",
        "PUBLISHED, RETIRING, RETIRE",
        "PUBLISHED, RETIRED,",
        "RETIRING, DRAFT,",
        "RETIRING, IN_REVIEW,",
        "RETIRING, PUBLISHED,",
        "RETIRING, RETIRING,",
        "RETIRING, RETIRED, CLOSE",
        "RETIRED, DRAFT,",
        "RETIRED, IN_REVIEW,",
        "RETIRED, PUBLISHED,",
        "RETIRED, RETIRING,",
        "RETIRED, RETIRED,",
        "DRAFT, SET_ASIDE, SET_ASIDE",
        "IN_REVIEW, SET_ASIDE,",
        "PUBLISHED, SET_ASIDE,",
        "RETIRING, SET_ASIDE,",
        "RETIRED, SET_ASIDE,",
        "SET_ASIDE, DRAFT, BRING_BACK",
        "SET_ASIDE, IN_REVIEW,",
        "SET_ASIDE, PUBLISHED,",
        "SET_ASIDE, RETIRING,",
        "SET_ASIDE, RETIRED,",
        "SET_ASIDE, SET_ASIDE,"
    })
    void leadsFromStateToState(VersionState from, VersionState to, String moves) {
        List<String> expected = moves == null ? List.of() : List.of(moves.split(" "));
        assertThat(Arrays.stream(Move.values())
                        .filter(move -> move.from() == from && move.to() == to)
                        .map(Move::name))
                .containsExactlyElementsOf(expected);
    }

    /** Writer, reviewer, wrote some of it: whose steps they are. */
    @ParameterizedTest
    @CsvSource({
        "false, false, false,",
        "false, false, true,",
        "true, false, false, HAND_IN TAKE_BACK SET_ASIDE BRING_BACK",
        "true, false, true, HAND_IN TAKE_BACK SET_ASIDE BRING_BACK",
        "false, true, false, RETURN PUBLISH RETIRE",
        "false, true, true, RETIRE",
        "true, true, false, HAND_IN TAKE_BACK RETURN PUBLISH RETIRE SET_ASIDE BRING_BACK",
        "true, true, true, HAND_IN TAKE_BACK RETIRE SET_ASIDE BRING_BACK"
    })
    void areTakenByThoseTheyAreFor(boolean writer, boolean reviewer, boolean wrote, String moves) {
        List<String> expected = moves == null ? List.of() : List.of(moves.split(" "));
        assertThat(Arrays.stream(Move.values())
                        .filter(move -> move.isFor(writer, reviewer, wrote))
                        .map(Move::name))
                .containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @EnumSource(Move.class)
    void needAReasonWhereTheyTakeSomethingFromSomebody(Move move) {
        assertThat(move.needsReason()).isEqualTo(move == Move.RETURN || move == Move.RETIRE);
    }
}
