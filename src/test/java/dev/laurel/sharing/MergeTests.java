package dev.laurel.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.authoring.Difference;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class MergeTests {

    private static ObjectNode json(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    @Test
    void letsTheOriginalHaveTheWordWhereBothChangedAndSaysWhatGaveWay() {
        Merge merge = Merge.of(
                json("{'title':'A','hours':{'credited':1}}"),
                json("{'title':'B','hours':{'credited':1}}"),
                json("{'title':'C','hours':{'credited':2}}"));
        assertThat(merge.document()).isEqualTo(json("{'title':'B','hours':{'credited':2}}"));
        assertThat(merge.lost()).containsExactly(new Difference("title", "title", "", "C", "B"));
        assertThat(merge.kept()).containsExactly(new Difference("hours", "hours.credited", "", "1", "2"));
    }

    @Test
    void countsTheSameChangeOnBothSidesAsNoneAndTakesOutWhatTheOriginalTookOut() {
        Merge merge = Merge.of(
                json("{'title':'A','keywords':['x']}"), json("{'title':'B'}"), json("{'title':'B','keywords':['x']}"));
        assertThat(merge.document()).isEqualTo(json("{'title':'B'}"));
        assertThat(merge.lost()).isEmpty();
        assertThat(merge.kept()).isEmpty();
    }

    @Test
    void neverTouchesWhatIsLocalOrWhoIssues() {
        Merge merge = Merge.of(
                json("{'title':'A','issuer':{'name':'W'}}"),
                json("{'title':'B','issuer':{'name':'W'}}"),
                json("{'title':'A','issuer':{'name':'W','contact':'w@example.org'},'local':{'guidance':'Ours'}}"));
        assertThat(merge.document())
                .isEqualTo(json("{'title':'B','issuer':{'name':'W','contact':'w@example.org'},"
                        + "'local':{'guidance':'Ours'}}"));
    }

    @Test
    void leavesOutConditionsThatNobodyCouldMeetHereAndTheLocalWordsOfOthers() {
        ObjectNode adopted = Merge.adopted(
                json("{'title':'A','issuer':{'name':'X'},'local':{'guidance':'Theirs'},'prerequisites':"
                        + "[{'id':'known','kind':'required'},{'id':'unknown','kind':'required'}]}"),
                "Wyoming",
                json("{'id':'a'}"),
                Map.of("known", "known-here"));
        assertThat(adopted)
                .isEqualTo(json("{'title':'A','issuer':{'name':'Wyoming'},'origin':{'id':'a'},'prerequisites':"
                        + "[{'id':'known-here','kind':'required'}]}"));
    }
}
