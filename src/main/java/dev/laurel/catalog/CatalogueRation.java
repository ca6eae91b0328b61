package dev.laurel.catalog;

import dev.laurel.system.Ration;
import org.springframework.stereotype.Component;

/** How often one address may search or read the public catalogue. A person does not come near it; a program waits and goes on. */
@Component
class CatalogueRation extends Ration {

    CatalogueRation(CatalogueSettings settings) {
        super(settings.requestsPerMinute());
    }
}
