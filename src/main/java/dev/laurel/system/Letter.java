package dev.laurel.system;

import java.util.Locale;
import org.springframework.context.MessageSource;

/** What a mail says in one language: paragraphs of messages, in the order in which they are written. */
public final class Letter {

    private final MessageSource messages;
    private final Locale language;
    private final StringBuilder text = new StringBuilder();
    private String subject = "";

    public Letter(MessageSource messages, Locale language) {
        this.messages = messages;
        this.language = language;
    }

    /** What it is headed with. */
    public Letter subject(String key, Object... blanks) {
        subject = messages.getMessage(key, blanks, language);
        return this;
    }

    /** Begins a paragraph. */
    public Letter paragraph(String key, Object... blanks) {
        return add("\n\n", key, blanks);
    }

    /** Another line of the paragraph that was begun last. */
    public Letter line(String key, Object... blanks) {
        return add("\n", key, blanks);
    }

    private Letter add(String between, String key, Object... blanks) {
        text.append(text.isEmpty() ? "" : between).append(messages.getMessage(key, blanks, language));
        return this;
    }

    public Locale language() {
        return language;
    }

    public String subject() {
        return subject;
    }

    public String text() {
        return text.toString();
    }

    /** Addressed to a person: stays out of logs. */
    @Override
    public String toString() {
        return "Letter[not printed]";
    }
}
