package dev.laurel.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ConsentWordingTests {

    /** What earners say yes to is kept under the name of its wording; so new words need a new name. */
    @Test
    void theWordsOfTheConsentAreThoseOfTheirVersion() throws IOException {
        StringBuilder words = new StringBuilder();
        for (String file : List.of("/messages/sharing.properties", "/messages/sharing_es.properties")) {
            Properties messages = new Properties();
            try (Reader reader = new InputStreamReader(
                    Objects.requireNonNull(ConsentWordingTests.class.getResourceAsStream(file)),
                    StandardCharsets.UTF_8)) {
                messages.load(reader);
            }
            for (String key : List.of("title", "who", "what-for", "free", "yes")) {
                words.append(Objects.requireNonNull(messages.getProperty("sharing.consent." + key)))
                        .append('\n');
            }
        }
        assertThat(PartnerConsents.WORDING + " " + Partner.hash(words.toString()))
                .as("new words: give them a new version in PartnerConsents.WORDING, then put their digest here")
                .isEqualTo("2026-11 4c0fdacd42fdef224374636eb632a1e4277fd38a012064dd4e00c383e61561b0");
    }
}
