package dev.laurel.wallet;

import org.jspecify.annotations.Nullable;

/**
 * A wallet has an address or an account more.
 *
 * @param account absent where it is an address
 */
record WalletGrew(WalletId wallet, @Nullable Owner account) {}
