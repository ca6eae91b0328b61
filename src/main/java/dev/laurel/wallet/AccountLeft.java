package dev.laurel.wallet;

/** An account was taken out of a wallet; told within the same transaction. */
record AccountLeft(WalletId wallet, Owner owner) {}
