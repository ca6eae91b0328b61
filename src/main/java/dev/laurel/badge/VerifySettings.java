package dev.laurel.badge;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param requestsPerMinute how often one address may have a badge checked; a whole school may come from one */
@ConfigurationProperties("laurel.verify")
record VerifySettings(@DefaultValue("60") int requestsPerMinute) {}
