package dev.laurel.badge;

import dev.laurel.badge.PublishedKeys.Answer;
import dev.laurel.badge.PublishedKeys.Found;
import dev.laurel.badge.proof.CheckTime;
import dev.laurel.badge.proof.JwtKey;
import dev.laurel.badge.proof.SealedText;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.tenant.TenantId;
import java.util.Optional;
import java.util.function.Function;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** An issuer's signature under texts that are no badges, for later steps, and whose signature such a text bears. */
@Component
public class IssuerSeal {

    private final Issuers issuers;
    private final IssuerRights rights;
    private final BadgeAddresses addresses;
    private final PublishedKeys keys;

    IssuerSeal(Issuers issuers, IssuerRights rights, BadgeAddresses addresses, PublishedKeys keys) {
        this.issuers = issuers;
        this.rights = rights;
        this.addresses = addresses;
        this.keys = keys;
    }

    /** What came of looking at a signature. */
    public enum Outcome {
        /** Signed with a key that the signer's own document lists now. */
        PUBLISHED_KEY,
        /** Signed with the key that was kept from before; the signer's document could not be read. */
        KEPT_KEY,
        /** No signed text of that type. */
        NOT_SEALED,
        /** The signer's document does not list the key. */
        NOT_PUBLISHED,
        /** The signer's document could not be read, and no key of theirs is kept. */
        NOT_REACHED,
        /** The key did not sign these words. */
        BROKEN;
    }

    /**
     * A signed text that was looked at.
     *
     * @param did of whoever is said to have signed
     * @param payload what is signed; empty unless the signature is sound
     * @param key that signed, as a JWK (RFC 7517); empty unless the signature is sound
     */
    public record Opened(Outcome outcome, String did, String payload, String key) {

        @Override
        public String toString() {
            return "Opened[" + outcome + ", " + did + "]";
        }
    }

    /** Whether a tenant may have texts signed in that organization's name. */
    public boolean mayName(TenantId tenant, String organisation) {
        return rights.mayName(tenant, organisation);
    }

    /**
     * The DID of the issuer of that name, who gets a key when there is none yet. It is the one under this installation's
     * address even where the issuer brought a domain: by it those who got such texts before know who sends more.
     */
    @Transactional
    public String did(String organisation) {
        return issuer(organisation).did();
    }

    private Issuer issuer(String organisation) {
        Issuer issuer = issuers.named(new MicroCredential.Issuer(organisation, null));
        return issuer.as(addresses.ownDid(issuer.slug()));
    }

    /**
     * Signs a text with the issuer's key for tokens.
     *
     * @param type of what is signed, in the header
     */
    @Transactional
    public String seal(String organisation, String type, String payload) {
        return seal(issuer(organisation), type, payload);
    }

    private String seal(Issuer issuer, String type, String payload) {
        JwtKey key = issuers.jwtKey(issuer);
        String number = key.kid().substring(key.kid().lastIndexOf('/') + 1);
        return SealedText.seal(key, issuer.did() + "#" + number, type, payload);
    }

    /**
     * A text that was sealed here, as it is to be given to others: as it was kept, but sealed by the key that seals now where
     * others may know the one that sealed it.
     */
    @Transactional
    public String toBeGiven(String sealed, String type) {
        SealedText text = SealedText.of(sealed, type).orElse(null);
        if (text == null) {
            return sealed;
        }
        return issuers.bySlug(text.did().substring(text.did().lastIndexOf(':') + 1))
                .map(issuer -> issuer.as(addresses.ownDid(issuer.slug())))
                .filter(issuer -> issuers.jwtKeys(issuer).stream()
                        .anyMatch(key ->
                                key.exposedAt() != null && (issuer.did() + "#" + key.fragment()).equals(text.kid())))
                .map(issuer -> seal(issuer, type, text.payload()))
                .orElse(sealed);
    }

    /**
     * Looks at a signed text.
     *
     * @param keptKey answers a DID with the key, as a JWK, by which this signer was recognised before
     */
    public Opened open(String text, String type, Function<String, Optional<String>> keptKey) {
        SealedText sealed = SealedText.of(text, type).orElse(null);
        if (sealed == null) {
            return new Opened(Outcome.NOT_SEALED, "", "", "");
        }
        Found found = keys.forKid(sealed.did(), sealed.kid(), new CheckTime());
        PublicJsonWebKey published = found.jwk();
        if (found.answer() == Answer.FOUND && published != null) {
            return opened(sealed, published, Outcome.PUBLISHED_KEY);
        }
        PublicJsonWebKey kept = found.answer() == Answer.NOT_REACHED
                ? keptKey.apply(sealed.did()).map(IssuerSeal::jwk).orElse(null)
                : null;
        if (kept != null) {
            return opened(sealed, kept, Outcome.KEPT_KEY);
        }
        return new Opened(
                found.answer() == Answer.NOT_REACHED ? Outcome.NOT_REACHED : Outcome.NOT_PUBLISHED,
                sealed.did(),
                "",
                "");
    }

    private static Opened opened(SealedText sealed, PublicJsonWebKey key, Outcome outcome) {
        return sealed.isBy(key.getPublicKey())
                ? new Opened(outcome, sealed.did(), sealed.payload(), key.toJson(OutputControlLevel.PUBLIC_ONLY))
                : new Opened(Outcome.BROKEN, sealed.did(), "", "");
    }

    private static @Nullable PublicJsonWebKey jwk(String json) {
        try {
            return PublicJsonWebKey.Factory.newPublicJwk(json);
        } catch (JoseException e) {
            return null;
        }
    }
}
