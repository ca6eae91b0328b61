package dev.laurel.recognition;

import dev.laurel.system.Ration;
import org.springframework.stereotype.Component;

/** How often one address may ask what something counts for. */
@Component
class ValueRation extends Ration {

    ValueRation(RecognitionSettings settings) {
        super(settings.requestsPerMinute());
    }
}
