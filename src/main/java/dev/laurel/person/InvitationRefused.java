package dev.laurel.person;

/** An invitation that cannot be sent as it was asked for. */
public class InvitationRefused extends RuntimeException {

    private final String messageKey;

    public InvitationRefused(String messageKey) {
        super("An invitation was refused: " + messageKey);
        this.messageKey = messageKey;
    }

    /** What to say to whoever invites. */
    public String messageKey() {
        return messageKey;
    }
}
