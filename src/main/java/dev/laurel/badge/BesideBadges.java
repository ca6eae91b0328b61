package dev.laurel.badge;

import dev.laurel.catalog.Achievement;
import java.util.Locale;
import org.springframework.ui.Model;

/** What a later step knows of what a badge stands for and its public page is to show; badges know nothing of it but where it stands. */
public interface BesideBadges {

    /**
     * Puts into the page what the fragment {@code badge} of {@link #template()} shows; asked for badges in force only.
     *
     * @return whether there is anything to show
     */
    boolean add(Model page, Achievement achievement, Locale locale);

    /** The template that has the fragment. */
    String template();
}
