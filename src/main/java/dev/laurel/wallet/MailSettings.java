package dev.laurel.wallet;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Mail to people; the server is named by Spring Boot's own {@code spring.mail.*}.
 *
 * @param from the sender; empty for {@code no-reply} at the host of the base URL
 */
@ConfigurationProperties("laurel.mail")
record MailSettings(@DefaultValue("") String from) {}
