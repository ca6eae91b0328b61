package dev.laurel.wallet;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Two wallets that became one.
 *
 * @param kept in which all lies since
 * @param joined whose own goes back when they are separated
 */
record Union(
        UUID id,
        WalletId kept,
        WalletId joined,
        Way way,
        Instant joinedAt,
        @Nullable Instant undoneAt) {

    /** How their owner showed that both are theirs. */
    enum Way {
        /** The address of one was verified in the browser in which the other was open. */
        ADDRESS,
        /** Signed in to both: a code of one was typed in the other. */
        CODE;

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public boolean stands() {
        return undoneAt == null;
    }

    /** Names nobody. */
    @Override
    public String toString() {
        return "Union[" + id + "]";
    }
}
