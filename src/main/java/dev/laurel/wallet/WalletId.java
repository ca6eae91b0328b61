package dev.laurel.wallet;

import java.io.Serializable;
import java.util.UUID;

/** The wallet of one human being. */
record WalletId(UUID value) implements Serializable {}
