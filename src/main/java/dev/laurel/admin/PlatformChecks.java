package dev.laurel.admin;

import dev.laurel.admin.PlatformForm.Field;
import dev.laurel.lti.KeySetProbe;
import dev.laurel.lti.PlatformPreset;
import dev.laurel.lti.RegistrationId;
import dev.laurel.lti.Registrations;
import dev.laurel.system.LaurelSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks over what an operator types of a platform, field by field, while they type and again before it is stored. */
@Component
class PlatformChecks {

    private static final int LONGEST_ID = 255;
    private static final int LONGEST_ADDRESS = 2000;
    private static final int MOST_DEPLOYMENTS = 50;

    private final Registrations registrations;
    private final KeySetProbe keySets;
    private final boolean privateAllowed;

    PlatformChecks(Registrations registrations, KeySetProbe keySets, LaurelSettings settings) {
        this.registrations = registrations;
        this.keySets = keySets;
        this.privateAllowed = settings.allowPrivateAddresses();
    }

    enum Weight {
        GOOD,
        /** May be right all the same. */
        DOUBTFUL,
        WRONG
    }

    /**
     * What was found about a field.
     *
     * @param key of the message, with {@code detail} for its blank
     */
    record Finding(Weight weight, String key, String detail) {

        public boolean isGood() {
            return weight == Weight.GOOD;
        }

        public boolean isWrong() {
            return weight == Weight.WRONG;
        }
    }

    /** Findings by field; a field about which there is nothing to say has none. */
    record Findings(Map<Field, Finding> byField) {

        static final Findings NONE = new Findings(Map.of());

        public @Nullable Finding of(String key) {
            return byField.entrySet().stream()
                    .filter(entry -> entry.getKey().key().equals(key))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
        }

        public boolean anyWrong() {
            return byField.values().stream().anyMatch(Finding::isWrong);
        }

        public boolean anyDoubtful() {
            return byField.values().stream().anyMatch(finding -> finding.weight() == Weight.DOUBTFUL);
        }
    }

    /**
     * Everything about a form.
     *
     * @param self the registration that is changed; null for a new one
     */
    Findings check(PlatformForm form, @Nullable RegistrationId self) {
        Map<Field, Finding> findings = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            if (self == null || field != Field.DISTRICT) {
                check(field, form, self).ifPresent(finding -> findings.put(field, finding));
            }
        }
        return new Findings(findings);
    }

    /** What is to be said about one field, if anything. */
    Optional<Finding> check(Field field, PlatformForm form, @Nullable RegistrationId self) {
        return switch (field) {
            case DISTRICT ->
                Districts.isName(form.district()) ? Optional.empty() : wrong("admin.platform.wrong.district");
            case NAME -> form.name().length() > LONGEST_ID ? wrong("admin.platform.wrong.too-long") : Optional.empty();
            case SITE -> form.site().isEmpty() ? Optional.empty() : address(form.site());
            case ISSUER -> issuer(form, self);
            case CLIENT_ID -> clientId(form, self);
            case AUTHORIZATION_ENDPOINT -> endpoint(form.authorizationEndpoint(), form);
            case TOKEN_ENDPOINT -> endpoint(form.tokenEndpoint(), form);
            case KEY_SET -> keySet(form);
            case AUDIENCE ->
                form.audience().length() > LONGEST_ADDRESS ? wrong("admin.platform.wrong.too-long") : Optional.empty();
            case DEPLOYMENTS -> deployments(form);
        };
    }

    private Optional<Finding> issuer(PlatformForm form, @Nullable RegistrationId self) {
        String issuer = form.issuer();
        if (issuer.length() > LONGEST_ID) {
            return wrong("admin.platform.wrong.too-long");
        }
        Optional<Finding> problem = address(issuer);
        if (problem.isPresent()) {
            return problem;
        }
        if (issuer.endsWith("/")) {
            return doubtful("admin.platform.doubt.slash", "");
        }
        int others = registrations.countOf(issuer, self);
        return others == 0 ? Optional.empty() : good("admin.platform.good.issuer-known", String.valueOf(others));
    }

    private Optional<Finding> clientId(PlatformForm form, @Nullable RegistrationId self) {
        String clientId = form.clientId();
        if (clientId.isEmpty()) {
            return wrong("admin.platform.wrong.missing");
        }
        if (clientId.length() > LONGEST_ID || clientId.chars().anyMatch(Character::isWhitespace)) {
            return wrong("admin.platform.wrong.client-id");
        }
        return registrations
                .find(form.issuer(), clientId)
                .filter(known -> !known.id().equals(self))
                .flatMap(known -> wrong("admin.platform.wrong.known"))
                .or(() -> clientIdLike(form.preset().clientIds(), clientId));
    }

    private static Optional<Finding> clientIdLike(PlatformPreset.ClientIds usual, String clientId) {
        return usual.matches(clientId)
                ? Optional.empty()
                : doubtful("admin.platform.doubt.client-id." + usual.name().toLowerCase(Locale.ROOT), "");
    }

    private Optional<Finding> endpoint(String typed, PlatformForm form) {
        Optional<Finding> problem = address(typed);
        return problem.isPresent() ? problem : host(typed, form);
    }

    /** Endpoints usually lie where the issuer lies, or where this kind of platform has them. */
    private static Optional<Finding> host(String typed, PlatformForm form) {
        String host = host(typed);
        PlatformPreset.Addresses known = form.preset().addresses(form.site(), form.clientId());
        boolean plausible = Stream.of(
                        form.issuer(),
                        form.site(),
                        known.authorizationEndpoint(),
                        known.tokenEndpoint(),
                        known.keySet())
                .map(PlatformChecks::host)
                .anyMatch(other -> !other.isEmpty() && domain(other).equals(domain(host)));
        return plausible ? Optional.empty() : doubtful("admin.platform.doubt.host", host);
    }

    private Optional<Finding> keySet(PlatformForm form) {
        Optional<Finding> problem = address(form.keySet());
        if (problem.isPresent()) {
            return problem;
        }
        return switch (keySets.look(URI.create(form.keySet()))) {
            case USABLE -> host(form.keySet(), form).or(() -> good("admin.platform.good.keys", ""));
            case NO_USABLE_KEY -> doubtful("admin.platform.doubt.no-usable-key", "");
            case NO_KEY_SET -> doubtful("admin.platform.doubt.no-key-set", "");
            case UNREACHABLE -> doubtful("admin.platform.doubt.unreachable", host(form.keySet()));
            case FORBIDDEN -> wrong("admin.platform.wrong.private");
        };
    }

    private static Optional<Finding> deployments(PlatformForm form) {
        List<String> ids = form.deploymentIds();
        if (ids.size() > MOST_DEPLOYMENTS || ids.stream().anyMatch(id -> id.length() > LONGEST_ID)) {
            return wrong("admin.platform.wrong.deployments");
        }
        return ids.contains(form.clientId()) ? doubtful("admin.platform.doubt.deployment", "") : Optional.empty();
    }

    /** Whether that is a web address that this tool would call. */
    private Optional<Finding> address(String typed) {
        if (typed.isEmpty()) {
            return wrong("admin.platform.wrong.missing");
        }
        if (typed.length() > LONGEST_ADDRESS) {
            return wrong("admin.platform.wrong.too-long");
        }
        URI address;
        try {
            address = new URI(typed);
        } catch (URISyntaxException e) {
            return wrong("admin.platform.wrong.address");
        }
        String scheme = Objects.requireNonNullElse(address.getScheme(), "").toLowerCase(Locale.ROOT);
        if (address.getHost() == null || address.getRawUserInfo() != null || address.getRawFragment() != null) {
            return wrong("admin.platform.wrong.address");
        }
        if (!scheme.equals("https") && !(privateAllowed && scheme.equals("http"))) {
            return wrong("admin.platform.wrong.https");
        }
        return Optional.empty();
    }

    private static String host(String typed) {
        try {
            return Objects.requireNonNullElse(new URI(typed).getHost(), "").toLowerCase(Locale.ROOT);
        } catch (URISyntaxException e) {
            return "";
        }
    }

    /** The last two labels of a host name, or the whole of an address in numbers. */
    private static String domain(String host) {
        String[] labels = host.split("\\.");
        int count = labels.length;
        return count < 3 || Character.isDigit(labels[count - 1].charAt(0))
                ? host
                : labels[count - 2] + "." + labels[count - 1];
    }

    private static Optional<Finding> wrong(String key) {
        return Optional.of(new Finding(Weight.WRONG, key, ""));
    }

    private static Optional<Finding> doubtful(String key, String detail) {
        return Optional.of(new Finding(Weight.DOUBTFUL, key, detail));
    }

    private static Optional<Finding> good(String key, String detail) {
        return Optional.of(new Finding(Weight.GOOD, key, detail));
    }
}
