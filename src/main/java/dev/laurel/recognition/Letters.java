package dev.laurel.recognition;

import dev.laurel.badge.Award;
import dev.laurel.badge.Compositions;
import dev.laurel.catalog.Achievement;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.Pathway;
import dev.laurel.catalog.Rubric;
import dev.laurel.catalog.Stack;
import dev.laurel.system.LaurelSettings;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * The letter that somebody takes to their district where no rule names a figure: hours and criteria, how it is assessed,
 * where to check it, and a place for the district to say how much counts. It promises nothing.
 */
@Component
public class Letters {

    private final Recognition recognition;
    private final Compositions compositions;
    private final Catalogue catalogue;
    private final LaurelSettings settings;
    private final MessageSource messages;
    private final RuleWords words;
    private final Clock clock;

    Letters(
            Recognition recognition,
            Compositions compositions,
            Catalogue catalogue,
            LaurelSettings settings,
            MessageSource messages,
            RuleWords words,
            Clock clock) {
        this.recognition = recognition;
        this.compositions = compositions;
        this.catalogue = catalogue;
        this.settings = settings;
        this.messages = messages;
        this.words = words;
        this.clock = clock;
    }

    /**
     * The letter as a PDF.
     *
     * @param name of the teacher; absent when no platform tells it, and then there is a line to write it on
     * @param about a micro-credential or a stack
     * @param award the badge; absent while it is not earned, and then the letter asks beforehand
     * @param home where they teach
     */
    public byte[] letter(@Nullable String name, Achievement about, @Nullable Award award, Home home, Locale locale) {
        Paper paper =
                new Paper(say("recognition.letter.title", locale, about.badge().name()), locale);
        paper.paragraph(day(clock.instant(), locale));
        paper.paragraph(say("recognition.letter.to", locale));
        if (name == null) {
            paper.blank(say("recognition.letter.name", locale));
        }
        String who = name == null ? say("recognition.letter.teacher", locale) : name;
        paper.paragraph(
                award == null
                        ? say(
                                "recognition.letter.plans",
                                locale,
                                who,
                                about.badge().name(),
                                about.issuer().name())
                        : say(
                                "recognition.letter.earned",
                                locale,
                                who,
                                about.badge().name(),
                                about.issuer().name(),
                                day(award.issuedAt(), locale)));
        paper.paragraph(say("recognition.letter.asks", locale));

        paper.heading(say("recognition.letter.facts", locale));
        paper.fact(say("recognition.letter.hours", locale), String.valueOf(about.creditedHours()));
        paper.fact(say("recognition.letter.proves", locale), proves(about));
        paper.fact(say("recognition.letter.version", locale), about.version());
        for (Authority authority : home.authorities()) {
            paper.fact(authority.name(), rule(about, authority, locale));
        }
        if (home.authorities().isEmpty()) {
            paper.paragraph(say("recognition.note.decides", locale));
        }

        paper.heading(say("recognition.letter.criteria", locale));
        paper.paragraph(about.badge().criteriaNarrative());
        paper.list(criteria(about, locale));
        if (about instanceof MicroCredential microCredential) {
            paper.paragraph(say(
                    "recognition.letter.scoring." + microCredential.scoring().model(), locale));
        }

        paper.heading(say("recognition.letter.check", locale));
        paper.link(
                say("recognition.letter.definition", locale),
                settings.at(about.path()).toString());
        if (award != null) {
            paper.link(
                    say("recognition.letter.badge", locale),
                    award.addresses().page().toString());
            compositions.parts(award.credentialId()).stream()
                    .map(part -> compositions.addresses(part).page().toString())
                    .forEach(part -> paper.link(say("recognition.letter.part", locale), part));
        }

        paper.heading(say("recognition.letter.decision", locale));
        paper.paragraph(say("recognition.letter.decision.text", locale));
        paper.blank(say("recognition.letter.units", locale));
        paper.blank(say("recognition.letter.signed", locale));
        paper.blank(say("recognition.letter.date", locale));
        return paper.toPdf();
    }

    private static String proves(Achievement about) {
        return about instanceof MicroCredential microCredential
                ? microCredential.competency()
                : about.badge().description();
    }

    /** What is known there, with its source, or that nothing is. */
    private String rule(Achievement about, Authority authority, Locale locale) {
        Worth worth = recognition.worth(Scope.Offer.of(about), authority.code()).orElseThrow();
        List<String> figures = worth.lines().stream()
                .filter(line -> line.amount() != null)
                .map(line -> say(
                        "recognition.letter.rule",
                        locale,
                        figure(line, locale),
                        say("recognition.for." + line.kind().key(), locale),
                        line.rule().source().title(),
                        day(line.checkedOn(), locale)))
                .toList();
        return figures.isEmpty() ? say("recognition.note.decides", locale) : String.join(" ", figures);
    }

    private String figure(Worth.Line line, Locale locale) {
        Rate.PerCredentials together = line.together();
        String unit = words.say(line.rule(), locale).unit();
        return together == null
                ? line.amount() + " " + unit
                : say(
                        "recognition.figure.together",
                        locale,
                        together.units().toPlainString(),
                        unit,
                        together.credentials());
    }

    private List<String> criteria(Achievement about, Locale locale) {
        if (about instanceof MicroCredential microCredential) {
            return microCredential.rubric().criteria().stream()
                    .map(criterion -> criterion.title() + ": "
                            + criterion
                                    .level(criterion.cut())
                                    .map(Rubric.Level::descriptor)
                                    .orElse(""))
                    .toList();
        }
        List<String> parts = new ArrayList<>();
        if (about instanceof Stack stack) {
            for (Pathway.Step step : catalogue.pathway(stack).steps()) {
                parts.add(
                        step.hours() == null
                                ? step.title()
                                : step.title() + ", " + say("catalog.hours.credited-short", locale, step.hours()));
            }
        }
        return parts;
    }

    private static String day(Instant instant, Locale locale) {
        return day(LocalDate.ofInstant(instant, ZoneOffset.UTC), locale);
    }

    private static String day(LocalDate day, Locale locale) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(locale)
                .format(day);
    }

    private String say(String key, Locale locale, Object... arguments) {
        return messages.getMessage(key, arguments, locale);
    }
}
