package dev.laurel.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class WordingTests {

    /** What people affirm is kept under the name of its wording; so new words need a new name. */
    @Test
    void theWordsOfTheAttestationsAreThoseOfTheirVersion() throws IOException, NoSuchAlgorithmException {
        StringBuilder words = new StringBuilder();
        for (String file : List.of("/messages/submission.properties", "/messages/submission_es.properties")) {
            Properties messages = new Properties();
            try (Reader reader = new InputStreamReader(
                    Objects.requireNonNull(WordingTests.class.getResourceAsStream(file)), StandardCharsets.UTF_8)) {
                messages.load(reader);
            }
            for (String key : List.of("names", "releases", "releases.hint", "own", "ai", "ai.no", "ai.yes", "ai.use")) {
                words.append(Objects.requireNonNull(messages.getProperty("submission.attest." + key)))
                        .append('\n');
            }
        }
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(words.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(Attestations.WORDING + " " + HexFormat.of().formatHex(digest))
                .as("new words: give them a new version in Attestations.WORDING, then put their digest here")
                .isEqualTo("2026-11 82411453295b621d8ccd3fcabc72ad579cbde772361a8d19f5e1de57f4e806b1");
    }
}
