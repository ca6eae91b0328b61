package dev.laurel.wallet;

import java.util.UUID;

/** A mail waits to be sent. What is in it is kept sealed, apart from this. */
public record LetterOwed(UUID letter) {}
