package dev.laurel.recognition;

import dev.laurel.system.LaurelSettings;
import dev.laurel.system.YamlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
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
                take(YamlFile.shipped("demo/recognition"));
            }
            if (settings.dir() != null) {
                take(YamlFile.in(settings.dir()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The states come before the districts that lie in them. */
    void takeShipped() throws IOException {
        List<YamlFile> files = new ArrayList<>(YamlFile.shipped("recognition"));
        Collections.reverse(files);
        take(files);
    }

    private void take(List<YamlFile> files) {
        files.forEach(file -> take(file.source(), file.content()));
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
