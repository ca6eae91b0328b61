package dev.laurel.submission;

/** How large a picture may be when it is unpacked: a small file can ask a browser for gigabytes. */
final class Pixels {

    /** The largest cameras of phones make 200. */
    static final int MOST_MEGAPIXELS = 250;

    private Pixels() {}

    static void check(long width, long height) throws Damaged {
        if (width == 0 || height == 0) {
            throw new Damaged("a picture without width or height");
        }
        if (width * height > MOST_MEGAPIXELS * 1_000_000L) {
            throw FileRefused.tooManyPixels(MOST_MEGAPIXELS);
        }
    }
}
