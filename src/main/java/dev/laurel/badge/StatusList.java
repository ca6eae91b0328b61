package dev.laurel.badge;

import java.util.UUID;

/** A place in a list where a credential's revocation can be read. */
record StatusList(UUID id, String name, IssuerId issuer) {

    /** One credential's bit. */
    record Entry(StatusList list, int index) {}
}
