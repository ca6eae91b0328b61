package dev.laurel.person;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The operator's account.
 *
 * @param password password of the account {@code admin}; when absent, one is made at first start and printed once
 */
@ConfigurationProperties("laurel.admin")
record StaffSettings(@Nullable String password) {

    /** Without the password. */
    @Override
    public String toString() {
        return "StaffSettings[not printed]";
    }
}
