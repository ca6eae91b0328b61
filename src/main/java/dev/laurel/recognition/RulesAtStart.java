package dev.laurel.recognition;

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
 * Takes over the rules that come with Laurel, where they are wanted, and then the operator's directory, before the first
 * request is answered. A file with a mistake is left out and its problems are logged.
 */
@Component
@EnableConfigurationProperties(RecognitionSettings.class)
class RulesAtStart implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(RulesAtStart.class);
    private static final String BY = "start";

    private final RulesImport rules;
    private final RecognitionSettings settings;
    private final boolean shipped;
    private final boolean demo;

    RulesAtStart(RulesImport rules, RecognitionSettings settings, LaurelSettings laurel) {
        this.rules = rules;
        this.settings = settings;
        this.demo = laurel.demo();
        this.shipped = demo || settings.shipped();
    }

    @Override
    public void afterSingletonsInstantiated() {
        try {
            if (shipped) {
                takeShipped();
            }
            if (demo) {
                takeDemonstration();
            }
            if (settings.dir() != null) {
                takeDirectory(settings.dir());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The states come before the districts that lie in them. */
    void takeShipped() throws IOException {
        Resource[] files = new PathMatchingResourcePatternResolver().getResources("classpath:recognition/*.yaml");
        Arrays.sort(
                files,
                Comparator.comparing((Resource file) -> String.valueOf(file.getFilename()))
                        .reversed());
        for (Resource file : files) {
            take(String.valueOf(file.getFilename()), file.getContentAsByteArray());
        }
    }

    private void takeDemonstration() throws IOException {
        Resource[] files = new PathMatchingResourcePatternResolver().getResources("classpath:demo/recognition/*.yaml");
        for (Resource file : files) {
            take(String.valueOf(file.getFilename()), file.getContentAsByteArray());
        }
    }

    /** Throws when the directory cannot be read: a wrong path is better seen at start than at the first empty page. */
    private void takeDirectory(Path directory) throws IOException {
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
            take(file.toString(), Files.readAllBytes(file));
        }
    }

    private void take(String source, byte[] yaml) {
        try {
            RulesImport.Outcome outcome = rules.take(source, yaml, BY, true);
            log.info("{}: {} new or changed, {} there before", source, outcome.changed(), outcome.unchanged());
        } catch (InvalidRules e) {
            log.error("{} is left out of the rules:\n{}", source, e.getMessage());
        }
    }
}
