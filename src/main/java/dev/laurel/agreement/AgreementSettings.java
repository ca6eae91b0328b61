package dev.laurel.agreement;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param requestsPerMinute how often one address may have ratings compared */
@ConfigurationProperties("laurel.agreement")
record AgreementSettings(@DefaultValue("60") int requestsPerMinute) {}
