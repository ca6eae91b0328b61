package dev.laurel.badge;

import dev.laurel.badge.Verdict.Check;
import dev.laurel.badge.Verdict.Outcome;
import dev.laurel.badge.Verdict.Step;
import dev.laurel.badge.proof.PackagedContexts;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Whether the words of a credential are known: by contexts that are packaged here, and by no others. */
final class WordsCheck {

    private static final JsonProvider JSON = JsonProvider.provider();

    private WordsCheck() {}

    /** Whether what stands there means what it says, by contexts that are known. */
    static Check of(JsonObject credential) {
        Optional<String> unknown = unknown(credential);
        return unknown.isEmpty()
                ? Check.passed(Step.CONTEXT)
                : new Check(Step.CONTEXT, Outcome.FAILED, "unknown", unknown.get());
    }

    /** No signature hangs on the words of that generation, so others than its own do no harm; they are not looked at. */
    static Check ofHosted(JsonObject assertion) {
        JsonValue named = assertion.get("@context");
        List<JsonValue> contexts =
                named instanceof JsonArray several ? several : List.of(Objects.requireNonNull(named));
        return contexts.stream()
                .filter(context -> !context.equals(JSON.createValue(HostedDocuments.CONTEXT)))
                .findFirst()
                .map(other -> new Check(
                        Step.CONTEXT,
                        Outcome.PASSED,
                        "hosted-more",
                        other instanceof JsonString address ? address.getString() : ""))
                .orElseGet(() -> new Check(Step.CONTEXT, Outcome.PASSED, "hosted", ""));
    }

    private static Optional<String> unknown(JsonObject credential) {
        if (!(credential.get("@context") instanceof JsonArray contexts)
                || contexts.isEmpty()
                || !CredentialTerms.isOlder(credential)
                        && !contexts.get(0).equals(JSON.createValue(PackagedContexts.CREDENTIALS_V2))) {
            return Optional.of("@context");
        }
        return contexts.stream()
                .filter(context -> !(context instanceof JsonString address)
                        || !PackagedContexts.all().knows(address.getString()))
                .map(JsonValue::toString)
                .findFirst();
    }
}
