package dev.laurel.lti.registration;

import dev.laurel.lti.registration.DynamicRegistration.Outcome;
import dev.laurel.system.WebOrigin;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Where an LMS sends its administrator's browser, in a frame, to register this tool (LTI Dynamic Registration 1.0, 3.3). */
@Controller
class RegistrationController {

    private final DynamicRegistration registration;

    RegistrationController(DynamicRegistration registration) {
        this.registration = registration;
    }

    @GetMapping("/lti/register")
    ModelAndView register(
            @RequestParam(name = "openid_configuration", required = false) @Nullable String configuration,
            @RequestParam(name = "registration_token", required = false) @Nullable String token,
            @RequestParam(name = "invitation", required = false) @Nullable String invitation,
            HttpServletResponse response) {
        if (configuration == null || configuration.isBlank()) {
            throw RegistrationRefused.noConfiguration();
        }
        URI address = PlatformConfiguration.address(configuration.trim())
                .filter(uri -> uri.getHost() != null)
                .filter(uri -> "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()))
                .orElseThrow(() -> RegistrationRefused.addressNotCalled("none"));
        // Also a refusal must be readable inside the platform's frame.
        RegistrationSecurity.framableBy(response, Set.of(WebOrigin.of(address)));
        Outcome outcome =
                registration.register(address, present(token) ? token : null, present(invitation) ? invitation : null);

        Set<String> framers = new LinkedHashSet<>(outcome.registration().origins());
        framers.add(WebOrigin.of(address));
        RegistrationSecurity.framableBy(response, framers);
        return new ModelAndView("lti/registered").addObject("outcome", outcome);
    }

    private static boolean present(@Nullable String parameter) {
        return parameter != null && !parameter.isBlank();
    }
}
