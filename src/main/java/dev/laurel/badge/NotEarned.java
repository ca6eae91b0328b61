package dev.laurel.badge;

import dev.laurel.catalog.Achievement;
import dev.laurel.catalog.MicroCredential;

/** A badge was asked for although a required criterion has no rating, or one below its cut. None is ever signed then. */
final class NotEarned extends RuntimeException {

    NotEarned(MicroCredential achievement, String criterionId) {
        super("No badge for " + achievement.path() + ": its required criterion " + criterionId
                + " has no recorded rating at or above the cut");
    }

    NotEarned(Achievement achievement) {
        super("No badge for " + achievement.path() + ": none of its parts is cited");
    }
}
