package dev.laurel.wallet;

import org.jspecify.annotations.Nullable;

/**
 * What a link in a mail, or a code, stands for. Good once.
 *
 * @param address present for everything but codes
 * @param wallet the wallet that asked; present for {@link Purpose#ADDRESS} and {@link Purpose#CODE}
 * @param owner the account that asked; present for {@link Purpose#CLAIM}
 */
record Ticket(
        String tokenHash,
        Purpose purpose,
        @Nullable Address address,
        @Nullable WalletId wallet,
        @Nullable Owner owner) {

    enum Purpose {
        /** From a window of an LMS: puts that account into the wallet of the address. */
        CLAIM,
        /** Opens the wallet of the address. */
        SIGN_IN,
        /** Adds the address to the wallet that asked. */
        ADDRESS,
        /** To be typed in a window of an LMS: puts that account into the wallet that asked. */
        CODE
    }

    /** Without what opens a wallet. */
    @Override
    public String toString() {
        return "Ticket[" + purpose + "]";
    }
}
