/** Data Integrity proofs (W3C VC Data Integrity 1.0, suite eddsa-rdfc-2022) over JSON-LD. Knows nothing of awards. */
@NullMarked
package dev.laurel.badge.proof;

import org.jspecify.annotations.NullMarked;
