package dev.laurel.catalog;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator says of the catalogue.
 *
 * @param dir every {@code .yaml} and {@code .yml} file of this directory is published at start
 * @param requestsPerMinute how often one address may read the public catalogue
 */
@ConfigurationProperties("laurel.catalogue")
record CatalogueSettings(
        @Nullable Path dir, @DefaultValue("300") int requestsPerMinute) {}
