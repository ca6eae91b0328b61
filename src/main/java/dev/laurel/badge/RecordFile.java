package dev.laurel.badge;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The forms in which a learner record can be carried away (Comprehensive Learner Record 2.0, 5 and 8). */
public enum RecordFile {
    /** With an embedded proof. */
    JSON("learner-record.json", "application/json"),
    /** As a signed token. */
    JWT("learner-record.jwt", "application/vc+jwt"),
    PNG("learner-record.png", "image/png"),
    SVG("learner-record.svg", "image/svg+xml"),
    /** The image with the token in it. */
    PNG_JWT("learner-record-jwt.png", "image/png"),
    SVG_JWT("learner-record-jwt.svg", "image/svg+xml");

    private final String fileName;
    private final String mediaType;

    RecordFile(String fileName, String mediaType) {
        this.fileName = fileName;
        this.mediaType = mediaType;
    }

    /** The one with that key. */
    public static Optional<RecordFile> of(String key) {
        return Arrays.stream(values()).filter(form -> form.key().equals(key)).findFirst();
    }

    /** Its part of addresses and of the keys of its messages. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String fileName() {
        return fileName;
    }

    public String mediaType() {
        return mediaType;
    }
}
