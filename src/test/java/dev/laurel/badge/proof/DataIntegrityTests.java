package dev.laurel.badge.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataIntegrityTests {

    private static final String EXAMPLE_KEY = read("example-public-key.json").getString("publicKeyMultibase");
    private static final SigningKey KEY =
            SigningKey.of("did:web:laurel.example:issuers:here#key-1", SigningKey.newSeed(new SecureRandom()));
    private static final Instant NOW = Instant.parse("2026-03-02T15:00:00Z");

    @ParameterizedTest
    @ValueSource(strings = {"example-ob3.json", "example-ob3-revoked.json", "example-status-list.json"})
    void acceptsCredentialsSignedByOthers(String file) throws Exception {
        Proof proof = Proof.of(read(file)).get(0);
        assertThat(proof.isBy(new Multikey(EXAMPLE_KEY))).isTrue();
        assertThat(proof.isBy(KEY.publicKey())).isFalse();
        assertThat(proof.verificationMethod()).isEqualTo("did:web:badges.example.org#key-1");
    }

    @Test
    void acceptsAnIssuerThatIsItsOwnKey() throws Exception {
        Proof proof = Proof.of(read("example-ob3-didkey.json")).get(0);
        String method = proof.verificationMethod();
        assertThat(proof.isBy(new Multikey(method.substring(method.indexOf('#') + 1))))
                .isTrue();
    }

    @Test
    void stillAcceptsWhatWasSignedHereBefore() throws Exception {
        Multikey published = new Multikey(read("laurel-did.json")
                .getJsonArray("verificationMethod")
                .getJsonObject(0)
                .getString("publicKeyMultibase"));
        assertThat(Proof.of(read("laurel-ob3.json")).get(0).isBy(published)).isTrue();
    }

    @Test
    void signsWhatAnIndependentVerifierAccepts() throws Exception {
        JsonObject signed = DataIntegrity.sign(unsignedExample(), KEY, NOW);
        assertThat(IndependentVerifier.verifies(signed, KEY.publicKey().text())).isTrue();
        assertThat(IndependentVerifier.verifies(signed, EXAMPLE_KEY)).isFalse();
        assertThat(Proof.of(signed).get(0).isBy(KEY.publicKey())).isTrue();
    }

    @Test
    void survivesBeingWrittenAndRead() throws Exception {
        JsonObject signed = DataIntegrity.sign(unsignedExample(), KEY, NOW);
        try (JsonReader reader = Json.createReader(new StringReader(signed.toString()))) {
            assertThat(Proof.of(reader.readObject()).get(0).isBy(KEY.publicKey()))
                    .isTrue();
        }
    }

    @Test
    void refusesEveryAlteredField() throws Exception {
        JsonObject signed = DataIntegrity.sign(unsignedExample(), KEY, NOW);
        List<String> accepted = new ArrayList<>();
        List<String> paths = leaves("", signed);
        assertThat(paths).hasSizeGreaterThan(80);
        for (String path : paths) {
            JsonObject altered = alter(signed, path).asJsonObject();
            assertThat(altered).isNotEqualTo(signed);
            if (isAccepted(altered)) {
                accepted.add(path);
            }
        }
        assertThat(accepted).isEmpty();
    }

    @Test
    void refusesEveryRemovedField() throws Exception {
        JsonObject signed = DataIntegrity.sign(unsignedExample(), KEY, NOW);
        for (String member : signed.keySet()) {
            JsonObject without = Json.createObjectBuilder(signed).remove(member).build();
            assertThat(isAccepted(without)).as(member).isFalse();
        }
        for (String option : signed.getJsonObject("proof").keySet()) {
            JsonObject proof = Json.createObjectBuilder(signed.getJsonObject("proof"))
                    .remove(option)
                    .build();
            assertThat(isAccepted(
                            Json.createObjectBuilder(signed).add("proof", proof).build()))
                    .as(option)
                    .isFalse();
        }
    }

    @Test
    void refusesToSignWhatTheProofWouldNotCover() {
        refusesToSign("undefined property", b -> b.add("favouriteColour", "green"), "favouriteColour");
        refusesToSign(
                "undefined type",
                b -> b.add(
                        "type",
                        Json.createArrayBuilder()
                                .add("VerifiableCredential")
                                .add("OpenBadgeCredential")
                                .add("Sticker")),
                "Sticker");
        refusesToSign("relative id", b -> b.add("id", "credentials/1"), "credentials/1");
        refusesToSign("id with a space", b -> b.add("id", "https://laurel.example/a b"), "a b");
        refusesToSign("keyword", b -> b.add("@included", Json.createArrayBuilder()), "@included");
        refusesToSign(
                "inline context",
                b -> b.add(
                        "@context",
                        Json.createArrayBuilder(unsignedExample().getJsonArray("@context"))
                                .add(Json.createObjectBuilder().add("favouriteColour", "https://x.example/#c"))),
                "@context");
        refusesToSign(
                "unknown context",
                b -> b.add(
                        "@context",
                        Json.createArrayBuilder(unsignedExample().getJsonArray("@context"))
                                .add("https://x.example/context.json")),
                "https://x.example/context.json");
        refusesToSign(
                "schema type without the extensions context",
                b -> b.add(
                        "@context",
                        Json.createArrayBuilder()
                                .add(PackagedContexts.CREDENTIALS_V2)
                                .add(PackagedContexts.OPEN_BADGES_3_0_3)),
                "1EdTechJsonSchemaValidator2019");
    }

    @Test
    void refusesAPartSlippedInAfterSigning() throws Exception {
        JsonObject signed = DataIntegrity.sign(unsignedExample(), KEY, NOW);
        JsonObject more = Json.createObjectBuilder(signed)
                .add("honours", "with distinction")
                .build();
        assertThatExceptionOfType(NotCoveredByProof.class).isThrownBy(() -> Proof.of(more));
    }

    @Test
    void whatOneCheckBringsIntoCanonicalFormSharesItsTime() throws Exception {
        CheckTime time = new CheckTime();
        assertThat(Proof.of(read("example-ob3.json"), method -> true, time)).hasSize(1);
        time.ranSince(System.nanoTime() - Duration.ofSeconds(9).toNanos());
        assertThat(time.longestRunMillis()).isLessThanOrEqualTo(1_000);
        assertThat(time.isEndless()).isFalse();
        time.ranSince(System.nanoTime() - Duration.ofSeconds(1).toNanos());
        assertThatExceptionOfType(NotCoveredByProof.class)
                .isThrownBy(() -> Proof.of(read("example-ob3.json"), method -> true, time))
                .satisfies(e -> assertThat(e.isEndless()).isTrue());
        assertThat(Proof.of(read("example-ob3.json"))).as("another check").hasSize(1);
    }

    @Test
    void namesWhatIsWrongWithAProof() {
        JsonObject example = read("example-ob3.json");
        assertThat(reason(example, p -> p.add("cryptosuite", "ecdsa-sd-2023")))
                .isEqualTo(Proof.Unreadable.Reason.OTHER_SUITE);
        assertThat(reason(example, p -> p.add("proofPurpose", "authentication")))
                .isEqualTo(Proof.Unreadable.Reason.OTHER_PURPOSE);
        assertThat(reason(example, p -> p.add("proofValue", "z0OIl"))).isEqualTo(Proof.Unreadable.Reason.INCOMPLETE);
        assertThat(reason(example, p -> p.add("created", "yesterday"))).isEqualTo(Proof.Unreadable.Reason.INCOMPLETE);
        assertThatExceptionOfType(Proof.Unreadable.class)
                .isThrownBy(() -> Proof.of(
                        Json.createObjectBuilder(example).remove("proof").build()))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Proof.Unreadable.Reason.NO_PROOF));
    }

    @Test
    void signsOddTextAndNumbersAsOthersReadThem() throws Exception {
        long seed = new SecureRandom().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            JsonObject signed = DataIntegrity.sign(randomCredential(random, i), KEY, NOW);
            JsonObject read;
            try (JsonReader reader = Json.createReader(new StringReader(signed.toString()))) {
                read = reader.readObject();
            }
            assertThat(IndependentVerifier.verifies(read, KEY.publicKey().text()))
                    .as("credential %d of seed %d", i, seed)
                    .isTrue();
            if (i < 50) {
                assertThat(Proof.of(read).get(0).isBy(KEY.publicKey())).isTrue();
            }
        }
    }

    /** Signed here; canonicalised, hashed and checked by other libraries. As long as real ones, and longer. */
    @Test
    void signsAThousandLongBadgesOfManyCriteriaAsOthersReadThem() {
        long seed = new SecureRandom().nextLong();
        AtomicLong characters = new AtomicLong();
        AtomicLong criteria = new AtomicLong();
        List<String> wrong = IntStream.range(0, 1_000)
                .parallel()
                .mapToObj(number -> {
                    JsonObject document = longCredential(new Random(seed + number), number);
                    JsonObject subject = document.getJsonObject("credentialSubject");
                    criteria.addAndGet(subject.getJsonArray("result").size());
                    String as = "credential " + number + " of seed " + seed;
                    try {
                        String signed = DataIntegrity.sign(document, KEY, NOW).toString();
                        characters.addAndGet(signed.length());
                        JsonObject read = read(new StringReader(signed));
                        if (!IndependentVerifier.verifies(read, KEY.publicKey().text())) {
                            return as + " is not verified";
                        }
                        if (number % 50 == 0
                                && IndependentVerifier.verifies(
                                        altered(read), KEY.publicKey().text())) {
                            return as + " is verified although a level was changed";
                        }
                        return "";
                    } catch (NotCoveredByProof e) {
                        return as + " is not signed: " + e.getMessage();
                    }
                })
                .filter(word -> !word.isEmpty())
                .toList();
        assertThat(wrong).isEmpty();
        assertThat(criteria.get()).as("criteria in all").isGreaterThan(9_000);
        assertThat(characters.get()).as("characters in all").isGreaterThan(8_000_000);
    }

    private static JsonObject altered(JsonObject signed) {
        return Json.createPointer("/credentialSubject/result/7/value").replace(signed, Json.createValue("other"));
    }

    /** A rubric of 8 to 10 criteria, now and then of 60, each with its levels; texts of hundreds to ten thousand characters. */
    private static JsonObject longCredential(Random random, int number) {
        JsonObject example = unsignedExample();
        JsonObject subject = example.getJsonObject("credentialSubject");
        JsonObject achievement = subject.getJsonObject("achievement");
        JsonArrayBuilder descriptions = Json.createArrayBuilder();
        JsonArrayBuilder results = Json.createArrayBuilder();
        int count = number % 100 == 0 ? 60 : 8 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            String id = "https://laurel.example/catalog/x/1.0#criterion-" + i;
            JsonArrayBuilder levels = Json.createArrayBuilder();
            for (int level = 0; level < 2; level++) {
                levels.add(Json.createObjectBuilder()
                        .add("id", id + "-" + level)
                        .add("type", Json.createArrayBuilder().add("RubricCriterionLevel"))
                        .add("name", longText(random, 20))
                        .add("description", longText(random, 200))
                        .add("points", Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(30) - 15))));
            }
            descriptions.add(Json.createObjectBuilder()
                    .add("id", id)
                    .add("type", Json.createArrayBuilder().add("ResultDescription"))
                    .add("name", longText(random, 60))
                    .add("resultType", "RubricCriterionLevel")
                    .add("rubricCriterionLevel", levels)
                    .add("requiredLevel", id + "-1"));
            results.add(Json.createObjectBuilder()
                    .add("type", Json.createArrayBuilder().add("Result"))
                    .add("resultDescription", id)
                    .add("achievedLevel", id + "-" + random.nextInt(2))
                    .add("value", longText(random, 20)));
        }
        return Json.createObjectBuilder(example)
                .add("id", "https://laurel.example/credentials/" + number)
                .add("name", longText(random, 60))
                .add("description", longText(random, 600))
                .add(
                        "credentialSubject",
                        Json.createObjectBuilder(subject)
                                .add("creditsEarned", oddNumber(random))
                                .add(
                                        "achievement",
                                        Json.createObjectBuilder(achievement)
                                                .add("name", longText(random, 60))
                                                .add("description", longText(random, number % 50 == 0 ? 10_000 : 600))
                                                .add("creditsAvailable", oddNumber(random))
                                                .add("resultDescription", descriptions))
                                .add("result", results))
                .build();
    }

    /** Letters of many scripts, quotes, line ends, signs beyond the first plane; at least half as long as it may be. */
    private static String longText(Random random, int longest) {
        int[][] ranges = {
            {0x20, 0x7e},
            {0xa1, 0x24f},
            {0x370, 0x3ff},
            {0x5d0, 0x5ea},
            {0x627, 0x64a},
            {0x4e00, 0x9fff},
            {0x1f300, 0x1f5ff},
            {0x20000, 0x2a6d6}
        };
        StringBuilder text = new StringBuilder();
        for (int i = longest / 2 + random.nextInt(longest / 2); i >= 0; i--) {
            int[] range = ranges[random.nextInt(ranges.length)];
            text.appendCodePoint(range[0] + random.nextInt(range[1] - range[0]));
            if (random.nextInt(40) == 0) {
                text.append('\n');
            }
        }
        return text.toString();
    }

    @Test
    void canonicalisesControlCharactersAsOtherLanguagesDo() throws Exception {
        JsonArray vectors = read("canonical-vectors.json").getJsonArray("vectors");
        assertThat(vectors).hasSize(10);
        for (JsonObject vector : vectors.getValuesAs(JsonObject.class)) {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(Canonicalisation.nQuads(vector.getJsonObject("document"))
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(HexFormat.of().formatHex(hash))
                    .as(vector.getJsonObject("document").getString("id"))
                    .isEqualTo(vector.getString("sha256"));
        }
    }

    private static JsonObject read(Reader json) {
        try (JsonReader reader = Json.createReader(json)) {
            return reader.readObject();
        }
    }

    private static boolean isAccepted(JsonObject credential) {
        try {
            return Proof.of(credential).get(0).isBy(KEY.publicKey());
        } catch (Proof.Unreadable | NotCoveredByProof e) {
            return false;
        }
    }

    private static Proof.Unreadable.Reason reason(JsonObject credential, UnaryOperator<JsonObjectBuilder> change) {
        JsonObject proof = change.apply(Json.createObjectBuilder(credential.getJsonObject("proof")))
                .build();
        try {
            Proof.of(Json.createObjectBuilder(credential).add("proof", proof).build());
        } catch (Proof.Unreadable e) {
            return e.reason();
        } catch (NotCoveredByProof e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("The proof was readable");
    }

    private static void refusesToSign(String why, UnaryOperator<JsonObjectBuilder> change, String named) {
        JsonObject document =
                change.apply(Json.createObjectBuilder(unsignedExample())).build();
        assertThatExceptionOfType(NotCoveredByProof.class)
                .as(why)
                .isThrownBy(() -> DataIntegrity.sign(document, KEY, NOW))
                .satisfies(e -> assertThat(e.what() + e.getMessage()).as(why).contains(named));
    }

    private static JsonObject unsignedExample() {
        return Json.createObjectBuilder(read("example-ob3.json"))
                .remove("proof")
                .build();
    }

    static JsonObject randomCredential(Random random, int number) {
        JsonObject example = unsignedExample();
        JsonObjectBuilder achievement = Json.createObjectBuilder(
                        example.getJsonObject("credentialSubject").getJsonObject("achievement"))
                .add("name", oddText(random))
                .add("description", oddText(random))
                .add("creditsAvailable", oddNumber(random));
        boolean alike = number < 60 || number % 20 == 0;
        var results = Json.createArrayBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            // blank nodes, some of them alike, so that canonical labels need the long way round; that is slow, so not
            // often
            results.add(Json.createObjectBuilder()
                    .add("type", Json.createArrayBuilder().add("Result"))
                    .add("value", alike && random.nextBoolean() ? "same" : oddText(random)));
        }
        return Json.createObjectBuilder(example)
                .add("id", "https://laurel.example/credentials/" + number)
                .add("name", oddText(random))
                .add(
                        "credentialSubject",
                        Json.createObjectBuilder(example.getJsonObject("credentialSubject"))
                                .add("achievement", achievement)
                                .add("creditsEarned", oddNumber(random))
                                .add("result", results))
                .build();
    }

    /** Without control characters: the second library escapes those as RDFC-1.0's predecessor did. */
    static String oddText(Random random) {
        StringBuilder text = new StringBuilder("t");
        int[] odd = {
            '"', '\\', '\n', '\r', '<', '>', '&', '\'', 0xA0, 0xE9, 0x0301, 0x2028, 0x200F, 0x4E2D, 0xFFFD, 0x1F393,
            0x10FFFF, '@', '_', ':', ' ', ']', '{'
        };
        for (int i = random.nextInt(40); i >= 0; i--) {
            text.appendCodePoint(odd[random.nextInt(odd.length)]);
        }
        return text.toString();
    }

    private static JsonValue oddNumber(Random random) {
        String[] odd = {"0", "1.0", "1.5", "15", "1e21", "1e-7", "0.1", "100000000000000000000", "-3.25", "1E2", "3e0"};
        return Json.createValue(new BigDecimal(odd[random.nextInt(odd.length)]));
    }

    private static List<String> leaves(String path, JsonValue value) {
        List<String> found = new ArrayList<>();
        if (value instanceof JsonObject object) {
            object.forEach((key, child) -> found.addAll(leaves(path + "/" + key, child)));
        } else if (value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                found.addAll(leaves(path + "/" + i, array.get(i)));
            }
        } else {
            found.add(path);
        }
        return found;
    }

    private static JsonValue alter(JsonObject document, String path) {
        JsonValue old = Json.createPointer(path).getValue(document);
        JsonValue other =
                switch (old.getValueType()) {
                    case STRING -> Json.createValue(altered(((JsonString) old).getString()));
                    case NUMBER -> Json.createValue(new BigDecimal(old.toString()).add(BigDecimal.ONE));
                    case TRUE -> JsonValue.FALSE;
                    default -> JsonValue.TRUE;
                };
        return Json.createPointer(path).replace(document, other);
    }

    /** One character changed, so that dates stay dates and addresses stay addresses. */
    private static String altered(String text) {
        int at = Math.max(0, text.length() - 2);
        char c = text.charAt(at);
        char other = Character.isDigit(c) ? (char) ('0' + (c - '0' + 1) % 10) : c == 'a' ? 'b' : 'a';
        return text.substring(0, at) + other + text.substring(at + 1);
    }

    static JsonObject read(String file) {
        try (InputStream json = DataIntegrityTests.class.getResourceAsStream("/dev/laurel/badge/" + file);
                JsonReader reader = Json.createReader(json)) {
            return reader.readObject();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
