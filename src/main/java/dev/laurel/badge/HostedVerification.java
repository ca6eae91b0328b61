package dev.laurel.badge;

import dev.laurel.badge.PublicDocuments.Answer;
import dev.laurel.badge.Verdict.Check;
import dev.laurel.badge.Verdict.Outcome;
import dev.laurel.badge.Verdict.Step;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.NotFound;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
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
