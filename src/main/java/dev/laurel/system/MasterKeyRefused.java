package dev.laurel.system;

/** The master key does not fit the database: nothing is served with it. */
final class MasterKeyRefused extends IllegalStateException {

    private final String mend;

    MasterKeyRefused(String what, String mend) {
        super(what + " " + mend);
        this.mend = mend;
    }

    String mend() {
        return mend;
    }
}
