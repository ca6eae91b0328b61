package dev.laurel.lti;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What links and courses of a platform were copied from, by the custom parameters that the registration asks for: the
 * variables {@code ResourceLink.id.history} and {@code Context.id.history}, ids apart by commas, the nearest first. What
 * was never launched is not known and left out.
 */
@Component
public class CopyHistory {

    /** Custom parameter that carries {@code $Context.id.history}. */
    public static final String CONTEXT_IDS = "context_id_history";

    /** Custom parameter that carries {@code $ResourceLink.id.history}. */
    public static final String RESOURCE_LINK_IDS = "resource_link_id_history";

    private static final int MOST = 50;
    private static final int LONGEST = 255;
    private static final int MOST_FOUND = 500;

    private final JdbcClient jdbc;

    CopyHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The links that the launch's link was copied from, the nearest first; those of its tenant and registration. */
    public List<ResourceLinkId> linksBefore(Launch launch) {
        return find(launch, RESOURCE_LINK_IDS, "lti_resource_link", "shared_id").stream()
                .map(ResourceLinkId::new)
                .toList();
    }

    /** The courses that the launch's course was copied from, likewise. */
    public List<ContextId> coursesBefore(Launch launch) {
        return find(launch, CONTEXT_IDS, "lti_context", "platform_id").stream()
                .map(ContextId::new)
                .toList();
    }

    private List<UUID> find(Launch launch, String parameter, String table, String otherName) {
        List<String> ids = launch.custom().get(parameter).map(CopyHistory::ids).orElse(List.of());
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<String, Namesakes> found = new HashMap<>();
        // An id is its deployment's own: where two have the same, the launch's wins. Where courses share a name, the
        // link that bears it itself comes before those that are called so in other courses.
        jdbc.sql("select t.id, t.deployment_id, coalesce(t." + otherName + ", t.platform_id) as called from " + table
                        + " t join lti_deployment d on d.id = t.deployment_id"
                        + " where d.registration_id = :registration and t.tenant_id = :tenant"
                        + " and (t.platform_id in (:ids) or t." + otherName + " in (:ids))"
                        + " order by case when t.deployment_id = :deployment then 0 else 1 end,"
                        + " case when coalesce(t." + otherName + ", t.platform_id) = t.platform_id then 0 else 1 end,"
                        + " t.id desc fetch first " + MOST_FOUND + " rows only")
                .param("registration", launch.registration().value())
                .param("tenant", launch.tenant().value())
                .param("ids", ids)
                .param("deployment", launch.deployment().value())
                .query(row -> {
                    UUID deployment = row.getObject("deployment_id", UUID.class);
                    found.computeIfAbsent(
                                    row.getString("called"), called -> new Namesakes(deployment, new ArrayList<>()))
                            .add(deployment, row.getObject("id", UUID.class));
                });
        Set<UUID> nearestFirst = new LinkedHashSet<>();
        for (String id : ids) {
            Namesakes known = found.get(id);
            if (known != null) {
                nearestFirst.addAll(known.ids());
            }
        }
        return List.copyOf(nearestFirst);
    }

    /** What one deployment calls by the same name. */
    private record Namesakes(UUID deployment, List<UUID> ids) {

        void add(UUID from, UUID id) {
            if (from.equals(deployment)) {
                ids.add(id);
            }
        }
    }

    private static List<String> ids(String history) {
        return Arrays.stream(history.split(","))
                .map(String::strip)
                .map(CopyHistory::decoded)
                .filter(id -> !id.isEmpty() && id.length() <= LONGEST)
                .limit(MOST)
                .toList();
    }

    /** The ids may be URL-encoded, because they may hold commas. */
    private static String decoded(String id) {
        try {
            return id.indexOf('%') < 0 ? id : URLDecoder.decode(id.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return id;
        }
    }
}
