package dev.laurel.badge;

import dev.laurel.badge.Verdict.Check;
import dev.laurel.badge.Verdict.Outcome;
import dev.laurel.badge.Verdict.Step;
import dev.laurel.badge.proof.CheckTime;
import dev.laurel.badge.proof.JwtCredential;
import dev.laurel.badge.proof.NotCoveredByProof;
import dev.laurel.badge.proof.Proof;
import dev.laurel.system.LaurelSettings;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Whether a credential still counts: what the lists of status say that it names.
 *
 * @see <a href="https://www.w3.org/TR/vc-bitstring-status-list/">Bitstring Status List 1.0</a>
 */
@Component
class StatusCheck {

    private static final String REVOCATIONS = "1EdTechRevocationList";

    private static final String PLAIN_LIST = "application/json, application/ld+json;q=0.9";

    /** Lists of status that one badge may name; each may be a fetch. */
    private static final int MOST_ENTRIES = 5;

    /** What is said of a badge whose bit is set, by the list's purpose. */
    private static final Map<String, String> PURPOSES = Map.of("revocation", "revoked", "suspension", "suspended");

    private static final String STATUS_LIST =
            "application/vc, application/ld+json;q=0.9, application/json;q=0.8, application/vc+jwt;q=0.7";

    private static final JsonProvider JSON = JsonProvider.provider();

    private final StatusLists statusLists;
    private final PublicDocuments elsewhere;
    private final ProofCheck proofs;
    private final DatesCheck dates;
    private final LaurelSettings settings;

    StatusCheck(
            StatusLists statusLists,
            PublicDocuments elsewhere,
            ProofCheck proofs,
            DatesCheck dates,
            LaurelSettings settings) {
        this.statusLists = statusLists;
        this.elsewhere = elsewhere;
        this.proofs = proofs;
        this.dates = dates;
        this.settings = settings;
    }

    /**
     * Of several entries the first that speaks against the badge counts, then the first that cannot be read (Verifiable
     * Credentials Data Model 2.0, 4.10).
     */
    Check of(JsonObject credential, CheckTime time) {
        JsonValue status = credential.get("credentialStatus");
        if (status == null) {
            return new Check(Step.STATUS, Outcome.PASSED, "none", "");
        }
        List<JsonValue> entries = status instanceof JsonArray several ? several : List.of(status);
        if (entries.isEmpty() || entries.size() > MOST_ENTRIES) {
            return new Check(Step.STATUS, Outcome.UNKNOWN, "other-kind", "");
        }
        List<Check> found = new ArrayList<>();
        for (JsonValue entry : entries) {
            found.add(
                    entry instanceof JsonObject object
                                    && CredentialTerms.string(object, "type").equals(REVOCATIONS)
                            ? revoked(object, credential, time)
                            : status(entry, CredentialTerms.issuer(credential), time));
            if (Verdict.isGivenUp(found)) {
                return Check.failed(Step.STATUS, Verdict.ENDLESS);
            }
        }
        return found.stream()
                .filter(check -> check.outcome() == Outcome.FAILED)
                .findFirst()
                .or(() -> found.stream()
                        .filter(check -> check.outcome() == Outcome.UNKNOWN)
                        .findFirst())
                .orElseGet(() -> found.get(0));
    }

    /** Which words a list of status goes by. An entry of one kind is not cleared by a list of the other. */
    private enum ListKind {
        BITSTRING("BitstringStatusListEntry", "BitstringStatusListCredential", "BitstringStatusList"),
        /** Of before Verifiable Credentials 2.0. */
        STATUS_LIST_2021("StatusList2021Entry", "StatusList2021Credential", "StatusList2021");

        private final String entry;
        private final String credential;
        private final String subject;

        ListKind(String entry, String credential, String subject) {
            this.entry = entry;
            this.credential = credential;
            this.subject = subject;
        }

        static Optional<ListKind> ofEntry(String type) {
            return Arrays.stream(values())
                    .filter(kind -> kind.entry.equals(type))
                    .findFirst();
        }
    }

    /**
     * By a plain list of the badge's own issuer, which nobody signs: it is believed because the badge, which is signed, names
     * where it lies.
     *
     * @see <a href="https://www.imsglobal.org/spec/vccs/v1p0#revocationlist">1EdTech Revocation List</a>
     */
    private Check revoked(JsonObject entry, JsonObject credential, CheckTime time) {
        String address = CredentialTerms.string(entry, "id");
        PublicDocuments.Answer answer = elsewhere.at(address, PLAIN_LIST, time);
        JsonObject list = answer.isThere() ? answer.body() : null;
        if (list == null) {
            return new Check(Step.STATUS, Outcome.UNKNOWN, "elsewhere", address);
        }
        if (!CredentialTerms.issuer(list).equals(CredentialTerms.issuer(credential))) {
            return Check.failed(Step.STATUS, "list-of-others");
        }
        if (list.containsKey("id") && !CredentialTerms.string(list, "id").equals(address)) {
            return Check.failed(Step.STATUS, "list-from-elsewhere");
        }
        JsonValue entries =
                list.get(list.containsKey("revokedCredential") ? "revokedCredential" : "revokedCredentials");
        List<JsonValue> all =
                entries instanceof JsonArray several ? several : entries == null ? List.of() : List.of(entries);
        String id = CredentialTerms.string(credential, "id");
        boolean revoked = all.stream()
                .anyMatch(each -> each instanceof JsonObject object
                        ? CredentialTerms.string(object, "id").equals(id)
                                && !JsonValue.FALSE.equals(object.get("revoked"))
                        : each.equals(JSON.createValue(id)));
        return revoked ? Check.failed(Step.STATUS, "revoked") : Check.passed(Step.STATUS);
    }

    private Check status(JsonValue value, String issuer, CheckTime time) {
        ListKind kind = value instanceof JsonObject named
                ? ListKind.ofEntry(CredentialTerms.string(named, "type")).orElse(null)
                : null;
        if (!(value instanceof JsonObject entry)
                || kind == null
                || !PURPOSES.containsKey(CredentialTerms.string(entry, "statusPurpose"))
                || entry.containsKey("statusSize") && !entry.get("statusSize").equals(JSON.createValue(1))
                || !CredentialTerms.string(entry, "statusListIndex").matches("[0-9]{1,9}")) {
            return new Check(Step.STATUS, Outcome.UNKNOWN, "other-kind", "");
        }
        String purpose = CredentialTerms.string(entry, "statusPurpose");
        String address = CredentialTerms.string(entry, "statusListCredential");
        String own = settings.baseUrl() + "/status/";
        int index = Integer.parseInt(CredentialTerms.string(entry, "statusListIndex"));
        PublicDocuments.Answer answer = address.startsWith(own) ? null : elsewhere.at(address, STATUS_LIST, time);
        if (answer != null && answer.isThere() && JwtCredential.looksLikeOne(answer.text())) {
            return statusInToken(kind, answer.text(), address, issuer, purpose, index, time);
        }
        JsonObject list = answer == null
                ? statusLists
                        .signed(address.substring(own.length()))
                        .map(CredentialController::read)
                        .orElse(null)
                : answer.body();
        if (list == null) {
            return new Check(Step.STATUS, Outcome.UNKNOWN, "elsewhere", address);
        }
        Check found = statusIn(kind, list, address, issuer, purpose, index, time);
        if (found.outcome() != Outcome.PASSED || !address.startsWith(own) || address.endsWith(StatusLists.SUSPENSION)) {
            return found;
        }
        // Our badges name the list of revocations only; that of suspensions lies beside it.
        String beside = address + StatusLists.SUSPENSION;
        return statusLists
                .signed(beside.substring(own.length()))
                .map(suspensions -> statusIn(
                        kind, CredentialController.read(suspensions), beside, issuer, "suspension", index, time))
                .orElse(found);
    }

    /**
     * The list counts only when the badge's own issuer signed it, as the list of that address for that purpose, and it is in
     * force: otherwise an older list, or another one in which the bit is not set, would clear a revoked badge.
     *
     * @see <a href="https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm">Bitstring Status List 1.0, 3.2</a>
     */
    private Check statusIn(
            ListKind kind, JsonObject list, String address, String issuer, String purpose, int index, CheckTime time) {
        try {
            if (!proofs.isGenuine(list, issuer, time)) {
                return Check.failed(Step.STATUS, "list-not-genuine");
            }
        } catch (NotCoveredByProof e) {
            return Check.failed(Step.STATUS, e.isEndless() ? Verdict.ENDLESS : "list-not-genuine");
        } catch (Proof.Unreadable e) {
            return Check.failed(Step.STATUS, "list-not-genuine");
        }
        return statusInGenuine(kind, list, address, purpose, index);
    }

    /** The same of a list that is a token (Bitstring Status List 1.0 leaves the kind of proof open). */
    private Check statusInToken(
            ListKind kind, String text, String address, String issuer, String purpose, int index, CheckTime time) {
        JwtCredential token;
        try {
            token = JwtCredential.ofList(text);
        } catch (JwtCredential.Unreadable e) {
            return Check.failed(Step.STATUS, "list-not-genuine");
        }
        if (!proofs.isGenuine(token, issuer, time)) {
            return Check.failed(Step.STATUS, "list-not-genuine");
        }
        if (token.runsOut().filter(dates::isOver).isPresent()) {
            return Check.failed(Step.STATUS, "list-not-in-force");
        }
        return statusInGenuine(kind, token.credential(), address, purpose, index);
    }

    private Check statusInGenuine(ListKind kind, JsonObject list, String address, String purpose, int index) {
        if (!CredentialTerms.types(list).contains(kind.credential)
                || !(list.get("credentialSubject") instanceof JsonObject subject)
                || !CredentialTerms.types(subject).contains(kind.subject)) {
            return Check.failed(Step.STATUS, "list-of-another-kind");
        }
        // A list need not say where it lies (2.2); one that does lies nowhere else.
        if (list.containsKey("id") && !CredentialTerms.string(list, "id").equals(address)) {
            return Check.failed(Step.STATUS, "list-from-elsewhere");
        }
        if (!CredentialTerms.texts(subject, "statusPurpose").contains(purpose)) {
            return Check.failed(Step.STATUS, "list-for-another-purpose");
        }
        if (!dates.isInForce(list)) {
            return Check.failed(Step.STATUS, "list-not-in-force");
        }
        try {
            String encoded = CredentialTerms.string(subject, "encodedList");
            StatusBits bits = kind == ListKind.BITSTRING ? StatusBits.decode(encoded) : StatusBits.decodeOlder(encoded);
            return bits.isSet(index)
                    ? Check.failed(Step.STATUS, PURPOSES.getOrDefault(purpose, "revoked"))
                    : Check.passed(Step.STATUS);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Check.failed(Step.STATUS, "list-unreadable");
        }
    }
}
