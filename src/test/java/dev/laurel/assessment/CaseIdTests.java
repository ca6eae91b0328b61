package dev.laurel.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.system.Ids;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CaseIdTests {

    @Test
    void hasAShortLabelThatCanBeReadOut() {
        assertThat(new CaseId(Ids.next()).label()).matches("[2-9A-HJKMNP-TV-Z]{3}-[2-9A-HJKMNP-TV-Z]{3}");
    }

    @Test
    void knowsALabelFromOtherText() {
        assertThat(CaseId.isLabel(new CaseId(Ids.next()).label())).isTrue();
        assertThat(CaseId.isLabel(null)).isFalse();
        assertThat(CaseId.isLabel("Call this number now")).isFalse();
    }

    @Test
    void keepsItsLabel() {
        UUID id = Ids.next();

        assertThat(new CaseId(id).label()).isEqualTo(new CaseId(id).label());
    }

    @Test
    void labelsOfCasesMadeTogetherDiffer() {
        assertThat(IntStream.range(0, 200)
                        .mapToObj(i -> new CaseId(Ids.next()).label())
                        .collect(Collectors.toSet()))
                .hasSizeGreaterThan(198);
    }
}
