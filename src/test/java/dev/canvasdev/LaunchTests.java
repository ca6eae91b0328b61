package dev.canvasdev;

import static dev.canvasdev.Samples.read;
import static dev.canvasdev.Samples.shape;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaunchTests extends CanvasDevTest {

    @Test
    void canvasLearnerLaunchLooksLikeTheSample() {
        Map<String, Object> sample = read("canvas/claims/resource-link-assignment.learner");
        Map<String, Object> claims = claims("dana", LINK_CANVAS);

        assertThat(shape(claims, "/" + Claim.CUSTOM)).isEqualTo(shape(sample, "/" + Claim.CUSTOM));
        assertThat(claims.get(Claim.ROLES)).isEqualTo(sample.get(Claim.ROLES));
        assertThat(Samples.at(claims, Claim.CUSTOM).get("canvas_user_id")).isEqualTo(5521L);
        assertThat(claims.get("azp")).isEqualTo(claims.get("aud"));
        assertThat((Long) claims.get("exp") - (Long) claims.get("iat")).isEqualTo(3600);
    }

    @Test
    void launchesSayThatPeopleReadSpanishWhereTheyDo() {
        lms.faults().spanish(true);
        Map<String, Object> canvas = claims("dana", LINK_CANVAS);
        assertThat(canvas.get("locale")).isEqualTo("es");
        assertThat(Samples.at(canvas, Claim.LAUNCH_PRESENTATION).get("locale")).isEqualTo("es");
        Map<String, Object> moodle = claims("dana", LINK_MOODLE);
        assertThat(Samples.at(moodle, Claim.LAUNCH_PRESENTATION).get("locale")).isEqualTo("es");
    }

    @Test
    void moodleStudentLaunchLooksLikeTheRecordedOne() {
        Map<String, Object> recorded = Samples.at(read("moodle/launch-student.claims"), "claims");
        Map<String, Object> claims = claims("dana", LINK_MOODLE);

        assertThat(shape(claims, "/" + Claim.CUSTOM)).isEqualTo(shape(recorded, "/" + Claim.CUSTOM));
        assertThat(claims.get(Claim.ROLES)).isEqualTo(List.of(Claim.LEARNER));
        assertThat((Long) claims.get("exp") - (Long) claims.get("iat")).isEqualTo(60);
        assertThat(claims).doesNotContainKey("azp");
    }
}
