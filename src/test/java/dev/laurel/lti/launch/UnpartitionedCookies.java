package dev.laurel.lti.launch;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/** Makes Chromium a browser that knows no partitioned cookies: between begin and end it is not told that the tool's are. */
@TestConfiguration(proxyBeanMethods = false)
class UnpartitionedCookies {

    private volatile boolean on;

    void begin() {
        on = true;
    }

    void end() {
        on = false;
    }

    @Bean
    FilterRegistrationBean<Filter> unpartitioned() {
        FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>((request, response, chain) ->
                chain.doFilter(request, new HttpServletResponseWrapper((HttpServletResponse) response) {
                    @Override
                    public void addHeader(String name, String value) {
                        super.addHeader(name, on ? value.replace("; Partitioned", "") : value);
                    }
                }));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }
}
