package dev.laurel.badge;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * {@code java -jar laurel.jar --export-badges=DIRECTORY} writes what verifiers read as static files and ends; the server
 * does not answer meanwhile. See docs/badges.md.
 */
@Component
class ExportCommand implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(ExportCommand.class);

    private final StaticExport export;

    ExportCommand(StaticExport export) {
        this.export = export;
    }

    @Override
    public void run(ApplicationArguments arguments) throws IOException {
        List<String> wanted = arguments.getOptionValues("export-badges");
        if (wanted == null || wanted.isEmpty()) {
            return;
        }
        Path directory = Path.of(wanted.get(0));
        StaticExport.Written written = export.to(directory);
        log.info(
                "Wrote {} issuers, {} status lists and {} badges to {}",
                written.issuers(),
                written.lists(),
                written.badges(),
                directory.toAbsolutePath());
    }
}
