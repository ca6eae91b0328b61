package dev.laurel.badge;

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

class PublishingWordingTests {

    /** What earners say before files are published is kept under the name of its wording; so new words need a new name. */
    @Test
    void theWordsOfTheConsentAreThoseOfTheirVersion() throws IOException, NoSuchAlgorithmException {
        StringBuilder words = new StringBuilder();
        for (String file : List.of("/messages/wallet.properties", "/messages/wallet_es.properties")) {
            Properties messages = new Properties();
            try (Reader reader = new InputStreamReader(
                    Objects.requireNonNull(PublishingWordingTests.class.getResourceAsStream(file)),
                    StandardCharsets.UTF_8)) {
                messages.load(reader);
            }
            words.append(Objects.requireNonNull(messages.getProperty("wallet.publish.consent")))
                    .append('\n');
        }
        String digest = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(words.toString().getBytes(StandardCharsets.UTF_8)));
        assertThat(PublishedFiles.WORDING + " " + digest)
                .as("new words: give them a new version in PublishedFiles.WORDING, then put their digest here")
                .isEqualTo("2026-11 bace6368fefd0c813a80e2df68b3c28f3533c3628de9b21df075a190e4c40fa8");
    }
}
