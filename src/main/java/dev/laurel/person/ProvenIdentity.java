package dev.laurel.person;

import org.jspecify.annotations.Nullable;

/**
 * Somebody, as their provider has just vouched for.
 *
 * @param subject never given to anybody else there
 * @param address absent unless the provider says that it has verified it
 */
record ProvenIdentity(String subject, @Nullable String address) {

    @Override
    public String toString() {
        return "ProvenIdentity[…]";
    }
}
