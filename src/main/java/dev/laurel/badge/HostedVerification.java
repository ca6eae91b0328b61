package dev.laurel.badge;

import dev.laurel.badge.PublicDocuments.Answer;
import dev.laurel.badge.Verdict.Check;
import dev.laurel.badge.Verdict.Outcome;
import dev.laurel.badge.Verdict.Step;
import dev.laurel.badge.proof.CheckTime;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
    private static final int MOST_ENDORSEMENTS = 5;
    private static final List<String> DATES = List.of("issuedOn", "expires");

    private final HostedDocuments own;
    private final PublicDocuments elsewhere;
    private final BadgeAddresses addresses;
    private final LaurelSettings settings;
    private final Clock clock;

    HostedVerification(
            HostedDocuments own,
            PublicDocuments elsewhere,
            BadgeAddresses addresses,
            LaurelSettings settings,
            Clock clock) {
        this.own = own;
        this.elsewhere = elsewhere;
        this.addresses = addresses;
        this.settings = settings;
        this.clock = clock;
    }

    static boolean isAssertion(JsonObject document) {
        boolean typed = texts(document.get("type")).anyMatch("Assertion"::equals);
        return typed && texts(document.get("@context")).anyMatch(HostedDocuments.CONTEXT::equals);
    }

    /**
     * What could be read of a badge at its issuer's site; empty for what could not.
     *
     * @param hosted the site's copy, which counts; absent when there is none, or none is needed
     * @param newer whether that copy says otherwise than what was brought
     */
    record Found(
            String name,
            String issuer,
            String badgeId,
            String issuerId,
            @Nullable JsonObject hosted,
            boolean newer) {

        private static final Found NOTHING = new Found("", "", "", "", null, false);

        private static Found of(Linked badge, Linked issuer, @Nullable JsonObject hosted, boolean newer) {
            return new Found(
                    badge.member("name"),
                    issuer.member("name"),
                    badge.member("id"),
                    issuer.member("id"),
                    hosted,
                    newer);
        }
    }

    /** What a document leads to. @param unreached whether it may well be there and only could not be read now */
    private record Linked(@Nullable JsonObject document, boolean unreached) {

        private static final Linked NOTHING = new Linked(null, false);

        private String member(String name) {
            return document == null ? "" : string(document, name);
        }

        private @Nullable JsonValue get(String name) {
            return document == null ? null : document.get(name);
        }
    }

    /** Adds the checks. */
    Found check(JsonObject brought, List<Check> checks, CheckTime time) {
        String id = string(brought, "id");
        if (!isHosted(brought) && !brought.containsKey("revoked")) {
            checks.add(failed(Step.PROOF, "not-hosted"));
            return Found.NOTHING;
        }
        Answer answer = at(id, time);
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
        if (isWithheld(answer)) {
            checks.add(new Check(Step.PROOF, Outcome.UNKNOWN, "host-withholds", id));
            return Found.NOTHING;
        }
        if (hosted == null
                || !answer.isThere()
                || !isAssertion(hosted)
                || !string(hosted, "id").equals(id)) {
            checks.add(new Check(Step.PROOF, Outcome.FAILED, "not-there", id));
            return Found.NOTHING;
        }
        if (!isHosted(hosted)) {
            checks.add(failed(Step.PROOF, "not-hosted"));
            return Found.NOTHING;
        }
        Check compared = compared(brought, hosted, id);
        checks.add(compared);
        Linked badge = linked(hosted.get("badge"), time);
        Linked issuer = linked(badge.get("issuer"), time);
        checks.add(issuerCheck(id, hosted, badge, issuer));
        checks.add(dates(hosted));
        checks.add(new Check(Step.STATUS, Outcome.PASSED, "hosted", ""));
        endorsements(hosted, badge, issuer, time).ifPresent(checks::add);
        return Found.of(badge, issuer, hosted, compared.reason().equals("hosted-newer"));
    }

    private static boolean isHosted(JsonObject assertion) {
        return HostedForm.rules(assertion) instanceof JsonObject rules
                && texts(rules.get("type")).anyMatch(kind -> kind.equals("HostedBadge") || kind.equals("hosted"));
    }

    /** Whether the site may have it and only does not give it out to us, or not now. */
    private static boolean isWithheld(Answer answer) {
        int status = answer.status();
        return status >= 300 && status < 400
                || Set.of(401, 403, 407, 408, 425, 429, 451).contains(status);
    }

    /**
     * An image is as old as its download, and the copy at the site counts. But it has to be the same badge of the same
     * person: whatever else the site has would otherwise speak for something that somebody made up.
     */
    private static Check compared(JsonObject brought, JsonObject hosted, String id) {
        if (!reference(brought.get("badge")).equals(reference(hosted.get("badge")))) {
            return new Check(Step.PROOF, Outcome.FAILED, "hosted-differs", "badge");
        }
        List<String> newer = new ArrayList<>();
        JsonValue one = brought.get("recipient");
        JsonValue other = hosted.get("recipient");
        if (!Objects.equals(one, other)) {
            Optional<Boolean> same = one instanceof JsonObject first && other instanceof JsonObject second
                    ? Recipients.same(first, second)
                    : Optional.of(false);
            if (same.isPresent() && !same.get()) {
                return new Check(Step.PROOF, Outcome.FAILED, "hosted-differs", "recipient");
            }
            if (same.isEmpty()) {
                // Hashed anew, as after a correction. Whose it is, the site's copy says.
                newer.add("recipient");
            }
        }
        DATES.stream()
                .filter(date -> !sameMoment(brought.get(date), hosted.get(date)))
                .forEach(newer::add);
        return newer.isEmpty()
                ? new Check(Step.PROOF, Outcome.PASSED, "hosted", id)
                : new Check(Step.PROOF, Outcome.PASSED, "hosted-newer", String.join(", ", newer));
    }

    private static boolean sameMoment(@Nullable JsonValue one, @Nullable JsonValue other) {
        if (Objects.equals(one, other)) {
            return true;
        }
        try {
            return instant(text(one)).equals(instant(text(other)));
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static String reference(@Nullable JsonValue value) {
        return value instanceof JsonObject object ? string(object, "id") : text(value);
    }

    /**
     * Adds the checks of an assertion that is signed: its key has to be listed by the issuer that its badge class names,
     * and to name that issuer as its owner.
     */
    Found checkSigned(SignedAssertion signed, List<Check> checks, CheckTime time) {
        JsonObject assertion = signed.assertion();
        JsonObject verification =
                HostedForm.rules(assertion) instanceof JsonObject rules ? rules : JsonObject.EMPTY_JSON_OBJECT;
        String kind = string(verification, "type");
        if (!kind.equals("SignedBadge") && !kind.equals("signed")) {
            checks.add(failed(Step.PROOF, "signed-as-hosted"));
            return Found.NOTHING;
        }
        checks.add(new Check(Step.PROOF, Outcome.PASSED, "signed", ""));
        Linked badge = linked(assertion.get("badge"), time);
        Linked issuer = linked(badge.get("issuer"), time);
        if (issuer.document() == null) {
            JsonValue missing = badge.document() == null ? assertion.get("badge") : badge.get("issuer");
            checks.add(new Check(Step.KEY, Outcome.UNKNOWN, "elsewhere", reference(missing)));
        } else {
            checkKey(signed, verification, issuer.document(), checks, time);
        }
        checks.add(dates(assertion));
        checks.add(
                revoked(assertion, issuer.document() == null ? JsonObject.EMPTY_JSON_OBJECT : issuer.document(), time));
        endorsements(assertion, badge, issuer, time).ifPresent(checks::add);
        return Found.of(badge, issuer, null, false);
    }

    private void checkKey(
            SignedAssertion signed, JsonObject verification, JsonObject issuer, List<Check> checks, CheckTime time) {
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
        Answer answer = within == null ? at(creator, time) : new Answer(200, within, "");
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
    private Check revoked(JsonObject assertion, JsonObject issuer, CheckTime time) {
        String address = string(issuer, "revocationList");
        if (address.isEmpty()) {
            return new Check(Step.STATUS, Outcome.PASSED, "none", "");
        }
        JsonObject list = at(address, time).body();
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

    private static Check issuerCheck(String id, JsonObject hosted, Linked badge, Linked issuer) {
        if (badge.document() == null || texts(badge.get("type")).noneMatch("BadgeClass"::equals)) {
            return new Check(
                    Step.KEY,
                    badge.unreached() ? Outcome.UNKNOWN : Outcome.FAILED,
                    "no-badge-class",
                    reference(hosted.get("badge")));
        }
        if (issuer.document() == null
                || texts(issuer.get("type")).noneMatch(t -> t.equals("Issuer") || t.equals("Profile"))) {
            return new Check(
                    Step.KEY,
                    issuer.unreached() ? Outcome.UNKNOWN : Outcome.FAILED,
                    "no-issuer",
                    reference(badge.get("issuer")));
        }
        String issuerId = issuer.member("id");
        return isWhereTheirsLie(id, issuer.document())
                ? new Check(Step.KEY, Outcome.PASSED, "hosted-by-issuer", issuerId)
                : new Check(Step.KEY, Outcome.FAILED, "hosted-by-others", issuerId);
    }

    private static boolean isWhereTheirsLie(String id, JsonObject issuer) {
        String issuerId = string(issuer, "id");
        return HostedForm.rules(issuer) instanceof JsonObject rules
                        && (rules.containsKey("startsWith") || rules.containsKey("allowedOrigins"))
                ? allowed(id, issuerId, rules)
                : host(id).equals(host(issuerId)) && !host(id).isEmpty();
    }

    /**
     * What others say of an assertion, of what it stands for or of its issuer. Each counts as its own site has it.
     *
     * @return empty where nobody says anything
     * @see <a href="https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#Endorsement">Open Badges 2.0,
     *     Endorsement</a>
     */
    private Optional<Check> endorsements(JsonObject assertion, Linked badge, Linked issuer, CheckTime time) {
        List<JsonObject> holders = Stream.of(assertion, badge.document(), issuer.document())
                .filter(Objects::nonNull)
                .toList();
        List<JsonValue> all = holders.stream()
                .map(holder -> holder.get("endorsement"))
                .filter(Objects::nonNull)
                .flatMap(value -> value instanceof JsonArray several ? several.stream() : Stream.of(value))
                .toList();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        if (all.size() > MOST_ENDORSEMENTS) {
            return Optional.of(new Check(Step.ENDORSEMENT, Outcome.UNKNOWN, "too-many", ""));
        }
        Set<String> endorsed = holders.stream()
                .map(holder -> string(holder, "id"))
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toSet());
        List<Check> found = all.stream()
                .map(each -> endorsement(each, endorsed, time))
                .distinct()
                .toList();
        for (Outcome against : List.of(Outcome.FAILED, Outcome.UNKNOWN)) {
            Optional<Check> first =
                    found.stream().filter(each -> each.outcome() == against).findFirst();
            if (first.isPresent()) {
                return first;
            }
        }
        return Optional.of(new Check(
                Step.ENDORSEMENT,
                Outcome.PASSED,
                "passed",
                found.stream().map(Check::detail).collect(Collectors.joining(", "))));
    }

    private Check endorsement(JsonValue value, Set<String> endorsed, CheckTime time) {
        String id = reference(value);
        Check wrong = new Check(Step.ENDORSEMENT, Outcome.FAILED, "wrong", id);
        Check notKnown = new Check(Step.ENDORSEMENT, Outcome.UNKNOWN, "not-known", id);
        Answer answer = at(id, time);
        JsonObject hosted = answer.body();
        if (answer.status() == 410 || hosted != null && hosted.getBoolean("revoked", false)) {
            return wrong;
        }
        if (answer.status() == 0 || answer.status() >= 500 || isWithheld(answer)) {
            return notKnown;
        }
        boolean ofThis = hosted != null
                && answer.isThere()
                && string(hosted, "id").equals(id)
                && texts(hosted.get("type")).anyMatch("Endorsement"::equals)
                && hosted.get("claim") instanceof JsonObject claim
                && endorsed.contains(string(claim, "id"));
        if (hosted == null || !ofThis) {
            return wrong;
        }
        Linked endorser = linked(hosted.get("issuer"), time);
        if (!isHosted(hosted) || endorser.unreached()) {
            return notKnown;
        }
        boolean theirs = endorser.document() != null
                && isWhereTheirsLie(id, endorser.document())
                && dates(hosted).outcome() == Outcome.PASSED;
        return theirs ? new Check(Step.ENDORSEMENT, Outcome.PASSED, "passed", endorser.member("name")) : wrong;
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
    private Linked linked(@Nullable JsonValue value, CheckTime time) {
        String address = reference(value);
        if (address.isEmpty()) {
            return Linked.NOTHING;
        }
        Answer answer = at(address, time);
        JsonObject document = answer.isThere() ? answer.body() : null;
        return document != null && string(document, "id").equals(address)
                ? new Linked(document, false)
                : new Linked(null, answer.status() == 0 || answer.status() >= 500 || isWithheld(answer));
    }

    private static final Pattern OWN = Pattern.compile("/ob2/(assertions|badges|issuers)/([A-Za-z0-9./-]+)");

    /** What lies at an address as JSON, or where the address leads. */
    Answer ownOrElsewhere(String address, CheckTime time) {
        return at(address, PublicDocuments.Redirects.ANYWHERE, time);
    }

    /** What is believed because of where it lies, which no file is that an earner publishes here. */
    private Answer at(String address, CheckTime time) {
        return addresses.isOfEarners(address)
                ? new Answer(404, null, "")
                : at(address, PublicDocuments.Redirects.WITHIN_HOST, time);
    }

    private Answer at(String address, PublicDocuments.Redirects redirects, CheckTime time) {
        String base = settings.baseUrl().toString();
        Matcher path = OWN.matcher(address.startsWith(base) ? address.substring(base.length()) : "");
        return path.matches() ? ownAt(path.group(1), path.group(2)) : elsewhere.at(address, JSON, redirects, time);
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
