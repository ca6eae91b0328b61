package dev.laurel;

import dev.canvasdev.CanvasDev;
import dev.canvasdev.CanvasDevSettings;
import dev.laurel.badge.TimePassed;
import dev.laurel.system.LaurelSettings;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Laurel with demo data on http://localhost:8080 and, beside it in the same process, canvas-dev on
 * http://localhost:8081: what {@code mvn spring-boot:test-run} starts. The two speak over HTTP only.
 */
public final class LaurelWithCanvasDev {

    private static final int CANVAS_DEV_PORT = 8081;

    private LaurelWithCanvasDev() {}

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(LaurelApplication.class);
        application.setDefaultProperties(Map.of(
                "laurel.demo", "true",
                "laurel.registration-open", "true",
                "laurel.allow-private-addresses", "true"));
        ConfigurableApplicationContext laurel = application.run(args);
        LaurelSettings settings = laurel.getBean(LaurelSettings.class);
        CanvasDev lms = CanvasDev.start(CanvasDevSettings.onRandomPort()
                .withPort(CANVAS_DEV_PORT)
                .withToolUrl(settings.baseUrl().toString())
                .withDataDir(settings.dataDir().resolve("canvas-dev"))
                .withRegisterAtStart(true));
        DemoLife life = new DemoLife(
                lms,
                settings.baseUrl().toString(),
                () -> TimePassed.untilBadgesEnd(laurel, DemoLife.MAPPING, Duration.ofDays(60)));
        new Thread(life::begin, "demo-life").start();
    }
}
