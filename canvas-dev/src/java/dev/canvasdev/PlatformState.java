package dev.canvasdev;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that one dress remembers; saved as JSON after each change, first filled from {@code seed.yaml}. */
final class PlatformState {

    @Nullable
    Account account;

    List<Person> people = new ArrayList<>();
    List<Course> courses = new ArrayList<>();
    List<Tool> tools = new ArrayList<>();
    /** The first signs; the others did before. */
    List<PlatformKey> keys = new ArrayList<>();

    String firstToolId = "";
    String firstClientId = "";
    long nextId;

    String nextId() {
        return Long.toString(nextId++);
    }
}
