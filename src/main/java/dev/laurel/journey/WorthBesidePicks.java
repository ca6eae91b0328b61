package dev.laurel.journey;

import dev.laurel.catalog.MicroCredential;
import dev.laurel.course.BesidePicks;
import dev.laurel.lti.Launch;
import dev.laurel.recognition.Home;
import dev.laurel.recognition.Recognition;
import dev.laurel.recognition.Scope.Offer;
import dev.laurel.recognition.WorthView;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * What a micro-credential counts for where the district lies, while a coordinator picks it and in the text of the link that
 * goes to the learning platform. That text stays there as it was sent, so it says on which day the rule was checked.
 */
@Component
class WorthBesidePicks implements BesidePicks {

    private final Recognition recognition;
    private final MessageSource messages;

    WorthBesidePicks(Recognition recognition, MessageSource messages) {
        this.recognition = recognition;
        this.messages = messages;
    }

    @Override
    public String template() {
        return "recognition/worth";
    }

    @Override
    public void add(ModelAndView page, Launch launch, List<MicroCredential> listed) {
        Home home = home(launch);
        Locale locale = LocaleContextHolder.getLocale();
        Map<String, List<WorthView>> worths = new HashMap<>();
        listed.forEach(one -> worths.put(one.id().value(), recognition.views(Offer.of(one), home, locale)));
        page.addObject("home", home).addObject("worths", worths);
    }

    @Override
    public String sentences(Launch launch, MicroCredential pick) {
        Locale locale = Locale.forLanguageTag(pick.language());
        List<WorthView> worths = recognition.views(Offer.of(pick), home(launch), locale);
        return worths.isEmpty()
                ? say("recognition.link.unknown", locale)
                : worths.stream().map(worth -> sentence(worth, locale)).collect(Collectors.joining(" "));
    }

    /** A teacher's own choice of a place is nobody else's; a link is for everybody in the course. */
    private Home home(Launch launch) {
        return recognition.home(launch.tenant(), null);
    }

    private String sentence(WorthView worth, Locale locale) {
        WorthView.Line line = worth.first();
        if (line == null) {
            return say("recognition.no-rule", locale, worth.authority());
        }
        String figure = line.figure();
        String sentence = figure == null
                ? say(
                        "recognition.link.decides",
                        locale,
                        say("recognition.for." + line.kind(), locale),
                        worth.authority(),
                        line.checkedOn())
                : say(
                        "recognition.link.counts",
                        locale,
                        figure,
                        say("recognition.kind." + line.kind(), locale),
                        worth.authority(),
                        line.checkedOn(),
                        line.source());
        return (sentence
                        + forWhom(line.holdsFor(), locale)
                        + (figure == null || line.sentences().isEmpty() ? "" : " " + line.sentences()))
                .strip();
    }

    private String forWhom(@Nullable String holders, Locale locale) {
        return holders == null ? "" : " " + say("recognition.holds-for", locale) + " " + holders + ".";
    }

    private String say(String key, Locale locale, Object... arguments) {
        return messages.getMessage(key, arguments, locale);
    }
}
