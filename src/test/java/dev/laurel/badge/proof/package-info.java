/** Proofs checked by code that the signing side does not share. */
@NullMarked
package dev.laurel.badge.proof;

import org.jspecify.annotations.NullMarked;
