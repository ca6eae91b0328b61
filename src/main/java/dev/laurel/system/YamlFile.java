package dev.laurel.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * A file that somebody wrote for Laurel to read at start.
 *
 * @param source what to call it when something is wrong with it
 */
public record YamlFile(String source, byte[] content) {

    /** Those that come with Laurel in {@code folder} of the class path, in the order of their names. */
    public static List<YamlFile> shipped(String folder) throws IOException {
        List<YamlFile> files = new ArrayList<>();
        for (Resource file :
                new PathMatchingResourcePatternResolver().getResources("classpath:" + folder + "/*.yaml")) {
            files.add(new YamlFile(String.valueOf(file.getFilename()), file.getContentAsByteArray()));
        }
        files.sort(Comparator.comparing(YamlFile::source));
        return List.copyOf(files);
    }

    /**
     * Every {@code .yaml} and {@code .yml} file of a directory, in the order of their names.
     *
     * @throws IOException when the directory cannot be read: a wrong path is better seen at start than at the first empty page
     */
    public static List<YamlFile> in(Path directory) throws IOException {
        List<Path> paths;
        try (Stream<Path> listed = Files.list(directory)) {
            paths = listed.filter(Files::isRegularFile)
                    .filter(file -> {
                        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
                        return name.endsWith(".yaml") || name.endsWith(".yml");
                    })
                    .sorted()
                    .toList();
        }
        List<YamlFile> files = new ArrayList<>();
        for (Path path : paths) {
            files.add(new YamlFile(path.toString(), Files.readAllBytes(path)));
        }
        return List.copyOf(files);
    }
}
