package dev.laurel.person;

/** Somebody else has this login already. */
public class LoginTaken extends RuntimeException {

    LoginTaken() {
        super("A staff account with this login exists already; choose another login");
    }
}
