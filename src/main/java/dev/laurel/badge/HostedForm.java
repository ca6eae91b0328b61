package dev.laurel.badge;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether an assertion of Open Badges 2.0 has the members that it has to have, and in their form. Nobody published a JSON
 * schema of that generation; its text is a table.
 *
 * @see <a href="https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#Assertion">Open Badges 2.0,
 *     Assertion</a>
 */
final class HostedForm {

    private static final Set<String> KINDS = Set.of("HostedBadge", "hosted", "SignedBadge", "signed");

    private HostedForm() {}

    /** What is first found wrong, as a path; empty when nothing is. */
    static Optional<String> fault(JsonObject assertion) {
        if (assertion.getBoolean("revoked", false)) {
            // All that is left of it: "revoked" and "id" (Open Badges 2.0, Hosted Verification).
            return isAddress(assertion.get("id")) ? Optional.empty() : Optional.of("id");
        }
        return Stream.of(
                        isAddress(assertion.get("id")) ? "" : "id",
                        recipient(assertion.get("recipient")),
                        isObjectOrAddress(assertion.get("badge")) ? "" : "badge",
                        verification(rules(assertion)),
                        isDate(assertion.get("issuedOn")) ? "" : "issuedOn",
                        !assertion.containsKey("expires") || isDate(assertion.get("expires")) ? "" : "expires",
                        isObjectOrAddresses(assertion, "evidence") ? "" : "evidence",
                        isObjectOrAddresses(assertion, "image") ? "" : "image")
                .filter(path -> !path.isEmpty())
                .findFirst();
    }

    /** How an assertion or an issuer says that it is verified, under either of the two names that the context has for it. */
    static @Nullable JsonValue rules(JsonObject document) {
        // Moodle writes the one of Open Badges 1.1.
        return document.containsKey("verification") ? document.get("verification") : document.get("verify");
    }

    private static String recipient(@Nullable JsonValue value) {
        if (!(value instanceof JsonObject recipient)) {
            return "recipient";
        }
        if (!isText(recipient.get("type"))) {
            return "recipient.type";
        }
        if (!isText(recipient.get("identity"))) {
            return "recipient.identity";
        }
        JsonValue hashed = recipient.get("hashed");
        if (hashed != JsonValue.TRUE && hashed != JsonValue.FALSE) {
            return "recipient.hashed";
        }
        return !recipient.containsKey("salt") || recipient.get("salt") instanceof JsonString ? "" : "recipient.salt";
    }

    private static String verification(@Nullable JsonValue value) {
        if (!(value instanceof JsonObject verification)) {
            return "verification";
        }
        JsonValue type = verification.get("type");
        List<JsonValue> types = type instanceof JsonArray several ? several : type == null ? List.of() : List.of(type);
        return types.stream().anyMatch(each -> each instanceof JsonString text && KINDS.contains(text.getString()))
                ? ""
                : "verification.type";
    }

    private static boolean isText(@Nullable JsonValue value) {
        return value instanceof JsonString text && !text.getString().isBlank();
    }

    /** Absolute: a web address, or a name such as {@code urn:uuid:…}. */
    private static boolean isAddress(@Nullable JsonValue value) {
        return value instanceof JsonString text && text.getString().matches("[A-Za-z][A-Za-z0-9+.-]*:\\S+");
    }

    private static boolean isObjectOrAddress(@Nullable JsonValue value) {
        return value instanceof JsonObject || isAddress(value);
    }

    private static boolean isObjectOrAddresses(JsonObject assertion, String member) {
        JsonValue value = assertion.get(member);
        return value == null
                || (value instanceof JsonArray several
                        ? several.stream().allMatch(HostedForm::isObjectOrAddress)
                        : isObjectOrAddress(value));
    }

    private static boolean isDate(@Nullable JsonValue value) {
        try {
            return value instanceof JsonString text && OffsetDateTime.parse(text.getString()) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
