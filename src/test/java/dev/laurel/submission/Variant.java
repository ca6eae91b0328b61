package dev.laurel.submission;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.Publishing;
import dev.laurel.catalog.VersionId;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A micro-credential that is scored by other rules than one that there is, published under an id of its own. */
public record Variant(String id, VersionId version) {

    /** @param rules changes what stands under {@code scoring} */
    public static Variant of(ApplicationContext context, String microCredential, Consumer<ObjectNode> rules) {
        Publishing publishing = context.getBean(Publishing.class);
        ObjectNode content = (ObjectNode) JsonMapper.shared()
                .readTree(publishing
                        .content(context.getBean(Catalogue.class)
                                .current(new MicroCredentialId(microCredential))
                                .orElseThrow()
                                .versionId())
                        .orElseThrow());
        String id = "variant-" + UUID.randomUUID();
        content.put("id", id);
        rules.accept((ObjectNode) content.get("scoring"));
        VersionId version = new VersionId(UUID.randomUUID());
        publishing.publish(version, publishing.canonical(content));
        return new Variant(id, version);
    }
}
