package dev.laurel.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** A free port, a database with nothing but the sample catalogue and an empty data directory for each application context. */
public class TestSurroundings implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** Password of the account {@code admin} in tests. */
    public static final String OPERATOR_PASSWORD = "the operator of the tests";

    private static final int FIRST_PORT = 11_000;
    private static final int PORTS = 20_000;
    /** Each process of tests begins somewhere else, so that two do not find the same one free. */
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 211 % PORTS));

    /** Which database the integration tests run on: {@code h2} (default) or {@code postgres}. */
    public static boolean onPostgres() {
        return "postgres".equals(System.getProperty("laurel.test.database", "h2"));
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        int port = freePort();
        Map<String, Object> settings = new HashMap<>(Map.of(
                "server.port",
                port,
                "laurel.base-url",
                "http://localhost:" + port,
                "laurel.data-dir",
                temporaryDirectory(),
                "laurel.allow-private-addresses",
                "true",
                "laurel.catalogue.dir",
                "src/main/resources/demo/catalogue",
                "laurel.admin.password",
                OPERATOR_PASSWORD,
                "spring.datasource.url",
                newDatabase(),
                "spring.datasource.hikari.maximum-pool-size",
                "6"));
        // Which submissions are rated twice must not be a matter of luck.
        settings.put("laurel.scoring.random-second-ratings", "false");
        // Authors of many tests write in the names of the demonstration, whoever had a badge of them before.
        settings.put("laurel.issuers.named-by-all", "true");
        // Hundreds of sign-ins need no protection from guessing.
        settings.put("laurel.staff.password-strength", "4");
        // All tests ask from one address.
        settings.put("laurel.verify.requests-per-minute", "100000");
        settings.put("laurel.agreement.requests-per-minute", "100000");
        settings.put("laurel.catalogue.requests-per-minute", "100000");
        settings.put("spring.mail.host", "127.0.0.1");
        settings.put("spring.mail.port", Mailbox.port());
        // A run ends with many applications in memory: none of them has anything to wait for.
        settings.put("server.shutdown", "immediate");
        settings.put("spring.lifecycle.timeout-per-shutdown-phase", "2s");
        settings.put("db-scheduler.shutdown-max-wait", "1s");
        context.getEnvironment()
                .getPropertySources()
                .addBefore("systemEnvironment", new MapPropertySource("test surroundings", settings));
    }

    /** The address of a database of its own with nothing in it, of the kind that the tests run on. */
    public static String newDatabase() {
        return onPostgres() ? Postgres.newDatabase() : newH2();
    }

    /** The address of a PostgreSQL database of its own, for a process of its own. */
    public static String newPostgres() {
        return Postgres.newDatabase();
    }

    private static String newH2() {
        return "jdbc:h2:mem:" + UUID.randomUUID()
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1";
    }

    /**
     * A port that nothing listens on just now, and that no connection which anybody opens until it is used can get: those come
     * from 32768 upwards.
     */
    public static int freePort() {
        for (int tries = 0; tries < PORTS; tries++) {
            int port = FIRST_PORT + NEXT_PORT.getAndIncrement() % PORTS;
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // the next one
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("No port is free");
    }

    private static String temporaryDirectory() {
        try {
            return Files.createTempDirectory("laurel-test").toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One server for the whole run, a database for each context. */
    private static final class Postgres {

        private static final EmbeddedPostgres SERVER = start();

        static String newDatabase() {
            String name = "t" + UUID.randomUUID().toString().replace("-", "");
            try (Connection connection = SERVER.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create database " + name);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return SERVER.getJdbcUrl("postgres", name);
        }

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "200")
                        // What is on its disk after a crash is of no interest.
                        .setServerConfig("fsync", "off")
                        .setServerConfig("full_page_writes", "off")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
