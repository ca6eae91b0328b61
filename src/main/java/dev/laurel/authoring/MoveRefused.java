package dev.laurel.authoring;

import dev.laurel.system.Refusal;
import org.springframework.http.HttpStatus;

/** A step that cannot be taken now, or not by this person; nothing was changed. */
class MoveRefused extends Refusal {

    private MoveRefused(HttpStatus status, String reason, String logMessage) {
        super(status, "authoring.refused." + reason, logMessage);
    }

    static MoveRefused notFrom(VersionState state, Move move) {
        return new MoveRefused(HttpStatus.CONFLICT, "elsewhere", move + " of a version that is " + state);
    }

    static MoveRefused notYours(Move move) {
        return new MoveRefused(HttpStatus.FORBIDDEN, "not-yours", move + " by somebody who may not");
    }

    static MoveRefused needsReason(Move move) {
        return new MoveRefused(HttpStatus.BAD_REQUEST, "reason", move + " without a reason");
    }

    static MoveRefused notReady(Move move) {
        return new MoveRefused(HttpStatus.CONFLICT, "not-ready", move + " of a version that breaks the rules of files");
    }

    static MoveRefused nameTaken() {
        return new MoveRefused(
                HttpStatus.CONFLICT, "taken", "The id belongs to others, or the version is there already");
    }

    static MoveRefused formCutOff() {
        return new MoveRefused(HttpStatus.BAD_REQUEST, "cut-off", "The end of an editor's form did not arrive");
    }

    static MoveRefused unchecked() {
        return new MoveRefused(HttpStatus.CONFLICT, "unchecked", "Publishing without the checklist that is required");
    }
}
