package dev.canvasdev;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The two platforms of this process and their one state file. */
@Component
final class Platforms {

    private static final String STATE_FILE = "canvas-dev.json";

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Platform> platforms = new LinkedHashMap<>();
    private final @Nullable Path file;

    Platforms(CanvasDevSettings settings, CanvasDress canvas, MoodleDress moodle) {
        Path dir = settings.dataDir();
        file = dir == null ? null : dir.resolve(STATE_FILE);
        Map<String, PlatformState> states = load();
        for (Dress dress : List.of(canvas, moodle)) {
            PlatformState state = java.util.Objects.requireNonNull(states.get(dress.key()));
            platforms.put(dress.key(), new Platform(dress, state, lock, this::save));
        }
    }

    Platform get(String dressKey) {
        Platform platform = platforms.get(dressKey);
        if (platform == null) {
            throw new NotFoundException("There is no dress called " + dressKey);
        }
        return platform;
    }

    /** Moodle's pages and endpoints are those under {@code /moodle}. */
    Platform of(HttpServletRequest request) {
        String path = request.getRequestURI();
        return get(path.equals("/moodle") || path.startsWith("/moodle/") ? "moodle" : "canvas");
    }

    List<Platform> all() {
        return List.copyOf(platforms.values());
    }

    private Map<String, PlatformState> load() {
        try {
            if (file != null && Files.exists(file)) {
                SavedState saved = Json.readState(Files.readString(file), SavedState.class);
                return Map.of("canvas", saved.canvas(), "moodle", saved.moodle());
            }
            try (InputStream seed = Platforms.class.getResourceAsStream("/canvas-dev/seed.yaml")) {
                byte[] yaml =
                        java.util.Objects.requireNonNull(seed, "seed.yaml").readAllBytes();
                SavedState seeded = Json.readSeed(yaml, SavedState.class);
                return Map.of("canvas", seeded.canvas(), "moodle", seeded.moodle());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the file anew beside the old one and swaps them, so that a killed process leaves one whole file. */
    private void save() {
        if (file == null) {
            return;
        }
        SavedState all = new SavedState(get("canvas").state(), get("moodle").state());
        Path fresh = file.resolveSibling(STATE_FILE + ".new");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(fresh, Json.writeState(all));
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot save " + file, e);
        }
    }

    /** The state file: one member for each dress. */
    record SavedState(PlatformState canvas, PlatformState moodle) {}
}
