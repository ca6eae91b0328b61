package dev.laurel.lti.check;

import java.util.Locale;

/** How a line turned out; never told by colour alone. */
public enum Light {
    OK("earned", "check-circle"),
    ATTENTION("you", "exclamation-triangle"),
    /** Cannot be tried from here, or the platform has no such thing. */
    IMPOSSIBLE("others", "dash-circle"),
    UNTRIED("", "circle");

    private final String kind;
    private final String icon;

    Light(String kind, String icon) {
        this.kind = kind;
        this.icon = icon;
    }

    /** As the style sheet names states. */
    public String kind() {
        return kind;
    }

    public String icon() {
        return icon;
    }

    public String key() {
        return "lti.check.light." + name().toLowerCase(Locale.ROOT);
    }
}
