package dev.laurel.submission;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** What an earner may say yes to when handing in, and need not: it never keeps anybody from handing in. */
public interface AskedAtHandIn {

    /**
     * One choice, unticked until its earner ticks it.
     *
     * @param what one paragraph each: who, what for, and how to take it back
     * @param yes the words beside the box
     */
    record Choice(UUID id, String title, List<String> what, String yes) {

        public Choice {
            what = List.copyOf(what);
        }
    }

    /** What is asked about this draft; mostly nothing. */
    List<Choice> of(Submission draft, Locale locale);

    /**
     * The draft is handed in, in this very transaction.
     *
     * @param agreed the choices that were ticked, of whomever; all others were not
     * @param locale in which language the words were read
     */
    void answered(Submission draft, Set<UUID> agreed, String locale);
}
