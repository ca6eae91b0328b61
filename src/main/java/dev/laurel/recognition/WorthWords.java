package dev.laurel.recognition;

import dev.laurel.recognition.Scope.Offer;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What stands beside a figure, or in its place, in sentences. */
@Component
class WorthWords {

    private final MessageSource messages;
    private final RuleWords words;

    WorthWords(MessageSource messages, RuleWords words) {
        this.messages = messages;
        this.words = words;
    }

    /** Ours and the rule's own. @param line the rule, or null where the authority has none */
    String note(Worth.@Nullable Line line, Offer offer, Locale locale) {
        String sentences = (line == null ? "" : holders(line, locale) + " ") + sentences(line, offer, locale);
        if (line != null && line.together() != null) {
            sentences = say(
                            "recognition.note.together",
                            locale,
                            number(line.together().units(), locale),
                            unit(line, locale),
                            line.together().credentials())
                    + " " + sentences;
        }
        sentences = sentences.strip();
        String own = line == null ? null : words.say(line.rule(), locale).note();
        return own == null ? sentences : (sentences + " " + own).strip();
    }

    private String holders(Worth.Line line, Locale locale) {
        List<String> holders = words.say(line.rule(), locale).holders();
        return !line.fits() || holders.isEmpty()
                ? ""
                : say("recognition.holds-for", locale) + " " + String.join(", ", holders) + ".";
    }

    private String sentences(Worth.@Nullable Line line, Offer offer, Locale locale) {
        List<String> sentences = new ArrayList<>();
        if (line == null || line.amount() == null) {
            if (offer.stack()) {
                sentences.add(say("recognition.note.stack", locale));
            }
            sentences.add(say("recognition.note.decides", locale));
        }
        Rule.Cap cap = line == null ? null : line.rule().cap();
        if (line != null && line.fits() && cap != null) {
            sentences.add(say(
                    "recognition.cap",
                    locale,
                    number(cap.units(), locale),
                    unit(line, locale),
                    cap.years() == null ? 0 : cap.years()));
        }
        return String.join(" ", sentences);
    }

    /** The same as a page shows it. */
    WorthView view(Worth worth, Offer offer, Locale locale) {
        Authority authority = words.say(worth.authority(), locale);
        List<WorthView.Line> lines =
                worth.lines().stream().map(line -> line(line, offer, locale)).toList();
        return new WorthView(
                authority.code().value(),
                authority.place(),
                authority.name(),
                authority.decides(),
                lines,
                authority.equivalents().stream()
                        .map(each -> equivalent(each, locale))
                        .toList(),
                authority.language(),
                worth.authority().language());
    }

    private static WorthView.Equivalent equivalent(Authority.Equivalent each, Locale locale) {
        return new WorthView.Equivalent(
                number(each.count(), locale) + " " + each.of(),
                number(each.amount(), locale) + " " + each.unit(),
                each.source().title(),
                each.source().url(),
                day(each.checkedOn(), locale),
                each.checkedOn().toString(),
                each.note());
    }

    private static String day(LocalDate day, Locale locale) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(locale)
                .format(day);
    }

    private WorthView.Line line(Worth.Line line, Offer offer, Locale locale) {
        Rule rule = line.rule();
        Rule said = words.say(rule, locale);
        return new WorthView.Line(
                figure(line, locale),
                rule.kind().key(),
                line.fits() ? rule.name() : null,
                said.approver(),
                said.proof(),
                rule.source().title(),
                rule.source().url(),
                day(rule.checkedOn(), locale),
                rule.checkedOn().toString(),
                line.fits() ? rule.holders() : List.of(),
                line.fits() ? said.holders() : List.of(),
                sentences(line, offer, locale),
                said.note(),
                said.language(),
                rule.language());
    }

    /** A figure for several is never shown as one for one of them. */
    private @Nullable String figure(Worth.Line line, Locale locale) {
        Rate.PerCredentials together = line.together();
        if (together != null) {
            return say(
                    "recognition.figure.together",
                    locale,
                    number(together.units(), locale),
                    unit(line, locale),
                    together.credentials());
        }
        return line.amount() == null ? null : number(line.amount(), locale) + " " + unit(line, locale);
    }

    private String unit(Worth.Line line, Locale locale) {
        return words.say(line.rule(), locale).unit();
    }

    private static String number(BigDecimal number, Locale locale) {
        return NumberFormat.getNumberInstance(locale).format(number);
    }

    private String say(String key, Locale locale, Object... arguments) {
        return messages.getMessage(key, arguments, locale);
    }
}
