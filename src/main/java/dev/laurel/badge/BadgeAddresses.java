package dev.laurel.badge;

import dev.laurel.catalog.Achievement;
import dev.laurel.system.LaurelSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Every public address that goes into signed text, in one place: what has been signed cannot be moved. */
@Component
class BadgeAddresses {

    /** Servers take several slashes for one, and dots for a way up. */
    private static final Pattern OF_EARNERS = Pattern.compile("/+credentials/+evidence/|/\\.{1,2}/");

    private final LaurelSettings settings;

    BadgeAddresses(LaurelSettings settings) {
        this.settings = settings;
    }

    /**
     * The identifier that every issuer has, whether or not it brought a domain.
     *
     * @see <a href="https://w3c-ccg.github.io/did-method-web/#create-register">did:web 2.5</a>
     */
    String ownDid(String slug) {
        URI base = settings.baseUrl();
        String host = base.getPort() < 0 ? base.getHost() : base.getHost() + "%3A" + base.getPort();
        return "did:web:" + host + base.getRawPath().replace('/', ':') + ":issuers:" + slug;
    }

    String key(Issuer issuer, IssuerKey key) {
        return issuer.did() + "#" + key.fragment();
    }

    /** Answers with the one public key of that number, as a JWK. */
    URI jwtKey(Issuer issuer, int number) {
        return settings.at("/issuers/" + issuer.slug() + "/keys/jwt-" + number);
    }

    /** Where a file lies that an earner publishes. */
    URI publishedFile(UUID id) {
        return settings.at("/credentials/evidence/" + id);
    }

    /** Whether files that earners publish lie there, however the address is written: none of them speaks for an issuer. */
    boolean isOfEarners(String address) {
        try {
            URI there = new URI(address);
            String host = there.getHost();
            String path = there.getPath();
            return host != null
                    && path != null
                    && host.replaceFirst("\\.$", "")
                            .equalsIgnoreCase(settings.baseUrl().getHost())
                    && OF_EARNERS.matcher(path + "/").find();
        } catch (URISyntaxException e) {
            return false; // nobody is asked there
        }
    }

    URI issuer(Issuer issuer) {
        return settings.at("/issuers/" + issuer.slug());
    }

    /** The style of pages among exported files. */
    URI fileStyle() {
        return settings.at("/style.css");
    }

    /** One of the logos that the issuer had; each stays, because signed text names it. */
    URI logo(Issuer issuer, int number) {
        return settings.at("/issuers/" + issuer.slug() + "/logo-" + number + ".png");
    }

    /** The design, without anybody's credential in it. */
    URI design(Issuer issuer, Achievement achievement) {
        return settings.at(
                "/issuers/" + issuer.slug() + "/badges/" + achievement.item() + "/" + achievement.version() + ".png");
    }

    URI achievement(Achievement achievement) {
        return settings.at(achievement.path());
    }

    /** The award as Open Badges 2.0. */
    URI assertion(String credentialId) {
        return settings.at("/ob2/assertions/" + credentialId);
    }

    URI badgeClass(Issuer issuer, Achievement achievement) {
        return settings.at("/ob2/badges/" + issuer.slug() + "/" + achievement.item() + "/" + achievement.version());
    }

    URI hostedIssuer(Issuer issuer) {
        return settings.at("/ob2/issuers/" + issuer.slug());
    }

    URI hostedPng(String credentialId) {
        return settings.at("/credentials/" + credentialId + "/badge.png?form=ob2");
    }

    URI statusList(String name) {
        return settings.at("/status/" + name);
    }

    URI verify() {
        return settings.at("/verify");
    }

    Award.Addresses award(String credentialId) {
        String page = "/credentials/" + credentialId;
        return new Award.Addresses(
                settings.at(page),
                settings.at(page + ".json"),
                settings.at(page + ".jwt"),
                settings.at(page + "/badge.png"),
                settings.at(page + "/badge.svg"));
    }
}
