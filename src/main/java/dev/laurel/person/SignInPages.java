package dev.laurel.person;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The page where staff sign in, and the pages of those who may not go on. */
@Controller
class SignInPages {

    /** Where the security chain forwards to; the request carries a {@link Problem} and then a page is rendered. */
    static final String REFUSED = "/sign-in/refused";

    /** Own pages alone, so that no link can send people elsewhere after they signed in. */
    private static final Pattern OWN_PAGE = Pattern.compile(
            "/(account|assess|admin|author|issue|recognition/claims|recognition/rules|recognition/webhooks|reports)([/?][A-Za-z0-9/_?=&%.-]*)?");

    enum Problem {
        WRONG("person.sign-in.wrong", HttpStatus.UNAUTHORIZED),
        TOO_MANY("person.sign-in.too-many", HttpStatus.TOO_MANY_REQUESTS),
        FORM_TOO_OLD("person.sign-in.form-too-old", HttpStatus.FORBIDDEN),
        FORM_TOO_OLD_ELSEWHERE("person.form-too-old", HttpStatus.FORBIDDEN),
        NOT_YOURS("person.not-yours", HttpStatus.FORBIDDEN);

        static final String ATTRIBUTE = Problem.class.getName();

        private final String messageKey;
        private final HttpStatus status;

        Problem(String messageKey, HttpStatus status) {
            this.messageKey = messageKey;
            this.status = status;
        }
    }

    private final IdentityProviders providers;
    private final SingleSignOn signOn;

    SignInPages(IdentityProviders providers, SingleSignOn signOn) {
        this.providers = providers;
        this.signOn = signOn;
    }

    /** The page to go to after signing in, or an empty text when none was asked for or it is not ours. */
    static String wanted(@Nullable String to) {
        return to != null && to.length() < 500 && OWN_PAGE.matcher(to).matches() ? to : "";
    }

    @GetMapping("/sign-in")
    ModelAndView page(
            @RequestParam(defaultValue = "") String to,
            @RequestParam(required = false) @Nullable String out,
            @RequestParam(defaultValue = "") String with) {
        return form(wanted(to), "")
                .addObject("signedOut", out != null)
                .addObject("signedInWith", out == null ? null : signedInWith(with));
    }

    /** The provider at which whoever signed out here is signed in still, as far as it lets them sign out. */
    private @Nullable IdentityProvider signedInWith(String with) {
        return providers.active().stream()
                .filter(provider -> provider.id().value().toString().equals(with))
                .filter(signOn::offersSignOut)
                .findFirst()
                .orElse(null);
    }

    @RequestMapping(REFUSED)
    ModelAndView refused(HttpServletRequest request) {
        return request.getAttribute(Problem.ATTRIBUTE) instanceof Problem problem
                ? refused(request, problem)
                : form("", "");
    }

    private ModelAndView refused(HttpServletRequest request, Problem problem) {
        return switch (problem) {
            case NOT_YOURS -> throw SignInRefusal.notYours(request.getRequestURI());
            case FORM_TOO_OLD_ELSEWHERE -> throw SignInRefusal.formTooOld(request.getRequestURI());
            case WRONG, TOO_MANY, FORM_TOO_OLD -> {
                String login = request.getParameter("login");
                ModelAndView page = form(wanted(request.getParameter("to")), login == null ? "" : login);
                page.setStatus(problem.status);
                yield page.addObject("problem", problem.messageKey);
            }
        };
    }

    private ModelAndView form(String to, String login) {
        return new ModelAndView("person/sign-in")
                .addObject("section", "sign-in")
                .addObject("to", to)
                .addObject("providers", providers.active())
                .addObject("login", login.length() > 100 ? "" : login);
    }
}
