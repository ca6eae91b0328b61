package dev.laurel.lti.registration;

/**
 * One thing that the tool asks of a platform, and what the platform answered.
 *
 * @param name of a scope, a placement or a claim, as the standard or Canvas writes it
 */
record Wish(String name, Answer answer) {

    enum Answer {
        GRANTED,
        REFUSED,
        /** Not granted so far; the platform's administrator has been asked. */
        WAITING,
        /** The platform does not say, or has not been asked yet. */
        UNSAID
    }

    static Wish of(String name, boolean granted) {
        return new Wish(name, granted ? Answer.GRANTED : Answer.REFUSED);
    }

    static Wish unsaid(String name) {
        return new Wish(name, Answer.UNSAID);
    }

    /** The end of a message's key: the last part of an address, or the name itself. */
    public String key() {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    public boolean isGranted() {
        return answer == Answer.GRANTED;
    }

    /** The same, as long as the platform's administrator has not answered. */
    Wish awaitingConsent() {
        return isRefused() ? new Wish(name, Answer.WAITING) : this;
    }

    public boolean isWaiting() {
        return answer == Answer.WAITING;
    }

    public boolean isRefused() {
        return answer == Answer.REFUSED;
    }
}
