package dev.laurel.badge;

import dev.laurel.badge.Verdict.Check;
import dev.laurel.badge.Verdict.Outcome;
import dev.laurel.badge.Verdict.Step;
import dev.laurel.badge.proof.Multikey;
import dev.laurel.badge.proof.NotCoveredByProof;
import dev.laurel.badge.proof.Proof;
import dev.laurel.system.LaurelSettings;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks an Open Badges 3.0 credential from its text alone, as a stranger would: nothing that is known of the award beside
 * what its issuer publishes is used. Issuers are those of this installation, and did:key, which needs no network.
 *
 * @see <a href="https://www.imsglobal.org/spec/ob/v3p0#verification-and-validation">Open Badges 3.0, 8</a>
 */
@Component
class Verification {

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
    private static final Set<String> BADGE_TYPES = Set.of("OpenBadgeCredential", "AchievementCredential");

    /** Refuses a text in which one name stands twice: readers would differ on what was signed. */
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Issuers issuers;
    private final StatusLists statusLists;
    private final BadgeAddresses addresses;
    private final LaurelSettings settings;
    private final Clock clock;

    Verification(
            Issuers issuers, StatusLists statusLists, BadgeAddresses addresses, LaurelSettings settings, Clock clock) {
        this.issuers = issuers;
        this.statusLists = statusLists;
        this.addresses = addresses;
        this.settings = settings;
        this.clock = clock;
    }

    /** Checks step by step and stops where the next step would have nothing to stand on. */
    Verdict of(String text) {
        List<Check> checks = new ArrayList<>();
        JsonObject credential = read(text, checks);
        if (credential == null) {
            return new Verdict(checks, null, null);
        }
        checkProof(credential, checks);
        checkDates(credential, checks);
        checkStatus(credential, checks);
        String id = string(credential, "id");
        boolean ours = id.startsWith(settings.baseUrl() + "/credentials/");
        return new Verdict(checks, string(credential, "name"), ours ? id : null);
    }

    private static @Nullable JsonObject read(String text, List<Check> checks) {
        try {
            if (!STRICT.readTree(text).isObject()) {
                checks.add(failed(Step.TEXT, "not-json"));
                return null;
            }
            JsonObject credential = CredentialController.read(text);
            if (types(credential).stream().noneMatch(BADGE_TYPES::contains)) {
                checks.add(failed(Step.TEXT, "no-badge"));
                return null;
            }
            checks.add(passed(Step.TEXT));
            return credential;
        } catch (JacksonException | JsonException e) {
            checks.add(failed(Step.TEXT, "not-json"));
            return null;
        }
    }

    private static List<String> types(JsonObject credential) {
        JsonValue types = credential.get("type");
        if (types instanceof JsonArray array) {
            return array.stream()
                    .filter(JsonString.class::isInstance)
                    .map(type -> ((JsonString) type).getString())
                    .toList();
        }
        return types instanceof JsonString type ? List.of(type.getString()) : List.of();
    }

    private void checkProof(JsonObject credential, List<Check> checks) {
        Proof proof;
        try {
            proof = Proof.of(credential);
        } catch (NotCoveredByProof e) {
            checks.add(new Check(Step.CONTEXT, Outcome.FAILED, "not-covered", e.what()));
            return;
        } catch (Proof.Unreadable e) {
            checks.add(failed(
                    Step.PROOF, e.reason().name().toLowerCase(Locale.ROOT).replace('_', '-')));
            return;
        }
        checks.add(passed(Step.CONTEXT));
        if (proof.created().isAfter(clock.instant().plus(CLOCK_SKEW))) {
            checks.add(failed(Step.PROOF, "from-the-future"));
        } else if (proof.expires().filter(end -> !clock.instant().isBefore(end)).isPresent()) {
            checks.add(failed(Step.PROOF, "run-out"));
        } else {
            checks.add(passed(Step.PROOF));
        }
        String issuer = issuer(credential);
        Check key = checkKey(issuer, proof.verificationMethod());
        checks.add(key);
        if (key.outcome() == Outcome.PASSED) {
            boolean signed =
                    key(issuer, proof.verificationMethod()).filter(proof::isBy).isPresent();
            checks.add(signed ? passed(Step.SIGNATURE) : failed(Step.SIGNATURE, "wrong"));
        }
    }

    private Check checkKey(String issuer, String verificationMethod) {
        if (!controller(verificationMethod).equals(issuer)) {
            return failed(Step.KEY, "not-the-issuers");
        }
        if (!issuer.startsWith("did:key:") && ownIssuer(issuer).isEmpty()) {
            return new Check(Step.KEY, Outcome.UNKNOWN, "elsewhere", issuer);
        }
        return key(issuer, verificationMethod).isPresent()
                ? new Check(Step.KEY, Outcome.PASSED, "passed", issuer)
                : new Check(Step.KEY, Outcome.FAILED, "not-published", verificationMethod);
    }

    /** The key of that name which the issuer publishes. */
    private Optional<Multikey> key(String issuer, String verificationMethod) {
        if (issuer.startsWith("did:key:")) {
            String key = issuer.substring("did:key:".length());
            return verificationMethod.equals(issuer + "#" + key) ? multikey(key) : Optional.empty();
        }
        return ownIssuer(issuer).flatMap(own -> issuers.keys(own).stream()
                .filter(key -> addresses.key(own, key).equals(verificationMethod))
                .map(IssuerKey::publicKey)
                .findFirst());
    }

    private static Optional<Multikey> multikey(String text) {
        try {
            return Optional.of(new Multikey(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<Issuer> ownIssuer(String did) {
        return issuers.bySlug(did.substring(did.lastIndexOf(':') + 1))
                .filter(issuer -> addresses.did(issuer).equals(did));
    }

    private void checkDates(JsonObject credential, List<Check> checks) {
        Instant now = clock.instant();
        try {
            Instant from = instant(string(credential, "validFrom"));
            if (now.plus(CLOCK_SKEW).isBefore(from)) {
                checks.add(failed(Step.DATES, "not-yet"));
                return;
            }
            if (credential.containsKey("validUntil") && !now.isBefore(instant(string(credential, "validUntil")))) {
                checks.add(failed(Step.DATES, "expired"));
                return;
            }
            checks.add(passed(Step.DATES));
        } catch (DateTimeException e) {
            checks.add(failed(Step.DATES, "unreadable"));
        }
    }

    private void checkStatus(JsonObject credential, List<Check> checks) {
        if (!credential.containsKey("credentialStatus")) {
            checks.add(new Check(Step.STATUS, Outcome.PASSED, "none", ""));
            return;
        }
        if (!(credential.get("credentialStatus") instanceof JsonObject entry)
                || !string(entry, "type").equals("BitstringStatusListEntry")
                || !string(entry, "statusPurpose").equals("revocation")
                || !string(entry, "statusListIndex").matches("[0-9]{1,9}")) {
            checks.add(new Check(Step.STATUS, Outcome.UNKNOWN, "other-kind", ""));
            return;
        }
        String address = string(entry, "statusListCredential");
        String own = settings.baseUrl() + "/status/";
        Optional<String> signed =
                address.startsWith(own) ? statusLists.signed(address.substring(own.length())) : Optional.empty();
        if (signed.isEmpty()) {
            checks.add(new Check(Step.STATUS, Outcome.UNKNOWN, "elsewhere", address));
            return;
        }
        checks.add(statusIn(
                CredentialController.read(signed.get()),
                issuer(credential),
                Integer.parseInt(string(entry, "statusListIndex"))));
    }

    /** The list counts only when the badge's own issuer signed it. */
    private Check statusIn(JsonObject list, String issuer, int index) {
        try {
            Proof proof = Proof.of(list);
            boolean genuine = issuer(list).equals(issuer)
                    && controller(proof.verificationMethod()).equals(issuer)
                    && key(issuer, proof.verificationMethod())
                            .filter(proof::isBy)
                            .isPresent();
            if (!genuine) {
                return failed(Step.STATUS, "list-not-genuine");
            }
            StatusBits bits =
                    StatusBits.decode(list.getJsonObject("credentialSubject").getString("encodedList"));
            return bits.isSet(index) ? failed(Step.STATUS, "revoked") : passed(Step.STATUS);
        } catch (Proof.Unreadable | NotCoveredByProof | IllegalArgumentException | IndexOutOfBoundsException e) {
            return failed(Step.STATUS, "list-not-genuine");
        }
    }

    private static String issuer(JsonObject credential) {
        return credential.get("issuer") instanceof JsonObject profile
                ? string(profile, "id")
                : string(credential, "issuer");
    }

    private static String controller(String verificationMethod) {
        int fragment = verificationMethod.indexOf('#');
        return fragment < 0 ? verificationMethod : verificationMethod.substring(0, fragment);
    }

    private static Instant instant(String dateTime) {
        return OffsetDateTime.parse(dateTime).toInstant();
    }

    /** Empty when it is not there or not a text, which no check takes for an answer. */
    private static String string(JsonObject object, String member) {
        return object.get(member) instanceof JsonString text ? text.getString() : "";
    }

    private static Check passed(Step step) {
        return new Check(step, Outcome.PASSED, "passed", "");
    }

    private static Check failed(Step step, String reason) {
        return new Check(step, Outcome.FAILED, reason, "");
    }
}
