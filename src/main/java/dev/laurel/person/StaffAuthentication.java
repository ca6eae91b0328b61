package dev.laurel.person;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * Login and password against the staff accounts, held up when somebody guesses. Not a bean: Spring Security would ask it
 * a second time as everybody's provider, and each wrong password would count twice.
 */
final class StaffAuthentication implements AuthenticationProvider {

    private final DaoAuthenticationProvider accounts;
    private final SignInThrottle throttle;

    StaffAuthentication(Staff staff, PasswordEncoder passwords, SignInThrottle throttle) {
        // Spends the same time on unknown accounts as on known ones, and says the same.
        this.accounts = new DaoAuthenticationProvider(login -> staff.forSigningIn(login)
                .orElseThrow(() -> new UsernameNotFoundException("No such staff account, or it has ended")));
        this.accounts.setPasswordEncoder(passwords);
        this.throttle = throttle;
    }

    @Override
    public Authentication authenticate(Authentication attempt) throws AuthenticationException {
        String address = attempt.getDetails() instanceof WebAuthenticationDetails details
                ? String.valueOf(details.getRemoteAddress())
                : "";
        if (!throttle.admits(attempt.getName(), address)) {
            throw new TooManyTries();
        }
        Authentication signedIn = accounts.authenticate(attempt);
        throttle.forget(attempt.getName(), address);
        return signedIn;
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return accounts.supports(authentication);
    }
}
