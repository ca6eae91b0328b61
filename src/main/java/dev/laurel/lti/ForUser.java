package dev.laurel.lti;

/**
 * The person that a message is about, who need not be the one who launches (Submission Review 1.0, section 3).
 *
 * @param subject what the platform calls them, as {@code sub} of their own launches; never printed
 */
public record ForUser(String subject) {

    @Override
    public String toString() {
        return "ForUser[not printed]";
    }
}
