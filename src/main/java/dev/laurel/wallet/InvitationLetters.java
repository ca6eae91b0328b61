package dev.laurel.wallet;

import dev.laurel.person.StaffLetters;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Sends the mails that invite people to work with Laurel. */
@Component
class InvitationLetters implements StaffLetters {

    private final Mails mails;

    InvitationLetters(Mails mails) {
        this.mails = mails;
    }

    @Override
    public boolean canBeSent() {
        return mails.canBeSent();
    }

    @Override
    public Optional<String> address(String typed) {
        return Address.typed(typed).map(Address::text);
    }

    @Override
    public void write(String address, String subject, String text) {
        mails.write(new Address(address), subject, text);
    }
}
