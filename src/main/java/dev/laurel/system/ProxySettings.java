package dev.laurel.system;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What stands before the application.
 *
 * @param count proxies of ours that every request passes; 0 where browsers ask directly
 */
@ConfigurationProperties("laurel.proxies")
record ProxySettings(@DefaultValue("1") int count) {

    ProxySettings {
        if (count < 0) {
            throw new IllegalArgumentException(
                    "laurel.proxies.count must be 0 or how many proxies every request passes, and is " + count);
        }
    }
}
