package dev.laurel.lti.launch;

import dev.laurel.system.ProblemPages;
import dev.laurel.system.Refusal;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.ViewResolver;

/** Shows what filters refuse, which Spring MVC never hears of, on the same page as every other refusal. */
final class RefusalFilter implements Filter {

    private final ProblemPages pages;
    private final ViewResolver views;
    private final LocaleResolver locales;

    RefusalFilter(ProblemPages pages, ViewResolver views, LocaleResolver locales) {
        this.pages = pages;
        this.views = views;
        this.locales = locales;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } catch (Refusal refusal) {
            show(refusal, (HttpServletRequest) request, (HttpServletResponse) response);
        }
    }

    private void show(Refusal refusal, HttpServletRequest request, HttpServletResponse response)
            throws ServletException {
        ModelAndView page = pages.page(refusal, request, response);
        response.setStatus(refusal.status().value());
        response.setContentType("text/html;charset=UTF-8");
        WindowHeaders.setOpen(response);
        Locale locale = locales.resolveLocale(request);
        try {
            View view =
                    Objects.requireNonNull(views.resolveViewName(Objects.requireNonNull(page.getViewName()), locale));
            view.render(page.getModel(), request, response);
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }
}
