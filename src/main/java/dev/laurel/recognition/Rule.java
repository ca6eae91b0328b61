package dev.laurel.recognition;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an authority counts something for, as somebody read it on a day at a source. A version never changes; a rule that
 * changes gets another.
 *
 * @param name the rule's name across its versions
 * @param version from 1
 * @param roles and {@code licences}: whom it is for; empty for everybody
 * @param rate absent where the authority names no figure: then no figure is shown
 * @param categories what its units may count as; empty where they are not split
 * @param approver who decides, as a person would say it
 * @param proof what to hand in, if that is known
 * @param validFrom first day, absent for ever; {@code validTo} is the last
 */
public record Rule(
        String name,
        int version,
        AuthorityCode authority,
        Scope scope,
        List<String> roles,
        List<String> licences,
        ValueKind kind,
        String unit,
        @Nullable Rate rate,
        List<String> categories,
        @Nullable Cap cap,
        String approver,
        @Nullable String proof,
        @Nullable LocalDate validFrom,
        @Nullable LocalDate validTo,
        Source source,
        LocalDate checkedOn,
        String checkedBy,
        @Nullable String note,
        String language) {

    public Rule {
        roles = List.copyOf(roles);
        licences = List.copyOf(licences);
        categories = List.copyOf(categories);
    }

    /** Where it was read: what people call the page, and its address where one is known. */
    public record Source(String title, @Nullable String url) {}

    /** The most units that count in a cycle of so many years; years absent for the cycle of what is needed. */
    public record Cap(BigDecimal units, @Nullable Integer years) {}

    /** Whom it is for, each by role and licence, in its own words; empty for everybody. */
    public List<String> holders() {
        if (roles.isEmpty() || licences.isEmpty()) {
            return roles.isEmpty() ? licences : roles;
        }
        return roles.stream()
                .flatMap(role -> licences.stream().map(licence -> holder(role, licence)))
                .toList();
    }

    /**
     * Whether neither comes before the other where both fit: they give the same unit for the same end to the same people, on
     * the same day, and speak equally closely of the same things.
     */
    boolean isEqualTo(Rule other) {
        return authority.equals(other.authority)
                && kind == other.kind
                && unit.equals(other.unit)
                && scope.overlaps(other.scope)
                && meet(roles, other.roles)
                && meet(licences, other.licences)
                && (validTo == null || other.validFrom == null || !validTo.isBefore(other.validFrom))
                && (other.validTo == null || validFrom == null || !other.validTo.isBefore(validFrom));
    }

    /** An empty list is everybody. */
    private static boolean meet(List<String> some, List<String> others) {
        return some.isEmpty() || others.isEmpty() || !Collections.disjoint(some, others);
    }

    /** The license type of one of {@link #holders}, or the only one there is; null where the rule names none. */
    @Nullable
    String licenceOf(@Nullable String holder) {
        if (licences.size() < 2) {
            return licences.isEmpty() ? null : licences.get(0);
        }
        return licences.stream()
                .filter(licence -> licence.equals(holder)
                        || roles.stream().anyMatch(role -> holder(role, licence).equals(holder)))
                .findFirst()
                .orElse(null);
    }

    private static String holder(String role, String licence) {
        return role + " (" + licence + ")";
    }

    /** Whether it speaks of everybody, or of that license type. */
    boolean isForLicence(String licence) {
        return licences.isEmpty() || licences.contains(licence);
    }

    boolean holdsOn(LocalDate day) {
        return (validFrom == null || !day.isBefore(validFrom)) && (validTo == null || !day.isAfter(validTo));
    }
}
