package dev.laurel.badge;

import dev.laurel.system.Ration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** How often one address may have a badge checked. {@link ChecksAtOnce} holds however many addresses there are. */
@Component
@EnableConfigurationProperties(VerifySettings.class)
class CheckRation extends Ration {

    CheckRation(VerifySettings settings) {
        super(settings.requestsPerMinute());
    }
}
