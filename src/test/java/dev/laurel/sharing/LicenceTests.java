package dev.laurel.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LicenceTests {

    @ParameterizedTest
    @CsvSource({
        "All rights reserved, , other, ",
        "CC BY, , other, ",
        "CC BY 4.0, CC-BY-4.0, by, https://creativecommons.org/licenses/by/4.0/",
        "cc-by-4.0, CC-BY-4.0, by, https://creativecommons.org/licenses/by/4.0/",
        "CC BY-NC-SA 4.0, CC-BY-NC-SA-4.0, sa, https://creativecommons.org/licenses/by-nc-sa/4.0/",
        "CC BY ND 3.0, CC-BY-ND-3.0, nd, https://creativecommons.org/licenses/by-nd/3.0/",
        "CC0, CC0-1.0, zero, https://creativecommons.org/publicdomain/zero/1.0/"
    })
    void knowsCreativeCommonsLicencesByTheirNames(String name, String spdx, String key, String url) {
        Licence licence = Licence.of(name, null);
        assertThat(licence.spdx()).isEqualTo(spdx);
        assertThat(licence.key()).isEqualTo(key);
        assertThat(licence.url()).isEqualTo(url);
        assertThat(licence.isNonCommercial()).isEqualTo(name.contains("NC"));
    }
}
