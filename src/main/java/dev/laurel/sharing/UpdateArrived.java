package dev.laurel.sharing;

import java.util.UUID;

/** A newer version of an adopted original arrived and waits for a decision. */
record UpdateArrived(UUID adoption, String version) {}
