package dev.laurel.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people type as the address of their backpack. */
class BackpackAddressTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "backpack.example.org",
                "https://Backpack.example.org/",
                " https://backpack.example.org/ims/ob/v3p0/discovery?x=1 ",
                "https://backpack.example.org/ims/ob/v3p0#top"
            })
    void whateverPeopleCopyLeadsToTheSameBackpack(String typed) throws BackpackProblem {
        assertThat(BackpackDiscovery.base(typed)).hasToString("https://backpack.example.org");
    }

    @Test
    void aBackpackMayLieBelowAPath() throws BackpackProblem {
        assertThat(BackpackDiscovery.base("1edtech.example/tenant/ims/ob/v3p0/discovery"))
                .hasToString("https://1edtech.example/tenant");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://", "a b", "https://user@host.example", "//"})
    void whatIsNoAddressIsSaid(String typed) {
        assertThatExceptionOfType(BackpackProblem.class)
                .isThrownBy(() -> BackpackDiscovery.base(typed))
                .matches(problem -> problem.kind() == BackpackProblem.Kind.NO_ADDRESS);
    }
}
