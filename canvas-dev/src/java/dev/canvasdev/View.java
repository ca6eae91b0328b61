package dev.canvasdev;

import java.util.List;

/**
 * What every page's header shows.
 *
 * @param path the page itself, for coming back after a change of hats
 */
record View(Dress dress, Person person, List<Person> hats, String path) {

    public String dressKey() {
        return dress.key();
    }

    public String dressName() {
        return dress.name();
    }

    public String prefix() {
        return dress.prefix();
    }
}
