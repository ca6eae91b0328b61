package dev.laurel.lti.launch;

import dev.laurel.system.ProblemPages;
import dev.laurel.system.Refusal;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.ViewResolver;

/** Pages that filters answer with, which Spring MVC never hears of. */
@Component
class FilterViews {

    private final ProblemPages problems;
    private final ViewResolver views;
    private final LocaleResolver locales;
    private final MessageSource messages;

    FilterViews(
            ProblemPages problems,
            @Qualifier("thymeleafViewResolver") ViewResolver views,
            LocaleResolver locales,
            MessageSource messages) {
        this.problems = problems;
        this.views = views;
        this.locales = locales;
        this.messages = messages;
    }

    /** The page that every refusal has; any platform may frame it. */
    void show(Refusal refusal, HttpServletRequest request, HttpServletResponse response) throws ServletException {
        ModelAndView page = problems.page(refusal, request, response);
        response.setStatus(refusal.status().value());
        URI wayBack = refusal instanceof LaunchRefused launch ? launch.wayBack() : null;
        if (wayBack != null) {
            page.setViewName("lti/refused");
            page.addObject("wayBack", address(wayBack, refusal, locales.resolveLocale(request)));
        }
        WindowHeaders.setOpen(response);
        CurrentWindow.describe(request, page);
        show(Objects.requireNonNull(page.getViewName()), page.getModel(), request, response);
    }

    /** The platform may show there what was wrong (LTI Core 1.3, section 5.4.4). */
    private String address(URI wayBack, Refusal refusal, Locale locale) {
        String said = messages.getMessage(refusal.messageKey() + ".title", refusal.arguments(), locale);
        String[] parts = wayBack.toString().split("#", 2);
        return parts[0] + (wayBack.getRawQuery() == null ? "?" : "&") + "lti_errormsg="
                + URLEncoder.encode(said, StandardCharsets.UTF_8).replace("+", "%20")
                + (parts.length == 1 ? "" : "#" + parts[1]);
    }

    void show(String name, Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
            throws ServletException {
        response.setContentType("text/html;charset=UTF-8");
        Locale locale = locales.resolveLocale(request);
        try {
            View view = Objects.requireNonNull(views.resolveViewName(name, locale));
            view.render(model, request, response);
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }
}
