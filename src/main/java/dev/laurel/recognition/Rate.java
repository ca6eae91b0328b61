package dev.laurel.recognition;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** How a rule gets from a badge to its units, in one step: nothing is ever converted from one authority's units to another's. */
public sealed interface Rate {

    /** Units for one badge, rounded down to hundredths, so that nobody is promised more than the rule gives. */
    BigDecimal of(Scope.Offer offer);

    /** So many units for so many micro-credentials. */
    record PerCredentials(BigDecimal units, int credentials) implements Rate {
        @Override
        public BigDecimal of(Scope.Offer offer) {
            return rounded(units, credentials);
        }
    }

    /** So many units for so many credited hours. */
    record PerHours(BigDecimal units, int hours) implements Rate {
        @Override
        public BigDecimal of(Scope.Offer offer) {
            return rounded(units.multiply(BigDecimal.valueOf(offer.creditedHours())), hours);
        }
    }

    private static BigDecimal rounded(BigDecimal units, int by) {
        BigDecimal exact =
                units.divide(BigDecimal.valueOf(by), 2, RoundingMode.DOWN).stripTrailingZeros();
        return exact.scale() < 0 ? exact.setScale(0) : exact;
    }
}
