package dev.laurel.catalog;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where an operator keeps catalogue files.
 *
 * @param dir every {@code .yaml} and {@code .yml} file of this directory is published at start
 */
@ConfigurationProperties("laurel.catalogue")
record CatalogueSettings(@Nullable Path dir) {}
