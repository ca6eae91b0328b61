package dev.laurel.badge;

import dev.laurel.badge.Verdict.Check;
import dev.laurel.badge.Verdict.Outcome;
import dev.laurel.badge.Verdict.Step;
import dev.laurel.badge.proof.CheckTime;
import dev.laurel.badge.proof.JwtCredential;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Whether what others say of a badge is genuine, as far as it holds them itself. */
@Component
class EndorsementCheck {

    private static final int MOST_ENDORSEMENTS = 5;

    private final ProofCheck proofs;
    private final DatesCheck dates;
    private final StatusCheck statuses;

    EndorsementCheck(ProofCheck proofs, DatesCheck dates, StatusCheck statuses) {
        this.proofs = proofs;
        this.dates = dates;
        this.statuses = statuses;
    }

    /**
     * Endorsements within the badge, each by its own signature: of the badge, of what it stands for, or of its issuer.
     *
     * @return empty where there are none
     */
    Optional<Check> of(JsonObject credential, CheckTime time) {
        JsonObject achievement = credential.get("credentialSubject") instanceof JsonObject subject
                        && subject.get("achievement") instanceof JsonObject definition
                ? definition
                : JsonObject.EMPTY_JSON_OBJECT;
        JsonObject profile =
                credential.get("issuer") instanceof JsonObject object ? object : JsonObject.EMPTY_JSON_OBJECT;
        List<JsonValue> all = new ArrayList<>();
        for (JsonObject holder : List.of(credential, achievement, profile)) {
            for (String member : List.of("endorsement", "endorsementJwt")) {
                JsonValue value = holder.get(member);
                all.addAll(value instanceof JsonArray several ? several : value == null ? List.of() : List.of(value));
            }
        }
        if (all.isEmpty()) {
            return Optional.empty();
        }
        if (all.size() > MOST_ENDORSEMENTS) {
            return Optional.of(new Check(Step.ENDORSEMENT, Outcome.UNKNOWN, "too-many", ""));
        }
        Set<String> endorsed = Stream.of(
                        CredentialTerms.string(credential, "id"),
                        CredentialTerms.string(achievement, "id"),
                        CredentialTerms.issuer(credential))
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toSet());
        List<Endorsement> found = new ArrayList<>();
        for (JsonValue each : all) {
            Endorsement one =
                    time.isOver() ? new Endorsement(Outcome.UNKNOWN, "", false) : endorsement(each, endorsed, time);
            if (one.endless()) {
                return Optional.of(Check.failed(Step.ENDORSEMENT, Verdict.ENDLESS));
            }
            found.add(one);
            if (one.outcome() == Outcome.FAILED) {
                break; // one that is wrong is all that is told
            }
        }
        for (Outcome outcome : List.of(Outcome.FAILED, Outcome.UNKNOWN)) {
            for (Endorsement each : found) {
                if (each.outcome() == outcome) {
                    String reason = outcome == Outcome.FAILED ? "wrong" : "not-known";
                    return Optional.of(new Check(Step.ENDORSEMENT, outcome, reason, each.by()));
                }
            }
        }
        String by = found.stream().map(Endorsement::by).distinct().collect(Collectors.joining(", "));
        return Optional.of(new Check(Step.ENDORSEMENT, Outcome.PASSED, "passed", by));
    }

    private record Endorsement(Outcome outcome, String by, boolean endless) {}

    private Endorsement endorsement(JsonValue value, Set<String> endorsed, CheckTime time) {
        List<Check> checks = new ArrayList<>();
        JsonObject credential;
        if (value instanceof JsonString compact) {
            try {
                JwtCredential token = JwtCredential.of(compact.getString());
                credential = token.credential();
                proofs.ofToken(token, credential, checks, time);
            } catch (JwtCredential.Unreadable e) {
                return new Endorsement(ProofCheck.outcome(e), "", false);
            }
        } else if (value instanceof JsonObject object) {
            credential = object;
            if (!object.containsKey("@context")) {
                // Its words are those of the badge around it, and nothing says by which its own proof was made.
                return new Endorsement(Outcome.UNKNOWN, CredentialTerms.issuerName(object), false);
            }
            proofs.of(credential, checks, time);
        } else {
            return new Endorsement(Outcome.FAILED, "", false);
        }
        checks.add(dates.of(credential));
        if (!Verdict.isGivenUp(checks)) {
            checks.add(statuses.of(credential, time));
        }
        boolean ofThis = CredentialTerms.types(credential).contains("EndorsementCredential")
                && credential.get("credentialSubject") instanceof JsonObject subject
                && endorsed.contains(CredentialTerms.string(subject, "id"));
        return new Endorsement(
                ofThis ? new Verdict(checks, null, null).overall() : Outcome.FAILED,
                CredentialTerms.issuerName(credential),
                Verdict.isGivenUp(checks));
    }
}
