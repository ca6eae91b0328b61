package dev.laurel.agreement;

import dev.laurel.system.Ration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** How often one address may have ratings compared. */
@Component
@EnableConfigurationProperties(AgreementSettings.class)
class AgreementRation extends Ration {

    AgreementRation(AgreementSettings settings) {
        super(settings.requestsPerMinute());
    }
}
