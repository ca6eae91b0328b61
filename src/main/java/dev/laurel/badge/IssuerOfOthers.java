package dev.laurel.badge;

import dev.laurel.catalog.Achievement;

/** A badge was asked for that its micro-credential would have signed in the name of others. None is ever signed then. */
final class IssuerOfOthers extends RuntimeException {

    IssuerOfOthers(Achievement achievement, Issuer issuer) {
        super("No badge for " + achievement.path() + ": whoever writes it may not name the issuer " + issuer.slug());
    }
}
