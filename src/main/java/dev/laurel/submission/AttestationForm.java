package dev.laurel.submission;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The attestations as they were ticked and typed. */
record AttestationForm(
        @Nullable Boolean names,
        @Nullable String releases,
        @Nullable Boolean own,
        @Nullable String ai,
        @Nullable String aiUse,
        @Nullable String talked) {

    static final AttestationForm EMPTY = new AttestationForm(false, "", false, "", "", "");

    static final int MOST_CHARACTERS = 4000;

    /**
     * Names of the fields that still need an answer, in the order of the page.
     *
     * @param talk absent where none is asked for
     */
    List<String> missing(@Nullable CoachTalk talk) {
        List<String> missing = new ArrayList<>();
        if (talk != null && talk.day(talked) == null) {
            missing.add("talked");
        }
        if (!Boolean.TRUE.equals(names)) {
            missing.add("names");
        }
        if (!typed(releases).matches("\\d{1,4}")) {
            missing.add("releases");
        }
        if (!Boolean.TRUE.equals(own)) {
            missing.add("own");
        }
        if (!aiUsed() && !"no".equals(ai)) {
            missing.add("ai");
        }
        if (aiUsed() && (typed(aiUse).isEmpty() || typed(aiUse).length() > MOST_CHARACTERS)) {
            missing.add("aiUse");
        }
        return List.copyOf(missing);
    }

    public boolean aiUsed() {
        return "yes".equals(ai);
    }

    /** Only for a form that misses nothing. */
    Attestations toAttestations(@Nullable CoachTalk talk, Locale locale) {
        return new Attestations(
                Integer.parseInt(typed(releases)),
                aiUsed(),
                aiUsed() ? typed(aiUse) : "",
                talk == null ? null : talk.day(talked),
                locale.toLanguageTag());
    }

    private static String typed(@Nullable String value) {
        return value == null ? "" : value.strip().replace("\0", "");
    }
}
