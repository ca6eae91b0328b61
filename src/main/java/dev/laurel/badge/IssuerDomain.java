package dev.laurel.badge;

import java.net.IDN;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A domain that an issuer brought, to be known by as a did:web identifier.
 *
 * @param owned whether it was active once: from then on it is this issuer's for good, because badges say so
 * @param active whether new badges are meant to carry it
 * @param speaks whether they do: the document there lists the keys that sign
 * @param confirmedKey the newest key for embedded proofs that was seen there; absent before the first activation
 * @param sound what the last check said; absent before the first
 * @param soundAt when all was well there last
 */
record IssuerDomain(
        UUID id,
        IssuerId issuer,
        String did,
        boolean owned,
        boolean active,
        boolean speaks,
        @Nullable Integer firstKey,
        @Nullable Integer firstJwtKey,
        @Nullable Integer confirmedKey,
        @Nullable Integer confirmedJwtKey,
        Instant namedAt,
        @Nullable Instant checkedAt,
        @Nullable Boolean sound,
        @Nullable Instant soundAt,
        List<Finding> findings) {

    private static final Pattern HOST =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?|localhost");
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,63}");
    private static final int LONGEST = 300;

    /**
     * What somebody named.
     *
     * @param host with its port when that is not 443
     */
    record Named(String host, List<String> path) {

        /** @see <a href="https://w3c-ccg.github.io/did-method-web/#method-specific-identifier">did:web 2.1</a> */
        String did() {
            String start = "did:web:" + host.replace(":", "%3A");
            return path.isEmpty() ? start : start + ":" + String.join(":", path);
        }
    }

    /** Reads a host name, with a path or without; as an address or as a DID it is understood as well. */
    static Optional<Named> read(String text) {
        String plain = text.strip();
        if (plain.startsWith("did:web:")) {
            plain = plain.substring("did:web:".length())
                    .replace(':', '/')
                    .replace("%3A", ":")
                    .replace("%3a", ":");
        }
        plain = plain.replaceFirst("^(?i:https?)://", "")
                .replaceFirst("/(?:\\.well-known/)?did\\.json$", "")
                .replaceFirst("/+$", "");
        if (plain.length() > LONGEST) {
            return Optional.empty();
        }
        List<String> parts = List.of(plain.split("/", -1));
        String authority = parts.get(0);
        int colon = authority.indexOf(':');
        String port = colon < 0 ? "" : authority.substring(colon + 1);
        String host;
        try {
            host = IDN.toASCII(colon < 0 ? authority : authority.substring(0, colon))
                    .toLowerCase(Locale.ROOT)
                    .replaceFirst("\\.$", "");
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        List<String> path = parts.subList(1, parts.size());
        boolean readable = host.length() <= 253
                && HOST.matcher(host).matches()
                && (colon < 0 || port.matches("[1-9][0-9]{0,4}") && Integer.parseInt(port) < 65536)
                && path.size() <= 5
                && path.stream().allMatch(segment -> SEGMENT.matcher(segment).matches());
        return readable
                ? Optional.of(new Named(colon < 0 || port.equals("443") ? host : host + ":" + port, path))
                : Optional.empty();
    }

    /** One thing that was looked at, with what it is about. */
    record Finding(Kind kind, String detail) {}

    enum Light {
        GOOD,
        DOUBT,
        BAD
    }

    /** What can be found; the name, in lower case, ends the keys of the messages that say what it means and what to do. */
    enum Kind {
        REACHED(Light.GOOD),
        REDIRECT(Light.BAD),
        FORBIDDEN(Light.BAD),
        UNREACHABLE(Light.BAD),
        TIMED_OUT(Light.BAD),
        TOO_LARGE(Light.BAD),
        STATUS(Light.BAD),
        READABLE(Light.GOOD),
        NOT_READABLE(Light.BAD),
        ID(Light.GOOD),
        OTHER_ID(Light.BAD),
        KEY(Light.GOOD),
        KEY_MISSING(Light.BAD),
        KEY_DIFFERENT(Light.BAD),
        KEY_CONTROLLER(Light.BAD),
        KEY_NOT_FOR_ASSERTIONS(Light.BAD),
        EARLIER_KEY_MISSING(Light.BAD),
        WAITING_KEY(Light.GOOD),
        WAITING_KEY_MISSING(Light.DOUBT),
        EXPOSED_KEY(Light.DOUBT),
        OWNED_BY_OTHERS(Light.BAD),
        CLAIMED_BY_OTHERS(Light.DOUBT),
        READABLE_BY_SCRIPTS(Light.GOOD),
        NOT_READABLE_BY_SCRIPTS(Light.DOUBT);

        private final Light light;

        Kind(Light light) {
            this.light = light;
        }

        public Light light() {
            return light;
        }

        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Where others read the document. */
    public String address() {
        return PublicDocuments.addressOf(did).orElseThrow();
    }

    /** Whether it is a host as a whole, whose name may lead to this installation. */
    public boolean wholeHost() {
        return did.indexOf(':', "did:web:".length()) < 0;
    }

    /** Whether the issuer gave it up after badges carried it. */
    public boolean left() {
        return owned && !active;
    }

    /** Where the document lies among exported files. */
    String exportPath() {
        return "domains/" + address().replaceFirst("^https?://", "").replace(":", "%3A");
    }
}
