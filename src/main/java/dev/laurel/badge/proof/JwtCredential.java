package dev.laurel.badge.proof;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.security.Key;
import java.security.PublicKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A credential as a signed JSON Web Token: the credential itself is the payload, and registered claims repeat what they
 * have a name for.
 *
 * @see <a href="https://www.imsglobal.org/spec/ob/v3p0#jwt-proof">Open Badges 3.0, 8.2 JSON Web Token Proof Format</a>
 */
public final class JwtCredential {

    /** Open Badges 3.0 allows no others. */
    private static final Set<String> HEADERS = Set.of("alg", "kid", "jwk", "typ");

    private static final Set<String> LIST_HEADERS = Set.of("alg", "kid", "jwk", "typ", "cty", "iss");
    private static final Set<String> TYPES = Set.of("jwt");
    private static final Set<String> LIST_TYPES = Set.of("jwt", "vc+jwt", "vc+ld+json+jwt");

    private final String compact;
    private final JsonObject header;
    private final JsonObject payload;

    private JwtCredential(String compact, JsonObject header, JsonObject payload) {
        this.compact = compact;
        this.header = header;
        this.payload = payload;
    }

    /** Why a text is not such a token. */
    public static final class Unreadable extends Exception {

        /** What is not as it should be. */
        public enum Reason {
            NO_JWT,
            /** By which nobody can tell who signed it. */
            OTHER_ALGORITHM,
            /** It may well be signed, in a way that is not known here. */
            UNKNOWN_ALGORITHM,
            OTHER_HEADERS,
            NO_KEY
        }

        private final Reason reason;

        Unreadable(Reason reason) {
            super(reason.name());
            this.reason = reason;
        }

        public Reason reason() {
            return reason;
        }
    }

    /**
     * Signs a credential, in compact form.
     *
     * @param credential with or without an embedded proof, which is left out
     */
    public static String sign(JsonObject credential, JwtKey key) {
        JsonObject bare = DataIntegrity.JSON
                .createObjectBuilder(credential)
                .remove("proof")
                .build();
        JsonObjectBuilder payload = DataIntegrity.JSON.createObjectBuilder(bare);
        claims(bare).forEach(payload::add);
        return key.sign(payload.build().toString());
    }

    /** What a token says, of whatever kind it is and whoever signed it; empty when it is none. */
    public static Optional<JsonObject> payload(String text) {
        return looksLikeOne(text)
                ? CompactSignature.decoded(text.split("\\.")[1]).flatMap(StrictJson::object)
                : Optional.empty();
    }

    /** Whether this public key signed a token as it stands. */
    public static boolean isBy(PublicKey key, String compact) {
        return CompactSignature.isBy(key, compact);
    }

    /** Whether a text looks like a token at all. */
    public static boolean looksLikeOne(String text) {
        return CompactSignature.isForm(text);
    }

    /**
     * Reads a token without trusting it.
     *
     * @throws Unreadable when it is none, or of a kind that Open Badges 3.0 does not allow
     */
    public static JwtCredential of(String compact) throws Unreadable {
        return of(compact, HEADERS, TYPES);
    }

    /**
     * Reads a status list as a token, of which VC JOSE COSE says less than Open Badges 3.0 does of badges.
     *
     * @throws Unreadable when it is none
     * @see <a href="https://www.w3.org/TR/vc-jose-cose/#securing-with-jose">Securing Verifiable Credentials using JOSE and
     *     COSE, 3.1</a>
     */
    public static JwtCredential ofList(String compact) throws Unreadable {
        return of(compact, LIST_HEADERS, LIST_TYPES);
    }

    private static JwtCredential of(String compact, Set<String> headers, Set<String> types) throws Unreadable {
        if (!looksLikeOne(compact)) {
            throw new Unreadable(Unreadable.Reason.NO_JWT);
        }
        String[] parts = compact.split("\\.");
        JsonObject header = object(parts[0]);
        JsonObject payload = object(parts[1]);
        String algorithm = text(header, "alg");
        if (!CompactSignature.ALGORITHMS.contains(algorithm)) {
            boolean proves = !algorithm.isBlank()
                    && !algorithm.equalsIgnoreCase("none")
                    && !algorithm.toUpperCase(Locale.ROOT).startsWith("HS");
            throw new Unreadable(proves ? Unreadable.Reason.UNKNOWN_ALGORITHM : Unreadable.Reason.OTHER_ALGORITHM);
        }
        boolean otherType =
                header.containsKey("typ") && !types.contains(text(header, "typ").toLowerCase(Locale.ROOT));
        if (!headers.containsAll(header.keySet()) || otherType) {
            throw new Unreadable(Unreadable.Reason.OTHER_HEADERS);
        }
        boolean named = !text(header, "kid").isEmpty();
        boolean enclosed = header.get("jwk") instanceof JsonObject jwk && !jwk.containsKey("d");
        if (named == enclosed || header.containsKey("kid") && header.containsKey("jwk")) {
            throw new Unreadable(Unreadable.Reason.NO_KEY);
        }
        return new JwtCredential(compact, header, payload);
    }

    /** The address of the key that is said to have signed; absent when the key stands in the header. */
    public Optional<String> kid() {
        return Optional.of(text(header, "kid")).filter(kid -> !kid.isEmpty());
    }

    /** The key that stands in the header, as JSON. */
    public Optional<String> jwk() {
        return header.get("jwk") instanceof JsonObject jwk ? Optional.of(jwk.toString()) : Optional.empty();
    }

    /** The credential, without the claims that repeat it; of data model 1.1, what stands in the claim {@code vc}. */
    public JsonObject credential() {
        if (payload.get("vc") instanceof JsonObject within
                && isOlder(within)
                && !payload.containsKey("credentialSubject")) {
            return unwrapped(within);
        }
        JsonObjectBuilder credential = DataIntegrity.JSON.createObjectBuilder(payload);
        for (String claim : Set.of("iss", "sub", "jti", "nbf", "exp", "iat")) {
            credential.remove(claim);
        }
        return credential.build();
    }

    /** What the claims say stands for what the credential itself leaves out (Data Model 1.1, 6.3.1). */
    private JsonObject unwrapped(JsonObject within) {
        JsonObjectBuilder credential = DataIntegrity.JSON.createObjectBuilder(within);
        for (String[] told :
                new String[][] {{"issuer", "iss"}, {"id", "jti"}, {"issuanceDate", "nbf"}, {"expirationDate", "exp"}}) {
            JsonValue value = payload.get(told[1]);
            if (value != null && !within.containsKey(told[0])) {
                credential.add(told[0], value instanceof JsonNumber seconds ? dateTime(seconds) : value);
            }
        }
        if (within.get("credentialSubject") instanceof JsonObject subject
                && !subject.containsKey("id")
                && payload.containsKey("sub")) {
            credential.add(
                    "credentialSubject",
                    DataIntegrity.JSON.createObjectBuilder(subject).add("id", payload.get("sub")));
        }
        return credential.build();
    }

    private static JsonValue dateTime(JsonNumber seconds) {
        try {
            return DataIntegrity.JSON.createValue(
                    Instant.ofEpochSecond(seconds.longValue()).toString());
        } catch (DateTimeException e) {
            return seconds; // no date, and will be called so
        }
    }

    private static boolean isOlder(JsonObject credential) {
        JsonValue contexts = credential.get("@context");
        JsonValue first = contexts instanceof JsonArray several && !several.isEmpty() ? several.get(0) : contexts;
        return first instanceof JsonString address && address.getString().equals(PackagedContexts.CREDENTIALS_V1);
    }

    /** A claim that says something else than the credential does, or is missing; empty when all fit. */
    public Optional<String> contradiction() {
        Map<String, JsonValue> expected;
        try {
            expected = claims(credential());
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        for (String claim : new String[] {"iss", "jti", "sub", "nbf", "exp"}) {
            JsonValue stated = payload.get(claim);
            JsonValue due = expected.get(claim);
            boolean fits = stated == null
                    ? due == null
                    : stated instanceof JsonNumber a && due instanceof JsonNumber b
                            ? a.bigDecimalValue().compareTo(b.bigDecimalValue()) == 0
                            : stated.equals(due);
            if (!fits) {
                return Optional.of(claim);
            }
        }
        return Optional.empty();
    }

    /** When the token itself runs out, whatever the credential says; absent when it does not say, or not as a number. */
    public Optional<Instant> runsOut() {
        try {
            return payload.get("exp") instanceof JsonNumber seconds
                    ? Optional.of(Instant.ofEpochSecond(seconds.longValue()))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty(); // no moment that there is
        }
    }

    /** Who is said to have signed, where the token says so beside the credential. */
    public Optional<String> signer() {
        return Optional.of(text(payload, "iss")).filter(signer -> !signer.isEmpty());
    }

    /** Whether this public key signed the token as it stands. */
    public boolean isBy(Key publicKey) {
        return CompactSignature.isBy(publicKey, compact);
    }

    /**
     * What the registered claims have to be.
     *
     * @throws IllegalArgumentException naming the member that is missing or unreadable
     */
    private static Map<String, JsonValue> claims(JsonObject credential) {
        Map<String, JsonValue> claims = new LinkedHashMap<>();
        JsonValue issuer = credential.get("issuer");
        claims.put("iss", required(issuer instanceof JsonObject profile ? profile.get("id") : issuer, "issuer"));
        claims.put("jti", required(credential.get("id"), "id"));
        JsonValue subject = credential.get("credentialSubject");
        claims.put(
                "sub",
                required(subject instanceof JsonObject object ? object.get("id") : null, "credentialSubject.id"));
        boolean older = isOlder(credential);
        claims.put("nbf", seconds(credential, older ? "issuanceDate" : "validFrom"));
        String ends = older ? "expirationDate" : "validUntil";
        if (credential.containsKey(ends)) {
            claims.put("exp", seconds(credential, ends));
        }
        return claims;
    }

    private static JsonValue required(@Nullable JsonValue value, String name) {
        if (value instanceof JsonString text) {
            return text;
        }
        throw new IllegalArgumentException(name);
    }

    private static JsonValue seconds(JsonObject credential, String member) {
        try {
            return DataIntegrity.JSON.createValue(
                    OffsetDateTime.parse(text(credential, member)).toEpochSecond());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(member, e);
        }
    }

    private static JsonObject object(String part) throws Unreadable {
        return CompactSignature.decoded(part)
                .flatMap(StrictJson::object)
                .orElseThrow(() -> new Unreadable(Unreadable.Reason.NO_JWT));
    }

    private static String text(JsonObject object, String member) {
        return object.get(member) instanceof JsonString text ? text.getString() : "";
    }
}
