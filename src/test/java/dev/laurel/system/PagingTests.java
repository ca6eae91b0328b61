package dev.laurel.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagingTests {

    @ParameterizedTest
    @CsvSource({"'',0", "-1,0", "1.5,0", "x,0", "1234567,0", "0,0", "17,17"})
    void whatIsNoPageIsTheFirst(String asked, int page) {
        assertThat(Paging.number(asked)).isEqualTo(page);
    }

    @ParameterizedTest
    @CsvSource({"0,0,0,1", "3,0,0,1", "-2,60,0,3", "0,25,0,1", "1,26,1,2", "9,75,2,3", "2,76,2,4"})
    void aPageIsAlwaysOneThatThereIs(int wanted, int count, int page, int pages) {
        assertThat(Paging.of(wanted, count, 25)).isEqualTo(new Paging(page, pages));
    }

    @Test
    void whereNobodyCountsOneMoreThanAPageHoldsIsAnotherPage() {
        assertThat(Paging.on(3, 25, 25)).isEqualTo(new Paging(3, 4));
        assertThat(Paging.on(3, 26, 25)).isEqualTo(new Paging(3, 5));
    }
}
