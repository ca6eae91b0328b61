package dev.laurel.recognition;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who gives a badge value: a state, a district, a university.
 *
 * @param place what people call where it decides, such as {@code Tennessee}
 * @param within the authority whose rules hold there too, if any
 * @param decides who decides where no rule does, as a person would say it
 * @param needs what people collect units for
 */
public record Authority(
        AuthorityCode code,
        String name,
        String place,
        Type type,
        @Nullable AuthorityCode within,
        String decides,
        List<Need> needs,
        String language) {

    public Authority {
        needs = List.copyOf(needs);
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
