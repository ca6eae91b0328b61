package dev.laurel.badge;

import dev.laurel.badge.proof.CheckTime;
import dev.laurel.badge.proof.JwtCredential;
import dev.laurel.badge.proof.Multikey;
import dev.laurel.badge.proof.StrictJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The keys by which an issuer lets itself be recognised: of this installation, of did:key and did:jwk, and of did:web and
 * https issuers anywhere. A key counts only when the issuer's own document lists it for assertions; of an https issuer that
 * lists none, also when it lies where nobody else can put one.
 */
@Component
class PublishedKeys {

    private static final String KEY = "did:key:";
    private static final String JWK = "did:jwk:";
    private static final String DID_DOCUMENT =
            "application/did+json, application/did+ld+json;q=0.9, application/json;q=0.8";
    private static final String KEY_DOCUMENT = "application/json, application/jwk+json;q=0.9, */*;q=0.1";

    /** A dot, slash, backslash, semicolon or percent sign that is encoded, and what some servers end a segment at. */
    private static final Pattern LEADS_ELSEWHERE = Pattern.compile("(?i)%(2e|2f|5c|3b|25|00)|[;\\\\]");

    private final Issuers issuers;
    private final BadgeAddresses addresses;
    private final DidDocuments documents;
    private final PublicDocuments elsewhere;

    PublishedKeys(Issuers issuers, BadgeAddresses addresses, DidDocuments documents, PublicDocuments elsewhere) {
        this.issuers = issuers;
        this.addresses = addresses;
        this.documents = documents;
        this.elsewhere = elsewhere;
    }

    enum Answer {
        FOUND,
        /** The key that is named belongs to somebody else than the issuer that is named. */
        NOT_THE_ISSUERS,
        NOT_PUBLISHED,
        /** An issuer of this installation used it once; others may know it, so it is not published any more. */
        TAKEN_OUT,
        /** It lies on the issuer's site, where others may have addresses too, and nothing there says that it is the issuer's. */
        NOT_LISTED,
        /** The issuer's document could not be read. */
        NOT_REACHED
    }

    /** One of multikey and jwk, or both, when found. */
    record Found(
            Answer answer,
            @Nullable Multikey multikey,
            @Nullable PublicJsonWebKey jwk) {

        /** The key, whichever form it was published in. */
        @Nullable
        PublicKey key() {
            if (jwk != null) {
                return jwk.getPublicKey();
            }
            return multikey == null ? null : multikey.publicKey().orElse(null);
        }

        private static Found not(Answer answer) {
            return new Found(answer, null, null);
        }
    }

    private record Method(
            String id,
            @Nullable Multikey multikey,
            @Nullable PublicJsonWebKey jwk) {

        /** A key in either form serves for both kinds of signatures. */
        private static Method of(String id, @Nullable Multikey multikey, @Nullable PublicJsonWebKey jwk) {
            return new Method(
                    id,
                    multikey == null && jwk != null
                            ? Multikey.of(jwk.getPublicKey()).orElse(null)
                            : multikey,
                    jwk);
        }

        private Found found() {
            return new Found(Answer.FOUND, multikey, jwk);
        }

        private boolean isKey(PublicKey wanted) {
            PublicKey own = found().key();
            return own != null && Arrays.equals(own.getEncoded(), wanted.getEncoded());
        }
    }

    /** The key behind a verification method of an embedded proof. */
    Found forProof(String issuer, String verificationMethod, CheckTime time) {
        if (isWeb(issuer)) {
            return ofWebIssuer(issuer, verificationMethod, time);
        }
        int fragment = verificationMethod.indexOf('#');
        if (fragment < 0 || !verificationMethod.substring(0, fragment).equals(issuer)) {
            return Found.not(Answer.NOT_THE_ISSUERS);
        }
        Found found = methods(issuer, time)
                .map(all -> first(
                        all, method -> method.multikey() != null && method.id().equals(verificationMethod)))
                .orElse(Found.not(Answer.NOT_REACHED));
        return orTakenOut(found, issuer, own -> issuers.keys(own).stream()
                .anyMatch(key ->
                        key.exposedAt() != null && addresses.key(own, key).equals(verificationMethod)));
    }

    /**
     * An https issuer's method lies within its own document, or is an address that answers with the key and names the issuer
     * as controller. Everybody can publish the latter on a site that takes files of others, so the issuer's document is
     * asked first, as for tokens.
     */
    private Found ofWebIssuer(String issuer, String verificationMethod, CheckTime time) {
        if (!sameOrigin(issuer, verificationMethod)) {
            return Found.not(Answer.NOT_THE_ISSUERS);
        }
        PublicDocuments.Answer answer = document(issuer, time);
        if (answer.status() == 0 || answer.status() >= 500) {
            return Found.not(Answer.NOT_REACHED);
        }
        JsonObject profile = profile(answer, issuer);
        if (profile == null) {
            return orNotListed(methodAt(issuer, verificationMethod, time), issuer, verificationMethod);
        }
        List<Method> methods = methods(profile, issuer);
        Found within = first(
                methods, method -> method.multikey() != null && method.id().equals(verificationMethod));
        return within.answer() == Answer.FOUND
                ? within
                : ifListed(methodAt(issuer, verificationMethod, time), verificationMethod, methods, profile);
    }

    private Found methodAt(String issuer, String verificationMethod, CheckTime time) {
        PublicDocuments.Answer answer = document(withoutFragment(verificationMethod), time);
        if (answer.status() == 0) {
            return Found.not(Answer.NOT_REACHED);
        }
        JsonObject document = answer.isThere() ? answer.body() : null;
        if (document == null) {
            return Found.not(Answer.NOT_PUBLISHED);
        }
        if (text(document, "id").equals(issuer)) {
            return first(
                    methods(document, issuer),
                    method -> method.multikey() != null && method.id().equals(verificationMethod));
        }
        Multikey key = multikey(text(document, "publicKeyMultibase"));
        return key == null || !text(document, "controller").equals(issuer)
                ? Found.not(Answer.NOT_PUBLISHED)
                : new Found(Answer.FOUND, key, null);
    }

    /** What people publish here lies at an address of ours, and speaks for no issuer. */
    private PublicDocuments.Answer document(String address, CheckTime time) {
        return addresses.isOfEarners(address)
                ? new PublicDocuments.Answer(404, null, "")
                : elsewhere.at(address, KEY_DOCUMENT, time);
    }

    /** The issuer's own document, if it lists keys. */
    private static @Nullable JsonObject profile(PublicDocuments.Answer answer, String issuer) {
        JsonObject document = answer.isThere() ? answer.body() : null;
        return document != null && text(document, "id").equals(issuer) && listsKeys(document) ? document : null;
    }

    private static Found ifListed(Found named, String name, List<Method> methods, JsonObject profile) {
        PublicKey key = named.key();
        boolean listed =
                key == null || names(profile).contains(name) || methods.stream().anyMatch(method -> method.isKey(key));
        return listed ? named : Found.not(Answer.NOT_THE_ISSUERS);
    }

    private static Found orNotListed(Found named, String issuer, String name) {
        return named.answer() != Answer.FOUND || isOnlyTheirs(issuer, name) ? named : Found.not(Answer.NOT_LISTED);
    }

    /**
     * The key that signed a token. Whatever its header names has to be listed by the issuer itself: everybody can put a key
     * of their own on the web, or into a header.
     */
    Found forToken(String issuer, JwtCredential token, CheckTime time) {
        String stated = token.kid().orElse("");
        String kid = stated.startsWith("#") ? issuer + stated : stated;
        if (kid.startsWith("did:")) {
            return forKid(issuer, kid, time);
        }
        if (isWeb(issuer)) {
            return ofWebIssuer(issuer, kid, token, time);
        }
        PublicJsonWebKey named;
        if (kid.isEmpty()) {
            named = jwk(token.jwk().orElse(""));
        } else {
            PublicDocuments.Answer answer = ownKey(kid)
                    .map(jwk -> new PublicDocuments.Answer(
                            200, StrictJson.object(jwk).orElse(null), jwk))
                    .orElseGet(() -> document(kid, time));
            if (answer.status() == 0) {
                return Found.not(Answer.NOT_REACHED);
            }
            named = answer.isThere() ? jwk(answer.text()) : null;
        }
        if (named == null) {
            return Found.not(Answer.NOT_PUBLISHED);
        }
        PublicJsonWebKey wanted = named;
        Found found = methods(issuer, time)
                .map(all -> {
                    Found listed = first(all, method -> method.isKey(wanted.getPublicKey()));
                    return listed.answer() == Answer.FOUND ? listed : Found.not(Answer.NOT_THE_ISSUERS);
                })
                .orElse(Found.not(Answer.NOT_REACHED));
        return orTakenOut(found, issuer, own -> issuers.jwtKeys(own).stream()
                .anyMatch(key -> key.exposedAt() != null && isOf(key, wanted)));
    }

    /**
     * An https issuer whose own document lists keys signs with those and no others. Open Badges 3.0 does not ask for such a
     * list, only that {@code kid} leads to the key (8.5). Where there is none, the key has to lie below the issuer's own
     * address, or where only the owner of a whole site can put it; elsewhere on that site others may have put theirs.
     */
    private Found ofWebIssuer(String issuer, String kid, JwtCredential token, CheckTime time) {
        if (!kid.isEmpty() && !sameOrigin(issuer, kid)) {
            return Found.not(Answer.NOT_THE_ISSUERS);
        }
        PublicDocuments.Answer answer = document(issuer, time);
        if (answer.status() == 0 || answer.status() >= 500) {
            return Found.not(Answer.NOT_REACHED);
        }
        JsonObject profile = profile(answer, issuer);
        if (profile != null) {
            List<Method> methods = methods(profile, issuer);
            Optional<Method> byName = methods.stream()
                    .filter(method -> !kid.isEmpty() && method.id().equals(kid))
                    .filter(method -> method.found().key() != null)
                    .findFirst();
            return byName.map(Method::found)
                    .orElseGet(() ->
                            ifListed(kid.isEmpty() ? enclosed(token) : lyingAt(kid, time), kid, methods, profile));
        }
        return kid.isEmpty() ? Found.not(Answer.NOT_THE_ISSUERS) : orNotListed(lyingAt(kid, time), issuer, kid);
    }

    private static boolean listsKeys(JsonObject profile) {
        return profile.containsKey("verificationMethod") || profile.containsKey("assertionMethod");
    }

    /** Methods that a document names and does not hold. */
    private static Set<String> names(JsonObject profile) {
        Set<String> names = new HashSet<>();
        String member = profile.containsKey("assertionMethod") ? "assertionMethod" : "verificationMethod";
        for (JsonValue entry : each(profile, member)) {
            if (entry instanceof JsonString name) {
                names.add(name.getString());
            }
        }
        return names;
    }

    /**
     * Whether nobody but the issuer, or the owner of the whole site, can put something at the address. An issuer that is the
     * whole site, or one that only a query or fragment tells from others, has nothing below it that is surely its own.
     */
    private static boolean isOnlyTheirs(String issuer, String address) {
        if (withoutFragment(address).equals(issuer)) {
            return true;
        }
        URI own = URI.create(issuer);
        URI there = URI.create(address);
        if (there.getRawQuery() != null || mayLeadElsewhere(there) || mayLeadElsewhere(own)) {
            return false;
        }
        if (there.getRawPath().startsWith("/.well-known/")) {
            return true;
        }
        String path = own.getRawPath().replaceFirst("/$", "");
        return !path.isEmpty()
                && own.getRawQuery() == null
                && own.getRawFragment() == null
                && (there.getRawPath().equals(path) || there.getRawPath().startsWith(path + "/"));
    }

    /** Whether a server may take the path for another one than it begins like; one that is encoded twice is no better. */
    private static boolean mayLeadElsewhere(URI address) {
        String path = address.getRawPath();
        return LEADS_ELSEWHERE.matcher(path).find()
                || Arrays.stream(path.split("/")).anyMatch(part -> part.equals(".") || part.equals(".."));
    }

    private static Found enclosed(JwtCredential token) {
        PublicJsonWebKey key = jwk(token.jwk().orElse(""));
        return key == null ? Found.not(Answer.NOT_PUBLISHED) : new Found(Answer.FOUND, null, key);
    }

    /** The key at an address: by itself, or one of a set, which the fragment names. */
    private Found lyingAt(String kid, CheckTime time) {
        PublicDocuments.Answer answer = document(withoutFragment(kid), time);
        if (answer.status() == 0) {
            return Found.not(Answer.NOT_REACHED);
        }
        JsonObject document = answer.isThere() ? answer.body() : null;
        if (document == null) {
            return Found.not(Answer.NOT_PUBLISHED);
        }
        if (!document.containsKey("keys")) {
            PublicJsonWebKey key = jwk(document.toString());
            return key == null ? Found.not(Answer.NOT_PUBLISHED) : new Found(Answer.FOUND, null, key);
        }
        String name = kid.substring(Math.min(kid.length(), withoutFragment(kid).length() + 1));
        List<JsonValue> keys = each(document, "keys");
        return keys.stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonValue::asJsonObject)
                .filter(key -> name.isEmpty()
                        ? keys.size() == 1
                        : text(key, "kid").equals(name) || text(key, "kid").equals(kid))
                .flatMap(key -> Optional.ofNullable(jwk(key.toString())).stream())
                .findFirst()
                .map(key -> new Found(Answer.FOUND, null, key))
                .orElse(Found.not(Answer.NOT_PUBLISHED));
    }

    private static boolean isOf(JwtIssuerKey key, PublicJsonWebKey wanted) {
        PublicJsonWebKey own = jwk(key.publicJwk());
        return own != null && same(own, wanted);
    }

    /** Says more of a key that our issuer does not list: that it is one of its own which it has taken out of use. */
    private Found orTakenOut(Found found, String issuer, Predicate<Issuer> exposed) {
        return found.answer() != Answer.FOUND
                        && ownIssuer(issuer).filter(exposed).isPresent()
                ? Found.not(Answer.TAKEN_OUT)
                : found;
    }

    /** The key for tokens that the issuer's DID document lists under that name. */
    Found forKid(String issuer, String kid, CheckTime time) {
        if (!withoutFragment(kid).equals(issuer)) {
            return Found.not(Answer.NOT_THE_ISSUERS);
        }
        boolean onlyOne = kid.equals(issuer) && (issuer.startsWith(KEY) || issuer.startsWith(JWK));
        Found found = methods(issuer, time)
                .map(all -> first(
                        all,
                        method -> method.found().key() != null
                                && (onlyOne || method.id().equals(kid))))
                .orElse(Found.not(Answer.NOT_REACHED));
        return orTakenOut(found, issuer, own -> issuers.jwtKeys(own).stream()
                .anyMatch(key -> key.exposedAt() != null && (own.did() + "#" + key.fragment()).equals(kid)));
    }

    private Optional<String> ownKey(String kid) {
        return issuers.bySlug(kid.replaceFirst("/keys/jwt-[0-9]+$", "").replaceFirst(".*/", ""))
                .flatMap(issuer -> issuers.jwtKeys(issuer).stream()
                        .filter(key -> addresses
                                .jwtKey(issuer, key.number())
                                .toString()
                                .equals(kid))
                        .map(JwtIssuerKey::publicJwk)
                        .findFirst());
    }

    private static Found first(List<Method> methods, Predicate<Method> condition) {
        return methods.stream()
                .filter(condition)
                .findFirst()
                .map(Method::found)
                .orElse(Found.not(Answer.NOT_PUBLISHED));
    }

    /** Empty when the issuer's document could not be read. */
    private Optional<List<Method>> methods(String issuer, CheckTime time) {
        if (issuer.startsWith(KEY)) {
            String key = issuer.substring(KEY.length());
            Multikey multikey = multikey(key);
            return Optional.of(multikey == null ? List.of() : List.of(Method.of(issuer + "#" + key, multikey, null)));
        }
        if (issuer.startsWith(JWK)) {
            PublicJsonWebKey jwk = jwk(decoded(issuer.substring(JWK.length())));
            return Optional.of(jwk == null ? List.of() : List.of(Method.of(issuer + "#0", null, jwk)));
        }
        Optional<JsonObject> document = ownIssuer(issuer).map(documents::of).or(() -> PublicDocuments.addressOf(issuer)
                .flatMap(address -> Optional.ofNullable(
                        elsewhere.at(address, DID_DOCUMENT, time).body())));
        return document.filter(found -> text(found, "id").equals(issuer)).map(found -> methods(found, issuer));
    }

    private Optional<Issuer> ownIssuer(String did) {
        return issuers.bySlug(did.substring(did.lastIndexOf(':') + 1))
                .filter(issuer -> addresses.ownDid(issuer.slug()).equals(did))
                .map(issuer -> issuer.as(did))
                .or(() -> issuers.byDomain(did));
    }

    /** Those for assertions; of an https issuer that does not say which are, all. */
    private static List<Method> methods(JsonObject document, String did) {
        Set<String> forAssertions = new HashSet<>();
        boolean all = isWeb(did) && !document.containsKey("assertionMethod");
        List<JsonObject> candidates = new ArrayList<>();
        for (JsonValue entry : each(document, "assertionMethod")) {
            if (entry instanceof JsonString name) {
                forAssertions.add(absolute(name.getString(), did));
            } else if (entry instanceof JsonObject method) {
                forAssertions.add(absolute(text(method, "id"), did));
                candidates.add(method);
            }
        }
        for (JsonValue entry : each(document, "verificationMethod")) {
            if (entry instanceof JsonObject method) {
                candidates.add(method);
            }
        }
        return candidates.stream()
                .filter(method -> text(method, "controller").equals(did))
                .filter(method -> all || forAssertions.contains(absolute(text(method, "id"), did)))
                .map(method -> Method.of(
                        absolute(text(method, "id"), did),
                        multikey(text(method, "publicKeyMultibase")),
                        method.get("publicKeyJwk") instanceof JsonObject jwk ? jwk(jwk.toString()) : null))
                .toList();
    }

    private static String absolute(String id, String did) {
        return id.startsWith("#") ? did + id : id;
    }

    /** One, or several. */
    private static List<JsonValue> each(JsonObject document, String member) {
        JsonValue value = document.get(member);
        return value instanceof JsonArray several ? several : value == null ? List.of() : List.of(value);
    }

    private static String decoded(String part) {
        try {
            return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static boolean same(PublicJsonWebKey one, PublicJsonWebKey other) {
        return one.getPublicKey().equals(other.getPublicKey());
    }

    private static @Nullable PublicJsonWebKey jwk(String json) {
        try {
            return PublicJsonWebKey.Factory.newPublicJwk(json);
        } catch (JoseException | RuntimeException e) {
            return null; // no key; the library says so in either way
        }
    }

    private static @Nullable Multikey multikey(String text) {
        try {
            return new Multikey(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isWeb(String issuer) {
        return issuer.startsWith("https://") || issuer.startsWith("http://");
    }

    private static boolean sameOrigin(String one, String other) {
        try {
            URI a = URI.create(one);
            URI b = URI.create(other);
            return a.getHost() != null
                    && a.getScheme().equals(b.getScheme())
                    && a.getHost().equals(b.getHost())
                    && a.getPort() == b.getPort();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String withoutFragment(String address) {
        int fragment = address.indexOf('#');
        return fragment < 0 ? address : address.substring(0, fragment);
    }

    private static String text(JsonObject object, String member) {
        return object.get(member) instanceof JsonString text ? text.getString() : "";
    }
}
