package dev.laurel.recognition;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who gives a badge value: a state, a district, a university.
 *
 * @param place what people call where it decides, such as {@code Tennessee}
 * @param within the authority whose rules hold there too, if any
 * @param decides who decides where no rule does, as a person would say it
 * @param needs what people collect units for
 * @param equivalents what else counts there beside micro-credentials; said to people, never part of a sum
 */
public record Authority(
        AuthorityCode code,
        String name,
        String place,
        Type type,
        @Nullable AuthorityCode within,
        String decides,
        List<Need> needs,
        List<Equivalent> equivalents,
        String language) {

    public Authority {
        needs = List.copyOf(needs);
        equivalents = List.copyOf(equivalents);
    }

    /**
     * So many of something else count as so many units. A micro-credential is never turned into units by this: what it
     * counts for is what a rule says of it.
     *
     * @param count how many of {@code of}
     * @param of such as {@code semester hour}
     */
    public record Equivalent(
            BigDecimal count,
            String of,
            BigDecimal amount,
            String unit,
            Rule.Source source,
            LocalDate checkedOn,
            @Nullable String note) {}

    /** What is asked of somebody in this role; of whoever has said none, or one that is no longer named, all that is asked of anybody. */
    List<Need> needsOf(@Nullable String role) {
        return role == null || !roles().contains(role)
                ? needs
                : needs.stream()
                        .filter(need -> need.roles().isEmpty() || need.roles().contains(role))
                        .toList();
    }

    /** Of whom its needs are asked, as it says it; empty where they are everybody's. */
    public List<String> roles() {
        return needs.stream().flatMap(need -> need.roles().stream()).distinct().toList();
    }

    public enum Type {
        STATE,
        DISTRICT,
        OTHER
    }

    /**
     * So many units of a kind in a cycle.
     *
     * @param years length of the cycle; absent where it was not found
     * @param roles whom it is asked of; empty for everybody
     * @param categories how the units are split; empty where they are not
     */
    public record Need(
            ValueKind kind,
            String unit,
            BigDecimal amount,
            @Nullable Integer years,
            List<String> roles,
            List<Share> categories,
            @Nullable String note) {

        public Need {
            roles = List.copyOf(roles);
            categories = List.copyOf(categories);
        }
    }

    /** So many of the units must be of this category. */
    public record Share(String name, BigDecimal amount) {}
}
