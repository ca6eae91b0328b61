package dev.laurel.system;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What stands before the application.
 *
 * @param count proxies of ours that every request passes; 0 where browsers ask directly
 */
@ConfigurationProperties("laurel.proxies")
record ProxySettings(@DefaultValue("1") int count) {}
