package dev.laurel.reporting;

import dev.laurel.reporting.ResearchRows.Cell;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongBinaryOperator;
import java.util.stream.Collectors;

/**
 * How much a line of a research export may say of where it comes from. District, micro-credential and quarter together must
 * fit as many people as a report may show; else the line says no district, else no micro-credential either. Those that
 * are left without are again as many, so that nobody can tell them by what others say. Of micro-credentials it is not known
 * how many people took several: so many as took the one that most took are certain. A quarter in which not even that is
 * enough is left out of its lines as well.
 */
final class Coarsening {

    /** What a line says. */
    enum Detail {
        ALL,
        NO_DISTRICT,
        NO_CREDENTIAL,
        NO_QUARTER;

        boolean saysCredential() {
            return this == ALL || this == NO_DISTRICT;
        }
    }

    private record Offer(UUID version, int quarter) {}

    private record Place(UUID tenant, UUID version, int quarter) {}

    private final Set<Place> withoutDistrict = new HashSet<>();
    private final Set<Offer> withoutCredential = new HashSet<>();
    private final Set<Offer> withoutQuarter = new HashSet<>();

    Coarsening(Collection<Cell> cells, int fewest) {
        Map<Offer, List<Cell>> offers = new HashMap<>();
        cells.stream().filter(cell -> cell.people() > 0).forEach(cell -> offers.computeIfAbsent(
                        new Offer(cell.version(), cell.quarter()), key -> new ArrayList<>())
                .add(cell));
        Map<Integer, List<Offer>> quarters = new HashMap<>();
        offers.forEach((offer, within) -> {
            hidden(within.stream().map(Cell::people).toList(), fewest, Long::sum)
                    .forEach(i -> {
                        Cell cell = within.get(i);
                        withoutDistrict.add(new Place(cell.tenant(), cell.version(), cell.quarter()));
                    });
            quarters.computeIfAbsent(offer.quarter(), key -> new ArrayList<>()).add(offer);
        });
        quarters.values().forEach(within -> hidden(
                        within.stream()
                                .map(offer -> people(offers.getOrDefault(offer, List.of())))
                                .toList(),
                        fewest,
                        Math::max)
                .forEach(i -> withoutCredential.add(within.get(i))));
        leaveQuartersOut(offers, fewest);
    }

    /** Those of which no micro-credential was taken by enough people, and with them others to hide among. */
    private void leaveQuartersOut(Map<Offer, List<Cell>> offers, int fewest) {
        Set<Integer> enough = offers.keySet().stream()
                .filter(offer -> people(offers.getOrDefault(offer, List.of())) >= fewest)
                .map(Offer::quarter)
                .collect(Collectors.toSet());
        offers.keySet().stream()
                .filter(offer -> !enough.contains(offer.quarter()))
                .forEach(withoutQuarter::add);
        if (withoutQuarter.isEmpty() || enough.isEmpty()) {
            return;
        }
        Comparator<Offer> smallest = Comparator.comparing(offer -> people(offers.getOrDefault(offer, List.of())));
        Optional<Offer> untold = withoutCredential.stream()
                .filter(offer -> enough.contains(offer.quarter()))
                .filter(offer -> people(offers.getOrDefault(offer, List.of())) >= fewest)
                .min(smallest);
        if (untold.isPresent()) {
            int quarter = untold.get().quarter();
            withoutCredential.stream()
                    .filter(offer -> offer.quarter() == quarter)
                    .forEach(withoutQuarter::add);
        } else {
            offers.keySet().stream()
                    .filter(offer -> people(offers.getOrDefault(offer, List.of())) >= fewest)
                    .min(smallest)
                    .ifPresent(withoutQuarter::add);
        }
    }

    private static long people(List<Cell> cells) {
        return cells.stream().mapToLong(Cell::people).sum();
    }

    /**
     * The small ones, and of the others the smallest until those that are hidden are enough to hide among.
     *
     * @param together how many people two groups are, at least
     */
    private static List<Integer> hidden(List<Long> counts, int fewest, LongBinaryOperator together) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < counts.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing(counts::get));
        List<Integer> hidden = new ArrayList<>();
        long hiding = 0;
        for (int i : order) {
            if (counts.get(i) >= fewest && (hidden.isEmpty() || hiding >= fewest)) {
                break;
            }
            hidden.add(i);
            hiding = together.applyAsLong(hiding, counts.get(i));
        }
        return hidden;
    }

    Detail of(UUID tenant, UUID version, int quarter) {
        if (withoutQuarter.contains(new Offer(version, quarter))) {
            return Detail.NO_QUARTER;
        }
        if (withoutCredential.contains(new Offer(version, quarter))) {
            return Detail.NO_CREDENTIAL;
        }
        return withoutDistrict.contains(new Place(tenant, version, quarter)) ? Detail.NO_DISTRICT : Detail.ALL;
    }
}
