package dev.canvasdev;

import dev.laurel.support.HttpBrowser;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** A canvas-dev with a tiny tool that is registered in both dresses, for the tests of one class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CanvasDevTest {

    static final String LINK_CANVAS = "/courses/4021/assignments/90117/launch";
    static final String LINK_MOODLE = "/moodle/courses/2/assignments/2/launch";

    TinyTool tool;
    CanvasDev lms;

    @BeforeAll
    void start() {
        tool = new TinyTool();
        lms = CanvasDev.start(CanvasDevSettings.onRandomPort().withToolUrl(tool.url()));
        lms.register("canvas");
        lms.register("moodle");
    }

    @AfterEach
    void reset() {
        tool.authorizationChanges.clear();
        lms.faults().clear();
    }

    @AfterAll
    void stop() {
        lms.close();
        tool.close();
    }

    HttpBrowser browser(String hat) {
        HttpBrowser browser = new HttpBrowser();
        browser.post(at("/hat"), Map.of("hat", hat, "back", "/dev/gradebook.json"));
        return browser;
    }

    URI at(String path) {
        return URI.create(lms.url() + path);
    }

    /** Walks a launch through and gives what the tool received. */
    Map<String, String> launch(String hat, String path) {
        launchPage(hat, path);
        return tool.launches.get(tool.launches.size() - 1);
    }

    HttpBrowser.Page launchPage(String hat, String path) {
        return browser(hat).get(at(path)).autoSubmit();
    }

    /** The verified claims of a launch. */
    Map<String, Object> claims(String hat, String path) {
        Map<String, String> received = launch(hat, path);
        if (received.containsKey("error")) {
            throw new IllegalStateException(received.toString());
        }
        return tool.lastClaims(lms, path.startsWith("/moodle") ? "moodle" : "canvas");
    }
}
