package dev.laurel.lti.launch;

import dev.laurel.system.Refusal;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Shows what filters refuse, which Spring MVC never hears of, on the same page as every other refusal. */
final class RefusalFilter implements Filter {

    private final FilterViews views;

    RefusalFilter(FilterViews views) {
        this.views = views;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } catch (Refusal refusal) {
            views.show(refusal, (HttpServletRequest) request, (HttpServletResponse) response);
        }
    }
}
