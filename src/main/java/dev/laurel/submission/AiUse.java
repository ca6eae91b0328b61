package dev.laurel.submission;

/**
 * What an earner declared about the use of AI.
 *
 * @param words what it did; empty where none was used
 */
public record AiUse(boolean used, String words) {

    @Override
    public String toString() {
        return "AiUse[not printed]";
    }
}
