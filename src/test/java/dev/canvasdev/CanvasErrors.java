package dev.canvasdev;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Canvas' errors as they are listed in the samples. */
final class CanvasErrors {

    private CanvasErrors() {}

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> all() {
        return (List<Map<String, Object>>) Samples.parse(Samples.text("canvas/errors"));
    }

    static Map<String, Object> named(String name) {
        return all().stream()
                .filter(e -> name.equals(e.get("name")))
                .findFirst()
                .orElseThrow();
    }

    /** Fails unless the answer is that error: status, type and body to the letter. */
    static void assertSame(String name, HttpResponse<String> answer) {
        assertSame(name, answer, words -> words);
    }

    /** @param ours puts what is ours, a time or a scope, in place of the sample's */
    static void assertSame(String name, HttpResponse<String> answer, UnaryOperator<String> ours) {
        Map<String, Object> error = named(name);
        assertThat(answer.statusCode()).as(name + " " + answer.body()).isEqualTo(error.get("status"));
        Samples.at(error, "headers").forEach((header, value) -> assertThat(
                        answer.headers().firstValue(header).orElse("").replace(" ", ""))
                .as(name + " " + header)
                .isEqualToIgnoringCase(String.valueOf(value).replace(" ", "")));
        if (error.containsKey("jsonBody")) {
            assertThat(Samples.parse(answer.body()))
                    .as(name)
                    .isEqualTo(Samples.parse(ours.apply(Samples.write(error.get("jsonBody")))));
        } else {
            assertThat(answer.body()).as(name).isEqualTo(error.get("body"));
        }
    }
}
