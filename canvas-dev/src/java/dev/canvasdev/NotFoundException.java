package dev.canvasdev;

/** Nothing at this address, in words for a person. */
final class NotFoundException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotFoundException(String message) {
        super(message);
    }
}
