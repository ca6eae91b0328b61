package dev.laurel.badge;

import dev.laurel.badge.proof.PackagedContexts;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** What a credential says of itself, in whichever of the ways that its data models allow. */
final class CredentialTerms {

    /** Of the Comprehensive Learner Record 2.0. */
    private static final String RECORD = "ClrCredential";

    private static final JsonValue OLDER = JsonProvider.provider().createValue(PackagedContexts.CREDENTIALS_V1);

    private CredentialTerms() {}

    static boolean isRecord(JsonObject credential) {
        return types(credential).contains(RECORD);
    }

    /** Data model 1.1: the published schemas are of 2.0, and dates have other names. */
    static boolean isOlder(JsonObject credential) {
        return credential.get("@context") instanceof JsonArray contexts
                && !contexts.isEmpty()
                && contexts.get(0).equals(OLDER);
    }

    static String issuerName(JsonObject credential) {
        String name = credential.get("issuer") instanceof JsonObject profile ? string(profile, "name") : "";
        return name.isEmpty() ? issuer(credential) : name;
    }

    static String issuer(JsonObject credential) {
        return credential.get("issuer") instanceof JsonObject profile
                ? string(profile, "id")
                : string(credential, "issuer");
    }

    static List<String> types(JsonObject credential) {
        return texts(credential, "type");
    }

    /** One text, or several. */
    static List<String> texts(JsonObject object, String member) {
        JsonValue texts = object.get(member);
        if (texts instanceof JsonArray array) {
            return array.stream()
                    .filter(JsonString.class::isInstance)
                    .map(text -> ((JsonString) text).getString())
                    .toList();
        }
        return texts instanceof JsonString text ? List.of(text.getString()) : List.of();
    }

    static Instant instant(String dateTime) {
        return OffsetDateTime.parse(dateTime).toInstant();
    }

    /** Empty when it is not there or not a text, which no check takes for an answer. */
    static String string(JsonObject object, String member) {
        return object.get(member) instanceof JsonString text ? text.getString() : "";
    }
}
