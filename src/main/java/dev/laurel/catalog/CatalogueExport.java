package dev.laurel.catalog;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Writes versions as catalogue files. Importing such a file again is the same version with the same content. */
@Component
public class CatalogueExport {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Texts stay in quotes: nobody has to know which words YAML takes for numbers, dates or truth. */
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLWriteFeature.SPLIT_LINES)
            .enable(YAMLWriteFeature.INDENT_ARRAYS_WITH_INDICATOR)
            .build();

    /** Fields in the order in which people read them; others follow by name. */
    private static final List<String> ORDER = List.of(
            "schema",
            "kind",
            "id",
            "key",
            "version",
            "status",
            "language",
            "type",
            "framework",
            "code",
            "name",
            "title",
            "label",
            "value",
            "prompt",
            "pass_rule",
            "required",
            "short_description",
            "competency",
            "description",
            "issuer",
            "audience",
            "prerequisites",
            "members",
            "completion_rule",
            "order",
            "hours",
            "typical_low",
            "typical_high",
            "credited",
            "keywords",
            "key_method",
            "method_components",
            "supporting_research",
            "rationale",
            "resources",
            "alignments",
            "scale",
            "levels",
            "cut",
            "submission",
            "privacy_notice",
            "completion_indicators",
            "parts",
            "questions",
            "artefacts",
            "passing_criteria",
            "criteria",
            "capstone",
            "scoring",
            "license_bearing",
            "badge",
            "renewal",
            "asks",
            "license",
            "organisation",
            "did",
            "hash",
            "attribution",
            "page",
            "origin",
            "guidance",
            "recognition",
            "local");

    private final JdbcClient jdbc;

    CatalogueExport(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A version that is or was on offer, as YAML; empty when there is none of that name and number.
     *
     * @param item id of a micro-credential or stack
     */
    public Optional<String> yaml(String item, String version) {
        return jdbc.sql("select status, content from catalog_version where item_id = :item and version = :version")
                .param("item", item)
                .param("version", version)
                .query((row, number) -> yaml(VersionStatus.valueOf(row.getString("status")), row.getString("content")))
                .optional();
    }

    /**
     * @param content as it is stored
     */
    static String yaml(VersionStatus status, String content) {
        ObjectNode document = (ObjectNode) JSON.readTree(content);
        document.put("status", status.name().toLowerCase(Locale.ROOT));
        return YAML.writeValueAsString(ordered(document));
    }

    private static JsonNode ordered(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode inOrder = JSON.createObjectNode();
            object.propertyNames().stream()
                    .sorted(Comparator.comparingInt(CatalogueExport::place).thenComparing(name -> name))
                    .forEach(name -> inOrder.set(name, ordered(object.get(name))));
            return inOrder;
        }
        if (node instanceof ArrayNode list) {
            ArrayNode inOrder = JSON.createArrayNode();
            list.forEach(entry -> inOrder.add(ordered(entry)));
            return inOrder;
        }
        return node;
    }

    private static int place(String name) {
        int place = ORDER.indexOf(name);
        return place < 0 ? ORDER.size() : place;
    }
}
