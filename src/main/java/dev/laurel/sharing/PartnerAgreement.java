package dev.laurel.sharing;

import dev.laurel.agreement.Figure;
import dev.laurel.assessment.SharedRatings.Rated;
import dev.laurel.person.StaffId;
import dev.laurel.tenant.TenantId;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What two organisations made of the same practice pieces: criterion by criterion, the middle level of each one's
 * assessors. So many assessors of one side do not count more than few of the other, and no single one shows.
 *
 * @param raters of ours in the figures
 * @param theirs raters of the partner in the figures
 * @param told whether there are enough of each to say anything; the figures are to be shown only then
 * @param exact share of criteria on the same level
 * @param adjacent share of criteria at most one level apart
 * @param decision share of criteria on the same side of the cut
 */
record PartnerAgreement(
        TenantId own,
        TenantId partner,
        int raters,
        int theirs,
        boolean told,
        Figure exact,
        Figure adjacent,
        Figure decision,
        List<PieceLine> pieces) {

    /** Assessors on either side, and criteria, below which nothing is told. */
    static final int FEWEST_RATERS = 5;

    static final int FEWEST_CRITERIA = 10;

    /**
     * One piece.
     *
     * @param told whether enough assessors of each side rated it
     * @param higher criteria that ours put higher than theirs
     * @param lower criteria that ours put lower
     */
    record PieceLine(String name, boolean told, int criteria, int same, int higher, int lower) {}

    /** Ours against each partner's, by the partners of each of ours. */
    static List<PartnerAgreement> of(Set<TenantId> ours, List<Rated> ratings) {
        List<PartnerAgreement> found = new ArrayList<>();
        Set<TenantId> all = ratings.stream().map(Rated::tenant).collect(Collectors.toSet());
        for (TenantId own : ours) {
            for (TenantId partner : all) {
                if (!partner.equals(own)) {
                    PartnerAgreement pair = of(own, partner, ratings);
                    if (!pair.pieces().isEmpty()) {
                        found.add(pair);
                    }
                }
            }
        }
        found.sort(Comparator.comparing(
                        (PartnerAgreement pair) -> pair.own().value().toString())
                .thenComparing(pair -> pair.partner().value().toString()));
        return found;
    }

    private static PartnerAgreement of(TenantId own, TenantId partner, List<Rated> ratings) {
        Map<String, List<Rated>> byPiece = new LinkedHashMap<>();
        ratings.stream()
                .filter(one -> one.tenant().equals(own) || one.tenant().equals(partner))
                .forEach(one -> byPiece.computeIfAbsent(one.key(), key -> new ArrayList<>())
                        .add(one));
        Set<StaffId> ours = new HashSet<>();
        Set<StaffId> theirs = new HashSet<>();
        List<PieceLine> pieces = new ArrayList<>();
        int criteria = 0;
        int exact = 0;
        int adjacent = 0;
        int decision = 0;
        for (List<Rated> piece : byPiece.values()) {
            Set<StaffId> oursHere = raters(piece, own);
            Set<StaffId> theirsHere = raters(piece, partner);
            if (oursHere.isEmpty() || theirsHere.isEmpty()) {
                continue;
            }
            if (oursHere.size() < FEWEST_RATERS || theirsHere.size() < FEWEST_RATERS) {
                // Not in the sums either, from which it could be told.
                pieces.add(new PieceLine(piece.get(0).name(), false, 0, 0, 0, 0));
                continue;
            }
            ours.addAll(oursHere);
            theirs.addAll(theirsHere);
            int compared = 0;
            int same = 0;
            int higher = 0;
            int lower = 0;
            for (String criterion :
                    piece.stream().map(Rated::criterion).collect(Collectors.toCollection(TreeSet::new))) {
                List<Integer> one = levels(piece, own, criterion);
                List<Integer> other = levels(piece, partner, criterion);
                if (one.isEmpty() || other.isEmpty()) {
                    continue;
                }
                int cut = piece.stream()
                        .filter(rated -> rated.criterion().equals(criterion))
                        .findFirst()
                        .orElseThrow()
                        .cut();
                int a = middle(one);
                int b = middle(other);
                compared++;
                same += a == b ? 1 : 0;
                higher += a > b ? 1 : 0;
                lower += a < b ? 1 : 0;
                adjacent += Math.abs(a - b) <= 1 ? 1 : 0;
                decision += a >= cut == b >= cut ? 1 : 0;
            }
            criteria += compared;
            exact += same;
            pieces.add(new PieceLine(piece.get(0).name(), true, compared, same, higher, lower));
        }
        return new PartnerAgreement(
                own,
                partner,
                ours.size(),
                theirs.size(),
                criteria >= FEWEST_CRITERIA,
                Figure.share(exact, criteria),
                Figure.share(adjacent, criteria),
                Figure.share(decision, criteria),
                List.copyOf(pieces));
    }

    private static Set<StaffId> raters(List<Rated> piece, TenantId tenant) {
        return piece.stream()
                .filter(one -> one.tenant().equals(tenant))
                .map(Rated::staff)
                .collect(Collectors.toSet());
    }

    private static List<Integer> levels(List<Rated> piece, TenantId tenant, String criterion) {
        return piece.stream()
                .filter(one -> one.tenant().equals(tenant) && one.criterion().equals(criterion))
                .map(Rated::level)
                .sorted()
                .toList();
    }

    /** Of an even number the lower of the two in the middle: a level is never halved. */
    private static int middle(List<Integer> sorted) {
        return sorted.get((sorted.size() - 1) / 2);
    }

    /** A share with its interval, such as {@code 82 % (71–90 %)}; a dash where there is none. */
    static String words(Figure figure, Locale locale) {
        Double value = figure.value();
        Figure.Interval interval = figure.interval();
        if (value == null || interval == null) {
            return "–";
        }
        NumberFormat percent = NumberFormat.getPercentInstance(locale);
        return percent.format(value) + " (" + percent.format(interval.low()) + "–" + percent.format(interval.high())
                + ")";
    }
}
