package dev.laurel.submission;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.Publishing;
import dev.laurel.catalog.VersionId;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Micro-credentials whose film, the artefact A4, may be of further kinds. */
final class FurtherKinds {

    private FurtherKinds() {}

    static String alsoTaking(Catalogue catalogue, Publishing publishing, String... kinds) {
        String item = "also-taking-" + UUID.randomUUID();
        ObjectNode content = (ObjectNode) JsonMapper.shared()
                .readTree(publishing
                        .content(catalogue
                                .current(new MicroCredentialId(EarnerWindow.HINGE))
                                .orElseThrow()
                                .versionId())
                        .orElseThrow());
        content.put("id", item);
        for (JsonNode artefact : content.findParents("accepts")) {
            if (artefact.get("id").asString().equals("A4")) {
                for (String kind : kinds) {
                    ((ArrayNode) artefact.get("accepts")).add(kind);
                }
            }
        }
        publishing.publish(new VersionId(UUID.randomUUID()), publishing.canonical(content));
        return item;
    }
}
