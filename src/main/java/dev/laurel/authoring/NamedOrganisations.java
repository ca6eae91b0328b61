package dev.laurel.authoring;

import dev.laurel.catalog.Publishing;
import dev.laurel.catalog.VersionId;
import dev.laurel.tenant.TenantId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which organisations are to be on badges, by who writes it. */
@Component
public class NamedOrganisations {

    private final JdbcClient jdbc;
    private final Publishing publishing;

    NamedOrganisations(JdbcClient jdbc, Publishing publishing) {
        this.jdbc = jdbc;
        this.publishing = publishing;
    }

    /** Who writes those versions; those of the operator's files, which nobody here writes, are not in it. */
    public Map<VersionId, TenantId> writers(Collection<VersionId> versions) {
        Map<VersionId, TenantId> writers = new HashMap<>();
        if (!versions.isEmpty()) {
            jdbc.sql("select id, tenant_id from authoring_version where id in (:versions)")
                    .param("versions", versions.stream().map(VersionId::value).toList())
                    .query(row -> {
                        writers.put(
                                new VersionId(row.getObject("id", UUID.class)),
                                new TenantId(row.getObject("tenant_id", UUID.class)));
                    });
        }
        return writers;
    }

    /**
     * Names of issuers that begin with those words, in whatever capitals, as micro-credentials and stacks spell them that
     * these tenants do not write: those of others, drafts too, and those of the operator's files, which nobody here writes.
     */
    public Set<String> byOthers(String words, Collection<TenantId> tenants) {
        record Written(VersionId id, TenantId tenant, String issuer) {}
        List<Written> written = jdbc.sql("select id, tenant_id, content from authoring_version"
                        + " where position(lower(:words) in lower(content)) > 0")
                .param("words", Publishing.asInDocuments(words))
                .query((row, number) -> new Written(
                        new VersionId(row.getObject("id", UUID.class)),
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        Publishing.issuer(row.getString("content"))))
                .list();
        Set<VersionId> here = written.stream().map(Written::id).collect(Collectors.toSet());
        return Stream.concat(
                        written.stream()
                                .filter(version -> !tenants.contains(version.tenant()))
                                .map(Written::issuer),
                        publishing.issuersWith(words).entrySet().stream()
                                .filter(version -> !here.contains(version.getKey()))
                                .map(version -> version.getValue()))
                .filter(issuer -> issuer.regionMatches(true, 0, words, 0, words.length()))
                .collect(Collectors.toSet());
    }
}
