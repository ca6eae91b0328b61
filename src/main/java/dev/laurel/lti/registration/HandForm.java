package dev.laurel.lti.registration;

import static dev.laurel.lti.registration.HandForm.Entry.choose;
import static dev.laurel.lti.registration.HandForm.Entry.type;

import dev.laurel.lti.registration.ToolDescription.Parameter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * The screens on which the administrators of each LMS describe a tool by hand, question by question. The screens' own words
 * stand in {@code lms/screens.properties}.
 */
enum HandForm {
    CANVAS {
        @Override
        List<Entry> entries(ToolDescription tool) {
            return List.of(
                    type("key-name", tool.name()), type("redirect-uris", tool.launchAddress()), choose("method"));
        }
    },
    MOODLE {
        @Override
        List<Entry> entries(ToolDescription tool) {
            return List.of(
                    type("tool-name", tool.name()),
                    type("tool-url", tool.launchAddress()),
                    type("tool-description", tool.description()),
                    choose("lti-version"),
                    choose("public-key-type"),
                    type("public-keyset", tool.keySetAddress()),
                    type("initiate-login-url", tool.loginAddress()),
                    type("redirection-uris", tool.launchAddress()),
                    type("custom-parameters", parametersOfMoodle(tool)),
                    choose("tool-configuration-usage"),
                    choose("default-launch-container"),
                    type("icon-url", tool.icon()),
                    type("secure-icon-url", tool.icon()),
                    choose("supports-deep-linking"),
                    type("content-selection-url", tool.launchAddress()),
                    choose("grade-services"),
                    choose("names-and-roles"),
                    choose("share-name"),
                    choose("share-email"),
                    choose("accept-grades"));
        }
    },
    BLACKBOARD {
        @Override
        List<Entry> entries(ToolDescription tool) {
            return List.of(
                    type("application-name", tool.name()),
                    type("description", tool.description()),
                    type("domains", tool.domain()),
                    choose("supports-lti"),
                    type("login-initiation-url", tool.loginAddress()),
                    type("tool-redirect-urls", tool.launchAddress()),
                    type("tool-jwks-url", tool.keySetAddress()),
                    choose("signing-algorithm"),
                    type("custom-parameters", parameters(tool)));
        }
    },
    BRIGHTSPACE {
        @Override
        List<Entry> entries(ToolDescription tool) {
            return List.of(
                    type("name-field", tool.name()),
                    type("description", tool.description()),
                    type("domain", tool.origin()),
                    type("redirect-urls", tool.launchAddress()),
                    type("openid-connect-login-url", tool.loginAddress()),
                    type("target-link-uri", tool.launchAddress()),
                    type("keyset-url", tool.keySetAddress()),
                    choose("extensions"),
                    type("substitution-parameters", parametersOfCopies(tool)),
                    choose("security-settings"));
        }
    },
    SCHOOLOGY {
        @Override
        List<Entry> entries(ToolDescription tool) {
            return List.of(
                    type("app-name", tool.name()),
                    type("description", tool.description()),
                    choose("available-for"),
                    choose("type-of-app"),
                    choose("placements"),
                    choose("configuration-type"),
                    choose("privacy"),
                    choose("deep-linking"),
                    choose("grade-services"),
                    choose("names-and-roles"),
                    choose("unique-columns"),
                    type("jwks-url", tool.keySetAddress()),
                    type("domain-url", tool.launchAddress()),
                    choose("public-key-type"),
                    type("oidc-login-init-url", tool.loginAddress()),
                    type("redirect-urls", tool.launchAddress()));
        }
    },
    SAKAI {
        @Override
        List<Entry> entries(ToolDescription tool) {
            return List.of(
                    type("title", tool.name()),
                    type("launch-url", tool.launchAddress()),
                    choose("send-names"),
                    choose("send-emails"),
                    choose("return-grades"),
                    choose("create-columns"),
                    choose("roster"),
                    choose("launched-as-link"),
                    choose("supports-lti"),
                    type("login-endpoint", tool.loginAddress()),
                    type("redirect-endpoint", tool.launchAddress()),
                    type("keyset", tool.keySetAddress()),
                    type("custom-parameters", parameters(tool)));
        }
    };

    /**
     * One question of a screen.
     *
     * @param field names the question in the file of words and in the JSON
     * @param value to be copied; empty when something is chosen instead
     */
    record Entry(String field, String value) {

        static Entry type(String field, Object value) {
            return new Entry(field, value.toString());
        }

        static Entry choose(String field) {
            return new Entry(field, "");
        }

        public boolean isChoice() {
            return value.isEmpty();
        }

        /** Whether the value has several lines. */
        public boolean isLong() {
            return value.indexOf('\n') >= 0;
        }
    }

    private static final Properties WORDS = words();

    abstract List<Entry> entries(ToolDescription tool);

    /** What the screen calls that question, or one of {@code name}, {@code path} and {@code back}. */
    String word(String field) {
        String word = WORDS.getProperty(key() + "." + field);
        if (word == null) {
            throw new IllegalStateException("No word for " + field + " in " + key());
        }
        return word;
    }

    /** What to choose where nothing is typed: any of these. */
    List<String> choices(String field) {
        return List.of(word(field + ".choice").split(" \\| "));
    }

    /** Words that follow each other: the way to the screen, or what it says afterwards. */
    List<String> steps(String field) {
        return List.of(word(field).split(" > "));
    }

    /** The name in addresses and messages. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<HandForm> of(String key) {
        return Arrays.stream(values()).filter(form -> form.key().equals(key)).findFirst();
    }

    private static Properties words() {
        try (Reader words = new InputStreamReader(
                Objects.requireNonNull(HandForm.class.getResourceAsStream("/lms/screens.properties")),
                StandardCharsets.UTF_8)) {
            Properties properties = new Properties();
            properties.load(words);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String parameters(ToolDescription tool) {
        return tool.parameters().stream().map(HandForm::line).collect(Collectors.joining("\n"));
    }

    private static String parametersOfMoodle(ToolDescription tool) {
        return tool.parameters().stream()
                .filter(Parameter::inMoodle)
                .map(HandForm::line)
                .collect(Collectors.joining("\n"));
    }

    /** Brightspace lists what it knows, and of these it is where a copy comes from. */
    private static String parametersOfCopies(ToolDescription tool) {
        return tool.parameters().stream()
                .filter(parameter -> parameter.variable().endsWith(".id.history"))
                .map(HandForm::line)
                .collect(Collectors.joining("\n"));
    }

    private static String line(Parameter parameter) {
        return parameter.name() + "=" + parameter.value();
    }
}
