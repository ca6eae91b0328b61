package dev.laurel.system;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * What is wrong with something a person wrote: a message of {@code messages/<module>.properties} and what fills its
 * blanks. Pages say it in the reader's language, logs in English; it is read after the name of the field.
 *
 * @param key begins with the module that knows the message
 */
public record Fault(String key, List<String> arguments) {

    public Fault {
        arguments = List.copyOf(arguments);
    }

    public static Fault of(String key, Object... arguments) {
        return new Fault(key, Arrays.stream(arguments).map(String::valueOf).toList());
    }

    /** A sentence that is known in one language only. */
    static Fault said(String sentence) {
        return of("system.fault.said", sentence);
    }

    /** In English. */
    public String sentence() {
        String module = key.substring(0, key.indexOf('.'));
        String text =
                ResourceBundle.getBundle("messages." + module, Locale.ROOT).getString(key);
        return arguments.isEmpty() ? text : new MessageFormat(text, Locale.ENGLISH).format(arguments.toArray());
    }
}
