package dev.laurel.benchmark;

import dev.laurel.badge.BadgeFixtures;
import dev.laurel.badge.proof.DataIntegrity;
import dev.laurel.badge.proof.NotCoveredByProof;
import dev.laurel.badge.proof.SeriesSigning;
import dev.laurel.badge.proof.SigningKey;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/**
 * What signing a badge costs: JSON-LD expansion, canonicalisation, hashes, Ed25519 and the text, on one thread; from
 * scratch, and as one of a series. Each badge is another one, in every place where those of one achievement differ: who, when,
 * which levels, which entry of the status list. Prints the figures of {@code docs/benchmarks.md}.
 *
 * <p>Usage: seconds to warm up with, seconds to measure.
 */
public final class BadgeBenchmark {

    /** So many that none is signed twice in a row, and few enough to lie in memory. */
    private static final int DIFFERENT = 500;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final SigningKey key =
            SigningKey.of("did:web:laurel.example:issuers:bench#key-1", SigningKey.newSeed(new SecureRandom()));
    private final Instant now = Instant.parse("2026-11-24T12:00:00Z");
    private final Random random = new Random(20261130);
    private long signedBytes;

    public static void main(String[] arguments) throws Exception {
        int warmUp = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 15;
        int measured = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 15;
        BadgeBenchmark benchmark = new BadgeBenchmark();
        SeriesSigning series = new SeriesSigning(BadgeFixtures.varying());
        for (Way way : List.of(new Way("from scratch", DataIntegrity::sign), new Way("in a series", series::sign))) {
            benchmark.run(way, "minimal badge", minimal(), warmUp, measured);
            benchmark.run(way, "example of the field", unsigned("example-ob3.json"), warmUp, measured);
            benchmark.run(way, "Laurel badge, six criteria", unsigned("laurel-ob3.json"), warmUp, measured);
        }
    }

    private interface Signing {

        JsonObject sign(JsonObject document, SigningKey key, Instant created) throws NotCoveredByProof;
    }

    private record Way(String name, Signing signing) {}

    private void run(Way way, String name, JsonObject document, int warmUp, int measured) throws NotCoveredByProof {
        List<JsonObject> badges = new ArrayList<>();
        for (int i = 0; i < DIFFERENT; i++) {
            badges.add(another(document, i));
        }
        sign(way.signing(), badges, warmUp);
        long before = THREADS.getCurrentThreadCpuTime();
        int signed = sign(way.signing(), badges, measured);
        double seconds = (THREADS.getCurrentThreadCpuTime() - before) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%-28s %-13s %5d bytes: %.3f ms of CPU each, %.0f badges per CPU second (%,d signed, %,d bytes)%n",
                name,
                way.name(),
                document.toString().getBytes(StandardCharsets.UTF_8).length,
                1000 * seconds / signed,
                signed / seconds,
                signed,
                signedBytes);
    }

    private int sign(Signing signing, List<JsonObject> badges, int seconds) throws NotCoveredByProof {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        int signed = 0;
        while (System.nanoTime() < end) {
            JsonObject another = badges.get(signed % badges.size());
            signedBytes += signing.sign(another, key, now).toString().length();
            signed++;
        }
        return signed;
    }

    /** The badge of somebody else. Made before anything is measured. */
    private JsonObject another(JsonObject document, int number) {
        JsonObject changed = document;
        for (String path : BadgeFixtures.varying()) {
            changed = changed(changed, document, path.split("/"), 0, number).asJsonObject();
        }
        return changed;
    }

    private JsonValue changed(JsonValue value, JsonObject whole, String[] path, int at, int number) {
        if (at == path.length) {
            return value instanceof JsonString text ? Json.createValue(other(text.getString(), path, number)) : value;
        }
        if (path[at].equals("*") && value instanceof JsonArray array) {
            JsonArrayBuilder all = Json.createArrayBuilder();
            for (JsonValue entry : array) {
                all.add(
                        at + 2 == path.length && path[at + 1].equals("achievedLevel")
                                ? reached(entry.asJsonObject(), whole)
                                : changed(entry, whole, path, at + 1, number));
            }
            return all.build();
        }
        if (!(value instanceof JsonObject object) || !object.containsKey(path[at])) {
            return value;
        }
        return Json.createObjectBuilder(object)
                .add(path[at], changed(object.get(path[at]), whole, path, at + 1, number))
                .build();
    }

    private String other(String text, String[] path, int number) {
        return switch (path[path.length - 1]) {
            case "validFrom", "validUntil", "awardedDate" ->
                Instant.parse(text).plusSeconds(37L * number).toString();
            case "identityHash" -> "sha256$" + hex(64);
            case "salt" -> hex(32);
            case "statusListIndex" -> Integer.toString(random.nextInt(131_072));
            case "id" ->
                switch (path.length == 1 ? "" : path[0]) {
                    case "" -> "https://laurel.example/credentials/" + hex(22);
                    case "image" -> "https://laurel.example/credentials/" + hex(22) + "/badge.png";
                    case "credentialStatus" -> text.replaceFirst("#.*", "") + "#" + random.nextInt(131_072);
                    default -> "urn:uuid:" + new UUID(random.nextLong(), random.nextLong());
                };
            default -> text;
        };
    }

    private String hex(int digits) {
        StringBuilder text = new StringBuilder();
        while (text.length() < digits) {
            text.append(Character.forDigit(random.nextInt(16), 16));
        }
        return text.toString();
    }

    /** Any level of the criterion that the result is of, with its name. */
    private JsonObject reached(JsonObject result, JsonObject whole) {
        JsonArray criteria = whole.getJsonObject("credentialSubject")
                .getJsonObject("achievement")
                .getJsonArray("resultDescription");
        for (JsonObject criterion : criteria.getValuesAs(JsonObject.class)) {
            if (criterion.getString("id").equals(result.getString("resultDescription"))
                    && criterion.get("rubricCriterionLevel") instanceof JsonArray levels
                    && !levels.isEmpty()) {
                JsonObject level = levels.getJsonObject(random.nextInt(levels.size()));
                return Json.createObjectBuilder(result)
                        .add("achievedLevel", level.getString("id"))
                        .add("value", level.getString("name"))
                        .build();
            }
        }
        return result;
    }

    private static JsonObject minimal() throws IOException {
        JsonObject example = unsigned("example-ob3.json");
        JsonObject achievement = example.getJsonObject("credentialSubject").getJsonObject("achievement");
        return Json.createObjectBuilder()
                .add("@context", example.get("@context"))
                .add("id", example.get("id"))
                .add("type", example.get("type"))
                .add("name", example.get("name"))
                .add(
                        "issuer",
                        Json.createObjectBuilder()
                                .add("id", "did:web:laurel.example:issuers:bench")
                                .add("type", Json.createArrayBuilder().add("Profile"))
                                .add("name", "Example Valley School District"))
                .add("validFrom", example.get("validFrom"))
                .add(
                        "credentialSubject",
                        Json.createObjectBuilder()
                                .add("id", "urn:uuid:4a2c9a34-6b1c-4f8e-9d0f-2f1d1f5b7c11")
                                .add("type", Json.createArrayBuilder().add("AchievementSubject"))
                                .add(
                                        "achievement",
                                        Json.createObjectBuilder()
                                                .add("id", achievement.get("id"))
                                                .add("type", achievement.get("type"))
                                                .add("name", achievement.get("name"))
                                                .add("description", achievement.get("description"))
                                                .add("criteria", achievement.get("criteria"))))
                .build();
    }

    private static JsonObject unsigned(String file) throws IOException {
        try (InputStream json = BadgeBenchmark.class.getResourceAsStream("/dev/laurel/badge/" + file);
                JsonReader reader = Json.createReader(json)) {
            return Json.createObjectBuilder(reader.readObject()).remove("proof").build();
        }
    }
}
