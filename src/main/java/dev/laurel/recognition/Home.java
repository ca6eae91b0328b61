package dev.laurel.recognition;

import java.util.List;

/**
 * Where somebody teaches, as far as it decides what a badge counts for.
 *
 * @param authorities the closest first; empty when it is not known
 * @param own whether they chose it themselves
 * @param mark the same for everybody to whom the same is to be shown; changes when a rule or the day does
 */
public record Home(List<Authority> authorities, boolean own, String mark) {

    public Home {
        authorities = List.copyOf(authorities);
    }
}
