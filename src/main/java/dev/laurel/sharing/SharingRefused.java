package dev.laurel.sharing;

import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** Something that sharing does not do, now or for this person; nothing was changed. */
final class SharingRefused extends Refusal {

    private SharingRefused(HttpStatus status, String reason, String logMessage) {
        super(status, "sharing.no." + reason, logMessage);
    }

    static SharingRefused notYours() {
        return new SharingRefused(HttpStatus.FORBIDDEN, "not-yours", "Sharing by somebody who may not");
    }

    static SharingRefused nameUsed() {
        return new SharingRefused(
                HttpStatus.CONFLICT, "name-used", "Another tenant of the same name signs under that issuer");
    }

    static SharingRefused decided() {
        return new SharingRefused(HttpStatus.CONFLICT, "decided", "An update that was decided on before");
    }

    static SharingRefused adoptedBefore() {
        return new SharingRefused(HttpStatus.CONFLICT, "adopted", "An original that was adopted before");
    }

    static SharingRefused draftOpen() {
        return new SharingRefused(HttpStatus.CONFLICT, "draft-open", "An update while a draft is not finished");
    }
}
