package dev.laurel.lti;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rights come from membership roles alone, however a platform writes them. */
class RolesTests {

    private static final String LIS = "http://purl.imsglobal.org/vocab/lis/v2/";

    private static Roles roles(String... uris) {
        return new Roles(Set.of(uris));
    }

    @Test
    void aTeacherWhoTakesACourseIsALearnerThere() {
        Roles canvas = roles(
                LIS + "institution/person#Instructor",
                LIS + "institution/person#Student",
                LIS + "membership#Learner",
                LIS + "system/person#User");
        assertThat(canvas.isEarner()).isTrue();
        assertThat(canvas.isInstructor()).isFalse();
        assertThat(canvas.isCoordinator()).isFalse();
        assertThat(canvas.mayPlaceContent()).isFalse();
    }

    @Test
    void anAdministratorOfMoodleLeadsTheCourseToo() {
        Roles moodle = roles(
                LIS + "institution/person#Administrator",
                LIS + "membership#Instructor",
                LIS + "system/person#Administrator");
        assertThat(moodle.isPlatformAdministrator()).isTrue();
        assertThat(moodle.isCoordinator()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Instructor",
                LIS + "membership#Instructor",
                "https://purl.imsglobal.org/vocab/lis/v2/membership#Instructor",
                LIS + "membership/Instructor#TeachingAssistant",
                LIS + "membership/instructor#Grader"
            })
    void instructorsLeadTheCourseHoweverItIsWritten(String role) {
        assertThat(roles(role).isInstructor()).isTrue();
        assertThat(roles(role).isEarner()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "instructor",
                "Instructors",
                "urn:lti:instrole:ims/lis/Instructor",
                LIS + "membership#instructor",
                LIS + "membership#NotInstructor",
                LIS + "membership/Learner#Instructor",
                LIS + "membershipx#Instructor",
                LIS + "institution/person#Instructor",
                "https://example.org/?" + LIS + "membership#Instructor",
                "ftp://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"
            })
    void whatOnlyLooksLikeOneIsNone(String role) {
        assertThat(roles(role).isInstructor()).isFalse();
        assertThat(roles(role).mayPlaceContent()).isFalse();
    }

    @Test
    void whoRunsACoursePlacesContentAndSeesNobody() {
        Roles administrator = roles(LIS + "membership#Administrator");
        assertThat(administrator.mayPlaceContent()).isTrue();
        assertThat(administrator.isCourseAdministrator()).isTrue();
        assertThat(administrator.isCoordinator()).isFalse();
        assertThat(administrator.isPlatformAdministrator()).isFalse();
    }

    @Test
    void theStudentViewEarnsForPracticeAndAMentorLooksOn() {
        Roles view = roles(LIS + "membership#Learner", "http://purl.imsglobal.org/vocab/lti/system/person#TestUser");
        assertThat(view.isTestUser()).isTrue();
        assertThat(view.isEarner()).isTrue();
        Roles mentor = roles(LIS + "membership#Mentor");
        assertThat(mentor.isEarner()).isFalse();
        assertThat(mentor.isCoordinator()).isFalse();
    }
}
