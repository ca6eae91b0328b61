package dev.laurel;

import java.util.Map;
import org.springframework.boot.SpringApplication;

/**
 * Laurel with demo data on http://localhost:8080 and, beside it in the same process, canvas-dev on
 * http://localhost:8081: what {@code mvn spring-boot:test-run} starts.
 */
public final class LaurelWithCanvasDev {

    private LaurelWithCanvasDev() {}

    public static void main(String[] args) {
        SpringApplication laurel = new SpringApplication(LaurelApplication.class);
        laurel.setDefaultProperties(Map.of(
                "laurel.demo", "true",
                "laurel.registration-open", "true",
                "laurel.allow-private-addresses", "true"));
        laurel.run(args);
    }
}
