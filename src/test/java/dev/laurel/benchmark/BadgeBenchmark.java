package dev.laurel.benchmark;

import dev.laurel.badge.proof.DataIntegrity;
import dev.laurel.badge.proof.NotCoveredByProof;
import dev.laurel.badge.proof.SeriesSigning;
import dev.laurel.badge.proof.SigningKey;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What signing a badge costs: JSON-LD expansion, canonicalisation, hashes, Ed25519 and the text, on one thread, each badge
 * another one; from scratch, and as one of a series. Prints the figures of {@code docs/benchmarks.md}.
 *
 * <p>Usage: seconds to warm up with, seconds to measure.
 */
public final class BadgeBenchmark {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final SigningKey key =
            SigningKey.of("did:web:laurel.example:issuers:bench#key-1", SigningKey.newSeed(new SecureRandom()));
    private final Instant now = Instant.parse("2026-11-24T12:00:00Z");
    private long signedBytes;

    public static void main(String[] arguments) throws Exception {
        int warmUp = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 15;
        int measured = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 15;
        BadgeBenchmark benchmark = new BadgeBenchmark();
        SeriesSigning series = new SeriesSigning("id");
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
        sign(way.signing(), document, warmUp);
        long before = THREADS.getCurrentThreadCpuTime();
        int signed = sign(way.signing(), document, measured);
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

    private int sign(Signing signing, JsonObject document, int seconds) throws NotCoveredByProof {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        int signed = 0;
        while (System.nanoTime() < end) {
            JsonObject another = Json.createObjectBuilder(document)
                    .add("id", "https://laurel.example/credentials/" + signed)
                    .build();
            signedBytes += signing.sign(another, key, now).toString().length();
            signed++;
        }
        return signed;
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
