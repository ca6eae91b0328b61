package dev.laurel.badge;

import dev.laurel.catalog.Achievement;
import dev.laurel.system.LaurelSettings;
import java.net.URI;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Every public address that goes into signed text, in one place: what has been signed cannot be moved. */
@Component
class BadgeAddresses {

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
