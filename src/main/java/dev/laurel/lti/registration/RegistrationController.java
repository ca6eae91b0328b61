package dev.laurel.lti.registration;

import dev.laurel.lti.registration.DynamicRegistration.Outcome;
import dev.laurel.system.ProblemPages;
import dev.laurel.system.WebOrigin;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * Where an LMS sends its administrator's browser, in a frame, to register this tool (LTI Dynamic Registration 1.0, 3.3). The
 * invitation stands in the query or in the path: a platform that puts a query of its own in the place of ours leaves the path.
 */
@Controller
class RegistrationController {

    private final DynamicRegistration registration;
    private final ProblemPages problems;

    RegistrationController(DynamicRegistration registration, ProblemPages problems) {
        this.registration = registration;
        this.problems = problems;
    }

    @GetMapping({"/lti/register", "/lti/register/{secret}"})
    ModelAndView open(
            @PathVariable(name = "secret", required = false) @Nullable String secret,
            @RequestParam(name = "openid_configuration", required = false) @Nullable String configuration,
            @RequestParam(name = "registration_token", required = false) @Nullable String token,
            @RequestParam(name = "invitation", required = false) @Nullable String invitation,
            HttpServletResponse response) {
        String shown = secret == null ? invitation : secret;
        URI address = address(configuration);
        if (!registration.wantsConfirmation(given(shown))) {
            return register(address, token, shown, response);
        }
        DynamicRegistration.Question question = registration.ask(address, given(token), given(shown));
        RegistrationSecurity.framableBy(response, question.framers());
        return new ModelAndView("lti/register")
                .addObject("question", question)
                .addObject("configuration", address)
                .addObject("token", given(token))
                .addObject("invitation", given(shown));
    }

    /** The answer of an administrator who was asked first. What is posted is what the platform put into the address. */
    @PostMapping("/lti/register")
    ModelAndView confirm(
            @RequestParam(name = "openid_configuration", required = false) @Nullable String configuration,
            @RequestParam(name = "registration_token", required = false) @Nullable String token,
            @RequestParam(name = "invitation", required = false) @Nullable String invitation,
            HttpServletResponse response) {
        return register(address(configuration), token, invitation, response);
    }

    /** What a platform's failure ended may be tried once more from here; every other refusal is as everywhere. */
    @ExceptionHandler(produces = MediaType.TEXT_HTML_VALUE)
    ModelAndView refused(RegistrationRefused refusal, HttpServletRequest request, HttpServletResponse response) {
        ModelAndView page = problems.page(refusal, request, response);
        // Where the platform shows its pages is not known before its document was read. This one can be framed by
        // anybody: it
        // holds no session, and its button opens the address that the frame was given once more.
        RegistrationSecurity.framableBy(
                response,
                origin(request.getParameter("openid_configuration"))
                        .map(origin -> Set.of("https:", origin))
                        .orElse(Set.of("https:")));
        if (refusal.mayPass()) {
            page.setViewName("lti/not-registered");
            page.addObject("configuration", request.getParameter("openid_configuration"))
                    .addObject("token", request.getParameter("registration_token"))
                    .addObject("invitation", secretInPath(request).orElseGet(() -> request.getParameter("invitation")));
        }
        return page;
    }

    private ModelAndView register(
            URI address, @Nullable String token, @Nullable String invitation, HttpServletResponse response) {
        Outcome outcome = registration.register(address, given(token), given(invitation));
        RegistrationSecurity.framableBy(response, outcome.framers());
        return new ModelAndView("lti/registered").addObject("outcome", outcome);
    }

    private static Optional<String> secretInPath(HttpServletRequest request) {
        return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> path
                        && path.get("secret") instanceof String secret
                ? Optional.of(secret)
                : Optional.empty();
    }

    private static Optional<String> origin(@Nullable String configuration) {
        return Optional.ofNullable(configuration)
                .flatMap(text -> PlatformConfiguration.address(text.trim()))
                .filter(RegistrationController::isWebAddress)
                .map(WebOrigin::of);
    }

    private static boolean isWebAddress(URI address) {
        return address.getHost() != null
                && ("https".equalsIgnoreCase(address.getScheme()) || "http".equalsIgnoreCase(address.getScheme()));
    }

    private static URI address(@Nullable String configuration) {
        if (configuration == null || configuration.isBlank()) {
            throw RegistrationRefused.noConfiguration();
        }
        return PlatformConfiguration.address(configuration.trim())
                .filter(RegistrationController::isWebAddress)
                .orElseThrow(() -> RegistrationRefused.addressNotCalled("none"));
    }

    private static @Nullable String given(@Nullable String parameter) {
        return parameter == null || parameter.isBlank() ? null : parameter;
    }
}
