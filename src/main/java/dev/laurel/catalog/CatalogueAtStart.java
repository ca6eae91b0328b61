package dev.laurel.catalog;

import dev.laurel.system.LaurelSettings;
import dev.laurel.system.YamlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
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
                publish(YamlFile.shipped("demo/catalogue"));
            }
            if (settings.dir() != null) {
                publish(YamlFile.in(settings.dir()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void publish(List<YamlFile> files) {
        files.forEach(file -> publish(file.source(), file.content()));
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
