package dev.laurel.wallet;

import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A backpack elsewhere that a wallet puts badges into.
 *
 * @param account whose it is there, as it says; null when it does not
 * @param problem why it is {@link State#BROKEN}
 * @param keepUp whether new badges go there by themselves
 * @param connectedAt when permission was given last; null before the first time
 */
record Backpack(
        UUID id,
        WalletId wallet,
        BackpackServices services,
        @Nullable String account,
        State state,
        BackpackProblem.@Nullable Kind problem,
        boolean keepUp,
        Locale language,
        @Nullable Instant connectedAt) {

    enum State {
        /** Permission has not been given yet. */
        ASKED,
        CONNECTED,
        /** Permission has ended. */
        BROKEN
    }

    public BackpackKind kind() {
        return services.kind();
    }

    public String title() {
        return services.title();
    }

    public String host() {
        URI base = services.base();
        return base.getPort() < 0 ? base.getHost() : base.getHost() + ":" + base.getPort();
    }

    public boolean isConnected() {
        return state == State.CONNECTED;
    }
}
