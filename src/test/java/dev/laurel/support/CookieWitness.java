package dev.laurel.support;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/** Notes at the server which requests of logins, launches and their windows carried cookies: what a browser says of itself is no proof. */
@TestConfiguration(proxyBeanMethods = false)
public class CookieWitness {

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** Requests since {@link #forget} that came with cookies. */
    public List<String> cookies() {
        return List.copyOf(seen);
    }

    /** Method and whole address of all requests since {@link #forget}. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    public void forget() {
        seen.clear();
        requests.clear();
    }

    @Bean
    FilterRegistrationBean<Filter> cookieWitnessFilter() {
        FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>((request, response, chain) -> {
            HttpServletRequest http = (HttpServletRequest) request;
            String path = http.getRequestURI();
            if (path.startsWith("/lti/") || path.startsWith("/l/")) {
                String line = http.getMethod() + " " + path
                        + (http.getQueryString() == null ? "" : "?" + http.getQueryString());
                requests.add(line);
                for (String cookie : Collections.list(http.getHeaders("Cookie"))) {
                    seen.add(line + ": " + cookie);
                }
            }
            chain.doFilter(request, response);
        });
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }
}
