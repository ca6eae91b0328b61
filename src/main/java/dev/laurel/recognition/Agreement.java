package dev.laurel.recognition;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * That an authority recognises badges from elsewhere, and under which conditions. A version never changes.
 *
 * @param accepting whose rules such a badge counts by then
 * @param partners whose badges
 * @param effect what it means to be recognised, in the authority's own words
 * @param rule the rule of the accepting authority that it counts by; absent for any of them
 * @param validFrom first day, absent for ever; {@code validTo} is the last
 */
public record Agreement(
        String name,
        int version,
        AuthorityCode accepting,
        List<Partner> partners,
        Conditions conditions,
        String effect,
        @Nullable String rule,
        @Nullable LocalDate validFrom,
        @Nullable LocalDate validTo,
        Rule.Source source,
        LocalDate checkedOn,
        String checkedBy,
        @Nullable String note,
        String language) {

    public Agreement {
        partners = List.copyOf(partners);
    }

    /**
     * Whose badges are accepted.
     *
     * @param authority where they come from
     * @param issuers names or ids (Open Badges 3.0, {@code issuer.id}); empty for every issuer of a district that lies there
     * @param declared what the partner says of its badges, absent where it says nothing
     */
    public record Partner(
            AuthorityCode authority,
            List<String> issuers,
            @Nullable Declared declared) {

        public Partner {
            issuers = List.copyOf(issuers);
        }

        boolean names(String name, String id) {
            return issuers.stream()
                    .anyMatch(each -> each.equals(id)
                            || each.strip()
                                    .toLowerCase(Locale.ROOT)
                                    .equals(name.strip().toLowerCase(Locale.ROOT)));
        }
    }

    /**
     * What a partner says of its badges, as somebody read it on a day at a source. What was counted here goes before it.
     *
     * @param agreement of two raters on what is met, from 0 to 1
     * @param qualityChecklist the checklist that each of its micro-credentials has passed
     */
    public record Declared(
            @Nullable Boolean doubleScored,
            @Nullable BigDecimal agreement,
            @Nullable String qualityChecklist,
            Rule.Source source,
            LocalDate on) {}

    /**
     * @param doubleScored whether two people must have rated every criterion
     * @param agreement at least, from 0 to 1; absent where it does not matter
     * @param notOlderThanMonths absent where age does not matter
     * @param qualityChecklist whether the micro-credential must have passed a checklist
     */
    public record Conditions(
            boolean doubleScored,
            @Nullable BigDecimal agreement,
            @Nullable Integer notOlderThanMonths,
            boolean qualityChecklist) {}

    boolean holdsOn(LocalDate day) {
        return (validFrom == null || !day.isBefore(validFrom)) && (validTo == null || !day.isAfter(validTo));
    }
}
