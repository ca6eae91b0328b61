package dev.laurel.lti.services;

import dev.laurel.system.OutboundResponse;

/** How platforms say that they are called too often. */
public final class Throttling {

    private Throttling() {}

    /** Whether {@code answer} asks to come back later; Canvas does so with a 403 that looks like a missing right. */
    public static boolean isIn(OutboundResponse answer) {
        return Refusals.isThrottled(answer);
    }
}
