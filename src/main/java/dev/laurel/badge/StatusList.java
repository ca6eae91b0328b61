package dev.laurel.badge;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A list in which a credential's revocation can be read.
 *
 * @param did as whom its issuer signs it; absent for the identifier under this installation's address
 */
record StatusList(
        UUID id, String name, IssuerId issuer, @Nullable String did) {

    /** One credential's bit. */
    record Entry(StatusList list, int index) {}
}
