package dev.laurel.badge;

import dev.laurel.badge.Verdict.Check;
import dev.laurel.badge.Verdict.Outcome;
import dev.laurel.badge.Verdict.Step;
import dev.laurel.badge.proof.JwtCredential;
import dev.laurel.badge.proof.Multikey;
import dev.laurel.badge.proof.NotCoveredByProof;
import dev.laurel.badge.proof.PackagedContexts;
import dev.laurel.badge.proof.Proof;
import dev.laurel.badge.proof.StrictJson;
import dev.laurel.system.LaurelSettings;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
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

/**
 * Checks an Open Badges 3.0 credential from its text alone, as a stranger would: nothing that is known of the award beside
 * what its issuer publishes is used. Of
 * issuers elsewhere it reads what they publish, within bounds.
 *
 * @see <a href="https://www.imsglobal.org/spec/ob/v3p0#verification-and-validation">Open Badges 3.0, 8</a>
 */
@Component
class Verification {

    private static final JsonProvider JSON = JsonProvider.provider();
    private static final String STATUS_LIST = "application/vc, application/ld+json;q=0.9, application/json;q=0.8";
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
    private static final Set<String> BADGE_TYPES = Set.of("OpenBadgeCredential", "AchievementCredential");

    private final PublishedKeys keys;
    private final StatusLists statusLists;
    private final HostedVerification hosted;
    private final Awards awards;
    private final PublicDocuments elsewhere;
    private final LaurelSettings settings;
    private final Clock clock;

    Verification(
            PublishedKeys keys,
            StatusLists statusLists,
            HostedVerification hosted,
            Awards awards,
            PublicDocuments elsewhere,
            LaurelSettings settings,
            Clock clock) {
        this.keys = keys;
        this.statusLists = statusLists;
        this.hosted = hosted;
        this.awards = awards;
        this.elsewhere = elsewhere;
        this.settings = settings;
        this.clock = clock;
    }

    /** Checks step by step and stops where the next step would have nothing to stand on. */
    Verdict of(String brought) {
        String text = brought;
        if (isAddress(brought)) {
            PublicDocuments.Answer answer = at(brought);
            if (answer.status() == 410 && answer.body() == null || answer.status() == 0 || answer.status() == 404) {
                String reason = answer.status() == 0 ? "not-reached" : answer.status() == 410 ? "gone" : "not-there";
                Outcome outcome = answer.status() == 0 ? Outcome.UNKNOWN : Outcome.FAILED;
                return new Verdict(List.of(new Check(Step.TEXT, outcome, reason, brought)), null, null);
            }
            text = answer.text();
        }
        List<Check> checks = new ArrayList<>();
        JsonObject credential;
        if (JwtCredential.looksLikeOne(text)) {
            JwtCredential token = token(text, checks);
            if (token == null) {
                return new Verdict(checks, null, null);
            }
            credential = token.credential();
            checkToken(token, credential, checks);
        } else {
            Optional<JsonObject> assertion = StrictJson.object(text).filter(HostedVerification::isAssertion);
            if (assertion.isPresent()) {
                return hosted(assertion.get(), checks);
            }
            credential = read(text, checks);
            if (credential == null) {
                return new Verdict(checks, null, null);
            }
            checkProof(credential, checks);
        }
        checkDates(credential, checks);
        checkStatus(credential, checks);
        String id = string(credential, "id");
        boolean ours = id.startsWith(settings.baseUrl() + "/credentials/");
        return new Verdict(checks, string(credential, "name"), ours ? id : null);
    }

    private static boolean isAddress(String text) {
        return text.matches("https?://[^\\s]{1,2000}");
    }

    /** What lies at an address, ours without a call to ourselves. */
    private PublicDocuments.Answer at(String address) {
        String own = settings.baseUrl() + "/credentials/";
        if (address.startsWith(own)) {
            String id = address.substring(own.length()).replaceFirst("(\\.json|\\.jwt)?([?#].*)?$", "");
            return awards.withId(id)
                    .map(award -> new PublicDocuments.Answer(200, null, award.credential()))
                    .orElseGet(() -> new PublicDocuments.Answer(404, null, ""));
        }
        return hosted.ownOrElsewhere(address);
    }

    private Verdict hosted(JsonObject assertion, List<Check> checks) {
        checks.add(new Check(Step.TEXT, Outcome.PASSED, "hosted", ""));
        String name = hosted.check(assertion, checks);
        String own = settings.baseUrl() + "/ob2/assertions/";
        String id = string(assertion, "id");
        String address = id.startsWith(own) ? settings.baseUrl() + "/credentials/" + id.substring(own.length()) : null;
        return new Verdict(checks, name.isEmpty() ? null : name, address);
    }

    private static @Nullable JsonObject read(String text, List<Check> checks) {
        JsonObject credential = StrictJson.object(text).orElse(null);
        if (credential == null) {
            checks.add(failed(Step.TEXT, "not-json"));
            return null;
        }
        return isBadge(credential, checks) ? credential : null;
    }

    private static boolean isBadge(JsonObject credential, List<Check> checks) {
        boolean badge = types(credential).stream().anyMatch(BADGE_TYPES::contains);
        checks.add(badge ? passed(Step.TEXT) : failed(Step.TEXT, "no-badge"));
        return badge;
    }

    private static @Nullable JwtCredential token(String text, List<Check> checks) {
        try {
            JwtCredential token = JwtCredential.of(text);
            return isBadge(token.credential(), checks) ? token : null;
        } catch (JwtCredential.Unreadable e) {
            boolean unreadable = e.reason() == JwtCredential.Unreadable.Reason.NO_JWT;
            if (!unreadable) {
                checks.add(passed(Step.TEXT));
            }
            checks.add(failed(unreadable ? Step.TEXT : Step.PROOF, reason(e.reason())));
            return null;
        }
    }

    private static String reason(Enum<?> reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A token's signature covers every byte; what its words mean still hangs on contexts that are known. */
    private void checkToken(JwtCredential token, JsonObject credential, List<Check> checks) {
        Optional<String> unknown = unknownContext(credential);
        checks.add(
                unknown.isEmpty()
                        ? passed(Step.CONTEXT)
                        : new Check(Step.CONTEXT, Outcome.FAILED, "unknown", unknown.get()));
        Optional<String> contradiction = token.contradiction();
        checks.add(
                contradiction.isEmpty()
                        ? new Check(Step.PROOF, Outcome.PASSED, "token", "")
                        : new Check(Step.PROOF, Outcome.FAILED, "contradiction", contradiction.get()));
        String issuer = issuer(credential);
        PublishedKeys.Found found = keys.forToken(issuer, token);
        checks.add(keyCheck(found, issuer, token.kid().orElse(issuer)));
        if (found.jwk() != null) {
            checks.add(
                    token.isBy(found.jwk().getPublicKey()) ? passed(Step.SIGNATURE) : failed(Step.SIGNATURE, "wrong"));
        }
    }

    private static Optional<String> unknownContext(JsonObject credential) {
        if (!(credential.get("@context") instanceof JsonArray contexts)
                || contexts.isEmpty()
                || !contexts.get(0).equals(JSON.createValue(PackagedContexts.CREDENTIALS_V2))) {
            return Optional.of("@context");
        }
        return contexts.stream()
                .filter(context -> !(context instanceof JsonString address)
                        || !PackagedContexts.all().knows(address.getString()))
                .map(JsonValue::toString)
                .findFirst();
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
            checks.add(failed(Step.PROOF, reason(e.reason())));
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
        PublishedKeys.Found found = keys.forProof(issuer, proof.verificationMethod());
        checks.add(keyCheck(found, issuer, proof.verificationMethod()));
        if (found.multikey() != null) {
            checks.add(proof.isBy(found.multikey()) ? passed(Step.SIGNATURE) : failed(Step.SIGNATURE, "wrong"));
        }
    }

    private static Check keyCheck(PublishedKeys.Found found, String issuer, String name) {
        return switch (found.answer()) {
            case FOUND -> new Check(Step.KEY, Outcome.PASSED, "passed", issuer);
            case NOT_THE_ISSUERS -> failed(Step.KEY, "not-the-issuers");
            case NOT_PUBLISHED -> new Check(Step.KEY, Outcome.FAILED, "not-published", name);
            case NOT_REACHED -> new Check(Step.KEY, Outcome.UNKNOWN, "elsewhere", issuer);
        };
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
        JsonObject list = address.startsWith(own)
                ? statusLists
                        .signed(address.substring(own.length()))
                        .map(CredentialController::read)
                        .orElse(null)
                : elsewhere.at(address, STATUS_LIST).body();
        if (list == null) {
            checks.add(new Check(Step.STATUS, Outcome.UNKNOWN, "elsewhere", address));
            return;
        }
        int index = Integer.parseInt(string(entry, "statusListIndex"));
        Optional<JsonObject> suspensions = address.startsWith(own)
                ? statusLists
                        .signed(address.substring(own.length()) + StatusLists.SUSPENSION)
                        .map(CredentialController::read)
                : Optional.empty();
        Check revoked = statusIn(list, issuer(credential), index);
        if (revoked.outcome() == Outcome.PASSED && suspensions.isPresent()) {
            Check suspended = statusIn(suspensions.get(), issuer(credential), index);
            checks.add(suspended.reason().equals("revoked") ? failed(Step.STATUS, "suspended") : suspended);
            return;
        }
        checks.add(revoked);
    }

    /** The list counts only when the badge's own issuer signed it. */
    private Check statusIn(JsonObject list, String issuer, int index) {
        try {
            Proof proof = Proof.of(list);
            Multikey key = keys.forProof(issuer, proof.verificationMethod()).multikey();
            boolean genuine = issuer(list).equals(issuer) && key != null && proof.isBy(key);
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
