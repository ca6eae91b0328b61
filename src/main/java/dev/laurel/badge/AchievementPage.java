package dev.laurel.badge;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/**
 * What a badge stands for as a page that needs nothing but its style: what the signed text says of it, with the anchors that signed
 * texts point to. In the language of the achievement, since a file cannot ask its reader.
 */
@Component
class AchievementPage {

    private final ITemplateEngine templates;
    private final BadgeAddresses addresses;

    AchievementPage(ITemplateEngine templates, BadgeAddresses addresses) {
        this.templates = templates;
        this.addresses = addresses;
    }

    /** @param required name of the level that had to be reached; absent for an optional criterion */
    record Criterion(String anchor, String name, @Nullable String required, List<Level> levels) {}

    record Level(String anchor, String name, String description) {}

    record Standard(String anchor, String name, String description, String address) {}

    /** @param definition an {@code Achievement} of Open Badges 3.0 */
    String of(JsonObject definition) {
        String id = definition.getString("id");
        Context page = new Context(Locale.forLanguageTag(definition.getString("inLanguage")));
        page.setVariable("style", addresses.fileStyle().getPath());
        page.setVariable("language", definition.getString("inLanguage"));
        page.setVariable("name", definition.getString("name"));
        page.setVariable("description", definition.getString("description"));
        page.setVariable("version", definition.getString("version"));
        page.setVariable("issuer", definition.getJsonObject("creator").getString("name"));
        page.setVariable("host", URI.create(id).getHost());
        page.setVariable(
                "issuerPage", pathHere(definition.getJsonObject("creator").getString("id", ""), id));
        String image = definition.getJsonObject("image").getString("id");
        String beside = pathHere(image, id);
        page.setVariable("image", beside == null ? image : beside);
        page.setVariable(
                "paragraphs",
                List.of(definition
                        .getJsonObject("criteria")
                        .getString("narrative")
                        .split("\n\n+")));
        page.setVariable(
                "criteria",
                objects(definition, "resultDescription").stream()
                        .map(AchievementPage::criterion)
                        .toList());
        page.setVariable(
                "standards",
                objects(definition, "alignment").stream()
                        .map(alignment -> standard(alignment, id))
                        .toList());
        return templates.process("badge/achievement-file", page);
    }

    /** The path of an address on the same host as the page; null for others, and for what is no address. */
    private static @Nullable String pathHere(String address, String page) {
        if (!address.startsWith("https://") && !address.startsWith("http://")) {
            return null;
        }
        URI found = URI.create(address);
        return Objects.equals(found.getRawAuthority(), URI.create(page).getRawAuthority()) ? found.getRawPath() : null;
    }

    private static Criterion criterion(JsonObject description) {
        String required = description.getString("requiredLevel", "");
        List<JsonObject> levels = objects(description, "rubricCriterionLevel");
        return new Criterion(
                anchor(description.getString("id")),
                description.getString("name"),
                levels.stream()
                        .filter(level -> level.getString("id").equals(required))
                        .map(level -> level.getString("name"))
                        .findFirst()
                        .orElse(null),
                levels.stream()
                        .map(level -> new Level(
                                anchor(level.getString("id")),
                                level.getString("name"),
                                level.getString("description", "")))
                        .toList());
    }

    /** One that has no address of its own is said to stand here. */
    private static Standard standard(JsonObject alignment, String page) {
        String address = alignment.getString("targetUrl");
        return new Standard(
                address.startsWith(page + "#") ? anchor(address) : "",
                alignment.getString("targetName"),
                alignment.getString("targetDescription", ""),
                address);
    }

    private static String anchor(String address) {
        return address.substring(address.indexOf('#') + 1);
    }

    private static List<JsonObject> objects(JsonObject of, String member) {
        JsonValue value = of.get(member);
        return value instanceof JsonArray array ? array.getValuesAs(JsonObject.class) : List.of();
    }
}
