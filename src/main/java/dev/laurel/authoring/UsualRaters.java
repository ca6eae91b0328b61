package dev.laurel.authoring;

import dev.laurel.tenant.Practice;
import dev.laurel.tenant.TenantId;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who rates where an author leaves it open: what the programme usually does. It is written into a version when it is handed
 * in, so that it is read before it is published, and holds for whoever begins with that version.
 */
@Component
class UsualRaters {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Practice<AuthoringSettings> practice;

    UsualRaters(Practice<AuthoringSettings> practice) {
        this.practice = practice;
    }

    /** What the programme does where an author says nothing. */
    ScoringModel of(TenantId tenant, boolean licenseBearing) {
        return practice.of(tenant).model(licenseBearing);
    }

    /** The document of a micro-credential with what it leaves open filled in; any other as it is. */
    ObjectNode filled(TenantId tenant, ObjectNode document) {
        if (!(document.get("scoring") instanceof ObjectNode scoring) || scoring.has("model")) {
            return document;
        }
        ObjectNode filled = document.deepCopy();
        filled.putObject("scoring")
                .setAll(scoring)
                .put("model", of(tenant, isLicenseBearing(scoring)).word());
        return filled;
    }

    /** What the programme usually does, where a micro-credential that bears on a license asks for less. */
    Optional<ScoringModel> moreThan(TenantId tenant, String content) {
        JsonNode scoring = JSON.readTree(content).path("scoring");
        String chosen = scoring.path("model").asString("");
        ScoringModel usual = of(tenant, true);
        return isLicenseBearing(scoring)
                        && Arrays.stream(ScoringModel.values())
                                .anyMatch(one -> one.word().equals(chosen) && one.compareTo(usual) < 0)
                ? Optional.of(usual)
                : Optional.empty();
    }

    private static boolean isLicenseBearing(JsonNode scoring) {
        return scoring.path("license_bearing").booleanValue(false);
    }
}
