package dev.laurel.catalog;

import dev.laurel.system.LaurelSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * Publishes the operator's directory, and the demonstration catalogue when it is asked for, before the first request is
 * answered. A file with a mistake is left out and its problems are logged; the others are published, so that one typing
 * error does not keep a whole installation from starting.
 */
@Component
@EnableConfigurationProperties(CatalogueSettings.class)
class CatalogueAtStart implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(CatalogueAtStart.class);

    private final CatalogueImport catalogueImport;
    private final CatalogueSettings settings;
    private final boolean demo;

    CatalogueAtStart(CatalogueImport catalogueImport, CatalogueSettings settings, LaurelSettings laurel) {
        this.catalogueImport = catalogueImport;
        this.settings = settings;
        this.demo = laurel.demo();
    }

    @Override
    public void afterSingletonsInstantiated() {
        try {
            if (demo) {
                publishDemo();
            }
            if (settings.dir() != null) {
                publishDirectory(settings.dir());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void publishDemo() throws IOException {
        Resource[] files = new PathMatchingResourcePatternResolver().getResources("classpath:demo/catalogue/*.yaml");
        Arrays.sort(files, Comparator.comparing(file -> String.valueOf(file.getFilename())));
        for (Resource file : files) {
            publish(String.valueOf(file.getFilename()), file.getContentAsByteArray());
        }
    }

    /** Throws when the directory cannot be read: a wrong path is better seen at start than at the first empty page. */
    private void publishDirectory(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(directory)) {
            files = listed.filter(Files::isRegularFile)
                    .filter(file -> {
                        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
                        return name.endsWith(".yaml") || name.endsWith(".yml");
                    })
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            publish(file.toString(), Files.readAllBytes(file));
        }
    }

    private void publish(String source, byte[] yaml) {
        try {
            CatalogueImport.Outcome outcome = catalogueImport.publish(source, yaml);
            log.info(
                    "{}: {} published, {} there before, {} drafts left out",
                    source,
                    outcome.published(),
                    outcome.unchanged(),
                    outcome.drafts());
        } catch (InvalidCatalogueFile e) {
            log.error("{} is left out of the catalogue:\n{}", source, e.getMessage());
        }
    }
}
