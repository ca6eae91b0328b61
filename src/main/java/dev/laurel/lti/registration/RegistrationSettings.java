package dev.laurel.lti.registration;

import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param canvasHosts hosts of Canvas institutions outside Instructure's own domains that may register with Canvas's
 *     shared issuer ({@code LAUREL_LTI_CANVAS_HOSTS}, separated by commas)
 */
@ConfigurationProperties("laurel.lti")
record RegistrationSettings(@DefaultValue Set<String> canvasHosts) {}
