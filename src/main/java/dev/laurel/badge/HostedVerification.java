package dev.laurel.badge;

import dev.laurel.badge.PublicDocuments.Answer;
import dev.laurel.badge.Verdict.Check;
import dev.laurel.badge.Verdict.Outcome;
import dev.laurel.badge.Verdict.Step;
import dev.laurel.badge.proof.JwtCredential;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.NotFound;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Checks an Open Badges 2.0 assertion by its hosted copy: what somebody brings counts only as far as the issuer's site says
 * the same.
 *
 * @see <a href="https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#hosted-badge">Open Badges 2.0,
 *     Badge Verification, Hosted</a>
 */
@Component
class HostedVerification {

    private static final String JSON = "application/ld+json, application/json;q=0.9";
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
    private static final List<String> MUST_AGREE = List.of("recipient", "badge", "issuedOn", "expires", "verification");

    private final HostedDocuments own;
    private final PublicDocuments elsewhere;
    private final LaurelSettings settings;
    private final Clock clock;

    HostedVerification(HostedDocuments own, PublicDocuments elsewhere, LaurelSettings settings, Clock clock) {
        this.own = own;
        this.elsewhere = elsewhere;
        this.settings = settings;
        this.clock = clock;
    }

    static boolean isAssertion(JsonObject document) {
        boolean typed = texts(document.get("type")).anyMatch("Assertion"::equals);
        return typed && texts(document.get("@context")).anyMatch(HostedDocuments.CONTEXT::equals);
    }

    /** What could be read of a badge at its issuer's site; empty for what could not. */
    record Found(String name, String issuer, String badgeId, String issuerId) {

        private static final Found NOTHING = new Found("", "", "", "");
    }

    /** Adds the checks. */
    Found check(JsonObject brought, List<Check> checks) {
        String id = string(brought, "id");
        String kind =
                brought.get("verification") instanceof JsonObject verification ? string(verification, "type") : "";
        if (!kind.equals("HostedBadge") && !kind.equals("hosted") && !brought.containsKey("revoked")) {
            checks.add(failed(Step.PROOF, "not-hosted"));
            return Found.NOTHING;
        }
        Answer answer = at(id);
        JsonObject hosted = answer.body();
        if (answer.status() == 410 || hosted != null && hosted.getBoolean("revoked", false)) {
            checks.add(new Check(Step.PROOF, Outcome.PASSED, "hosted", id));
            checks.add(failed(Step.STATUS, "revoked"));
            return Found.NOTHING;
        }
        if (answer.status() == 0 || answer.status() >= 500) {
            checks.add(new Check(Step.PROOF, Outcome.UNKNOWN, "host-not-reached", id));
            return Found.NOTHING;
        }
        if (hosted == null
                || !answer.isThere()
                || !isAssertion(hosted)
                || !string(hosted, "id").equals(id)) {
            checks.add(new Check(Step.PROOF, Outcome.FAILED, "not-there", id));
            return Found.NOTHING;
        }
        Optional<String> difference = MUST_AGREE.stream()
                .filter(member -> !Objects.equals(brought.get(member), hosted.get(member)))
                .findFirst();
        checks.add(
                difference.isEmpty()
                        ? new Check(Step.PROOF, Outcome.PASSED, "hosted", id)
                        : new Check(Step.PROOF, Outcome.FAILED, "hosted-differs", difference.get()));
        JsonObject badge = embeddedOrAt(hosted.get("badge"));
        JsonObject issuer = badge == null ? null : embeddedOrAt(badge.get("issuer"));
        checks.add(issuerCheck(id, hosted, badge, issuer));
        checks.add(dates(hosted));
        checks.add(new Check(Step.STATUS, Outcome.PASSED, "hosted", ""));
        return new Found(
                badge == null ? "" : string(badge, "name"),
                issuer == null ? "" : string(issuer, "name"),
                badge == null ? "" : string(badge, "id"),
                issuer == null ? "" : string(issuer, "id"));
    }

    /**
     * Adds the checks of an assertion that is signed: its key has to be listed by the issuer that its badge class names,
     * and to name that issuer as its owner.
     */
    Found checkSigned(SignedAssertion signed, List<Check> checks) {
        JsonObject assertion = signed.assertion();
        JsonObject verification =
                assertion.get("verification") instanceof JsonObject rules ? rules : JsonObject.EMPTY_JSON_OBJECT;
        String kind = string(verification, "type");
        if (!kind.equals("SignedBadge") && !kind.equals("signed")) {
            checks.add(failed(Step.PROOF, "signed-as-hosted"));
            return Found.NOTHING;
        }
        checks.add(new Check(Step.PROOF, Outcome.PASSED, "signed", ""));
        JsonObject badge = embeddedOrAt(assertion.get("badge"));
        JsonObject issuer = badge == null ? null : embeddedOrAt(badge.get("issuer"));
        if (badge == null || issuer == null) {
            JsonValue missing = badge == null ? assertion.get("badge") : badge.get("issuer");
            String address = missing instanceof JsonObject object ? string(object, "id") : text(missing);
            checks.add(new Check(Step.KEY, Outcome.UNKNOWN, "elsewhere", address));
        } else {
            checkKey(signed, verification, issuer, checks);
        }
        checks.add(dates(assertion));
        checks.add(issuer == null ? revoked(assertion, JsonObject.EMPTY_JSON_OBJECT) : revoked(assertion, issuer));
        return new Found(
                badge == null ? "" : string(badge, "name"),
                issuer == null ? "" : string(issuer, "name"),
                badge == null ? "" : string(badge, "id"),
                issuer == null ? "" : string(issuer, "id"));
    }

    private void checkKey(SignedAssertion signed, JsonObject verification, JsonObject issuer, List<Check> checks) {
        String issuerId = string(issuer, "id");
        List<JsonValue> listed = issuer.get("publicKey") instanceof JsonArray several
                ? several
                : issuer.containsKey("publicKey") ? List.of(issuer.get("publicKey")) : List.of();
        List<String> names = listed.stream().map(HostedVerification::name).toList();
        String named = string(verification, "creator");
        String creator = named.isEmpty() && names.size() == 1 ? names.get(0) : named;
        if (!names.contains(creator)) {
            checks.add(failed(Step.KEY, "not-the-issuers"));
            return;
        }
        JsonObject within = listed.stream()
                .filter(key -> name(key).equals(creator))
                .filter(JsonObject.class::isInstance)
                .map(JsonValue::asJsonObject)
                .filter(key -> key.containsKey("publicKeyPem"))
                .findFirst()
                .orElse(null);
        Answer answer = within == null ? at(creator) : new Answer(200, within, "");
        JsonObject key = answer.body();
        if (key == null) {
            checks.add(
                    answer.status() == 0
                            ? new Check(Step.KEY, Outcome.UNKNOWN, "elsewhere", issuerId)
                            : new Check(Step.KEY, Outcome.FAILED, "not-published", creator));
            return;
        }
        PublicKey publicKey = publicKey(string(key, "publicKeyPem"));
        if (publicKey == null
                || !string(key, "id").equals(creator)
                || !string(key, "owner").equals(issuerId)) {
            checks.add(new Check(Step.KEY, Outcome.FAILED, "not-published", creator));
            return;
        }
        checks.add(new Check(Step.KEY, Outcome.PASSED, "passed", issuerId));
        checks.add(
                JwtCredential.isBy(publicKey, signed.compact())
                        ? new Check(Step.SIGNATURE, Outcome.PASSED, "passed", "")
                        : failed(Step.SIGNATURE, "wrong"));
    }

    private static String name(JsonValue key) {
        return key instanceof JsonObject object ? string(object, "id") : text(key);
    }

    private static @Nullable PublicKey publicKey(String pem) {
        String body = pem.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "").replaceAll("\\s", "");
        try {
            X509EncodedKeySpec spec = new X509EncodedKeySpec(Base64.getDecoder().decode(body));
            try {
                return KeyFactory.getInstance("RSA").generatePublic(spec);
            } catch (InvalidKeySpecException e) {
                return KeyFactory.getInstance("EC").generatePublic(spec);
            }
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            return null;
        }
    }

    /** A signed assertion is revoked by a list that its issuer names; an issuer without one revokes nothing. */
    private Check revoked(JsonObject assertion, JsonObject issuer) {
        String address = string(issuer, "revocationList");
        if (address.isEmpty()) {
            return new Check(Step.STATUS, Outcome.PASSED, "none", "");
        }
        JsonObject list = at(address).body();
        if (list == null || texts(list.get("type")).noneMatch("RevocationList"::equals)) {
            return new Check(Step.STATUS, Outcome.UNKNOWN, "elsewhere", address);
        }
        List<JsonValue> all = list.get("revokedAssertions") instanceof JsonArray several ? several : List.of();
        boolean revoked = all.stream()
                .flatMap(entry -> entry instanceof JsonObject object
                        ? Stream.of(string(object, "id"), string(object, "uid"))
                        : Stream.of(text(entry)))
                .filter(name -> !name.isEmpty())
                .anyMatch(name -> name.equals(string(assertion, "id")) || name.equals(string(assertion, "uid")));
        return revoked ? failed(Step.STATUS, "revoked") : new Check(Step.STATUS, Outcome.PASSED, "passed", "");
    }

    private static Check issuerCheck(
            String id, JsonObject hosted, @Nullable JsonObject badge, @Nullable JsonObject issuer) {
        if (badge == null || texts(badge.get("type")).noneMatch("BadgeClass"::equals)) {
            return new Check(Step.KEY, Outcome.FAILED, "no-badge-class", text(hosted.get("badge")));
        }
        if (issuer == null || texts(issuer.get("type")).noneMatch(t -> t.equals("Issuer") || t.equals("Profile"))) {
            return new Check(Step.KEY, Outcome.FAILED, "no-issuer", text(badge.get("issuer")));
        }
        String issuerId = string(issuer, "id");
        boolean theirs = issuer.get("verification") instanceof JsonObject rules
                        && (rules.containsKey("startsWith") || rules.containsKey("allowedOrigins"))
                ? allowed(id, issuerId, rules)
                : host(id).equals(host(issuerId)) && !host(id).isEmpty();
        return theirs
                ? new Check(Step.KEY, Outcome.PASSED, "hosted-by-issuer", issuerId)
                : new Check(Step.KEY, Outcome.FAILED, "hosted-by-others", issuerId);
    }

    /** An issuer may say where its assertions lie; its own profile has to lie there or on its host, or anybody could. */
    private static boolean allowed(String id, String issuerId, JsonObject rules) {
        boolean prefix = !rules.containsKey("startsWith")
                || texts(rules.get("startsWith")).anyMatch(start -> id.startsWith(start) && start.length() > 8);
        boolean origin = rules.containsKey("allowedOrigins")
                ? texts(rules.get("allowedOrigins"))
                        .anyMatch(allowed -> host(id).equals(allowed)
                                || host(id).equals(host(allowed))
                                || host(id).replaceFirst(":[0-9]+$", "").equals(allowed))
                : rules.containsKey("startsWith") || host(id).equals(host(issuerId));
        return prefix && origin;
    }

    private Check dates(JsonObject hosted) {
        Instant now = clock.instant();
        try {
            if (now.plus(CLOCK_SKEW).isBefore(instant(string(hosted, "issuedOn")))) {
                return failed(Step.DATES, "not-yet");
            }
            boolean over = hosted.containsKey("expires") && !now.isBefore(instant(string(hosted, "expires")));
            return over ? failed(Step.DATES, "expired") : new Check(Step.DATES, Outcome.PASSED, "passed", "");
        } catch (DateTimeException e) {
            return failed(Step.DATES, "unreadable");
        }
    }

    private static Instant instant(String dateTime) {
        return OffsetDateTime.parse(dateTime).toInstant();
    }

    /** An id inside an embedded document proves nothing: it is asked for at its address. */
    private @Nullable JsonObject embeddedOrAt(@Nullable JsonValue value) {
        String address = value instanceof JsonObject object ? string(object, "id") : text(value);
        JsonObject document = at(address).body();
        return document != null && string(document, "id").equals(address) ? document : null;
    }

    private static final Pattern OWN = Pattern.compile("/ob2/(assertions|badges|issuers)/([A-Za-z0-9./-]+)");

    /** What lies at an address as JSON. */
    Answer ownOrElsewhere(String address) {
        return at(address);
    }

    private Answer at(String address) {
        String base = settings.baseUrl().toString();
        Matcher path = OWN.matcher(address.startsWith(base) ? address.substring(base.length()) : "");
        return path.matches() ? ownAt(path.group(1), path.group(2)) : elsewhere.at(address, JSON);
    }

    private Answer ownAt(String kind, String rest) {
        try {
            String[] parts = rest.split("/");
            if (kind.equals("assertions") && parts.length == 1) {
                return own.assertion(rest);
            }
            if (kind.equals("badges") && parts.length == 3) {
                JsonObject badge = own.badgeClass(parts[0], parts[1], parts[2]);
                return new Answer(200, badge, badge.toString());
            }
            if (kind.equals("issuers") && parts.length == 1) {
                JsonObject issuer = own.profile(rest);
                return new Answer(200, issuer, issuer.toString());
            }
        } catch (NotFound | IllegalArgumentException e) {
            // what is not here has been looked for, and is not here
        }
        return new Answer(404, null, "");
    }

    private static String host(String address) {
        try {
            URI uri = URI.create(address);
            return uri.getHost() == null ? "" : uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static Stream<String> texts(@Nullable JsonValue value) {
        return value instanceof JsonArray array ? array.stream().map(HostedVerification::text) : Stream.of(text(value));
    }

    private static String text(@Nullable JsonValue value) {
        return value instanceof JsonString text ? text.getString() : "";
    }

    private static String string(JsonObject object, String member) {
        return text(object.get(member));
    }

    private static Check failed(Step step, String reason) {
        return new Check(step, Outcome.FAILED, reason, "");
    }
}
