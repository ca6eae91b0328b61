package dev.laurel;

import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Educator micro-credentials inside the learning platforms that school districts already run. */
@SpringBootApplication
public class LaurelApplication {

    /** Starts the server; with {@code --export-badges=DIRECTORY} writes what verifiers read and ends. */
    public static void main(String[] args) {
        boolean once = Arrays.stream(args).anyMatch(argument -> argument.startsWith("--export-badges="));
        if (once) {
            // Another node may be serving on this machine, and what it has still to tell is its own.
            String[] quietly = Arrays.copyOf(args, args.length + 3);
            quietly[args.length] = "--server.port=0";
            quietly[args.length + 1] = "--server.address=127.0.0.1";
            quietly[args.length + 2] = "--spring.modulith.events.republish-outstanding-events-on-restart=false";
            ConfigurableApplicationContext context = SpringApplication.run(LaurelApplication.class, quietly);
            System.exit(SpringApplication.exit(context));
        }
        SpringApplication.run(LaurelApplication.class, args);
    }
}
