package dev.laurel.recognition;

import dev.laurel.recognition.Scope.Offer;
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

    WorthWords(MessageSource messages) {
        this.messages = messages;
    }

    /** @param line the rule, or null where the authority has none */
    String note(Worth worth, Worth.@Nullable Line line, Offer offer, Locale locale) {
        List<String> sentences = new ArrayList<>();
        if (line == null || line.amount() == null) {
            if (offer.stack()) {
                sentences.add(say("recognition.note.stack", locale));
            }
            sentences.add(say("recognition.note.decides", locale));
        } else if (line.together() != null) {
            sentences.add(say(
                    "recognition.note.together",
                    locale,
                    line.together().units().toPlainString(),
                    line.unit(),
                    line.together().credentials()));
        }
        if (line != null && line.rule().note() != null) {
            sentences.add(line.rule().note());
        }
        return String.join(" ", sentences);
    }

    private String say(String key, Locale locale, Object... arguments) {
        return messages.getMessage(key, arguments, locale);
    }
}
