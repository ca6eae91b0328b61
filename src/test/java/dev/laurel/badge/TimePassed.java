package dev.laurel.badge;

import dev.laurel.badge.proof.DataIntegrity;
import dev.laurel.badge.proof.NotCoveredByProof;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Badges as they are years after they were earned, with dates and signatures that agree. */
public final class TimePassed {

    private TimePassed() {}

    /**
     * Has every badge for work on a micro-credential end soon. One that never ends is left alone.
     *
     * @return how many there are
     */
    public static int untilBadgesEnd(ApplicationContext laurel, String microCredential, Duration left) {
        List<String> ids = laurel.getBean(JdbcClient.class)
                .sql("select a.credential_id from badge_award a join catalog_version v on v.id = a.version_id"
                        + " where a.submission_id is not null and a.valid_until is not null and v.item_id = :item")
                .param("item", microCredential)
                .query(String.class)
                .list();
        ids.forEach(id -> endsSoon(laurel, id, left));
        return ids.size();
    }

    private static void endsSoon(ApplicationContext laurel, String id, Duration left) {
        Awards awards = laurel.getBean(Awards.class);
        Issuers issuers = laurel.getBean(Issuers.class);
        Awards.Stored award = awards.withId(id).orElseThrow();
        JsonObject credential = CredentialController.read(award.credential());
        Instant end = Instant.now().plus(left).truncatedTo(ChronoUnit.SECONDS);
        Instant from = end.atOffset(ZoneOffset.UTC).minusMonths(60).toInstant();
        JsonObject aged = Json.createObjectBuilder(credential)
                .remove("proof")
                .add("validFrom", from.toString())
                .add("awardedDate", from.toString())
                .add("validUntil", end.toString())
                .build();
        Issuer issuer = issuers.byId(award.issuer()).orElseThrow().as(CredentialController.issuerDid(award));
        try {
            JsonObject signed = DataIntegrity.sign(aged, issuers.signingKey(issuer), from);
            laurel.getBean(JdbcClient.class)
                    .sql("update badge_award set issued_at = :from, valid_until = :end, credential = :signed,"
                            + " revision = revision + 1 where credential_id = :id")
                    .param("from", Timestamp.from(from))
                    .param("end", Timestamp.from(end))
                    .param("signed", signed.toString())
                    .param("id", id)
                    .update();
        } catch (NotCoveredByProof e) {
            throw new IllegalStateException(e);
        }
    }
}
