package dev.laurel.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.assessment.SharedRatings.Rated;
import dev.laurel.person.StaffId;
import dev.laurel.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PartnerAgreementTests {

    private static final int CRITERIA = 10;

    private final TenantId ours = new TenantId(UUID.randomUUID());
    private final TenantId theirs = new TenantId(UUID.randomUUID());
    private final List<Rated> ratings = new ArrayList<>();

    /** One assessor rates every criterion of a piece; the cut is level 2. */
    private void rate(TenantId tenant, String piece, int level) {
        StaffId rater = new StaffId(UUID.randomUUID());
        for (int i = 0; i < CRITERIA; i++) {
            ratings.add(new Rated(piece, piece, tenant, rater, "C" + i, level, 2));
        }
    }

    private void rate(TenantId tenant, String piece, int... levels) {
        for (int level : levels) {
            rate(tenant, piece, level);
        }
    }

    private PartnerAgreement only() {
        return PartnerAgreement.of(Set.of(ours), ratings).get(0);
    }

    @Test
    void findsNoPairWhereNobodyElseRatedTheSame() {
        rate(ours, "one", 1, 1, 1, 1, 1);
        rate(theirs, "two", 1, 1, 1, 1, 1);
        assertThat(PartnerAgreement.of(Set.of(ours), ratings)).isEmpty();
    }

    @Test
    void tellsNothingOfAPieceThatFewRatedNotEvenInTheSums() {
        rate(ours, "few", 0, 0, 0, 0, 0);
        rate(theirs, "few", 3, 3, 3, 3);
        assertThat(only().told()).isFalse();
        rate(ours, "many", 1, 1, 1, 1, 1);
        rate(theirs, "many", 1, 1, 1, 1, 1);
        PartnerAgreement pair = only();
        assertThat(pair.told()).isTrue();
        assertThat(pair.exact().n()).isEqualTo(CRITERIA);
        assertThat(pair.exact().value()).isEqualTo(1.0);
        assertThat(pair.pieces())
                .contains(new PartnerAgreement.PieceLine("few", false, 0, 0, 0, 0))
                .contains(new PartnerAgreement.PieceLine("many", true, CRITERIA, CRITERIA, 0, 0));
    }

    @Test
    void comparesTheMiddleLevelOfEachSide() {
        rate(ours, "one", 1, 1, 1, 3, 3);
        rate(theirs, "one", 0, 2, 2, 2, 2, 3);
        PartnerAgreement pair = only();
        assertThat(pair.exact().value()).isZero();
        assertThat(pair.adjacent().value()).isEqualTo(1.0);
        assertThat(pair.decision().value()).as("1 is below the cut, 2 is not").isZero();
        assertThat(pair.pieces().get(0).lower()).isEqualTo(CRITERIA);
        assertThat(pair.raters()).isEqualTo(5);
        assertThat(pair.theirs()).isEqualTo(6);
        assertThat(PartnerAgreement.words(pair.exact(), Locale.US)).isEqualTo("0% (0%–28%)");
    }
}
