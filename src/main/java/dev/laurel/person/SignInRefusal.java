package dev.laurel.person;

import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** A page that this member of staff may not see, or a form whose protection against forgery has run out. */
class SignInRefusal extends Refusal {

    private SignInRefusal(String messageKey, String logMessage) {
        super(HttpStatus.FORBIDDEN, messageKey, logMessage);
    }

    static SignInRefusal notYours(String path) {
        return new SignInRefusal("person.not-yours", "Staff member lacks the right for " + path);
    }

    static SignInRefusal formTooOld(String path) {
        return new SignInRefusal("person.form-too-old", "Form token missing or wrong for " + path);
    }
}
