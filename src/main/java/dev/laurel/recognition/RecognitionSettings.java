package dev.laurel.recognition;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is known of recognition at start.
 *
 * @param dir every {@code .yaml} and {@code .yml} file of this directory is taken over at start
 * @param shipped whether to take over the authorities and rules that come with Laurel; the demo does in any case
 * @param requestsPerMinute how often one address may ask for a value
 */
@ConfigurationProperties("laurel.recognition")
record RecognitionSettings(
        @Nullable Path dir,
        @DefaultValue("false") boolean shipped,
        @DefaultValue("120") int requestsPerMinute) {}
