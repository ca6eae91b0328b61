package dev.laurel.recognition;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Where a claim stands. */
public enum ClaimState {
    REQUESTED("others", "hourglass-split"),
    UNDER_REVIEW("others", "eye"),
    MORE_INFORMATION("you", "chat-left-text"),
    APPROVED("earned", "check-circle-fill"),
    DECLINED("lost", "x-circle"),
    WITHDRAWN("lost", "slash-circle");

    private final String look;
    private final String icon;

    ClaimState(String look, String icon) {
        this.look = look;
        this.icon = icon;
    }

    /** Where it can go from here, whoever acts. */
    Set<ClaimState> next() {
        return switch (this) {
            case REQUESTED -> EnumSet.of(UNDER_REVIEW, WITHDRAWN);
            case UNDER_REVIEW -> EnumSet.of(APPROVED, DECLINED, MORE_INFORMATION, WITHDRAWN);
            case MORE_INFORMATION -> EnumSet.of(REQUESTED, WITHDRAWN);
            case APPROVED -> EnumSet.of(WITHDRAWN);
            case DECLINED, WITHDRAWN -> EnumSet.noneOf(ClaimState.class);
        };
    }

    /** Whether its claimant may take it back: nothing is decided yet. */
    public boolean isUndecided() {
        return this == REQUESTED || this == UNDER_REVIEW || this == MORE_INFORMATION;
    }

    /** Whether the award counts, or may come to count, by this claim. */
    public boolean isOpen() {
        return this != DECLINED && this != WITHDRAWN;
    }

    /** Whether the other side has to be told why. */
    boolean needsWords() {
        return this == MORE_INFORMATION || this == DECLINED || this == WITHDRAWN;
    }

    /** As message keys spell it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** For a status chip: how it looks. */
    public String look() {
        return look;
    }

    /** For a status chip: its icon. */
    public String icon() {
        return icon;
    }
}
