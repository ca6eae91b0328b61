package dev.laurel.catalog;

import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** Nothing of that id or version was ever published, or it is no longer on offer. */
class NotInCatalogue extends Refusal {

    NotInCatalogue() {
        super(HttpStatus.NOT_FOUND, "catalog.not-found", "Asked for something that is not in the catalogue");
    }
}
