package dev.laurel.badge;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The JSON schemas that 1EdTech publishes, from the jar. They are read when a badge is first checked. */
@Component
class PublishedSchemas {

    private static final int MOST_ENTRIES = 5;

    /** One of the two schemas. */
    private static final class Lazy {

        private final String file;
        private volatile @Nullable Schema schema;

        Lazy(String file) {
            this.file = file;
        }

        Schema get() {
            Schema known = schema;
            if (known == null) {
                known = read();
                schema = known;
            }
            return known;
        }

        private Schema read() {
            try (InputStream text = PublishedSchemas.class.getResourceAsStream(file)) {
                if (text == null) {
                    throw new IllegalStateException("The schema " + file + " is missing from the jar");
                }
                return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2019_09)
                        .getSchema(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final Lazy achievement = new Lazy("ob_v3p0_achievementcredential_schema.json");
    private final Lazy learnerRecord = new Lazy("clr_v2p0_clrcredential_schema.json");

    /** What is first found wrong with an Open Badges 3.0 credential, in the schema's words. */
    Optional<String> faultOfBadge(JsonObject credential) {
        if (!(credential.get("credentialStatus") instanceof JsonArray entries)) {
            return fault(achievement.get(), credential);
        }
        // The schema knows one; of several, each has to be as that one (Verifiable Credentials Data Model 2.0, 4.10).
        return entries.stream()
                .limit(MOST_ENTRIES)
                .map(entry -> fault(
                        achievement.get(),
                        JsonProvider.provider()
                                .createObjectBuilder(credential)
                                .add("credentialStatus", entry)
                                .build()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** What is first found wrong with a Comprehensive Learner Record 2.0. */
    Optional<String> faultOfRecord(JsonObject credential) {
        return fault(learnerRecord.get(), credential);
    }

    /** Of many complaints the one that is closest to the root, because the rest follow from it. */
    private static Optional<String> fault(Schema schema, JsonObject credential) {
        List<Error> errors = schema.validate(credential.toString(), InputFormat.JSON);
        return errors.stream()
                .map(Error::toString)
                .min(Comparator.comparingInt(String::length))
                .map(text -> text.length() > 300 ? text.substring(0, 300) : text);
    }
}
