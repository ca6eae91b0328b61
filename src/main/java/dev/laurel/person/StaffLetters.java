package dev.laurel.person;

import java.util.Optional;

/** Mails to people who work with Laurel, sent by whoever can. */
public interface StaffLetters {

    /** Whether mails reach anybody. */
    boolean canBeSent();

    /** The address that somebody typed, as mails are sent to it; empty when it cannot be one. */
    Optional<String> address(String typed);

    /** Has a mail sent, once this transaction is through. */
    void write(String address, String subject, String text);
}
