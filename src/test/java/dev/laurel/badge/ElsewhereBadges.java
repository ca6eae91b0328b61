package dev.laurel.badge;

import dev.laurel.badge.proof.PackagedContexts;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.UUID;

/** Badges as issuers elsewhere write them, before they are signed. */
final class ElsewhereBadges {

    private ElsewhereBadges() {}

    /** @param achievement an address of the issuer's */
    static JsonObjectBuilder badge(String id, String issuer, String achievement, String name, String... contexts) {
        return Json.createObjectBuilder()
                .add("@context", texts(contexts))
                .add("id", id)
                .add("type", texts("VerifiableCredential", "OpenBadgeCredential"))
                .add("name", name)
                .add(
                        "issuer",
                        Json.createObjectBuilder()
                                .add("id", issuer)
                                .add("type", texts("Profile"))
                                .add("name", "Another association"))
                .add("validFrom", "2026-01-01T00:00:00Z")
                .add(
                        "credentialSubject",
                        Json.createObjectBuilder()
                                .add("id", "urn:uuid:" + UUID.randomUUID())
                                .add("type", texts("AchievementSubject"))
                                .add(
                                        "achievement",
                                        Json.createObjectBuilder()
                                                .add("id", achievement)
                                                .add("type", texts("Achievement"))
                                                .add("name", name)
                                                .add("description", "Plans a year with families")
                                                .add(
                                                        "criteria",
                                                        Json.createObjectBuilder()
                                                                .add("narrative", "Three meetings"))));
    }

    /** A list of what was revoked. */
    static JsonObjectBuilder list(String address, String issuer, String encodedList) {
        return Json.createObjectBuilder()
                .add("@context", texts(PackagedContexts.CREDENTIALS_V2))
                .add("id", address)
                .add("type", texts("VerifiableCredential", "BitstringStatusListCredential"))
                .add("issuer", issuer)
                .add("validFrom", "2026-01-01T00:00:00Z")
                .add(
                        "credentialSubject",
                        Json.createObjectBuilder()
                                .add("type", "BitstringStatusList")
                                .add("statusPurpose", "revocation")
                                .add("encodedList", encodedList));
    }

    static JsonArrayBuilder texts(String... texts) {
        return Json.createArrayBuilder(List.of(texts));
    }
}
