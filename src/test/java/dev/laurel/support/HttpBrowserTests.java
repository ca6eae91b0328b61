package dev.laurel.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpBrowserTests {

    private final List<String> seen = new ArrayList<>();
    private HttpServer server;
    private URI base;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.start();
        base = URI.create("http://localhost:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void cookiesAreKeptByHostAndPathAndExpire() {
        answer("/a/set", "", "Set-Cookie", "one=1; Path=/a; Secure; SameSite=None; Partitioned");
        answer("/set", "", "Set-Cookie", "two=2; Path=/; Max-Age=60");
        answer("/drop", "", "Set-Cookie", "two=; Path=/; Max-Age=0");
        answer("/lax-none", "", "Set-Cookie", "three=3; Path=/; SameSite=None");
        answer("/a/look", "");
        answer("/ab/look", "");
        HttpBrowser browser = new HttpBrowser();

        browser.get(base.resolve("/a/set"));
        browser.get(base.resolve("/set"));
        browser.get(base.resolve("/lax-none"));
        browser.get(base.resolve("/a/look"));
        assertThat(seen).last().asString().contains("cookie=one=1; two=2;");
        browser.get(base.resolve("/ab/look"));
        assertThat(seen).last().asString().contains("cookie=two=2;");
        browser.get(base.resolve("/drop"));
        browser.get(base.resolve("/ab/look"));
        assertThat(seen).last().asString().contains("cookie=;");
        assertThat(new HttpBrowser().get(base.resolve("/a/look")).status()).isEqualTo(200);
        assertThat(seen).last().asString().contains("cookie=;");
    }

    @Test
    void redirectsTurnAPostIntoAGetExcept307() {
        redirect("/see", 302, "/end?x=1");
        redirect("/keep", 307, "/end");
        answer("/end", "<p>done</p>");
        HttpBrowser browser = new HttpBrowser();

        HttpBrowser.Page page = browser.post(base.resolve("/see"), Map.of("a", "b"));
        assertThat(page.uri()).isEqualTo(base.resolve("/end?x=1"));
        assertThat(seen).last().asString().startsWith("GET /end?x=1 body=;");
        browser.post(base.resolve("/keep"), Map.of("a", "b"));
        assertThat(seen).last().asString().startsWith("POST /end body=a=b;");
        assertThat(browser.notFollowingRedirects().get(base.resolve("/see")).status())
                .isEqualTo(302);
    }

    @Test
    void formsKeepWhatThePageHoldsAndTakeOverrides() {
        answer("/form", """
                <form id="f" method="post" action="/take">
                  <input type="hidden" name="csrf" value="t k+">
                  <input name="name" value="old"><textarea name="text">long
                text</textarea>
                  <input type="checkbox" name="box" value="1" checked><input type="checkbox" name="box" value="2">
                  <select name="s"><option value="x">X</option><option value="y" selected>Y</option></select>
                  <input name="off" value="no" disabled>
                  <button name="do" value="save">Save</button>
                  <button name="do" value="send" formaction="/send">Send</button>
                </form>""");
        answer("/take", "");
        answer("/send", "");
        HttpBrowser.Page page = new HttpBrowser().get(base.resolve("/form"));

        page.form("#f").set("name", "né").submit();
        assertThat(seen)
                .last()
                .asString()
                .startsWith("POST /take body=csrf=t+k%2B&text=long%0Atext&box=1&s=y&name=n%C3%A9&do=save;")
                .contains("origin=" + base)
                .contains("referer=" + base.resolve("/form"))
                .contains("site=same-origin");
        page.form("button[value=send]").set("box", List.of("1", "2")).submitWith("[value=send]");
        assertThat(seen).last().asString().startsWith("POST /send").contains("box=1&box=2&do=send");
    }

    @Test
    void filesGoAsMultipart() {
        answer("/form", """
                <form method="post" action="/take" enctype="multipart/form-data">
                <input type="hidden" name="h" value="1"><input type="file" name="upload"></form>""");
        answer("/take", "");

        new HttpBrowser()
                .get(base.resolve("/form"))
                .form("form")
                .file("upload", "a.txt", "text/plain", "inside".getBytes(StandardCharsets.UTF_8))
                .submit();

        assertThat(seen)
                .last()
                .asString()
                .contains("name=\"h\"\r\n\r\n1\r\n")
                .contains("name=\"upload\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\ninside\r\n");
    }

    @Test
    void pagesThatSubmitThemselvesAreSentOnWhenAsked() {
        answer("/start", """
                <form method="post" action="/middle"><input type="hidden" name="a" value="1"></form>
                <script>document.forms[0].submit()</script>""", "Referrer-Policy", "no-referrer");
        answer("/middle", "<form data-auto-submit method=post action=/end><input type=hidden name=b value=2></form>");
        answer("/end", "<p>arrived</p>");

        HttpBrowser.Page still = new HttpBrowser().get(base.resolve("/start"));
        assertThat(still.isAutomatic()).isTrue();
        assertThat(still.autoSubmit().text()).isEqualTo("arrived");
        assertThat(seen)
                .anySatisfy(
                        s -> assertThat(s).startsWith("POST /middle body=a=1;").contains("origin=null"));
        assertThat(new HttpBrowser()
                        .autoSubmitting()
                        .get(base.resolve("/start"))
                        .text())
                .isEqualTo("arrived");
    }

    private void answer(String path, String html, String... headers) {
        server.createContext(path, exchange -> {
            remember(exchange);
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            exchange.getResponseHeaders().add("Content-Type", "text/html; charset=UTF-8");
            byte[] body = html.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private void redirect(String path, int status, String location) {
        server.createContext(path, exchange -> {
            remember(exchange);
            exchange.getResponseHeaders().add("Location", location);
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
    }

    private void remember(HttpExchange exchange) throws IOException {
        seen.add("%s %s body=%s; cookie=%s; origin=%s; referer=%s; site=%s"
                .formatted(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI(),
                        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                        exchange.getRequestHeaders()
                                .getOrDefault("Cookie", List.of(""))
                                .get(0),
                        exchange.getRequestHeaders().getFirst("Origin"),
                        exchange.getRequestHeaders().getFirst("Referer"),
                        exchange.getRequestHeaders().getFirst("Sec-Fetch-Site")));
    }
}
