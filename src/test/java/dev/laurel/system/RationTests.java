package dev.laurel.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Who is counted, and as whom. */
@ExtendWith(OutputCaptureExtension.class)
class RationTests {

    private final Ration ration = new Ration(2);

    private static MockHttpServletRequest from(String address) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(address);
        return request;
    }

    @Test
    void whoHasHadTheirShareIsToldWhenToComeAgainAndNobodyElseWaits() {
        assertThat(ration.admits(from("203.0.113.1"))).isTrue();
        ration.take(from("203.0.113.1"));
        assertThat(ration.admits(from("203.0.113.1"))).isFalse();
        assertThatExceptionOfType(AskedTooOften.class)
                .isThrownBy(() -> ration.take(from("203.0.113.1")))
                .satisfies(refusal -> assertThat(refusal.retryAfter()).contains(Ration.MINUTE));
        assertThat(ration.admits(from("203.0.113.2"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:0:7::1, 2001:db8:0:7:ffff::2, true",
        "2001:db8:0:7::1, 2001:0db8:0000:0007:1:2:3:4, true",
        "[2001:db8:0:7::1], 2001:db8:0:7::2%eth0, true",
        "2001:db8::1, 2001:db8:0:0:1::1, true",
        "2001:db8:0:7::1, 2001:db8:0:8::1, false",
        "2001:db8:0:7::1, 203.0.113.1, false",
        "::1, ::2, true",
        "::ffff:203.0.113.1, ::ffff:203.0.113.2, false",
        "::ffff:203.0.113.1, 203.0.113.1, true",
        "2001:DB8:0:A::1, 2001:db8:0:a::2, true",
        "2600::5:1:2:3:4, 2600:0:0:5::1, true",
        "2600::5:1:2:3:4, 2600::1, false",
        "2600::6:7:1:2:203.0.113.1, 2600:0:6:7::1, true",
        "1:2:3:4:5:6:7:8:9, 1:2:3:4:5:6:7:8, false",
        "fe80::1%eth0, fe80::2%eth1, true",
    })
    void aNetworkOfIpv6IsOneAddress(String one, String other, boolean same) {
        ration.take(from(one));
        ration.take(from(one));
        assertThat(ration.admits(from(other))).isEqualTo(!same);
    }

    @Test
    void whoHasVeryManyNetworksNextToEachOtherHasAFewSharesAndNoMore() {
        int answered = 0;
        for (int network = 0; network < 1000; network++) {
            String address = "2001:db8:7:" + Integer.toHexString(network) + "::1";
            for (int time = 0; time < 3; time++) {
                answered += ration.admits(from(address)) ? 1 : 0;
            }
        }
        assertThat(answered).isEqualTo(2 * Ration.SHARES_OF_SITE);
        assertThat(ration.remembered()).as("of what is refused, nothing").isLessThan(10);
        assertThat(ration.admits(from("2001:db8:8::1"))).as("another site").isTrue();
    }

    @Test
    void whatOneNetworkAsksForInVainTakesNothingFromItsNeighbours() {
        for (int time = 0; time < 1000; time++) {
            ration.admits(from("2001:db8:7:1::" + Integer.toHexString(time)));
        }
        assertThat(ration.admits(from("2001:db8:7:2::1"))).isTrue();
        assertThat(ration.admits(from("2001:db8:7:1::1"))).isFalse();
    }

    @Test
    void veryManyAddressesTakeNoMoreMemoryThanMany() {
        String longest = "x".repeat(10_000);
        for (int i = 0; i < 100_000; i++) {
            ration.admits(from("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255)));
        }
        ration.admits(from(longest));
        assertThat(ration.remembered()).isLessThanOrEqualTo(Ration.MOST_ADDRESSES);
    }

    private static String address(int proxies, MockHttpServletRequest request) throws Exception {
        AtomicReference<HttpServletRequest> passed = new AtomicReference<>();
        new NearestForwarding(proxies)
                .doFilter(
                        request,
                        new MockHttpServletResponse(),
                        (through, response) -> passed.set((HttpServletRequest) through));
        HttpServletRequest seen = passed.get();
        return seen.getRemoteAddr() + " " + seen.getServerName();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 203.0.113.9                     | 203.0.113.9 laurel.example",
                "1 | 198.51.100.1, 203.0.113.9       | 203.0.113.9 laurel.example",
                "2 | 198.51.100.1, 203.0.113.9, 10.1.1.1 | 203.0.113.9 laurel.example",
                "2 | 203.0.113.9                     | 203.0.113.9 laurel.example",
                "1 | 203.0.113.9:51234               | 203.0.113.9 laurel.example",
                "1 | 203.0.113.9:                    | 203.0.113.9 laurel.example",
                "2 | 203.0.113.9:51234, 10.1.1.1:80  | 203.0.113.9 laurel.example",
                "1 | [2001:db8:0:7::1]:51234         | [2001:db8:0:7::1] laurel.example",
                "1 | [2001:db8:0:7::1]               | [2001:db8:0:7::1] laurel.example",
                "1 | 2001:db8:0:7::1                 | [2001:db8:0:7::1] laurel.example",
                "1 | :80                             | 127.0.0.1 laurel.example",
                "1 | ,                               | 127.0.0.1 laurel.example",
                "0 | 203.0.113.9                     | 127.0.0.1 localhost",
            })
    void ofForwardedAddressesOnlyThoseCountThatOurOwnProxiesWrote(int proxies, String told, String seen)
            throws Exception {
        MockHttpServletRequest request = from("127.0.0.1");
        request.addHeader("X-Forwarded-For", told);
        request.addHeader("X-Forwarded-Host", "laurel.example");
        request.addHeader("Forwarded", "for=198.51.100.7;host=evil.example");
        assertThat(address(proxies, request)).isEqualTo(seen);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 203.0.113.9, 198.51.100.1 | 51 | 1",
                "1 | 203.0.113.9, 198.51.100.1 | 50 | 0",
                "1 | 203.0.113.9               | 99 | 0",
                "2 | 203.0.113.9, 10.1.1.1     | 99 | 0",
                "0 | 203.0.113.9               | 99 | 1",
            })
    void whereMostRequestsPassMoreProxiesThanWereNamedTheLogSaysItOnce(
            int proxies, String told, int many, int said, CapturedOutput output) throws Exception {
        NearestForwarding forwarding = new NearestForwarding(proxies);
        for (int hundred = 0; hundred < 3; hundred++) {
            for (int i = 0; i < NearestForwarding.COMPARED; i++) {
                MockHttpServletRequest request = from("127.0.0.1");
                request.addHeader("X-Forwarded-For", i < many ? told : "203.0.113.9");
                forwarding.doFilter(request, new MockHttpServletResponse(), (through, response) -> {});
            }
        }
        assertThat(output.getOut().split("set LAUREL_PROXIES_COUNT to how many", -1))
                .hasSize(1 + said);
    }

    @Test
    void fewerProxiesThanNoneAreRefusedAtTheStart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProxySettings(-1))
                .withMessageContaining("laurel.proxies.count must be 0 or");
    }

    @Test
    void soDoTheyInSeveralLines() throws Exception {
        MockHttpServletRequest request = from("127.0.0.1");
        request.addHeader("X-Forwarded-For", "198.51.100.1");
        request.addHeader("X-Forwarded-For", "203.0.113.9");
        assertThat(address(1, request)).isEqualTo("203.0.113.9 localhost");
    }
}
