package dev.laurel.reporting;

import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** A file is asked for of a time of which nothing is told; another one would be taken for it. */
final class NoSuchPeriod extends Refusal {

    NoSuchPeriod() {
        super(HttpStatus.BAD_REQUEST, "reporting.no-such-period", "A school year or period that reports do not know");
    }
}
