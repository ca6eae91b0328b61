package dev.laurel.recognition;

import dev.laurel.badge.BesideBadges;
import dev.laurel.catalog.Achievement;
import dev.laurel.recognition.Scope.Offer;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** On the public page of a badge: every authority that names a value for what it stands for, with whoever says so and since when. */
@Component
class WorthBesideBadges implements BesideBadges {

    private final Recognition recognition;

    WorthBesideBadges(Recognition recognition) {
        this.recognition = recognition;
    }

    @Override
    public String template() {
        return "recognition/worth";
    }

    @Override
    public boolean add(Model page, Achievement achievement, Locale locale) {
        Home everywhere = new Home(recognition.authorities(), false, "");
        List<WorthView> named = recognition.views(Offer.of(achievement), everywhere, locale).stream()
                .map(WorthBesideBadges::withFigures)
                .filter(worth -> !worth.lines().isEmpty())
                .toList();
        page.addAttribute("named", named);
        return !named.isEmpty();
    }

    /** A rule that only says who decides names no value. */
    private static WorthView withFigures(WorthView worth) {
        return new WorthView(
                worth.code(),
                worth.place(),
                worth.authority(),
                worth.decides(),
                worth.lines().stream().filter(line -> line.figure() != null).toList(),
                List.of(),
                worth.language(),
                worth.sourceLanguage());
    }
}
