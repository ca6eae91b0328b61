package dev.laurel.person;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Gives staff pages the signed-in {@link StaffMember}, and the layout the attributes {@code staff} and {@code operator}. */
@Component
class StaffMemberParameter implements HandlerMethodArgumentResolver, WebMvcConfigurer {

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType().equals(StaffMember.class);
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        Staff.Rights rights = Optional.ofNullable(request.getNativeRequest(HttpServletRequest.class))
                .flatMap(StaffRights::known)
                .orElseThrow(() -> new IllegalStateException(
                        "This page takes a staff member but lies outside the addresses that staff sign in for"));
        StaffMember member = rights.member();
        if (container != null) {
            container.getModel().addAttribute("staff", member).addAttribute("operator", rights.operator());
        }
        return member;
    }
}
