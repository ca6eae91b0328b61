package dev.laurel.badge;

import dev.laurel.badge.IssuerDomain.Finding;
import dev.laurel.badge.IssuerDomain.Kind;
import dev.laurel.badge.IssuerDomain.Light;
import dev.laurel.badge.proof.StrictJson;
import dev.laurel.system.OutboundFailure;
import dev.laurel.system.OutboundHttp;
import dev.laurel.system.OutboundRequest;
import dev.laurel.system.OutboundResponse;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads the document at an issuer's domain as a stranger would, and says line by line whether badges that name it would
 * verify. It asks for what the strictest resolvers ask for: absolute ids, and texts under {@code assertionMethod}.
 */
@Component
class DomainCheck {

    private static final String DID_DOCUMENT =
            "application/did+json, application/did+ld+json;q=0.9, application/json;q=0.8, */*;q=0.1";
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);
    private static final int MOST_BYTES = 256 * 1024;
    private static final int LONGEST_DETAIL = 200;

    private final OutboundHttp outside;
    private final Issuers issuers;

    DomainCheck(OutboundHttp outside, Issuers issuers) {
        this.outside = outside;
        this.issuers = issuers;
    }

    /**
     * What was seen.
     *
     * @param key the newest for embedded proofs that is listed as it has to be; absent for none
     * @param waitingSeen whether keys that wait are all there
     */
    record Seen(
            List<Finding> findings,
            @Nullable Integer key,
            @Nullable Integer jwtKey,
            boolean waitingSeen) {

        boolean sound() {
            return findings.stream().noneMatch(finding -> finding.kind().light() == Light.BAD);
        }
    }

    Seen look(IssuerDomain domain) {
        Issuer issuer = issuers.byId(domain.issuer()).orElseThrow();
        List<Finding> findings = new ArrayList<>();
        Optional<JsonObject> document = fetch(domain.address(), findings);
        if (document.isEmpty()) {
            return new Seen(findings, null, null, false);
        }
        String id = text(document.get(), "id");
        findings.add(id.equals(domain.did()) ? found(Kind.ID, id) : found(Kind.OTHER_ID, id));
        Reading reading = new Reading(document.get(), domain, findings);
        for (IssuerKey key : issuers.keys(issuer)) {
            reading.key(
                    key.number(),
                    key.fragment(),
                    key.waiting(),
                    key.exposedAt() != null,
                    key.retiredAt() != null,
                    domain.firstKey(),
                    method -> text(method, "publicKeyMultibase")
                            .equals(key.publicKey().text()));
        }
        Integer newest = reading.newest;
        reading.newest = null;
        for (JwtIssuerKey key : issuers.jwtKeys(issuer)) {
            reading.key(
                    key.number(),
                    key.fragment(),
                    key.waiting(),
                    key.exposedAt() != null,
                    key.retiredAt() != null,
                    domain.firstJwtKey(),
                    method -> same(method.get("publicKeyJwk"), key.publicJwk()));
        }
        boolean own = id.equals(domain.did());
        return new Seen(findings, own ? newest : null, own ? reading.newest : null, own && reading.waitingSeen);
    }

    private Optional<JsonObject> fetch(String address, List<Finding> findings) {
        OutboundResponse response;
        try {
            response = outside.send(OutboundRequest.get(URI.create(address))
                    .with("Accept", DID_DOCUMENT)
                    .with("Cache-Control", "no-cache")
                    .within(LONGEST_WAIT)
                    .atMost(MOST_BYTES));
        } catch (OutboundFailure e) {
            findings.add(
                    switch (e.kind()) {
                        case FORBIDDEN -> found(Kind.FORBIDDEN, address);
                        case UNREACHABLE -> found(Kind.UNREACHABLE, address);
                        case TIMED_OUT -> found(Kind.TIMED_OUT, address);
                        case TOO_LARGE -> found(Kind.TOO_LARGE, address);
                    });
            return Optional.empty();
        }
        if (response.status() >= 300 && response.status() < 400) {
            findings.add(found(Kind.REDIRECT, response.header("Location").orElse("")));
            return Optional.empty();
        }
        if (response.status() != 200) {
            findings.add(found(Kind.STATUS, Integer.toString(response.status())));
            return Optional.empty();
        }
        findings.add(found(Kind.REACHED, address));
        Optional<JsonObject> document = StrictJson.object(response.text().strip());
        findings.add(found(document.isPresent() ? Kind.READABLE : Kind.NOT_READABLE, ""));
        if (document.isPresent()) {
            boolean open = response.header("Access-Control-Allow-Origin")
                    .filter("*"::equals)
                    .isPresent();
            findings.add(found(open ? Kind.READABLE_BY_SCRIPTS : Kind.NOT_READABLE_BY_SCRIPTS, ""));
        }
        return document;
    }

    /** Goes over the issuer's keys of one kind after the other. */
    private static final class Reading {

        private final JsonObject document;
        private final IssuerDomain domain;
        private final List<Finding> findings;
        private @Nullable Integer newest;
        private boolean waitingSeen = true;

        Reading(JsonObject document, IssuerDomain domain, List<Finding> findings) {
            this.document = document;
            this.domain = domain;
            this.findings = findings;
        }

        void key(
                int number,
                String fragment,
                boolean waiting,
                boolean exposed,
                boolean retired,
                @Nullable Integer first,
                Predicate<JsonObject> sameKey) {
            Kind kind = listed(domain.did() + "#" + fragment, sameKey);
            if (exposed) {
                if (kind != Kind.KEY_MISSING) {
                    findings.add(found(Kind.EXPOSED_KEY, fragment));
                }
                return;
            }
            if (kind == Kind.KEY && (newest == null || newest < number)) {
                newest = number;
            }
            if (waiting) {
                waitingSeen &= kind == Kind.KEY;
                findings.add(found(
                        kind == Kind.KEY
                                ? Kind.WAITING_KEY
                                : kind == Kind.KEY_MISSING ? Kind.WAITING_KEY_MISSING : kind,
                        fragment));
            } else if (!retired) {
                findings.add(found(kind, fragment));
            } else if (first != null && number >= first && kind != Kind.KEY) {
                findings.add(found(kind == Kind.KEY_MISSING ? Kind.EARLIER_KEY_MISSING : kind, fragment));
            }
        }

        /** Some resolvers take the first entry of an id, others the last: all of them have to be right. */
        private Kind listed(String id, Predicate<JsonObject> sameKey) {
            List<JsonObject> entries = array(document, "verificationMethod").stream()
                    .filter(JsonObject.class::isInstance)
                    .map(JsonObject.class::cast)
                    .filter(method -> text(method, "id").equals(id))
                    .toList();
            if (entries.isEmpty()) {
                return Kind.KEY_MISSING;
            }
            if (!entries.stream().allMatch(sameKey)) {
                return Kind.KEY_DIFFERENT;
            }
            if (!entries.stream().allMatch(method -> text(method, "controller").equals(domain.did()))) {
                return Kind.KEY_CONTROLLER;
            }
            boolean forAssertions = array(document, "assertionMethod").stream()
                    .anyMatch(entry ->
                            entry instanceof JsonString name && name.getString().equals(id));
            return forAssertions ? Kind.KEY : Kind.KEY_NOT_FOR_ASSERTIONS;
        }
    }

    private static Finding found(Kind kind, String detail) {
        String plain = detail.replaceAll("\\p{Cntrl}", " ");
        return new Finding(kind, plain.length() > LONGEST_DETAIL ? plain.substring(0, LONGEST_DETAIL) : plain);
    }

    private static boolean same(@Nullable JsonValue published, String own) {
        try {
            return published instanceof JsonObject jwk
                    && PublicJsonWebKey.Factory.newPublicJwk(jwk.toString())
                            .getPublicKey()
                            .equals(PublicJsonWebKey.Factory.newPublicJwk(own).getPublicKey());
        } catch (JoseException e) {
            return false;
        }
    }

    private static JsonArray array(JsonObject object, String member) {
        return object.get(member) instanceof JsonArray array ? array : JsonValue.EMPTY_JSON_ARRAY;
    }

    private static String text(JsonObject object, String member) {
        return object.get(member) instanceof JsonString text ? text.getString() : "";
    }
}
