package dev.laurel.system;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;

/**
 * The language of a page: what the LMS said in the launch where there is one, otherwise what the browser asks for; English
 * when we do not speak either.
 */
@Component("localeResolver")
public class PageLocale extends AcceptHeaderLocaleResolver {

    private static final String CHOSEN = PageLocale.class.getName() + ".CHOSEN";
    private static final Set<String> SPOKEN = Set.of("en", "es");

    PageLocale() {
        setSupportedLocales(List.of(Locale.ENGLISH, Locale.forLanguageTag("es")));
        setDefaultLocale(Locale.ENGLISH);
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
