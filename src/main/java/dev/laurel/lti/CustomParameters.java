package dev.laurel.lti;

import java.util.Map;
import java.util.Optional;

/** Custom parameters of a launch (LTI Core 1.3, section 5.4.6), variables that the platform did not expand left out. */
public record CustomParameters(Map<String, String> values) {

    public static final CustomParameters NONE = new CustomParameters(Map.of());

    public CustomParameters {
        values = Map.copyOf(values);
    }

    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }
}
