package dev.laurel.wallet;

import java.util.Collection;
import java.util.List;

/**
 * Where an earner looks at their badges: in a window of an LMS or in the wallet outside.
 *
 * @param window whether it is a window
 * @param owners whose badges they are
 * @param base address of the wallet's first page there
 */
record EarnerPlace(boolean window, Collection<Owner> owners, String base) {

    EarnerPlace {
        owners = List.copyOf(owners);
    }

    /** The template of a page that lies in both. */
    String template(String page) {
        return "wallet/" + (window ? "window-" : "") + page;
    }

    /** The address of the page of one badge. */
    String badge(String id) {
        return base + "/badges/" + id;
    }
}
