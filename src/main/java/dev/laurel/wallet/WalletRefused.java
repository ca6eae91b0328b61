package dev.laurel.wallet;

import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** Something that cannot be done with a wallet; nothing was changed. */
class WalletRefused extends Refusal {

    private WalletRefused(HttpStatus status, String key, String log) {
        super(status, key, log);
    }

    static WalletRefused nothingToRecord() {
        return new WalletRefused(
                HttpStatus.CONFLICT, "wallet.nothing-to-record", "No badge that counts now could be put into a record");
    }

    static WalletRefused notInForce() {
        return new WalletRefused(HttpStatus.CONFLICT, "wallet.not-in-force", "The badge is revoked or suspended");
    }

    static WalletRefused formTooOld() {
        return new WalletRefused(HttpStatus.FORBIDDEN, "wallet.form-too-old", "The form's token is not this browser's");
    }

    static WalletRefused noLongerOpen() {
        return new WalletRefused(
                HttpStatus.FORBIDDEN, "wallet.no-longer-open", "The wallet is not open in this browser any more");
    }
}
