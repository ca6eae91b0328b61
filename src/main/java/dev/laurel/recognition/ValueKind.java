package dev.laurel.recognition;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What units are good for, in the order in which people ask. */
public enum ValueKind {
    RENEWAL,
    ENDORSEMENT,
    INITIAL_LICENCE,
    SALARY,
    CAREER_PATHWAY,
    LOCAL_HOURS;

    /** As files, answers and message keys spell it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether what counts only meets a requirement: the rest is for a licensing board to grant, and nobody confers it here. */
    public boolean isRequirement() {
        return this == ENDORSEMENT;
    }

    static Map<String, ValueKind> words() {
        Map<String, ValueKind> words = new LinkedHashMap<>();
        Arrays.stream(values()).forEach(kind -> words.put(kind.key(), kind));
        return words;
    }
}
