package dev.laurel.badge;

import dev.laurel.badge.Awards.Stored;
import dev.laurel.badge.proof.JwtCredential;
import dev.laurel.badge.proof.JwtKey;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Badges as JSON Web Tokens: signed when first asked for, because an RSA signature costs as much as all the rest of a
 * badge and few readers want it, and kept, so that whoever asks again gets the same bytes.
 */
@Component
class Tokens {

    private final Awards awards;
    private final Issuers issuers;

    Tokens(Awards awards, Issuers issuers) {
        this.awards = awards;
        this.issuers = issuers;
    }

    @Transactional
    public String of(Stored award) {
        return awards.jwt(award).orElseGet(() -> {
            Issuer issuer = issuers.byId(award.issuer()).orElseThrow().as(CredentialController.issuerDid(award));
            JwtKey key = issuers.jwtKey(issuer);
            int number = Integer.parseInt(key.kid().substring(key.kid().lastIndexOf('-') + 1));
            awards.keepJwt(award, JwtCredential.sign(CredentialController.read(award.credential()), key), number);
            return awards.jwt(award).orElseThrow();
        });
    }
}
