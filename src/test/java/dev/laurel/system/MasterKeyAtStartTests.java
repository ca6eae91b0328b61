package dev.laurel.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The master key at start: the right one, another one, and one that is being changed. */
class MasterKeyAtStartTests {

    private static final String OLD = key(1);
    private static final String NEW = key(2);
    private static final String THIRD = key(3);
    private static final String PURPOSE = "issuer key";

    private static final List<SealedColumn> COLUMNS = List.of(
            SealedColumn.of("issuer_key", "sealed", PURPOSE, "issuer_id", "number"),
            new SealedColumn("secret", List.of("purpose"), "sealed", null),
            SealedColumn.of("issuer_key", "other", PURPOSE, "issuer_id", "number"));

    @TempDir
    Path dataDir;

    private DataSource database;
    private JdbcClient jdbc;

    @BeforeEach
    void aDatabaseUsedWithTheOldKey() {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1");
        database = h2;
        jdbc = JdbcClient.create(h2);
        jdbc.sql("create table system_master_key (id integer primary key, sealed bytea not null)")
                .update();
        jdbc.sql("create table issuer_key (issuer_id uuid, number integer, sealed bytea not null, other bytea)")
                .update();
        jdbc.sql("create table secret (purpose varchar(100) primary key, sealed bytea not null)")
                .update();
        KeyVault vault = vault(OLD, "");
        for (int number = 0; number < 6; number++) {
            jdbc.sql("insert into issuer_key (issuer_id, number, sealed, other) values (?, ?, ?, ?)")
                    .params(
                            new UUID(0, number / 2),
                            number,
                            vault.seal(PURPOSE, bytes("key " + number)),
                            number % 2 == 0 ? null : vault.seal(PURPOSE, bytes("other " + number)))
                    .update();
        }
        for (String purpose : List.of("launch state", "window")) {
            jdbc.sql("insert into secret (purpose, sealed) values (?, ?)")
                    .params(purpose, vault.seal(purpose, bytes("secret of " + purpose)))
                    .update();
        }
    }

    private static String key(int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private KeyVault vault(String master, String before) {
        return new KeyVault(
                new LaurelSettings(URI.create("http://localhost:8080"), dataDir, false, false, false, master), before);
    }

    private void start(String master, String before) {
        start(master, before, database);
    }

    private void start(String master, String before, DataSource on) {
        new MasterKeyAtStart(vault(master, before), JdbcClient.create(on), COLUMNS).afterSingletonsInstantiated();
    }

    /** A node that dies when it asks the database once too often. */
    private DataSource dyingAfter(int calls) {
        AtomicInteger left = new AtomicInteger(calls);
        return new DelegatingDataSource(database) {
            @Override
            public Connection getConnection() throws SQLException {
                if (left.getAndDecrement() <= 0) {
                    throw new SQLException("killed");
                }
                return super.getConnection();
            }
        };
    }

    private List<String> kept(String master) {
        KeyVault vault = vault(master, "");
        List<String> found = new ArrayList<>();
        jdbc.sql("select sealed, other from issuer_key order by number").query(row -> {
            found.add(new String(vault.open(PURPOSE, row.getBytes("sealed")), StandardCharsets.UTF_8));
            if (row.getBytes("other") != null) {
                found.add(new String(vault.open(PURPOSE, row.getBytes("other")), StandardCharsets.UTF_8));
            }
        });
        jdbc.sql("select purpose, sealed from secret order by purpose").query(row -> {
            found.add(new String(vault.open(row.getString("purpose"), row.getBytes("sealed")), StandardCharsets.UTF_8));
        });
        return found;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "another master key starts nothing and changes nothing, also where the database has no note of its key yet")
    void failsClosed(boolean noted) {
        if (noted) {
            start(OLD, "");
        }
        assertThatExceptionOfType(MasterKeyRefused.class)
                .isThrownBy(() -> start(NEW, ""))
                .withMessageContaining("another master key")
                .withMessageContaining("LAUREL_MASTER_KEY_BEFORE");
        assertThatExceptionOfType(MasterKeyRefused.class)
                .isThrownBy(() -> start(NEW, THIRD))
                .withMessageContaining("Neither")
                .withMessageContaining("Nothing was changed");
        assertThat(kept(OLD)).hasSize(11);
        start(OLD, "");
    }

    @Test
    @DisplayName("an empty database takes whatever key it is first used with, and no other afterwards")
    void takesTheFirst() {
        jdbc.sql("delete from issuer_key").update();
        jdbc.sql("delete from secret").update();
        start(THIRD, "");
        start(THIRD, "");
        assertThatThrownBy(() -> start(OLD, "")).isInstanceOf(MasterKeyRefused.class);
    }

    @Test
    @DisplayName("with both keys everything is sealed again; then the new one alone starts, and the old one no more")
    void changes() {
        start(OLD, "");
        List<String> before = kept(OLD);
        start(NEW, OLD);
        assertThat(kept(NEW)).isEqualTo(before);
        start(NEW, OLD);
        start(NEW, "");
        assertThatThrownBy(() -> start(OLD, "")).isInstanceOf(MasterKeyRefused.class);
        start(OLD, NEW);
        assertThat(kept(OLD)).as("and back").isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 6, 9, 11, 14, 15, 17})
    @DisplayName("killed half way, neither key alone starts it, both go on, and nothing is lost")
    void isKilledHalfWay(int calls) {
        start(OLD, "");
        List<String> before = kept(OLD);
        assertThatThrownBy(() -> start(NEW, OLD, dyingAfter(calls))).hasRootCauseMessage("killed");
        assertThatThrownBy(() -> start(NEW, ""))
                .isInstanceOf(MasterKeyRefused.class)
                .hasMessageContaining("interrupted");
        if (calls > 2) {
            assertThatThrownBy(() -> start(OLD, ""))
                    .isInstanceOf(MasterKeyRefused.class)
                    .hasMessageContaining("interrupted");
        }

        KeyVault both = vault(NEW, OLD);
        jdbc.sql("select sealed from issuer_key").query(byte[].class).list().forEach(bytes -> assertThat(
                        both.open(PURPOSE, bytes))
                .isNotEmpty());
        start(NEW, OLD);

        assertThat(kept(NEW)).isEqualTo(before);
        start(NEW, "");
    }

    @Test
    @DisplayName("a change that was interrupted can be taken back, too")
    void isTakenBack() {
        start(OLD, "");
        List<String> before = kept(OLD);
        assertThatThrownBy(() -> start(NEW, OLD, dyingAfter(8))).hasRootCauseMessage("killed");
        start(OLD, NEW);
        assertThat(kept(OLD)).isEqualTo(before);
        start(OLD, "");
    }

    @Test
    @DisplayName("what another node wrote meanwhile is not overwritten")
    void leavesWhatIsNewer() {
        KeyVault fresh = vault(NEW, "");
        jdbc.sql("update issuer_key set sealed = ? where number = 3")
                .param(fresh.seal(PURPOSE, bytes("made by another node")))
                .update();
        start(NEW, OLD);
        assertThat(kept(NEW)).contains("made by another node").hasSize(11);
    }

    @Test
    @DisplayName("says it at the console in two sentences")
    void saysItPlainly() {
        start(OLD, "");
        MasterKeyRefused refused = catchThrowableOfType(MasterKeyRefused.class, () -> start(NEW, ""));
        FailureAnalysis analysis = new MasterKeyRefusedAnalyzer().analyze(refused, refused);
        assertThat(analysis.getDescription())
                .startsWith("The keys in this database")
                .endsWith("LAUREL_DATA_DIR).");
        assertThat(analysis.getAction()).startsWith("Give the master key");
        assertThat(analysis.getDescription() + analysis.getAction()).doesNotContain(OLD, NEW);
    }
}
