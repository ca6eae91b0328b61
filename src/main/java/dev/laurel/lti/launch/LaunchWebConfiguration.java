package dev.laurel.lti.launch;

import dev.laurel.lti.Launch;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Gives controllers of a window the {@link Launch} as a parameter, and their pages as {@code launch}. */
@Configuration(proxyBeanMethods = false)
class LaunchWebConfiguration implements WebMvcConfigurer {

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new LaunchArgument());
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new LaunchInModel()).addPathPatterns("/l/**", LaunchFilter.PATH, LaunchProofs.PATH);
    }

    private static final class LaunchArgument implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == Launch.class;
        }

        /** Absent outside of a window only where the parameter may be. */
        @Override
        public @Nullable Launch resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders) {
            Launch launch =
                    CurrentWindow.launch(Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class)));
            if (launch == null && !parameter.isOptional()) {
                throw new WindowClosed("A page of a window was asked for outside of any window");
            }
            return launch;
        }
    }

    private static final class LaunchInModel implements HandlerInterceptor {

        @Override
        public void postHandle(
                HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable ModelAndView page) {
            Launch launch = CurrentWindow.launch(request);
            if (page != null && page.hasView() && launch != null) {
                page.addObject("launch", launch);
                CurrentWindow.describe(request, page);
            }
        }
    }
}
