package dev.laurel.badge;

import java.util.UUID;

/**
 * A file of the evidence for a badge that its earner may show to everybody.
 *
 * @param artefact what the micro-credential calls it
 * @param ownName as the earner called it; nobody else sees that
 * @param displayName under which it is shown
 * @param shown whether it is
 */
public record FileToShow(UUID id, String artefact, String ownName, String displayName, long bytes, boolean shown) {

    @Override
    public String toString() {
        return "FileToShow[" + id + "]";
    }
}
