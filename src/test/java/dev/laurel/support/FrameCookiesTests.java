package dev.laurel.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That the browser of the tests is as strict as the ones teachers use: in a frame, only partitioned cookies come back. */
@InBrowser
class FrameCookiesTests {

    private HttpServer lms;
    private HttpServer tool;

    @BeforeEach
    void start() throws IOException {
        tool = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        tool.createContext("/set", exchange -> {
            exchange.getResponseHeaders().add("Set-Cookie", "plain=1; Path=/; Secure; SameSite=None");
            exchange.getResponseHeaders().add("Set-Cookie", "apart=1; Path=/; Secure; SameSite=None; Partitioned");
            html(exchange, "<a href=/show>show</a>");
        });
        tool.createContext(
                "/show",
                exchange -> html(exchange, "<p>" + exchange.getRequestHeaders().getFirst("Cookie") + "</p>"));
        tool.start();
        lms = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        lms.createContext(
                "/",
                exchange -> html(exchange, "<iframe name=tool src='" + address(tool, "127.0.0.1") + "/set'></iframe>"));
        lms.start();
    }

    @AfterEach
    void stop() {
        lms.stop(0);
        tool.stop(0);
    }

    @Test
    void inAnotherSitesFrameOnlyPartitionedCookiesComeBack(Browser.Session browser) {
        Page page = browser.page();
        page.navigate(address(lms, "localhost") + "/");
        page.frameLocator("iframe").locator("a").click();
        assertThat(page.frameLocator("iframe").locator("p").textContent()).isEqualTo("apart=1");
    }

    @Test
    void onItsOwnPagesBothComeBack(Browser.Session browser) {
        Page page = browser.page();
        page.navigate(address(tool, "127.0.0.1") + "/set");
        page.locator("a").click();
        assertThat(page.locator("p").textContent()).contains("plain=1", "apart=1");
    }

    private static String address(HttpServer server, String host) {
        return "http://" + host + ":" + server.getAddress().getPort();
    }

    private static void html(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = ("<!doctype html><title>t</title>" + body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/html");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
