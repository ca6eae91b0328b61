package dev.laurel.sharing;

import dev.laurel.agreement.Figure;
import dev.laurel.assessment.PartnerRatings;
import dev.laurel.assessment.RatedByBoth;
import dev.laurel.badge.Badges;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.sharing.DoubleScoring.Agreed;
import dev.laurel.sharing.DoubleScoring.Pair;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What each side made of a micro-credential that both have: versions, awards, and how both rate the same submissions. Both
 * sides are told the same, in the same order: the original's side first.
 */
@Component
class PartnerReport {

    /** Awards below which no number is told. */
    static final int FEWEST_AWARDS = 10;

    private final DoubleScoring agreements;
    private final PartnerRatings ratings;
    private final Badges badges;
    private final Catalogue catalogue;
    private final Tenants tenants;

    PartnerReport(
            DoubleScoring agreements, PartnerRatings ratings, Badges badges, Catalogue catalogue, Tenants tenants) {
        this.agreements = agreements;
        this.ratings = ratings;
        this.badges = badges;
        this.catalogue = catalogue;
        this.tenants = tenants;
    }

    /**
     * One side of a pair.
     *
     * @param basis of an adopter, the version of the original that its own goes back to; empty for the original
     * @param awards badges awarded; null where these are too few to be told, or nothing was agreed on
     */
    record Side(
            String organisation,
            String title,
            String version,
            String basis,
            @Nullable Integer awards) {}

    /** A figure of agreement in words. */
    record Shown(String key, String value, int n) {}

    /**
     * Figures over all criteria or of one.
     *
     * @param met how many ratings of each side said met
     */
    record Row(String title, boolean told, int pairs, int firstMet, int secondMet, List<Shown> figures) {}

    /**
     * Figures under one agreement.
     *
     * @param ended whether it is over
     * @param all null where too few were rated on both sides
     */
    record Rated(
            LocalDate from,
            LocalDate until,
            boolean ended,
            RatedByBoth counts,
            String result,
            @Nullable Row all,
            List<Row> criteria) {}

    /**
     * One micro-credential and what both sides made of it.
     *
     * @param adoptedAt when the second side adopted it
     */
    record Line(Side first, Side second, Instant adoptedAt, String language, boolean agreed, List<Rated> rated) {}

    List<Line> of(Collection<TenantId> leads, Locale locale) {
        List<Agreed> all = agreements.of(leads).stream()
                .filter(agreed -> agreed.agreedAt() != null)
                .toList();
        List<Line> lines = new ArrayList<>();
        for (Pair pair : agreements.pairs(leads)) {
            if (!pair.original() && leads.contains(pair.partner())) {
                // Somebody leads both sides: once is enough.
                continue;
            }
            MicroCredential original = pair.original() ? pair.ownVersion() : pair.partnerVersion();
            MicroCredential adopted = pair.original() ? pair.partnerVersion() : pair.ownVersion();
            TenantId first = pair.original() ? pair.own() : pair.partner();
            TenantId second = pair.original() ? pair.partner() : pair.own();
            List<Agreed> agreed = all.stream()
                    .filter(one -> one.isSide(first)
                            && one.isSide(second)
                            && one.item(first).equals(original.id())
                            && one.item(second).equals(adopted.id()))
                    .toList();
            boolean any = !agreed.isEmpty();
            lines.add(new Line(
                    side(first, original, "", any),
                    side(second, adopted, pair.adopted(), any),
                    pair.adoptedAt(),
                    original.language(),
                    any,
                    agreed.stream()
                            .map(one -> rated(one, first, second, original, locale))
                            .toList()));
        }
        return lines;
    }

    private Side side(TenantId tenant, MicroCredential version, String basis, boolean agreed) {
        int awards = agreed ? badges.awarded(tenant, catalogue.versions(version.id())) : 0;
        return new Side(
                tenants.nameOf(tenant).orElse(""),
                version.title(),
                version.version(),
                basis,
                awards < FEWEST_AWARDS ? null : awards);
    }

    private Rated rated(Agreed agreed, TenantId first, TenantId second, MicroCredential original, Locale locale) {
        RatedByBoth both = ratings.of(agreed.id(), first, second, original);
        return new Rated(
                agreed.from(),
                agreed.until(),
                agreed.state() == DoubleScoring.State.ENDED,
                both,
                PartnerAgreement.words(both.result(), locale),
                both.told() ? row(both.all(), locale) : null,
                both.criteria().stream().map(one -> row(one, locale)).toList());
    }

    private static Row row(RatedByBoth.Line line, Locale locale) {
        return new Row(
                line.title(),
                line.told(),
                line.pairs(),
                line.firstMet(),
                line.secondMet(),
                List.of(
                        share("decision", line.decision(), locale),
                        share("exact", line.exact(), locale),
                        share("adjacent", line.adjacent(), locale),
                        number("kappa", line.kappa(), locale),
                        number("weighted", line.weightedKappa(), locale),
                        number("alpha", line.alpha(), locale)));
    }

    private static Shown share(String key, Figure figure, Locale locale) {
        return new Shown(key, figure.value() == null ? "" : PartnerAgreement.words(figure, locale), figure.n());
    }

    /** Empty where it is not defined. */
    private static Shown number(String key, Figure figure, Locale locale) {
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        format.setMinimumFractionDigits(2);
        format.setMaximumFractionDigits(2);
        Double value = figure.value();
        Figure.Interval interval = figure.interval();
        String words = value == null ? "" : format.format(value);
        if (value != null && interval != null) {
            words += " (" + format.format(interval.low()) + "–" + format.format(interval.high()) + ")";
        }
        return new Shown(key, words, figure.n());
    }
}
