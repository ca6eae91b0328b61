package dev.canvasdev;

import java.util.List;
import java.util.Map;

/** Canvas' errors as they are listed in the samples. */
final class CanvasErrors {

    private CanvasErrors() {}

    @SuppressWarnings("unchecked")
    static Map<String, Object> named(String name) {
        List<Map<String, Object>> all = (List<Map<String, Object>>) Samples.parse(Samples.text("canvas/errors"));
        return all.stream().filter(e -> name.equals(e.get("name"))).findFirst().orElseThrow();
    }
}
