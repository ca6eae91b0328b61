package dev.laurel;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Educator micro-credentials inside the learning platforms that school districts already run. */
@SpringBootApplication
public class LaurelApplication {

    public static void main(String[] args) {
        SpringApplication.run(LaurelApplication.class, args);
    }
}
