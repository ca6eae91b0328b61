package dev.laurel.system;

/** The master key does not fit the database: nothing is served with it. */
final class MasterKeyRefused extends IllegalStateException {

    private final String what;
    private final String mend;

    MasterKeyRefused(String what, String mend) {
        super(what + " " + mend);
        this.what = what;
        this.mend = mend;
    }

    String what() {
        return what;
    }

    String mend() {
        return mend;
    }
}
