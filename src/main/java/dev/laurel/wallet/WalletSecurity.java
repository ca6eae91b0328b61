package dev.laurel.wallet;

import dev.laurel.badge.UploadLimit;
import dev.laurel.system.PageHeaders;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.HeaderWriterFilter;

/** The wallet outside of any LMS. Its first page and the ways in are open; the rest is for who has opened a wallet. */
@Configuration(proxyBeanMethods = false)
class WalletSecurity {

    /** A file for a renewal, and what a form needs around it. */
    private static final long MOST_BYTES = 26L << 20;

    @Bean
    @Order(40)
    SecurityFilterChain walletsOutsideOfAnyLms(HttpSecurity http, WalletSessions sessions, WalletCookie cookie)
            throws Exception {
        return http.securityMatcher("/wallet", "/wallet/**")
                .authorizeHttpRequests(requests -> requests.requestMatchers(
                                "/wallet",
                                "/wallet/sign-in",
                                "/wallet/open",
                                "/wallet/form-too-old",
                                "/wallet/no-longer-open",
                                "/wallet/backpacks/terms",
                                JoiningPages.PATH + "*",
                                Unions.PATH + "*")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .csrf(csrf -> csrf.csrfTokenRepository(formTokens(cookie)))
                .addFilterBefore(new UploadLimit(MOST_BYTES), HeaderWriterFilter.class)
                .addFilterBefore(new WalletFilter(sessions, cookie), CsrfFilter.class)
                // Said by the session policy, each request would be a sign-in of its own and forms go out of date by
                // it.
                .securityContext(
                        context -> context.securityContextRepository(new RequestAttributeSecurityContextRepository()))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .exceptionHandling(handling -> handling.authenticationEntryPoint((request, response, failure) -> {
                            if (request.getMethod().equals("POST")
                                    && !request.getServletPath().equals("/wallet/sign-out")) {
                                // What was typed would be gone.
                                request.getRequestDispatcher("/wallet/no-longer-open")
                                        .forward(request, response);
                            } else {
                                response.sendRedirect("/wallet");
                            }
                        })
                        .accessDeniedHandler((request, response, denied) -> {
                            if (denied instanceof CsrfException) {
                                request.getRequestDispatcher("/wallet/form-too-old")
                                        .forward(request, response);
                            } else {
                                response.sendError(HttpServletResponse.SC_NOT_FOUND);
                            }
                        }))
                .headers(PageHeaders::standingAlone)
                .build();
    }

    private static CookieCsrfTokenRepository formTokens(WalletCookie cookie) {
        CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName(cookie.formTokens());
        tokens.setCookiePath("/");
        tokens.setCookieCustomizer(
                each -> each.httpOnly(true).secure(cookie.isSecure()).sameSite("Lax"));
        return tokens;
    }
}
