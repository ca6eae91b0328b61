package dev.laurel.badge;

import dev.laurel.badge.Verdict.Check;
import dev.laurel.badge.Verdict.Outcome;
import dev.laurel.badge.Verdict.Step;
import dev.laurel.badge.proof.CheckTime;
import dev.laurel.badge.proof.JwtCredential;
import dev.laurel.badge.proof.NotCoveredByProof;
import dev.laurel.badge.proof.PackagedContexts;
import dev.laurel.badge.proof.Proof;
import dev.laurel.badge.proof.StrictJson;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.NotFound;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
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
    private static final String STATUS_LIST =
            "application/vc, application/ld+json;q=0.9, application/json;q=0.8, application/vc+jwt;q=0.7";
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
    /** Of the Comprehensive Learner Record 2.0. */
    private static final String RECORD_TYPE = "ClrCredential";

    private static final int MOST_PARTS = 100;

    private static final int MOST_ENDORSEMENTS = 5;

    private static final String REVOCATIONS = "1EdTechRevocationList";

    private static final String PLAIN_LIST = "application/json, application/ld+json;q=0.9";

    /** Lists of status that one badge may name; each may be a fetch. */
    private static final int MOST_ENTRIES = 5;

    /** What is said of a badge whose bit is set, by the list's purpose. */
    private static final Map<String, String> PURPOSES = Map.of("revocation", "revoked", "suspension", "suspended");

    private static final String ENDLESS = "endless";

    private static final Set<String> BADGE_TYPES = Set.of("OpenBadgeCredential", "AchievementCredential");

    /** The forms of our own badges, below the address of all badges. */
    private static final Pattern FORMS = Pattern.compile("(?<id>[A-Za-z0-9-]{1,64})"
            + "(\\.(?<file>json|jwt)|/badge\\.(png|svg)(\\?form=(?<within>jwt|ob2))?)?([?#].*)?");

    private final PublishedKeys keys;
    private final StatusLists statusLists;
    private final HostedVerification hosted;
    private final Awards awards;
    private final PublicDocuments elsewhere;
    private final PublishedSchemas schemas;
    private final BadgeFiles files;
    private final Showings showings;
    private final ObjectProvider<DemoRecord> demoRecord;
    private final LaurelSettings settings;
    private final Clock clock;

    Verification(
            PublishedKeys keys,
            StatusLists statusLists,
            HostedVerification hosted,
            Awards awards,
            PublicDocuments elsewhere,
            PublishedSchemas schemas,
            BadgeFiles files,
            Showings showings,
            ObjectProvider<DemoRecord> demoRecord,
            LaurelSettings settings,
            Clock clock) {
        this.keys = keys;
        this.statusLists = statusLists;
        this.hosted = hosted;
        this.awards = awards;
        this.elsewhere = elsewhere;
        this.schemas = schemas;
        this.files = files;
        this.showings = showings;
        this.demoRecord = demoRecord;
        this.settings = settings;
        this.clock = clock;
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
        if (isAddress(brought)) {
            PublicDocuments.Answer answer = at(brought, time);
            if (answer.status() == 410 && answer.body() == null || answer.status() == 0 || answer.status() == 404) {
                String reason = answer.status() == 0 ? "not-reached" : answer.status() == 410 ? "gone" : "not-there";
                Outcome outcome = answer.status() == 0 ? Outcome.UNKNOWN : Outcome.FAILED;
                return nothing(List.of(new Check(Step.TEXT, outcome, reason, brought)));
            }
            if (!answer.isThere() && answer.body() == null && answer.status() != 410) {
                return nothing(List.of(new Check(Step.TEXT, Outcome.UNKNOWN, "withheld", brought)));
            }
            text = answer.text();
            if (isAddress(text)) {
                // The first images held no badge but where it lies.
                text = at(text, time).text();
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
            checkSchema(credential, checks);
            checkToken(token, credential, checks, time);
        } else {
            Optional<JsonObject> assertion = StrictJson.object(text).filter(HostedVerification::isAssertion);
            if (assertion.isPresent()) {
                return hosted(assertion.get(), text, recipient, checks, null, time);
            }
            credential = read(text, checks);
            if (credential == null) {
                return nothing(checks);
            }
            checkSchema(credential, checks);
            checkProof(credential, checks, time);
        }
        checkDates(credential, checks);
        if (!isGivenUp(checks)) {
            checkStatus(credential, checks, time);
        }
        EnumSet<Step> steps = everyStep();
        if (!isGivenUp(checks) && checkEndorsements(credential, checks, time)) {
            steps.add(Step.ENDORSEMENT);
        }
        checkRecipient(credential, recipient, checks);
        String id = string(credential, "id");
        boolean ours = id.startsWith(settings.baseUrl() + "/credentials/");
        Verdict verdict = new Verdict(
                Verdict.complete(checks, steps), string(credential, "name"), ours ? id : null, parts(credential, time));
        String achievement = credential.get("credentialSubject") instanceof JsonObject subject
                        && subject.get("achievement") instanceof JsonObject definition
                ? string(definition, "id")
                : "";
        return new Looked(verdict, text, credential, issuerName(credential), issuer(credential), achievement);
    }

    /** Whether it was made to keep whoever checks it busy: then nothing more of it is looked at. */
    private static boolean isGivenUp(List<Check> checks) {
        return checks.stream().anyMatch(check -> check.reason().equals(ENDLESS));
    }

    /** What is asked of every badge. */
    private static EnumSet<Step> everyStep() {
        return EnumSet.complementOf(EnumSet.of(Step.ENDORSEMENT));
    }

    private static Looked nothing(List<Check> checks) {
        return new Looked(new Verdict(Verdict.complete(checks, everyStep()), null, null), "", null, "", "", "");
    }

    private static String issuerName(JsonObject credential) {
        String name = credential.get("issuer") instanceof JsonObject profile ? string(profile, "name") : "";
        return name.isEmpty() ? issuer(credential) : name;
    }

    /** Each badge in a learner record stands on its own signature; whose it is, the record says. */
    private List<Verdict> parts(JsonObject credential, CheckTime time) {
        if (!isRecord(credential)) {
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
            if (isGivenUp(part.checks())) {
                return parts; // and so may be the others
            }
        }
        return parts;
    }

    /** A badge in a record is there itself, as JSON or a token; an address would be a record of promises. */
    private Verdict part(JsonValue badge, CheckTime time) {
        boolean object = badge instanceof JsonObject json && !isRecord(json);
        if (!object && !(badge instanceof JsonString token && JwtCredential.looksLikeOne(token.getString()))) {
            return new Verdict(List.of(failed(Step.TEXT, "no-badge")), null, null);
        }
        String text = badge instanceof JsonString token ? token.getString() : badge.toString();
        return look(text, "", time).verdict();
    }

    static boolean isRecord(JsonObject credential) {
        return types(credential).contains(RECORD_TYPE);
    }

    /** Data model 1.1: the published schemas are of 2.0, and dates have other names. */
    private static boolean isOlder(JsonObject credential) {
        return credential.get("@context") instanceof JsonArray contexts
                && !contexts.isEmpty()
                && contexts.get(0).equals(JSON.createValue(PackagedContexts.CREDENTIALS_V1));
    }

    private void checkSchema(JsonObject credential, List<Check> checks) {
        if (isOlder(credential)) {
            checks.add(new Check(Step.SCHEMA, Outcome.SKIPPED, "older", ""));
            return;
        }
        Optional<String> fault =
                isRecord(credential) ? schemas.faultOfRecord(credential) : schemas.faultOfBadge(credential);
        checks.add(
                fault.isEmpty() ? passed(Step.SCHEMA) : new Check(Step.SCHEMA, Outcome.FAILED, "wrong", fault.get()));
    }

    private static void checkRecipient(JsonObject badge, String address, List<Check> checks) {
        Recipients recipients = Recipients.of(badge);
        if (recipients.nobody()) {
            Outcome outcome = address.isBlank() ? Outcome.SKIPPED : Outcome.UNKNOWN;
            checks.add(new Check(Step.RECIPIENT, outcome, "nobody", ""));
        } else if (address.isBlank()) {
            checks.add(new Check(Step.RECIPIENT, Outcome.SKIPPED, "not-asked", ""));
        } else {
            checks.add(
                    recipients.include(address)
                            ? new Check(Step.RECIPIENT, Outcome.PASSED, "theirs", "")
                            : failed(Step.RECIPIENT, "somebody-elses"));
        }
    }

    /** Whether a text is in any form that badges come in, however wrong what it says may be. */
    static boolean mayHoldBadge(String text) {
        return isAddress(text) || text.startsWith("{") || text.startsWith("[") || JwtCredential.looksLikeOne(text);
    }

    private static boolean isAddress(String text) {
        return text.matches("https?://[^\\s]{1,2000}");
    }

    /** What lies at an address, ours without a call to ourselves. */
    private PublicDocuments.Answer at(String address, CheckTime time) {
        String own = settings.baseUrl() + "/credentials/";
        Matcher form = address.startsWith(own) ? FORMS.matcher(address.substring(own.length())) : null;
        DemoRecord demo = demoRecord.getIfAvailable();
        if (form != null && form.matches() && demo != null && form.group("id").equals(DemoRecord.ID)) {
            boolean token = "jwt".equals(form.group("file")) || "jwt".equals(form.group("within"));
            byte[] record = demo.file(token ? RecordFile.JWT : RecordFile.JSON);
            return new PublicDocuments.Answer(200, null, new String(record, StandardCharsets.UTF_8));
        }
        if (form != null && form.matches()) {
            return awards.withId(form.group("id"))
                    .filter(award -> showings.of(award.credentialId()).open())
                    .map(award -> own(award, form))
                    .orElseGet(
                            () -> new PublicDocuments.Answer(showings.isGone(form.group("id")) ? 410 : 404, null, ""));
        }
        return hosted.ownOrElsewhere(address, time);
    }

    /** What is in the form of one of our badges that the address names. */
    private PublicDocuments.Answer own(Awards.Stored award, Matcher form) {
        BadgeFile within = "jwt".equals(form.group("file")) || "jwt".equals(form.group("within"))
                ? BadgeFile.JWT
                : "ob2".equals(form.group("within")) ? BadgeFile.OB2 : BadgeFile.JSON;
        try {
            return new PublicDocuments.Answer(200, null, new String(files.of(award, within), StandardCharsets.UTF_8));
        } catch (NotFound none) {
            return new PublicDocuments.Answer(404, null, "");
        }
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
        checks.add(HostedForm.fault(assertion)
                .map(fault -> new Check(Step.SCHEMA, Outcome.FAILED, "hosted-wrong", fault))
                .orElseGet(() -> new Check(Step.SCHEMA, Outcome.PASSED, "hosted", "")));
        checks.add(hostedContext(assertion));
        HostedVerification.Found found =
                signed == null ? hosted.check(assertion, checks, time) : hosted.checkSigned(signed, checks, time);
        // Whose it is, the copy says that counts, not one that anybody may have changed.
        JsonObject counts = found.hosted() == null ? assertion : found.hosted();
        checkRecipient(counts, recipient, checks);
        String own = settings.baseUrl() + "/ob2/assertions/";
        String id = string(assertion, "id");
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

    /** No signature hangs on the words of that generation, so others than its own do no harm; they are not looked at. */
    private static Check hostedContext(JsonObject assertion) {
        JsonValue named = assertion.get("@context");
        List<JsonValue> contexts =
                named instanceof JsonArray several ? several : List.of(Objects.requireNonNull(named));
        return contexts.stream()
                .filter(context -> !context.equals(JSON.createValue(HostedDocuments.CONTEXT)))
                .findFirst()
                .map(other -> new Check(
                        Step.CONTEXT,
                        Outcome.PASSED,
                        "hosted-more",
                        other instanceof JsonString address ? address.getString() : ""))
                .orElseGet(() -> new Check(Step.CONTEXT, Outcome.PASSED, "hosted", ""));
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
        if (isRecord(credential)) {
            checks.add(new Check(Step.TEXT, Outcome.PASSED, "record", ""));
            return true;
        }
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
            checks.add(new Check(unreadable ? Step.TEXT : Step.PROOF, outcome(e), reason(e.reason()), ""));
            return null;
        }
    }

    private static Outcome outcome(JwtCredential.Unreadable unreadable) {
        return unreadable.reason() == JwtCredential.Unreadable.Reason.UNKNOWN_ALGORITHM
                ? Outcome.UNKNOWN
                : Outcome.FAILED;
    }

    private static String reason(Enum<?> reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A token's signature covers every byte; what its words mean still hangs on contexts that are known. */
    private void checkToken(JwtCredential token, JsonObject credential, List<Check> checks, CheckTime time) {
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
        PublishedKeys.Found found = keys.forToken(issuer, token, time);
        checks.add(keyCheck(found, issuer, token.kid().orElse(issuer)));
        PublicKey key = found.key();
        if (key != null) {
            checks.add(token.isBy(key) ? passed(Step.SIGNATURE) : failed(Step.SIGNATURE, "wrong"));
        }
    }

    private static Optional<String> unknownContext(JsonObject credential) {
        if (!(credential.get("@context") instanceof JsonArray contexts)
                || contexts.isEmpty()
                || !isOlder(credential) && !contexts.get(0).equals(JSON.createValue(PackagedContexts.CREDENTIALS_V2))) {
            return Optional.of("@context");
        }
        return contexts.stream()
                .filter(context -> !(context instanceof JsonString address)
                        || !PackagedContexts.all().knows(address.getString()))
                .map(JsonValue::toString)
                .findFirst();
    }

    private static List<String> types(JsonObject credential) {
        return texts(credential, "type");
    }

    /** One text, or several. */
    private static List<String> texts(JsonObject object, String member) {
        JsonValue texts = object.get(member);
        if (texts instanceof JsonArray array) {
            return array.stream()
                    .filter(JsonString.class::isInstance)
                    .map(text -> ((JsonString) text).getString())
                    .toList();
        }
        return texts instanceof JsonString text ? List.of(text.getString()) : List.of();
    }

    private void checkProof(JsonObject credential, List<Check> checks, CheckTime time) {
        String issuer = issuer(credential);
        List<Tried> tried;
        try {
            tried = tried(credential, issuer, time);
        } catch (NotCoveredByProof e) {
            checks.add(
                    e.isEndless()
                            ? failed(Step.CONTEXT, ENDLESS)
                            : new Check(Step.CONTEXT, Outcome.FAILED, "not-covered", e.what()));
            return;
        } catch (Proof.Unreadable e) {
            checks.add(failed(Step.PROOF, reason(e.reason())));
            return;
        }
        List<Proof> proofs = judged(tried);
        Optional<String> unknown =
                proofs.stream().anyMatch(Proof::coversText) ? unknownContext(credential) : Optional.empty();
        checks.add(
                unknown.isEmpty()
                        ? passed(Step.CONTEXT)
                        : new Check(Step.CONTEXT, Outcome.FAILED, "unknown", unknown.get()));
        Instant now = clock.instant();
        if (proofs.stream().anyMatch(proof -> isAfter(proof.created(), now.plus(CLOCK_SKEW)))) {
            checks.add(failed(Step.PROOF, "from-the-future"));
        } else if (proofs.stream().anyMatch(proof -> proof.expires().isPresent() && !isAfter(proof.expires(), now))) {
            checks.add(failed(Step.PROOF, "run-out"));
        } else {
            String kinds = proofs.stream().map(Proof::kind).distinct().collect(Collectors.joining(", "));
            checks.add(new Check(Step.PROOF, Outcome.PASSED, "passed", kinds));
        }
        checkKeys(tried, issuer, checks);
    }

    private static boolean isAfter(Optional<Instant> moment, Instant other) {
        return moment.filter(at -> at.isAfter(other)).isPresent();
    }

    private record Tried(Proof proof, PublishedKeys.Found found) {

        private boolean isGenuine() {
            return found.multikey() != null && proof.isBy(found.multikey());
        }
    }

    private List<Tried> tried(JsonObject document, String issuer, CheckTime time)
            throws Proof.Unreadable, NotCoveredByProof {
        return Proof.of(document, method -> isSaidToBeTheirs(keys.forProof(issuer, method, time)), time).stream()
                .map(proof -> new Tried(proof, keys.forProof(issuer, proof.verificationMethod(), time)))
                .toList();
    }

    private static boolean isSaidToBeTheirs(PublishedKeys.Found found) {
        return found.answer() != PublishedKeys.Answer.NOT_THE_ISSUERS
                && found.answer() != PublishedKeys.Answer.NOT_LISTED;
    }

    /** Dates and words hang on the issuer's own proofs; where there is none, nothing speaks for the badge but the rest. */
    private static List<Proof> judged(List<Tried> tried) {
        List<Proof> theirs = tried.stream()
                .filter(each -> isSaidToBeTheirs(each.found()))
                .map(Tried::proof)
                .toList();
        return theirs.isEmpty() ? tried.stream().map(Tried::proof).toList() : theirs;
    }

    /**
     * Each proof whose key can be had has to be right. Others may have signed beside the issuer, which speaks neither for the
     * badge nor against it.
     */
    private void checkKeys(List<Tried> tried, String issuer, List<Check> checks) {
        Set<PublishedKeys.Answer> against =
                EnumSet.of(PublishedKeys.Answer.NOT_PUBLISHED, PublishedKeys.Answer.TAKEN_OUT);
        Tried told = tried.stream()
                .filter(each -> against.contains(each.found().answer()))
                .findFirst()
                .or(() -> tried.stream()
                        .filter(each -> each.found().multikey() != null)
                        .findFirst())
                .orElse(tried.get(0));
        checks.add(keyCheck(told.found(), issuer, told.proof().verificationMethod()));
        List<Tried> known =
                tried.stream().filter(each -> each.found().multikey() != null).toList();
        if (!known.isEmpty()) {
            checks.add(
                    known.stream().allMatch(Tried::isGenuine)
                            ? passed(Step.SIGNATURE)
                            : failed(Step.SIGNATURE, "wrong"));
        }
    }

    private static Check keyCheck(PublishedKeys.Found found, String issuer, String name) {
        return switch (found.answer()) {
            case FOUND -> new Check(Step.KEY, Outcome.PASSED, "passed", issuer);
            case NOT_THE_ISSUERS -> failed(Step.KEY, "not-the-issuers");
            case NOT_PUBLISHED -> new Check(Step.KEY, Outcome.FAILED, "not-published", name);
            case TAKEN_OUT -> new Check(Step.KEY, Outcome.FAILED, "taken-out", name);
            case NOT_LISTED -> new Check(Step.KEY, Outcome.UNKNOWN, "not-listed", name);
            case NOT_REACHED -> new Check(Step.KEY, Outcome.UNKNOWN, "elsewhere", issuer);
        };
    }

    private void checkDates(JsonObject credential, List<Check> checks) {
        Instant now = clock.instant();
        String begins = isOlder(credential) ? "issuanceDate" : "validFrom";
        String ends = isOlder(credential) ? "expirationDate" : "validUntil";
        try {
            Instant from = instant(string(credential, begins));
            if (now.plus(CLOCK_SKEW).isBefore(from)) {
                checks.add(failed(Step.DATES, "not-yet"));
                return;
            }
            if (credential.containsKey(ends) && !now.isBefore(instant(string(credential, ends)))) {
                checks.add(failed(Step.DATES, "expired"));
                return;
            }
            checks.add(passed(Step.DATES));
        } catch (DateTimeException e) {
            checks.add(failed(Step.DATES, "unreadable"));
        }
    }

    /**
     * Of several entries the first that speaks against the badge counts, then the first that cannot be read (Verifiable
     * Credentials Data Model 2.0, 4.10).
     */
    private void checkStatus(JsonObject credential, List<Check> checks, CheckTime time) {
        JsonValue status = credential.get("credentialStatus");
        if (status == null) {
            checks.add(new Check(Step.STATUS, Outcome.PASSED, "none", ""));
            return;
        }
        List<JsonValue> entries = status instanceof JsonArray several ? several : List.of(status);
        if (entries.isEmpty() || entries.size() > MOST_ENTRIES) {
            checks.add(new Check(Step.STATUS, Outcome.UNKNOWN, "other-kind", ""));
            return;
        }
        List<Check> found = new ArrayList<>();
        for (JsonValue entry : entries) {
            found.add(
                    entry instanceof JsonObject object && string(object, "type").equals(REVOCATIONS)
                            ? revoked(object, credential, time)
                            : status(entry, issuer(credential), time));
            if (isGivenUp(found)) {
                checks.add(failed(Step.STATUS, ENDLESS));
                return;
            }
        }
        checks.add(found.stream()
                .filter(check -> check.outcome() == Outcome.FAILED)
                .findFirst()
                .or(() -> found.stream()
                        .filter(check -> check.outcome() == Outcome.UNKNOWN)
                        .findFirst())
                .orElseGet(() -> found.get(0)));
    }

    /**
     * Endorsements within the badge, each by its own signature: of the badge, of what it stands for, or of its issuer.
     *
     * @return whether there are any
     */
    private boolean checkEndorsements(JsonObject credential, List<Check> checks, CheckTime time) {
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
            return false;
        }
        if (all.size() > MOST_ENDORSEMENTS) {
            checks.add(new Check(Step.ENDORSEMENT, Outcome.UNKNOWN, "too-many", ""));
            return true;
        }
        Set<String> endorsed = Stream.of(string(credential, "id"), string(achievement, "id"), issuer(credential))
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toSet());
        List<Endorsement> found = new ArrayList<>();
        for (JsonValue each : all) {
            Endorsement one =
                    time.isOver() ? new Endorsement(Outcome.UNKNOWN, "", false) : endorsement(each, endorsed, time);
            if (one.endless()) {
                checks.add(failed(Step.ENDORSEMENT, ENDLESS));
                return true;
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
                    checks.add(new Check(Step.ENDORSEMENT, outcome, reason, each.by()));
                    return true;
                }
            }
        }
        String by = found.stream().map(Endorsement::by).distinct().collect(Collectors.joining(", "));
        checks.add(new Check(Step.ENDORSEMENT, Outcome.PASSED, "passed", by));
        return true;
    }

    private record Endorsement(Outcome outcome, String by, boolean endless) {}

    private Endorsement endorsement(JsonValue value, Set<String> endorsed, CheckTime time) {
        List<Check> checks = new ArrayList<>();
        JsonObject credential;
        if (value instanceof JsonString compact) {
            try {
                JwtCredential token = JwtCredential.of(compact.getString());
                credential = token.credential();
                checkToken(token, credential, checks, time);
            } catch (JwtCredential.Unreadable e) {
                return new Endorsement(outcome(e), "", false);
            }
        } else if (value instanceof JsonObject object) {
            credential = object;
            if (!object.containsKey("@context")) {
                // Its words are those of the badge around it, and nothing says by which its own proof was made.
                return new Endorsement(Outcome.UNKNOWN, issuerName(object), false);
            }
            checkProof(credential, checks, time);
        } else {
            return new Endorsement(Outcome.FAILED, "", false);
        }
        checkDates(credential, checks);
        if (!isGivenUp(checks)) {
            checkStatus(credential, checks, time);
        }
        boolean ofThis = types(credential).contains("EndorsementCredential")
                && credential.get("credentialSubject") instanceof JsonObject subject
                && endorsed.contains(string(subject, "id"));
        return new Endorsement(
                ofThis ? new Verdict(checks, null, null).overall() : Outcome.FAILED,
                issuerName(credential),
                isGivenUp(checks));
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
        String address = string(entry, "id");
        PublicDocuments.Answer answer = elsewhere.at(address, PLAIN_LIST, time);
        JsonObject list = answer.isThere() ? answer.body() : null;
        if (list == null) {
            return new Check(Step.STATUS, Outcome.UNKNOWN, "elsewhere", address);
        }
        if (!issuer(list).equals(issuer(credential))) {
            return failed(Step.STATUS, "list-of-others");
        }
        if (list.containsKey("id") && !string(list, "id").equals(address)) {
            return failed(Step.STATUS, "list-from-elsewhere");
        }
        JsonValue entries =
                list.get(list.containsKey("revokedCredential") ? "revokedCredential" : "revokedCredentials");
        List<JsonValue> all =
                entries instanceof JsonArray several ? several : entries == null ? List.of() : List.of(entries);
        String id = string(credential, "id");
        boolean revoked = all.stream()
                .anyMatch(each -> each instanceof JsonObject object
                        ? string(object, "id").equals(id) && !JsonValue.FALSE.equals(object.get("revoked"))
                        : each.equals(JSON.createValue(id)));
        return revoked ? failed(Step.STATUS, "revoked") : passed(Step.STATUS);
    }

    private Check status(JsonValue value, String issuer, CheckTime time) {
        ListKind kind = value instanceof JsonObject named
                ? ListKind.ofEntry(string(named, "type")).orElse(null)
                : null;
        if (!(value instanceof JsonObject entry)
                || kind == null
                || !PURPOSES.containsKey(string(entry, "statusPurpose"))
                || entry.containsKey("statusSize") && !entry.get("statusSize").equals(JSON.createValue(1))
                || !string(entry, "statusListIndex").matches("[0-9]{1,9}")) {
            return new Check(Step.STATUS, Outcome.UNKNOWN, "other-kind", "");
        }
        String purpose = string(entry, "statusPurpose");
        String address = string(entry, "statusListCredential");
        String own = settings.baseUrl() + "/status/";
        int index = Integer.parseInt(string(entry, "statusListIndex"));
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
            List<Tried> known = tried(list, issuer, time).stream()
                    .filter(each -> each.found().multikey() != null)
                    .toList();
            boolean genuine = issuer(list).equals(issuer)
                    && !known.isEmpty()
                    && known.stream().allMatch(Tried::isGenuine);
            if (!genuine) {
                return failed(Step.STATUS, "list-not-genuine");
            }
        } catch (NotCoveredByProof e) {
            return failed(Step.STATUS, e.isEndless() ? ENDLESS : "list-not-genuine");
        } catch (Proof.Unreadable e) {
            return failed(Step.STATUS, "list-not-genuine");
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
            return failed(Step.STATUS, "list-not-genuine");
        }
        JsonObject list = token.credential();
        PublicKey key = keys.forToken(issuer, token, time).key();
        boolean genuine = issuer(list).equals(issuer)
                && token.signer().map(issuer::equals).orElse(true)
                && key != null
                && token.isBy(key);
        if (!genuine) {
            return failed(Step.STATUS, "list-not-genuine");
        }
        if (token.runsOut().filter(end -> !clock.instant().isBefore(end)).isPresent()) {
            return failed(Step.STATUS, "list-not-in-force");
        }
        return statusInGenuine(kind, list, address, purpose, index);
    }

    private Check statusInGenuine(ListKind kind, JsonObject list, String address, String purpose, int index) {
        if (!types(list).contains(kind.credential)
                || !(list.get("credentialSubject") instanceof JsonObject subject)
                || !types(subject).contains(kind.subject)) {
            return failed(Step.STATUS, "list-of-another-kind");
        }
        // A list need not say where it lies (2.2); one that does lies nowhere else.
        if (list.containsKey("id") && !string(list, "id").equals(address)) {
            return failed(Step.STATUS, "list-from-elsewhere");
        }
        if (!texts(subject, "statusPurpose").contains(purpose)) {
            return failed(Step.STATUS, "list-for-another-purpose");
        }
        if (!isInForce(list)) {
            return failed(Step.STATUS, "list-not-in-force");
        }
        try {
            String encoded = string(subject, "encodedList");
            StatusBits bits = kind == ListKind.BITSTRING ? StatusBits.decode(encoded) : StatusBits.decodeOlder(encoded);
            return bits.isSet(index)
                    ? failed(Step.STATUS, PURPOSES.getOrDefault(purpose, "revoked"))
                    : passed(Step.STATUS);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return failed(Step.STATUS, "list-unreadable");
        }
    }

    private boolean isInForce(JsonObject list) {
        Instant now = clock.instant();
        try {
            for (String begins : List.of("validFrom", "issuanceDate")) {
                if (list.containsKey(begins) && now.plus(CLOCK_SKEW).isBefore(instant(string(list, begins)))) {
                    return false;
                }
            }
            for (String ends : List.of("validUntil", "expirationDate")) {
                if (list.containsKey(ends) && !now.isBefore(instant(string(list, ends)))) {
                    return false;
                }
            }
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static String issuer(JsonObject credential) {
        return credential.get("issuer") instanceof JsonObject profile
                ? string(profile, "id")
                : string(credential, "issuer");
    }

    static Instant instant(String dateTime) {
        return OffsetDateTime.parse(dateTime).toInstant();
    }

    /** Empty when it is not there or not a text, which no check takes for an answer. */
    static String string(JsonObject object, String member) {
        return object.get(member) instanceof JsonString text ? text.getString() : "";
    }

    private static Check passed(Step step) {
        return new Check(step, Outcome.PASSED, "passed", "");
    }

    private static Check failed(Step step, String reason) {
        return new Check(step, Outcome.FAILED, reason, "");
    }
}
