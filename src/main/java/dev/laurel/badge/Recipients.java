package dev.laurel.badge;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose a badge says it is, as far as an e-mail address can tell: identity objects of Open Badges 3.0 and the recipient
 * of 2.0, hashed or not.
 *
 * @see <a href="https://www.imsglobal.org/spec/ob/v3p0#identityobject">Open Badges 3.0, IdentityObject</a>
 * @see <a href="https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#IdentityObject">Open Badges
 *     2.0, IdentityObject</a>
 */
final class Recipients {

    private static final Set<String> BY_MAIL = Set.of("emailAddress", "email");
    private static final String MAILTO = "mailto:";

    private final List<Identity> identities;

    private Recipients(List<Identity> identities) {
        this.identities = identities;
    }

    /** An address as it stands in a badge. @param salt empty for none */
    private record Identity(boolean hashed, String text, String salt) {}

    static Recipients of(JsonObject badge) {
        List<Identity> identities = new ArrayList<>();
        if (badge.get("credentialSubject") instanceof JsonObject subject) {
            String id = text(subject.get("id"));
            if (id.startsWith(MAILTO)) {
                identities.add(new Identity(false, id.substring(MAILTO.length()), ""));
            }
            for (JsonValue entry : each(subject.get("identifier"))) {
                if (entry instanceof JsonObject identity && BY_MAIL.contains(text(identity.get("identityType")))) {
                    identities.add(identity(identity, "identityHash"));
                }
            }
        }
        if (badge.get("recipient") instanceof JsonObject recipient && BY_MAIL.contains(text(recipient.get("type")))) {
            identities.add(identity(recipient, "identity"));
        }
        return new Recipients(identities);
    }

    /**
     * Whether two recipients of Open Badges 2.0 are the same. Empty when that cannot be told: both are hashed, each in its own
     * way.
     */
    static Optional<Boolean> same(JsonObject one, JsonObject other) {
        if (!text(one.get("type")).equals(text(other.get("type")))) {
            return Optional.of(false);
        }
        Identity first = identity(one, "identity");
        Identity second = identity(other, "identity");
        if (!first.hashed()) {
            return Optional.of(isOf(second, first.text()));
        }
        if (!second.hashed()) {
            return Optional.of(isOf(first, second.text()));
        }
        if (!isHash(first.text()) || !isHash(second.text())) {
            return Optional.of(false);
        }
        boolean sameWay = first.salt().equals(second.salt())
                && first.text()
                        .replaceFirst("\\$.*", "")
                        .equalsIgnoreCase(second.text().replaceFirst("\\$.*", ""));
        return sameWay ? Optional.of(first.text().equalsIgnoreCase(second.text())) : Optional.empty();
    }

    private static boolean isHash(String text) {
        return text.matches("(sha256|md5)\\$[0-9a-fA-F]+");
    }

    private static boolean isOf(Identity identity, String address) {
        return is(identity, address.strip()) || is(identity, address.strip().toLowerCase(Locale.ROOT));
    }

    private static Identity identity(JsonObject identity, String member) {
        String text = text(identity.get(member));
        boolean hashed = JsonValue.TRUE.equals(identity.get("hashed")) || isHash(text);
        return new Identity(hashed, text, text(identity.get("salt")));
    }

    /** Whether it names nobody by an e-mail address. */
    boolean nobody() {
        return identities.isEmpty();
    }

    /** Whether it is for the owner of this address. Issuers write and hash addresses in small letters, or as they were given. */
    boolean include(String address) {
        String typed = address.strip();
        String lower = typed.toLowerCase(Locale.ROOT);
        return identities.stream().anyMatch(identity -> is(identity, lower) || is(identity, typed));
    }

    private static boolean is(Identity identity, String address) {
        if (!identity.hashed()) {
            return identity.text().strip().equalsIgnoreCase(address);
        }
        int dollar = identity.text().indexOf('$');
        String algorithm = dollar < 0 ? "" : identity.text().substring(0, dollar);
        String hash = hash(algorithm, address + identity.salt());
        return hash != null && hash.equalsIgnoreCase(identity.text().substring(dollar + 1));
    }

    /** Absent for other algorithms than the two that badges know. MD5 is among them, and proves little. */
    private static @Nullable String hash(String algorithm, String text) {
        String name =
                switch (algorithm.toLowerCase(Locale.ROOT)) {
                    case "sha256" -> "SHA-256";
                    case "md5" -> "MD5";
                    default -> "";
                };
        if (name.isEmpty()) {
            return null;
        }
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(name).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<JsonValue> each(@Nullable JsonValue value) {
        return value instanceof JsonArray array ? array : value == null ? List.of() : List.of(value);
    }

    private static String text(@Nullable JsonValue value) {
        return value instanceof JsonString text ? text.getString() : "";
    }
}
