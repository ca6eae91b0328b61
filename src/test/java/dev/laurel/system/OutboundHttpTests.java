package dev.laurel.system;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.laurel.system.OutboundFailure.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.hc.client5.http.DnsResolver;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.client.RestClient;

class OutboundHttpTests {

    @RegisterExtension
    static final WireMockExtension server = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().dynamicPort())
            .build();

    private final OutboundHttp open = new OutboundHttp(settings(true));
    private final OutboundHttp guarded = new OutboundHttp(settings(false));

    @AfterEach
    void close() throws IOException {
        open.destroy();
        guarded.destroy();
    }

    @Test
    void saysWhoIsCalling() throws Exception {
        server.stubFor(get("/a").willReturn(ok("hello").withHeader("X-Thing", "1")));

        OutboundResponse answer = open.send(OutboundRequest.get(at("/a")).with("Accept", "text/x"));

        assertThat(answer.text()).isEqualTo("hello");
        assertThat(answer.header("x-thing")).contains("1");
        server.verify(getRequestedFor(urlEqualTo("/a"))
                .withHeader("User-Agent", matching("Laurel \\(\\+https://tool\\.example\\)"))
                .withHeader("Accept", equalTo("text/x")));
    }

    @Test
    void sendsTheMediaTypeExactlyAsGiven() throws Exception {
        server.stubFor(post("/scores").willReturn(aResponse().withStatus(204)));

        OutboundResponse answer = open.send(OutboundRequest.post(
                at("/scores"), "application/vnd.ims.lis.v1.score+json", "{}".getBytes(StandardCharsets.UTF_8)));

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        server.verify(
                1,
                postRequestedFor(urlEqualTo("/scores"))
                        .withHeader("Content-Type", equalTo("application/vnd.ims.lis.v1.score+json")));
    }

    @Test
    void followsNoRedirect() throws Exception {
        server.stubFor(get("/from").willReturn(temporaryRedirect("/to")));
        assertThat(open.send(OutboundRequest.get(at("/from"))).status()).isEqualTo(302);
        server.verify(0, getRequestedFor(urlEqualTo("/to")));
    }

    @Test
    void readsNoMoreThanItsLimit() {
        server.stubFor(get("/big").willReturn(ok("x".repeat(5000))));
        assertFailure(() -> open.send(OutboundRequest.get(at("/big")).atMost(4999)), Kind.TOO_LARGE);
    }

    @Test
    void waitsNoLongerThanItsLimitForTheFirstByte() {
        server.stubFor(get("/slow").willReturn(ok().withFixedDelay(20_000)));
        assertFailure(() -> open.send(OutboundRequest.get(at("/slow")).within(Duration.ofMillis(200))), Kind.TIMED_OUT);
    }

    /** Each read is in time; the whole is not. */
    @Test
    void waitsNoLongerThanItsLimitForABodyThatDrips() {
        server.stubFor(get("/drip").willReturn(ok("x".repeat(600)).withChunkedDribbleDelay(600, 60_000)));
        long began = System.nanoTime();
        assertFailure(() -> open.send(OutboundRequest.get(at("/drip")).within(Duration.ofMillis(500))), Kind.TIMED_OUT);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void anEndlessBodyIsReadToItsLimitAlone() throws Exception {
        try (ServerSocket endless = new ServerSocket(0)) {
            Thread writing = new Thread(() -> writeForEver(endless));
            writing.setDaemon(true);
            writing.start();
            assertFailure(
                    () -> open.send(
                            OutboundRequest.get(URI.create("http://localhost:" + endless.getLocalPort() + "/keys"))),
                    Kind.TOO_LARGE);
            writing.join(Duration.ofSeconds(20).toMillis());
            assertThat(writing.isAlive()).as("the connection is closed").isFalse();
        }
    }

    private static void writeForEver(ServerSocket server) {
        try (Socket socket = server.accept();
                OutputStream out = socket.getOutputStream()) {
            out.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            byte[] some = " ".repeat(8192).getBytes(StandardCharsets.UTF_8);
            while (true) {
                out.write(some);
            }
        } catch (IOException e) {
            // It was hung up on.
        }
    }

    /** Nothing is asked for compressed, and nothing is unpacked: ten megabytes of blanks stay the ten thousand bytes they came as. */
    @Test
    void unpacksNothing() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[10 * 1024 * 1024]);
        }
        server.stubFor(get("/bomb")
                .willReturn(aResponse()
                        .withHeader("Content-Encoding", "gzip")
                        .withHeader("Content-Type", "application/json")
                        .withBody(packed.toByteArray())));
        assertThat(open.send(OutboundRequest.get(at("/bomb"))).body()).hasSize(packed.size());
        server.verify(getRequestedFor(urlEqualTo("/bomb")).withoutHeader("Accept-Encoding"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.5",
                "127.0.0.1",
                "169.254.169.254",
                "fd00::5",
                "::1",
                "::ffff:10.0.0.5",
                "::10.0.0.5",
                "64:ff9b::a00:5",
                "2001:0:a00:5::1",
                "1.1.1.1 10.0.0.5",
                "2606:4700:4700::1111 127.0.0.1"
            })
    void callsNoNameThatPointsIntoAPrivateNetwork(String addresses) throws Exception {
        DnsResolver names = new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                List<InetAddress> found = new ArrayList<>();
                for (String address : addresses.split(" ")) {
                    found.add(InetAddress.getByName(address));
                }
                return found.toArray(InetAddress[]::new);
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
        OutboundHttp http = new OutboundHttp(settings(false), new PublicAddresses(false, names));
        try {
            assertFailure(() -> http.send(OutboundRequest.get(URI.create("https://lms.example/keys"))), Kind.FORBIDDEN);
        } finally {
            http.destroy();
        }
    }

    @Test
    void sendsNothingTwiceWhenTheConnectionBreaks() {
        server.stubFor(post("/reset").willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
        assertFailure(
                () -> open.send(OutboundRequest.post(at("/reset"), "text/plain", new byte[] {1})), Kind.UNREACHABLE);
        server.verify(1, postRequestedFor(urlEqualTo("/reset")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "ftp://example.org/x",
                "jar:file:/tmp/a.jar!/b",
                "https:relative",
                "/relative",
                "https://user:secret@example.org/",
                "https://example.org:99999/",
                "http://example.org/"
            })
    void callsNothingButWebServersOverHttps(String address) {
        assertFailure(() -> guarded.send(OutboundRequest.get(URI.create(address))), Kind.FORBIDDEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/",
                "https://2130706433/",
                "https://127.1/",
                "https://[0:0:0:0:0:ffff:7f00:1]/",
                "https://[::7f00:1]/",
                "https://[::1]/",
                "https://[::ffff:10.0.0.1]/",
                "https://localhost/",
                "https://10.1.2.3/",
                "https://192.168.0.1/",
                "https://172.16.0.1/",
                "https://169.254.169.254/latest/meta-data",
                "https://100.64.0.1/",
                "https://0.0.0.0/",
                "https://[fd00::1]/",
                "https://[fe80::1]/",
                "https://[64:ff9b::7f00:1]/",
                "https://[2002:7f00:1::]/",
                "https://224.0.0.1/",
                "https://255.255.255.255/",
                "https://198.18.0.1/"
            })
    void callsNoPrivateAddressInAnySpelling(String address) {
        assertFailure(() -> guarded.send(OutboundRequest.get(URI.create(address))), Kind.FORBIDDEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254/", "http://[fe80::1]/", "http://224.0.0.1/"})
    void neverCallsLinkLocalAddressesEvenWhenPrivateOnesAreAllowed(String address) {
        assertFailure(() -> open.send(OutboundRequest.get(URI.create(address))), Kind.FORBIDDEN);
    }

    @Test
    void knowsPublicAddresses() throws Exception {
        for (String address : List.of("93.184.215.14", "1.1.1.1", "100.128.0.1", "2606:4700:4700::1111")) {
            assertThat(PublicAddresses.isPublic(InetAddress.getByName(address)))
                    .as(address)
                    .isTrue();
        }
    }

    /** The name is looked up once, and what was checked is what is connected to. */
    @Test
    void cannotBeLedElsewhereBetweenCheckAndConnection() throws Exception {
        List<String> asked = new ArrayList<>();
        DnsResolver rebinding = new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                asked.add(host);
                return new InetAddress[] {
                    InetAddress.getByAddress(
                            host, asked.size() == 1 ? new byte[] {127, 0, 0, 1} : new byte[] {127, 0, 0, 2})
                };
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
        server.stubFor(get("/once").willReturn(ok("checked")));
        OutboundHttp http = new OutboundHttp(settings(true), new PublicAddresses(true, rebinding));
        try {
            OutboundResponse answer =
                    http.send(OutboundRequest.get(URI.create("http://lms.invalid:" + server.getPort() + "/once")));
            assertThat(answer.text()).isEqualTo("checked");
            assertThat(asked).containsExactly("lms.invalid");
        } finally {
            http.destroy();
        }
    }

    @Test
    void namesNothingButTheHostWhenItFails() {
        assertThatExceptionOfType(OutboundFailure.class)
                .isThrownBy(() -> guarded.send(
                        OutboundRequest.get(URI.create("https://127.0.0.1/config?registration_token=secret"))))
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("secret", "config"));
        assertThat(OutboundRequest.get(URI.create("https://a.example/?t=secret"))
                        .with("Authorization", "Bearer secret"))
                .asString()
                .doesNotContain("secret");
    }

    @Test
    void carriesCallsOfOtherLibraries() {
        server.stubFor(post("/form").willReturn(ok("{\"a\":1}").withHeader("Content-Type", "text/html")));
        String answer = RestClient.builder()
                .requestFactory(open.requestFactory())
                .build()
                .post()
                .uri(at("/form"))
                .body("b=2")
                .retrieve()
                .body(String.class);
        assertThat(answer).isEqualTo("{\"a\":1}");
        server.verify(postRequestedFor(anyUrl()).withRequestBody(equalTo("b=2")));
    }

    private static void assertFailure(ThrowingCallable call, Kind kind) {
        assertThatExceptionOfType(OutboundFailure.class)
                .isThrownBy(call)
                .extracting(OutboundFailure::kind)
                .isEqualTo(kind);
    }

    private static URI at(String path) {
        return URI.create(server.baseUrl() + path);
    }

    private static LaurelSettings settings(boolean privateAllowed) {
        return new LaurelSettings(
                URI.create("https://tool.example"), Path.of("unused"), false, privateAllowed, false, null);
    }
}
