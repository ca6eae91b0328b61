package dev.laurel.person;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import dev.laurel.system.LaurelSettings;
import dev.laurel.system.PageHeaders;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;

/**
 * Signing in for the pages of staff. Nobody has a session before they are signed in: the token against forged forms lies
 * in a cookie and the page that was wanted in the form.
 */
@Configuration(proxyBeanMethods = false)
class StaffSecurity {

    private static final Logger log = LoggerFactory.getLogger(StaffSecurity.class);

    private static final String[] PATHS = {
        "/sign-in/**",
        "/sign-out",
        "/account/**",
        "/assess/**",
        "/author/**",
        "/issue/**",
        "/recognition/claims/**",
        "/recognition/rules/**",
        "/recognition/webhooks/**",
        "/reports/**",
        "/admin/**"
    };

    /**
     * bcrypt, with the scheme's name before each hash so that a better one can take over account by account.
     *
     * @param strength each step more doubles the work of a sign-in, and of whoever guesses (4 to 31)
     */
    @Bean
    PasswordEncoder passwordEncoder(@Value("${laurel.staff.password-strength:10}") int strength) {
        return new DelegatingPasswordEncoder("bcrypt", Map.of("bcrypt", new BCryptPasswordEncoder(strength)));
    }

    /** Over https the name's prefix has the browser refuse the cookie from any other host or path (RFC 6265bis). */
    private static String cookieName(LaurelSettings settings, String name) {
        return isSecure(settings) ? "__Host-" + name : name;
    }

    private static boolean isSecure(LaurelSettings settings) {
        return "https".equals(settings.baseUrl().getScheme());
    }

    @Bean
    CookieSerializer staffSessionCookie(LaurelSettings settings) {
        DefaultCookieSerializer cookie = new DefaultCookieSerializer();
        cookie.setCookieName(cookieName(settings, "laurel-staff"));
        cookie.setCookiePath("/");
        cookie.setUseHttpOnlyCookie(true);
        cookie.setUseSecureCookie(isSecure(settings));
        cookie.setSameSite("Lax");
        return cookie;
    }

    /** Nobody but staff has a session: for everybody else the filter that looks for one would only slow each answer. */
    @Bean
    static BeanPostProcessor sessionsOfStaffOnly() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String beanName) {
                if (bean instanceof DelegatingFilterProxyRegistrationBean filter
                        && beanName.equals("sessionRepositoryFilterRegistration")) {
                    for (String path : PATHS) {
                        filter.addUrlPatterns(path.replace("/**", "/*"));
                    }
                }
                return bean;
            }
        };
    }

    private static CookieCsrfTokenRepository formTokens(LaurelSettings settings) {
        CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName(cookieName(settings, "laurel-form"));
        tokens.setCookiePath("/");
        tokens.setCookieCustomizer(
                cookie -> cookie.httpOnly(true).secure(isSecure(settings)).sameSite("Lax"));
        return tokens;
    }

    @Bean
    @Order(30)
    SecurityFilterChain staffOnly(
            HttpSecurity http,
            LaurelSettings settings,
            Staff staff,
            StaffRights rights,
            PasswordEncoder passwords,
            SignInThrottle throttle)
            throws Exception {
        return http.securityMatcher(PATHS)
                .authenticationManager(new ProviderManager(new StaffAuthentication(staff, passwords, throttle)))
                .authorizeHttpRequests(requests -> requests.requestMatchers("/sign-in/**", "/sign-out")
                        .permitAll()
                        .requestMatchers("/account/**")
                        .access(rights.when(may -> true))
                        .requestMatchers("/admin/**")
                        .access(rights.when(Staff.Rights::operator))
                        .requestMatchers("/issue/**")
                        .access(rights.when(Staff.Rights::issues))
                        .requestMatchers("/assess/lead", "/assess/lead/**")
                        .access(rights.when(Staff.Rights::leads))
                        .requestMatchers("/assess/**")
                        .access(rights.when(Staff.Rights::assesses))
                        .requestMatchers("/author/**")
                        .access(rights.when(Staff.Rights::writes))
                        .requestMatchers("/recognition/claims/**", "/recognition/rules/**", "/recognition/webhooks/**")
                        .access(rights.when(Staff.Rights::recognises))
                        .requestMatchers("/reports/**")
                        .access(rights.when(Staff.Rights::reads))
                        .anyRequest()
                        .denyAll())
                .csrf(csrf -> csrf.csrfTokenRepository(formTokens(settings)))
                .requestCache(AbstractHttpConfigurer::disable)
                .formLogin(form -> form.loginPage("/sign-in")
                        .usernameParameter("login")
                        .passwordParameter("password")
                        .successHandler((request, response, signedIn) -> {
                            log.info("{} signed in with a password", signedIn.getName());
                            response.sendRedirect(landing(request, rights, signedIn));
                        })
                        .failureHandler((request, response, failure) -> refuse(
                                request,
                                response,
                                failure instanceof TooManyTries
                                        ? SignInPages.Problem.TOO_MANY
                                        : SignInPages.Problem.WRONG)))
                .logout(logout -> logout.logoutUrl("/sign-out")
                        .addLogoutHandler((request, response, signedIn) -> noteProvider(request))
                        .logoutSuccessHandler((request, response, signedIn) -> response.sendRedirect(
                                request.getAttribute(SignOnPages.SIGNED_IN_WITH) instanceof String provider
                                        ? "/sign-in?out&with=" + provider
                                        : "/sign-in?out")))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(
                                (request, response, failure) -> askToSignIn(request, response))
                        .accessDeniedHandler((request, response, denied) -> refuse(
                                request,
                                response,
                                denied instanceof CsrfException ? tooOld(request) : SignInPages.Problem.NOT_YOURS)))
                .headers(PageHeaders::standingAlone)
                .build();
    }

    /** Before the session ends, with which the provider is forgotten. */
    private static void noteProvider(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            request.setAttribute(SignOnPages.SIGNED_IN_WITH, session.getAttribute(SignOnPages.SIGNED_IN_WITH));
        }
    }

    private static String landing(HttpServletRequest request, StaffRights rights, Authentication signedIn) {
        String wanted = SignInPages.wanted(request.getParameter("to"));
        if (!wanted.isEmpty()) {
            return wanted;
        }
        return rights.of(signedIn, request).map(StaffRights::desk).orElse("/assess");
    }

    private static SignInPages.Problem tooOld(HttpServletRequest request) {
        return request.getRequestURI().equals("/sign-in")
                ? SignInPages.Problem.FORM_TOO_OLD
                : SignInPages.Problem.FORM_TOO_OLD_ELSEWHERE;
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response, SignInPages.Problem problem)
            throws ServletException, IOException {
        request.setAttribute(SignInPages.Problem.ATTRIBUTE, problem);
        request.getRequestDispatcher(SignInPages.REFUSED).forward(request, response);
    }

    /**
     * Takes people to the sign-in page and from there back to where they were. A script that saves in the background is
     * told 401 instead, so that the page with what was typed stays.
     */
    private static void askToSignIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getHeader("HX-Request") != null) {
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        String wanted = "";
        if ("GET".equals(request.getMethod())) {
            String query = request.getQueryString();
            wanted = SignInPages.wanted(request.getRequestURI() + (query == null ? "" : "?" + query));
        }
        response.sendRedirect(
                wanted.isEmpty() ? "/sign-in" : "/sign-in?to=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8));
    }

    @Bean
    RecurringTask<Void> forgetOldTriesToSignIn(SignInThrottle throttle) {
        return Tasks.recurring("forget-old-tries-to-sign-in", Schedules.fixedDelay(Duration.ofHours(1)))
                .execute((instance, context) -> throttle.forgetOld());
    }

    @Bean
    RecurringTask<Void> forgetOldAnswersOfProviders(SignInQuestions questions) {
        return Tasks.recurring("forget-old-answers-of-providers", Schedules.fixedDelay(Duration.ofHours(1)))
                .execute((instance, context) -> questions.forgetOld());
    }

    @Bean
    RecurringTask<Void> forgetOldInvitationsOfStaff(StaffInvitations invitations) {
        return Tasks.recurring("forget-old-invitations-of-staff", Schedules.fixedDelay(Duration.ofDays(1)))
                .execute((instance, context) -> invitations.forgetOld());
    }
}
