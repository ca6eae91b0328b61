package dev.laurel.system;

import jakarta.servlet.DispatcherType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.filter.ForwardedHeaderFilter;

/** By which address, host and scheme whoever asks is known. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProxySettings.class)
class ForwardingConfiguration {

    /** In place of the one that Spring Boot would set up, which believes what stands first in the header. */
    @Bean
    FilterRegistrationBean<ForwardedHeaderFilter> nearestForwarding(ProxySettings settings) {
        FilterRegistrationBean<ForwardedHeaderFilter> forwarding =
                new FilterRegistrationBean<>(new NearestForwarding(settings.count()));
        forwarding.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
        forwarding.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return forwarding;
    }
}
