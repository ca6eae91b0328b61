package dev.laurel.badge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusBitsTests {

    @ParameterizedTest
    @CsvSource({"0, 0, 128", "7, 0, 1", "8, 1, 128", "131071, 16383, 1"})
    void theFirstBitIsTheMostSignificant(int index, int atByte, int value) throws IOException {
        byte[] bytes = unpacked(StatusBits.withSet(List.of(index)).encode());
        assertThat(bytes).hasSize(16_384);
        for (int i = 0; i < bytes.length; i++) {
            assertThat(bytes[i] & 0xff).isEqualTo(i == atByte ? value : 0);
        }
        StatusBits read = StatusBits.decode(StatusBits.withSet(List.of(index)).encode());
        assertThat(read.isSet(index)).isTrue();
        assertThat(read.isSet((index + 1) % StatusBits.LENGTH)).isFalse();
    }

    @Test
    void keepsManyBitsApart() {
        StatusBits bits = StatusBits.withSet(List.of(3, 4, 5, 4000));
        for (int i = 0; i < StatusBits.LENGTH; i++) {
            assertThat(bits.isSet(i)).isEqualTo(i >= 3 && i <= 5 || i == 4000);
        }
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> bits.isSet(StatusBits.LENGTH));
    }

    @Test
    void readsAListMadeByOthers() {
        String encoded = "uH4sIAAAAAAAAA-3BMQEAAAjAoEWwf1pPI_gAdSYAAAAAAAAAAAAAAAAAAADgwwI_K5foAEAAAA";
        StatusBits bits = StatusBits.decode(encoded);
        for (int i = 0; i < StatusBits.LENGTH; i++) {
            assertThat(bits.isSet(i)).isEqualTo(i == 99);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "u", "H4sIAAAAAAAAA", "uAAAA", "u*", "uH4sIAAAAAAAA_wMAAAAAAAAAAAA"})
    void refusesWhatIsNoList(String encoded) {
        assertThatIllegalArgumentException().isThrownBy(() -> StatusBits.decode(encoded));
    }

    private static byte[] unpacked(String encoded) throws IOException {
        assertThat(encoded).startsWith("u").doesNotContain("=", "+", "/");
        byte[] zipped = Base64.getUrlDecoder().decode(encoded.substring(1));
        try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            return stream.readAllBytes();
        }
    }
}
