package dev.laurel.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.laurel.support.TestSurroundings;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A change of the master key in a process of its own that the operating system kills (SIGKILL) while rows are sealed again,
 * more than once. What a node does at its start is the same, with nothing around it.
 */
@Tag("database")
class KilledWhileMasterKeyChangesTests {

    private static final String OLD = key(1);
    private static final String NEW = key(2);
    private static final String PURPOSE = "issuer key";
    private static final int KEYS = 1500;
    private static final List<SealedColumn> COLUMNS =
            List.of(SealedColumn.of("issuer_key", "sealed", PURPOSE, "issuer_id", "number"));

    @TempDir
    Path dataDir;

    private static String key(int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static KeyVault vault(Path dataDir, String master, String before) {
        return new KeyVault(
                new LaurelSettings(URI.create("http://localhost:8080"), dataDir, false, false, false, master), before);
    }

    private static void start(DataSource database, Path dataDir, String master, String before) {
        new MasterKeyAtStart(vault(dataDir, master, before), JdbcClient.create(database), COLUMNS)
                .afterSingletonsInstantiated();
    }

    /** The process that is killed. It says when it has asked the database for something. */
    static final class Node {

        private Node() {}

        public static void main(String[] arguments) throws SQLException {
            SingleConnectionDataSource one = new SingleConnectionDataSource(arguments[0], true);
            DataSource telling = new DelegatingDataSource(one) {
                @Override
                public Connection getConnection() throws SQLException {
                    System.out.println("asked");
                    return super.getConnection();
                }
            };
            start(telling, Path.of(arguments[1]), arguments[2], arguments[3]);
            System.out.println("done");
        }
    }

    /** @return whether it was killed, and not done before */
    private boolean isKilledOnceItHasAsked(String url, int times) throws IOException, InterruptedException {
        Process node = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Node.class.getName(),
                        url,
                        dataDir.toString(),
                        NEW,
                        OLD)
                .redirectError(dataDir.resolve("node.log").toFile())
                .start();
        try (BufferedReader said = node.inputReader(StandardCharsets.UTF_8)) {
            int asked = 0;
            String line = said.readLine();
            while (line != null && !line.equals("done") && asked < times) {
                asked += line.equals("asked") ? 1 : 0;
                line = asked < times ? said.readLine() : line;
            }
            return asked == times;
        } finally {
            node.destroyForcibly();
            assertThat(node.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static List<String> kept(JdbcClient jdbc, KeyVault vault) {
        List<String> found = new ArrayList<>();
        jdbc.sql("select sealed from issuer_key order by number").query(row -> {
            found.add(new String(vault.open(PURPOSE, row.getBytes("sealed")), StandardCharsets.UTF_8));
        });
        return found;
    }

    private long underNewKey(JdbcClient jdbc) {
        KeyVault fresh = vault(dataDir, NEW, "");
        return jdbc.sql("select sealed from issuer_key").query(byte[].class).list().stream()
                .filter(each -> fresh.opens(PURPOSE, each))
                .count();
    }

    @Test
    @DisplayName(
            "a process killed while the master key changes is started again as often as it takes, and loses nothing")
    void losesNothing() throws Exception {
        String url = TestSurroundings.onPostgres()
                ? TestSurroundings.newPostgres()
                : "jdbc:h2:file:" + dataDir.resolve("laurel")
                        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0";
        DataSource database = new DriverManagerDataSource(url);
        JdbcClient jdbc = JdbcClient.create(database);
        List<String> before = new ArrayList<>();
        SingleConnectionDataSource filling = new SingleConnectionDataSource(url, true);
        filling.setAutoCommit(false);
        try {
            JdbcClient fills = JdbcClient.create(filling);
            fills.sql("create table system_master_key (id integer primary key, sealed bytea not null)")
                    .update();
            fills.sql("create table issuer_key (issuer_id uuid, number integer, sealed bytea not null,"
                            + " primary key (issuer_id, number))")
                    .update();
            KeyVault old = vault(dataDir, OLD, "");
            for (int number = 0; number < KEYS; number++) {
                before.add("key " + number);
                fills.sql("insert into issuer_key (issuer_id, number, sealed) values (?, ?, ?)")
                        .params(
                                new UUID(0, number),
                                number,
                                old.seal(PURPOSE, before.get(number).getBytes(StandardCharsets.UTF_8)))
                        .update();
            }
            filling.getConnection().commit();
        } finally {
            filling.destroy();
        }
        start(database, dataDir, OLD, "");

        long last = 0;
        for (int times : new int[] {150, 300}) {
            assertThat(isKilledOnceItHasAsked(url, times)).isTrue();
            long now = underNewKey(jdbc);
            assertThat(now).as("killed half way").isGreaterThan(last).isLessThan(KEYS);
            last = now;
            for (String alone : List.of(OLD, NEW)) {
                assertThatThrownBy(() -> start(database, dataDir, alone, ""))
                        .isInstanceOf(MasterKeyRefused.class)
                        .hasMessageContaining("interrupted");
            }
            assertThat(kept(jdbc, vault(dataDir, NEW, OLD)))
                    .as("opened by both")
                    .isEqualTo(before);
        }

        start(new SingleConnectionDataSource(url, true), dataDir, NEW, OLD);
        assertThat(underNewKey(jdbc)).isEqualTo(KEYS);
        assertThat(kept(jdbc, vault(dataDir, NEW, ""))).isEqualTo(before);
        start(database, dataDir, NEW, "");
        assertThatThrownBy(() -> start(database, dataDir, OLD, "")).isInstanceOf(MasterKeyRefused.class);
    }
}
