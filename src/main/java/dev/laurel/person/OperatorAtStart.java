package dev.laurel.person;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Sees to it that the account {@code admin} exists, with the password that the settings give where they give one. */
@Component
@EnableConfigurationProperties(StaffSettings.class)
class OperatorAtStart implements SmartInitializingSingleton {

    static final String LOGIN = "admin";

    private static final Logger log = LoggerFactory.getLogger(OperatorAtStart.class);

    private final Staff staff;
    private final PasswordEncoder passwords;
    private final StaffSettings settings;

    OperatorAtStart(Staff staff, PasswordEncoder passwords, StaffSettings settings) {
        this.staff = staff;
        this.passwords = passwords;
        this.settings = settings;
    }

    @Override
    public void afterSingletonsInstantiated() {
        String password = settings.password();
        if (password == null || password.isBlank()) {
            makeOnce();
        } else {
            follow(password);
        }
    }

    private void makeOnce() {
        if (staff.withLogin(LOGIN).isPresent()) {
            return;
        }
        byte[] random = new byte[18];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        if (staff.createOperator(LOGIN, "Operator", password).isPresent()) {
            // To the console and not to the log, which may be kept, shipped and read by others.
            System.out.printf(
                    "%nThe operator's account was made. Sign in at /admin as %s with the password %s%n"
                            + "It is not shown again. LAUREL_ADMIN_PASSWORD sets another one.%n%n",
                    LOGIN, password);
        }
    }

    /** The setting is the truth: whoever changes it and starts again has a new password. */
    private void follow(String password) {
        if (!Staff.fitsWhole(password)) {
            throw new IllegalStateException(
                    "LAUREL_ADMIN_PASSWORD is longer than 72 bytes, which is all that is read of a password; shorten it");
        }
        if (password.length() < Staff.SHORTEST_PASSWORD) {
            log.warn("LAUREL_ADMIN_PASSWORD is shorter than {} characters and easy to guess", Staff.SHORTEST_PASSWORD);
        }
        Optional<SignedIn> operator = staff.forSigningIn(LOGIN);
        if (operator.isPresent()) {
            if (!passwords.matches(password, operator.get().getPassword())) {
                staff.setPassword(operator.get().id(), password);
                log.info("The password of the operator's account follows LAUREL_ADMIN_PASSWORD");
            }
        } else {
            staff.createOperator(LOGIN, "Operator", password);
        }
    }
}
