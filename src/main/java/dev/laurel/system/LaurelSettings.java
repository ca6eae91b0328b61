package dev.laurel.system;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings that an operator gives, each also as an environment variable ({@code LAUREL_BASE_URL} and so on).
 *
 * @param baseUrl public origin of the tool, without a trailing slash
 * @param dataDir embedded database, keys and evidence files
 * @param registrationOpen whether LTI Dynamic Registration needs no invitation
 * @param allowPrivateAddresses whether platforms on loopback and private addresses may be called, over http
 * @param demo whether to load the demo catalogue, people and work
 * @param masterKey base64 of 32 bytes that encrypts keys at rest; when absent a file in the data directory serves
 */
@Validated
@ConfigurationProperties("laurel")
public record LaurelSettings(
        @NotNull @DefaultValue("http://localhost:8080") URI baseUrl,
        @NotNull @DefaultValue("./data") Path dataDir,
        @DefaultValue("false") boolean registrationOpen,
        @DefaultValue("false") boolean allowPrivateAddresses,
        @DefaultValue("false") boolean demo,
        @Nullable String masterKey) {

    public LaurelSettings {
        String text = baseUrl.toString();
        if (text.endsWith("/")) {
            baseUrl = URI.create(text.substring(0, text.length() - 1));
        }
    }

    /** An absolute address of the tool; {@code path} begins with a slash. */
    public URI at(String path) {
        return URI.create(baseUrl + path);
    }

    /** Without the master key, so that it never reaches a log. */
    @Override
    public String toString() {
        return "LaurelSettings[baseUrl=" + baseUrl + ", dataDir=" + dataDir + ", registrationOpen=" + registrationOpen
                + ", allowPrivateAddresses=" + allowPrivateAddresses + ", demo=" + demo + "]";
    }
}
