package dev.laurel.person;

import org.springframework.security.core.AuthenticationException;

/** The password was not even looked at. */
class TooManyTries extends AuthenticationException {

    TooManyTries() {
        super("Too many tries to sign in");
    }
}
