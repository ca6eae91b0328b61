package dev.laurel.system;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;

/**
 * The language of a page: what the LMS said in the launch where there is one, otherwise what the browser asks for; English
 * when we do not speak either.
 */
@Component("localeResolver")
public class PageLocale extends AcceptHeaderLocaleResolver {

    /** What Laurel speaks, without any country. */
    public static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.forLanguageTag("es"));

    private static final String CHOSEN = PageLocale.class.getName() + ".CHOSEN";
    private static final Set<String> SPOKEN = Set.of("en", "es");
    private static final int LONGEST_TAG = 100;
    private static final int LONGEST_HEADER = 1000;

    PageLocale() {
        setSupportedLocales(LANGUAGES);
        setDefaultLocale(Locale.ENGLISH);
    }

    /**
     * The locale that a BCP 47 tag names, also written with an underscore, with language and country alone; empty when it is
     * no tag, or of a language that we do not speak.
     */
    public static Optional<Locale> spoken(@Nullable String tag) {
        if (tag == null || tag.length() > LONGEST_TAG) {
            return Optional.empty();
        }
        Locale named = Locale.forLanguageTag(tag.strip().replace('_', '-'));
        return SPOKEN.contains(named.getLanguage())
                ? Optional.of(new Locale(named.getLanguage(), named.getCountry()))
                : Optional.empty();
    }

    /** The first language of a header {@code Accept-Language} that we speak, English when there is none. */
    public static Locale asked(@Nullable String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.length() > LONGEST_HEADER) {
            return Locale.ENGLISH;
        }
        try {
            return Locale.LanguageRange.parse(acceptLanguage).stream()
                    .filter(range -> range.getWeight() > 0)
                    .flatMap(range -> spoken(range.getRange()).stream())
                    .findFirst()
                    .orElse(Locale.ENGLISH);
        } catch (IllegalArgumentException e) {
            return Locale.ENGLISH;
        }
    }

    /** Settles the locale of this request, whatever the browser asks for; ignored when we do not speak the language. */
    public static void choose(HttpServletRequest request, Locale locale) {
        if (SPOKEN.contains(locale.getLanguage())) {
            request.setAttribute(CHOSEN, locale);
        }
    }

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        return request.getAttribute(CHOSEN) instanceof Locale chosen ? chosen : super.resolveLocale(request);
    }
}
