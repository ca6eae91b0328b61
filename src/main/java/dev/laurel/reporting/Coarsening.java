package dev.laurel.reporting;

import dev.laurel.reporting.ResearchRows.Cell;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * How much a line of a research export may say of where it comes from. District, micro-credential and quarter together must
 * fit as many people as a report may show; else the line says no district, else no micro-credential either. Those that
 * are left without are again as many, so that nobody can tell them by what others say.
 */
final class Coarsening {

    /** What a line says. */
    enum Detail {
        ALL,
        NO_DISTRICT,
        NO_CREDENTIAL
    }

    private record Offer(UUID version, int quarter) {}

    private record Place(UUID tenant, UUID version, int quarter) {}

    private final Set<Place> withoutDistrict = new HashSet<>();
    private final Set<Offer> withoutCredential = new HashSet<>();

    Coarsening(Collection<Cell> cells, int fewest) {
        Map<Offer, List<Cell>> offers = new HashMap<>();
        cells.stream().filter(cell -> cell.people() > 0).forEach(cell -> offers.computeIfAbsent(
                        new Offer(cell.version(), cell.quarter()), key -> new ArrayList<>())
                .add(cell));
        Map<Integer, List<Offer>> quarters = new HashMap<>();
        offers.forEach((offer, within) -> {
            hidden(within.stream().map(Cell::people).toList(), fewest).forEach(i -> {
                Cell cell = within.get(i);
                withoutDistrict.add(new Place(cell.tenant(), cell.version(), cell.quarter()));
            });
            quarters.computeIfAbsent(offer.quarter(), key -> new ArrayList<>()).add(offer);
        });
        quarters.values().forEach(within -> hidden(
                        within.stream()
                                .map(offer -> people(offers.getOrDefault(offer, List.of())))
                                .toList(),
                        fewest)
                .forEach(i -> withoutCredential.add(within.get(i))));
    }

    private static long people(List<Cell> cells) {
        return cells.stream().mapToLong(Cell::people).sum();
    }

    /** The small ones, and of the others the smallest until those that are hidden are enough to hide among. */
    private static List<Integer> hidden(List<Long> counts, int fewest) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < counts.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing(counts::get));
        List<Integer> hidden = new ArrayList<>();
        long together = 0;
        for (int i : order) {
            if (counts.get(i) >= fewest && (hidden.isEmpty() || together >= fewest)) {
                break;
            }
            hidden.add(i);
            together += counts.get(i);
        }
        return hidden;
    }

    Detail of(UUID tenant, UUID version, int quarter) {
        if (withoutCredential.contains(new Offer(version, quarter))) {
            return Detail.NO_CREDENTIAL;
        }
        return withoutDistrict.contains(new Place(tenant, version, quarter)) ? Detail.NO_DISTRICT : Detail.ALL;
    }
}
