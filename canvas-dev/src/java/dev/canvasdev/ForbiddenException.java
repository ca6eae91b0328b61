package dev.canvasdev;

/** Not with this hat, in words for a person. */
final class ForbiddenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String hat;

    /** @param hat the hat that may */
    ForbiddenException(String message, String hat) {
        super(message);
        this.hat = hat;
    }

    String hat() {
        return hat;
    }
}
