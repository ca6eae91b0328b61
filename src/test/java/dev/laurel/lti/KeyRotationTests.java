package dev.laurel.lti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.laurel.lti.KeyRotation.Key;
import dev.laurel.lti.KeyRotation.Stage;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.SettableClock;
import dev.laurel.system.KeyVault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionOperations;

/** The tool's keys over the months, on two nodes with one database. In a database of its own: keys are everybody's. */
@LaurelTest
@TestPropertySource(properties = "laurel.lti.keys.every=0")
class KeyRotationTests {

    private static final KeySettings QUARTERLY = new KeySettings(Duration.ofDays(90), Duration.ofDays(2));

    @Autowired
    JdbcClient jdbc;

    @Autowired
    KeyVault vault;

    @Autowired
    TransactionOperations transactions;

    private final SettableClock clock = new SettableClock(Instant.now());
    private Node one;
    private Node two;

    /** What one of several processes holds. */
    private record Node(ToolKeys keys, KeyRotation rotation) {

        String signsWith() throws Exception {
            JsonWebSignature jws = new JsonWebSignature();
            jws.setCompactSerialization(keys.sign(new JwtClaims()));
            return jws.getKeyIdHeaderValue();
        }
    }

    @BeforeEach
    void twoNodesStartWithAnEmptyTable() {
        jdbc.sql("delete from lti_tool_key").update();
        one = node(QUARTERLY);
        two = node(QUARTERLY);
    }

    private Node node(KeySettings settings) {
        ToolKeys keys = new ToolKeys(jdbc, vault, clock);
        return new Node(keys, new KeyRotation(keys, jdbc, transactions, settings, clock));
    }

    @Test
    void twoNodesBeginWithOneKey() throws Exception {
        assertThat(one.signsWith()).isEqualTo(two.signsWith());
        assertThat(one.rotation().keys()).extracting(Key::stage).containsExactly(Stage.CURRENT);
    }

    @Test
    void theNextKeyIsPublishedTwoDaysBeforeItSigns() throws Exception {
        String first = one.signsWith();
        clock.advance(Duration.ofDays(88).minusSeconds(1));
        one.rotation().keepToSchedule();
        assertThat(published(one)).containsExactly(first);

        clock.advance(Duration.ofSeconds(1));
        one.rotation().keepToSchedule();
        assertThat(published(one)).hasSize(2);
        assertThat(one.signsWith()).isEqualTo(first);
        assertThat(one.rotation().keys()).extracting(Key::stage).containsExactly(Stage.NEXT, Stage.CURRENT);

        clock.advance(Duration.ofDays(2).minusSeconds(1));
        assertThat(one.signsWith()).isEqualTo(first);
        clock.advance(Duration.ofSeconds(1));
        assertThat(one.signsWith())
                .isEqualTo(two.signsWith())
                .isNotEqualTo(first)
                .isIn(published(one));
    }

    @Test
    void theOldKeyStaysPublishedUntilNothingItSignedIsStillToBeRead() throws Exception {
        String first = one.signsWith();
        one.rotation().plan();
        clock.advance(Duration.ofDays(2).plusMinutes(5 + 1 + 60).minusSeconds(1));
        one.rotation().keepToSchedule();
        assertThat(published(two)).contains(first).hasSize(2);
        assertThat(one.rotation().keys()).extracting(Key::stage).containsExactly(Stage.CURRENT, Stage.OLD);

        clock.advance(Duration.ofSeconds(1));
        assertThat(published(two)).doesNotContain(first).hasSize(1);
        assertThat(stored()).as("destroyed by the schedule alone").isEqualTo(2);
        two.rotation().keepToSchedule();
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void aYearHasFourChangesAndEveryMessageCanBeVerifiedByWhoReadTheKeysADayEarlier() throws Exception {
        List<String> signers = new ArrayList<>();
        List<String> readYesterday = published(two);
        for (int hour = 0; hour < 370 * 24; hour += 24) {
            assertThat(one.signsWith()).isIn(readYesterday);
            if (!signers.contains(one.signsWith())) {
                signers.add(one.signsWith());
            }
            readYesterday = published(two);
            one.rotation().keepToSchedule();
            two.rotation().keepToSchedule();
            clock.advance(Duration.ofDays(1));
        }
        assertThat(signers).hasSize(5);
        assertThat(stored()).isLessThanOrEqualTo(2);
    }

    @Test
    void twoNodesThatPlanAtOncePlanOnce() throws Exception {
        ExecutorService both = Executors.newFixedThreadPool(2);
        int planned = 0;
        try {
            List<Callable<Boolean>> plans =
                    List.of(() -> one.rotation().plan(), () -> two.rotation().plan());
            for (Future<Boolean> plan : both.invokeAll(plans)) {
                planned += plan.get() ? 1 : 0;
            }
        } finally {
            both.shutdownNow();
        }
        assertThat(planned).isEqualTo(1);
        assertThat(stored()).isEqualTo(2);
        assertThat(one.rotation().plan()).as("one next key is enough").isFalse();
    }

    @Test
    void aKeyInWrongHandsIsGoneAtOnceTogetherWithTheNext() throws Exception {
        String first = one.signsWith();
        assertThat(two.signsWith()).isEqualTo(first);
        one.rotation().plan();
        List<String> before = published(one);
        assertThat(one.rotation().replaceAtOnce()).isTrue();
        assertThat(one.signsWith()).isNotIn(before);
        assertThat(published(one)).containsExactly(one.signsWith());
        assertThat(stored()).isEqualTo(1);

        assertThat(two.signsWith()).as("has not heard of it").isEqualTo(first);
        clock.advance(Duration.ofMinutes(1).plusSeconds(1));
        Node restarted = node(QUARTERLY);
        assertThat(restarted.signsWith()).isEqualTo(one.signsWith());
    }

    @Test
    void platformsMayTakeADayToLearnOfAKeyThatReplacedAnotherAtOnce() {
        assertThat(one.keys().isLatelyReplaced()).as("the first key").isFalse();
        one.rotation().replaceAtOnce();
        assertThat(one.keys().isLatelyReplaced()).isTrue();
        clock.advance(Duration.ofDays(1));
        assertThat(one.keys().isLatelyReplaced()).isFalse();
        one.rotation().plan();
        clock.advance(Duration.ofDays(2));
        assertThat(one.keys().isLatelyReplaced()).as("published early enough").isFalse();
    }

    @Test
    void withoutAScheduleKeysChangeByHandAlone() {
        Node byHand = node(new KeySettings(Duration.ZERO, Duration.ofDays(1)));
        clock.advance(Duration.ofDays(4000));
        byHand.rotation().keepToSchedule();
        assertThat(stored()).isEqualTo(1);
        assertThat(byHand.rotation().nextIsPublished()).isEmpty();
        assertThat(byHand.rotation().plan()).isTrue();
    }

    @Test
    void saysWhenTheScheduleActsNext() {
        assertThat(one.rotation().nextIsPublished()).contains(clock.instant().plus(Duration.ofDays(88)));
        one.rotation().plan();
        assertThat(one.rotation().nextIsPublished()).isEmpty();
        clock.advance(Duration.ofDays(2));
        assertThat(one.rotation().nextIsPublished()).contains(clock.instant().plus(Duration.ofDays(88)));
    }

    @Test
    void privateKeysAreNeitherPublishedNorReadableInTheTable() throws Exception {
        one.rotation().plan();
        List<Map<String, Object>> rows = jdbc.sql("select public_jwk, sealed_private_key from lti_tool_key")
                .query()
                .listOfRows();
        assertThat(rows).hasSize(2);
        for (Map<String, Object> row : rows) {
            JsonWebKey key = JsonWebKey.Factory.newJwk((String) row.get("public_jwk"));
            assertThat(key.toParams(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE))
                    .doesNotContainKeys("d", "p", "q");
            // Every PKCS 8 RSA key holds the object identifier of rsaEncryption.
            String sealed = new String((byte[]) row.get("sealed_private_key"), StandardCharsets.ISO_8859_1);
            assertThat(sealed).doesNotContain("\u002a\u0086\u0048\u0086\u00f7\r\u0001\u0001\u0001");
        }
        assertThat(one.keys().published().getJsonWebKeys())
                .allSatisfy(key -> assertThat(key.toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY))
                        .containsOnlyKeys("kty", "kid", "use", "alg", "n", "e"));
    }

    @Test
    void settingsThatWouldOutrunPlatformsAreRefusedAtStart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeySettings(Duration.ofDays(90), Duration.ofHours(23)))
                .withMessageContaining("a day or longer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeySettings(Duration.ofDays(2), Duration.ofDays(2)))
                .withMessageContaining("longer than laurel.lti.keys.ahead");
    }

    private long stored() {
        return jdbc.sql("select count(*) from lti_tool_key").query(Long.class).single();
    }

    private static List<String> published(Node node) {
        node.keys().forget();
        return node.keys().published().getJsonWebKeys().stream()
                .map(JsonWebKey::getKeyId)
                .toList();
    }
}
