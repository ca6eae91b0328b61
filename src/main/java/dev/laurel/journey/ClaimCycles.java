package dev.laurel.journey;

import dev.laurel.recognition.Cycles;
import dev.laurel.recognition.WorthView;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a form for claims asks of cycles: what somebody has said before is not asked again.
 *
 * @param ends the years that they have said, by the authority's code
 * @param licences those of license types with a cycle of their own, by the authority's code and the type
 * @param years to choose from
 */
record ClaimCycles(Map<String, Integer> ends, Map<String, Map<String, Integer>> licences, List<Integer> years) {

    ClaimCycles {
        ends = Map.copyOf(ends);
        licences = Map.copyOf(licences);
        years = List.copyOf(years);
    }

    /** Of somebody who has said nothing. @param year that it is */
    static ClaimCycles in(int year) {
        return in(year, Map.of(), Map.of());
    }

    /** @param year that it is */
    static ClaimCycles in(int year, Map<String, Integer> ends, Map<String, Map<String, Integer>> licences) {
        return new ClaimCycles(
                ends,
                licences,
                IntStream.rangeClosed(year, year + Cycles.FURTHEST).boxed().toList());
    }

    /** Whether a year has to be chosen, because nothing was said to one of these authorities. */
    public boolean isAskedFor(List<WorthView> claimable) {
        return claimable.stream().anyMatch(worth -> !ends.containsKey(worth.code()));
    }

    /** The license types whose own cycle is not over, with the year. */
    public Map<String, Integer> licencesOf(String code) {
        Map<String, Integer> own = new TreeMap<>(licences.getOrDefault(code, Map.of()));
        own.values().removeIf(year -> !years.contains(year));
        return own;
    }

    /** What was said to one of them, to start with. */
    public @Nullable Integer startFor(List<WorthView> claimable) {
        return claimable.stream()
                .map(worth -> ends.get(worth.code()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
