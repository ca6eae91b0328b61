package dev.laurel.badge;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.JsonWriter;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a badge says, for a page: read from the signed text and from nowhere else, so that the page shows what verifiers
 * see.
 *
 * @param criteria paragraphs
 * @param assessed by how many people this very badge was rated; absent when it does not say
 * @param parts the badges that it is made of, if it is one for several others
 * @param published what the earner adds; absent when nothing
 * @param language of the content
 */
record CredentialView(
        String name,
        String description,
        String language,
        String achievementUrl,
        String version,
        String issuerName,
        String issuerId,
        String issuerUrl,
        String validFrom,
        @Nullable String validUntil,
        List<String> criteria,
        @Nullable String assessed,
        List<Part> parts,
        @Nullable PublishedEvidence published,
        List<Result> results,
        List<Alignment> alignments,
        List<String> tags,
        String statusList,
        String json) {

    /**
     * @param met whether the required level was reached; true where none is required
     * @param required name of the level that had to be reached; absent for an optional criterion
     */
    record Result(
            String criterion,
            String reached,
            String description,
            boolean met,
            @Nullable String required) {}

    /** A badge that this one is made of. */
    record Part(String name, String address) {}

    record Alignment(
            String framework, String code, @Nullable String description, String url) {}

    private record Level(String name, String description, int points) {}

    static CredentialView of(JsonObject credential) {
        JsonObject subject = credential.getJsonObject("credentialSubject");
        JsonObject achievement = subject.getJsonObject("achievement");
        JsonObject issuer = credential.getJsonObject("issuer");
        return new CredentialView(
                credential.getString("name"),
                credential.getString("description"),
                achievement.getString("inLanguage"),
                achievement.getString("id"),
                achievement.getString("version"),
                issuer.getString("name"),
                issuer.getString("id"),
                issuer.getString("url"),
                credential.getString("validFrom"),
                credential.getString("validUntil", null),
                List.of(achievement
                        .getJsonObject("criteria")
                        .getString("narrative")
                        .split("\n\n+")),
                assessed(credential),
                parts(credential),
                published(credential),
                results(subject, achievement),
                alignments(achievement),
                array(achievement, "tag").stream()
                        .map(tag -> ((JsonString) tag).getString())
                        .toList(),
                credential.getJsonObject("credentialStatus").getString("statusListCredential"),
                indented(credential));
    }

    /** Badges from before 2026-12 say it among the evidence. */
    static @Nullable String assessed(JsonObject credential) {
        String told = credential.getJsonObject("credentialSubject").getString("narrative", null);
        return told != null
                ? told
                : array(credential, "evidence").getValuesAs(JsonObject.class).stream()
                        .filter(evidence -> !isPublished(evidence))
                        .map(evidence -> evidence.getString("narrative", ""))
                        .filter(narrative -> !narrative.isEmpty())
                        .findFirst()
                        .orElse(null);
    }

    private static List<Part> parts(JsonObject credential) {
        return array(credential, "evidence").getValuesAs(JsonObject.class).stream()
                .filter(CredentialView::isPart)
                .map(evidence -> new Part(evidence.getString("name"), evidence.getString("id")))
                .toList();
    }

    /** What ends the id of an earner's narrative, and leads to it on the badge's page. */
    static final String EVIDENCE = "#evidence";

    /** What an earner publishes has an address, and is no badge that this one is made of; how it came about has none. */
    static boolean isPublished(JsonObject evidence) {
        return evidence.containsKey("id") && !isPart(evidence) && !isEarlier(evidence);
    }

    /** What an earlier badge in whose place this one came is cited as. */
    static final String EARLIER = "earlier badge";

    /** What a file of the earner's evidence is cited as. */
    static final String FILE = "file";

    static boolean isEarlier(JsonObject evidence) {
        return evidence.getString("genre", "").equals(EARLIER);
    }

    private static boolean isPart(JsonObject evidence) {
        return evidence.getString("genre", "").equals("badge");
    }

    private static @Nullable PublishedEvidence published(JsonObject credential) {
        String narrative = null;
        String link = null;
        String linkName = null;
        List<PublishedEvidence.File> files = new ArrayList<>();
        for (JsonObject evidence : array(credential, "evidence").getValuesAs(JsonObject.class)) {
            if (isPublished(evidence) && evidence.getString("id").equals(credential.getString("id") + EVIDENCE)) {
                narrative = evidence.getString("narrative", null);
            } else if (isPublished(evidence) && evidence.getString("genre", "").equals(FILE)) {
                files.add(new PublishedEvidence.File(evidence.getString("id"), evidence.getString("name")));
            } else if (isPublished(evidence)) {
                link = evidence.getString("id");
                linkName = evidence.getString("name", link);
            }
        }
        return narrative == null && link == null && files.isEmpty()
                ? null
                : new PublishedEvidence(narrative, link, linkName, files);
    }

    private static List<Result> results(JsonObject subject, JsonObject achievement) {
        Map<String, JsonObject> descriptions = new HashMap<>();
        Map<String, Level> levels = new HashMap<>();
        for (JsonObject description : array(achievement, "resultDescription").getValuesAs(JsonObject.class)) {
            descriptions.put(description.getString("id"), description);
            for (JsonObject level : array(description, "rubricCriterionLevel").getValuesAs(JsonObject.class)) {
                levels.put(
                        level.getString("id"),
                        new Level(
                                level.getString("name"),
                                level.getString("description", ""),
                                Integer.parseInt(level.getString("points"))));
            }
        }
        List<Result> results = new ArrayList<>();
        for (JsonObject result : array(subject, "result").getValuesAs(JsonObject.class)) {
            JsonObject description = descriptions.get(result.getString("resultDescription"));
            Level reached = levels.get(result.getString("achievedLevel"));
            if (description == null || reached == null) {
                throw new IllegalStateException("A result of " + achievement.getString("id") + " points nowhere");
            }
            Level required = levels.get(description.getString("requiredLevel", ""));
            results.add(new Result(
                    description.getString("name"),
                    reached.name(),
                    reached.description(),
                    required == null || reached.points() >= required.points(),
                    required == null ? null : required.name()));
        }
        return results;
    }

    private static List<Alignment> alignments(JsonObject achievement) {
        return array(achievement, "alignment").getValuesAs(JsonObject.class).stream()
                .map(alignment -> new Alignment(
                        alignment.getString("targetFramework"),
                        alignment.getString("targetCode"),
                        alignment.getString("targetDescription", null),
                        alignment.getString("targetUrl")))
                .toList();
    }

    private static JsonArray array(JsonObject object, String member) {
        return object.get(member) instanceof JsonArray array ? array : JsonValue.EMPTY_JSON_ARRAY;
    }

    static String indented(JsonObject credential) {
        StringWriter text = new StringWriter();
        try (JsonWriter writer = JsonProvider.provider()
                .createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true))
                .createWriter(text)) {
            writer.write(credential);
        }
        return text.toString().strip();
    }
}
