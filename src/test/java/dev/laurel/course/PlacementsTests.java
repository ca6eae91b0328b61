package dev.laurel.course;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.lti.ContextId;
import dev.laurel.lti.ResourceLinkId;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.TestLaunches;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@LaurelTest
class PlacementsTests {

    @Autowired
    Placements placements;

    @Autowired
    Catalogue catalogue;

    @Autowired
    Tenants tenants;

    private TenantId district;
    private final ContextId course = new ContextId(UUID.randomUUID());
    private final ResourceLinkId link = new ResourceLinkId(UUID.randomUUID());

    @BeforeEach
    void aDistrict() {
        district = tenants.found("District " + UUID.randomUUID());
    }

    private TestLaunches launch(Map<String, String> custom) {
        return TestLaunches.learner(district).in(course).from(link).custom(custom);
    }

    private MicroCredential literacy() {
        return catalogue.current(new MicroCredentialId("lit-hfw-mapping")).orElseThrow();
    }

    @Test
    void placesWhatTheLinkNamesOnFirstSight() {
        Placement placement = placements
                .at(launch(Map.of("micro_credential", "lit-hfw-mapping", "micro_credential_version", "1.0.0"))
                        .launch())
                .orElseThrow();
        assertThat(placement.version()).isEqualTo(literacy().versionId());
        assertThat(placement.context()).isEqualTo(course);
        assertThat(placement.resourceLink()).isEqualTo(link);
        assertThat(placement.tenant()).isEqualTo(district);
        assertThat(placements.find(district, placement.id())).contains(placement);
    }

    @Test
    void keepsWhatWasPlacedWhateverTheLinkSaysLater() {
        Placement placed = placements
                .at(launch(Map.of("micro_credential", "lit-hfw-mapping")).launch())
                .orElseThrow();
        assertThat(placements.at(launch(Map.of("micro_credential", "assess-hinge-questions"))
                        .launch()))
                .contains(placed);
        assertThat(placements.at(launch(Map.of()).launch())).contains(placed);
    }

    @Test
    void takesTheCurrentVersionWhenTheLinkNamesNoneOrOneThatIsUnknown() {
        assertThat(placements.at(
                        launch(Map.of("micro_credential", "lit-hfw-mapping", "micro_credential_version", "7.0.0"))
                                .launch()))
                .map(Placement::version)
                .contains(literacy().versionId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-thing", "", "Lit HFW", "$Canvas.course.id", "cs-3-8-foundations"})
    void placesNothingForALinkThatNamesNothingKnown(String name) {
        assertThat(placements.at(launch(Map.of("micro_credential", name)).launch()))
                .isEmpty();
    }

    @Test
    void placesNothingForALinkWithoutParametersOrAMessageWithoutALink() {
        assertThat(placements.at(launch(Map.of()).launch())).isEmpty();
        assertThat(placements.at(launch(Map.of("micro_credential", "lit-hfw-mapping"))
                        .from(null)
                        .launch()))
                .isEmpty();
    }

    @Test
    void takesForAnEntryOfTheCourseOnlyWhatHasNoColumnAndNamesNothing() {
        assertThat(placements.isForCourse(launch(Map.of()).fromMenu(link).launch()))
                .isTrue();
        assertThat(placements.isForCourse(launch(Map.of()).launch()))
                .as("an assignment made by hand that waits for a choice")
                .isFalse();
        assertThat(placements.isForCourse(launch(Map.of("micro_credential", "lit-hfw-maping"))
                        .fromMenu(link)
                        .launch()))
                .as("a mistyped name")
                .isFalse();
        assertThat(placements.isForCourse(
                        launch(Map.of()).fromMenu(link).in(null).launch()))
                .as("the menu of an account")
                .isFalse();
    }

    @Test
    void showsNoPlacementToAnotherTenant() {
        Placement placement = placements
                .at(launch(Map.of("micro_credential", "lit-hfw-mapping")).launch())
                .orElseThrow();
        TenantId other = tenants.found("Elsewhere");
        assertThat(placements.find(other, placement.id())).isEmpty();
        Optional<Placement> theirs =
                placements.at(TestLaunches.learner(other).in(course).from(link).launch());
        assertThat(theirs).isEmpty();
    }
}
