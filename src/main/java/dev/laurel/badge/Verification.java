package dev.laurel.badge;

import dev.laurel.badge.Verdict.Check;
import dev.laurel.badge.Verdict.Outcome;
import dev.laurel.badge.Verdict.Step;
import dev.laurel.badge.proof.CheckTime;
import dev.laurel.badge.proof.JwtCredential;
import dev.laurel.badge.proof.StrictJson;
import dev.laurel.system.LaurelSettings;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Checks an Open Badges 3.0 credential from its text alone, as a stranger would: nothing that is known of the award beside
 * what its issuer publishes is used. Of issuers elsewhere it reads what they publish, within bounds. What it asks of a badge
 * it asks in the order of {@link Step}, each of a check of its own.
 *
 * @see <a href="https://www.imsglobal.org/spec/ob/v3p0#verification-and-validation">Open Badges 3.0, 8</a>
 */
@Component
class Verification {

    private static final int MOST_PARTS = 100;

    private static final Set<String> BADGE_TYPES = Set.of("OpenBadgeCredential", "AchievementCredential");

    private final Retrieval retrieval;
    private final FormCheck forms;
    private final ProofCheck proofs;
    private final DatesCheck dates;
    private final StatusCheck statuses;
    private final EndorsementCheck endorsements;
    private final HostedVerification hosted;
    private final LaurelSettings settings;

    Verification(
            Retrieval retrieval,
            FormCheck forms,
            ProofCheck proofs,
            DatesCheck dates,
            StatusCheck statuses,
            EndorsementCheck endorsements,
            HostedVerification hosted,
            LaurelSettings settings) {
        this.retrieval = retrieval;
        this.forms = forms;
        this.proofs = proofs;
        this.dates = dates;
        this.statuses = statuses;
        this.endorsements = endorsements;
        this.hosted = hosted;
        this.settings = settings;
    }

    /** Checks without asking whose it is. */
    Verdict of(String brought) {
        return of(brought, "");
    }

    /**
     * Checks step by step and stops where the next step would have nothing to stand on.
     *
     * @param recipient an e-mail address that the badge may be for; empty to leave that out
     */
    Verdict of(String brought, String recipient) {
        return look(brought, recipient).verdict();
    }

    /**
     * The same, with what could be read.
     *
     * @param document the credential or, of Open Badges 2.0, the assertion; absent when there is none
     * @param text as it was read: behind an address, what lies there
     * @param issuer name, as far as it is known
     * @param achievement {@code id} of what it stands for; empty when it does not say
     */
    record Looked(
            Verdict verdict,
            String text,
            @Nullable JsonObject document,
            String issuer,
            String issuerId,
            String achievement) {}

    Looked look(String brought, String recipient) {
        return look(brought, recipient, new CheckTime());
    }

    /** @param time what is within a record, and whatever lies elsewhere, shares it with what was brought */
    private Looked look(String brought, String recipient, CheckTime time) {
        String text = brought;
        if (Retrieval.isAddress(brought)) {
            PublicDocuments.Answer answer = retrieval.at(brought, time);
            if (answer.status() == 410 && answer.body() == null || answer.status() == 0 || answer.status() == 404) {
                String reason = answer.status() == 0 ? "not-reached" : answer.status() == 410 ? "gone" : "not-there";
                Outcome outcome = answer.status() == 0 ? Outcome.UNKNOWN : Outcome.FAILED;
                return nothing(List.of(new Check(Step.TEXT, outcome, reason, brought)));
            }
            if (!answer.isThere() && answer.body() == null && answer.status() != 410) {
                return nothing(List.of(new Check(Step.TEXT, Outcome.UNKNOWN, "withheld", brought)));
            }
            text = answer.text();
            if (Retrieval.isAddress(text)) {
                // The first images held no badge but where it lies.
                text = retrieval.at(text, time).text();
            }
        }
        List<Check> checks = new ArrayList<>();
        JsonObject credential;
        Optional<SignedAssertion> signed = SignedAssertion.in(text);
        if (signed.isPresent()) {
            return hosted(signed.get().assertion(), text, recipient, checks, signed.get(), time);
        }
        if (JwtCredential.looksLikeOne(text)) {
            JwtCredential token = token(text, checks);
            if (token == null) {
                return nothing(checks);
            }
            credential = token.credential();
            checks.add(forms.of(credential));
            proofs.ofToken(token, credential, checks, time);
        } else {
            Optional<JsonObject> assertion = StrictJson.object(text).filter(HostedVerification::isAssertion);
            if (assertion.isPresent()) {
                return hosted(assertion.get(), text, recipient, checks, null, time);
            }
            credential = read(text, checks);
            if (credential == null) {
                return nothing(checks);
            }
            checks.add(forms.of(credential));
            proofs.of(credential, checks, time);
        }
        checks.add(dates.of(credential));
        if (!Verdict.isGivenUp(checks)) {
            checks.add(statuses.of(credential, time));
        }
        EnumSet<Step> steps = everyStep();
        Optional<Check> endorsed = Verdict.isGivenUp(checks) ? Optional.empty() : endorsements.of(credential, time);
        endorsed.ifPresent(check -> {
            checks.add(check);
            steps.add(Step.ENDORSEMENT);
        });
        checks.add(RecipientCheck.of(credential, recipient));
        String id = CredentialTerms.string(credential, "id");
        boolean ours = id.startsWith(settings.baseUrl() + "/credentials/");
        Verdict verdict = new Verdict(
                Verdict.complete(checks, steps),
                CredentialTerms.string(credential, "name"),
                ours ? id : null,
                parts(credential, time));
        String achievement = credential.get("credentialSubject") instanceof JsonObject subject
                        && subject.get("achievement") instanceof JsonObject definition
                ? CredentialTerms.string(definition, "id")
                : "";
        return new Looked(
                verdict,
                text,
                credential,
                CredentialTerms.issuerName(credential),
                CredentialTerms.issuer(credential),
                achievement);
    }

    /** What is asked of every badge. */
    private static EnumSet<Step> everyStep() {
        return EnumSet.complementOf(EnumSet.of(Step.ENDORSEMENT));
    }

    private static Looked nothing(List<Check> checks) {
        return new Looked(new Verdict(Verdict.complete(checks, everyStep()), null, null), "", null, "", "", "");
    }

    /** Each badge in a learner record stands on its own signature; whose it is, the record says. */
    private List<Verdict> parts(JsonObject credential, CheckTime time) {
        if (!CredentialTerms.isRecord(credential)) {
            return List.of();
        }
        JsonValue within = credential.get("credentialSubject") instanceof JsonObject subject
                ? subject.get("verifiableCredential")
                : null;
        List<JsonValue> badges =
                within instanceof JsonArray array ? array : within == null ? List.of() : List.of(within);
        List<Verdict> parts = new ArrayList<>();
        for (JsonValue badge : badges) {
            if (badges.size() > MOST_PARTS || time.isOver()) {
                parts.add(new Verdict(List.of(new Check(Step.TEXT, Outcome.UNKNOWN, "too-many", "")), null, null));
                return parts;
            }
            Verdict part = part(badge, time);
            parts.add(part);
            if (Verdict.isGivenUp(part.checks())) {
                return parts; // and so may be the others
            }
        }
        return parts;
    }

    /** A badge in a record is there itself, as JSON or a token; an address would be a record of promises. */
    private Verdict part(JsonValue badge, CheckTime time) {
        boolean object = badge instanceof JsonObject json && !CredentialTerms.isRecord(json);
        if (!object && !(badge instanceof JsonString token && JwtCredential.looksLikeOne(token.getString()))) {
            return new Verdict(List.of(Check.failed(Step.TEXT, "no-badge")), null, null);
        }
        String text = badge instanceof JsonString token ? token.getString() : badge.toString();
        return look(text, "", time).verdict();
    }

    /** Whether a text is in any form that badges come in, however wrong what it says may be. */
    static boolean mayHoldBadge(String text) {
        return Retrieval.isAddress(text)
                || text.startsWith("{")
                || text.startsWith("[")
                || JwtCredential.looksLikeOne(text);
    }

    /** @param signed absent when what was brought is no token, so that only what the issuer hosts can speak for it */
    private Looked hosted(
            JsonObject assertion,
            String text,
            String recipient,
            List<Check> checks,
            @Nullable SignedAssertion signed,
            CheckTime time) {
        checks.add(new Check(Step.TEXT, Outcome.PASSED, "hosted", ""));
        checks.add(FormCheck.ofHosted(assertion));
        checks.add(WordsCheck.ofHosted(assertion));
        HostedVerification.Found found =
                signed == null ? hosted.check(assertion, checks, time) : hosted.checkSigned(signed, checks, time);
        // Whose it is, the copy says that counts, not one that anybody may have changed.
        JsonObject counts = found.hosted() == null ? assertion : found.hosted();
        checks.add(RecipientCheck.of(counts, recipient));
        String own = settings.baseUrl() + "/ob2/assertions/";
        String id = CredentialTerms.string(assertion, "id");
        String address = id.startsWith(own) ? settings.baseUrl() + "/credentials/" + id.substring(own.length()) : null;
        EnumSet<Step> steps = everyStep();
        if (signed == null) {
            steps.remove(Step.SIGNATURE); // it is believed because of where it lies
        }
        Verdict verdict =
                new Verdict(Verdict.complete(checks, steps), found.name().isEmpty() ? null : found.name(), address);
        return new Looked(
                verdict,
                found.newer() ? counts.toString() : text,
                counts,
                found.issuer(),
                found.issuerId(),
                found.badgeId());
    }

    private static @Nullable JsonObject read(String text, List<Check> checks) {
        JsonObject credential = StrictJson.object(text).orElse(null);
        if (credential == null) {
            checks.add(Check.failed(Step.TEXT, "not-json"));
            return null;
        }
        return isBadge(credential, checks) ? credential : null;
    }

    private static boolean isBadge(JsonObject credential, List<Check> checks) {
        if (CredentialTerms.isRecord(credential)) {
            checks.add(new Check(Step.TEXT, Outcome.PASSED, "record", ""));
            return true;
        }
        boolean badge = CredentialTerms.types(credential).stream().anyMatch(BADGE_TYPES::contains);
        checks.add(badge ? Check.passed(Step.TEXT) : Check.failed(Step.TEXT, "no-badge"));
        return badge;
    }

    private static @Nullable JwtCredential token(String text, List<Check> checks) {
        try {
            JwtCredential token = JwtCredential.of(text);
            return isBadge(token.credential(), checks) ? token : null;
        } catch (JwtCredential.Unreadable e) {
            boolean unreadable = e.reason() == JwtCredential.Unreadable.Reason.NO_JWT;
            if (!unreadable) {
                checks.add(Check.passed(Step.TEXT));
            }
            checks.add(new Check(
                    unreadable ? Step.TEXT : Step.PROOF, ProofCheck.outcome(e), ProofCheck.reason(e.reason()), ""));
            return null;
        }
    }
}
