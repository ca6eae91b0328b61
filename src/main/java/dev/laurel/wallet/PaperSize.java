package dev.laurel.wallet;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What certificates are printed on, landscape. */
enum PaperSize {
    LETTER("11in 8.5in", "7.1in", "6.66in"),
    /** ISO 216. A quarter of an inch less high than the other, and wider. */
    A4("297mm 210mm", "6.86in", "6.42in");

    /** Where Letter is what lies in printers (Unicode CLDR, paperSize). */
    private static final Set<String> LETTER_LANDS =
            Set.of("US", "CA", "MX", "PR", "PH", "CL", "CO", "VE", "CR", "SV", "GT", "NI", "PA", "DO", "BZ");

    private final String size;
    private final String outer;
    private final String inner;

    PaperSize(String size, String outer, String inner) {
        this.size = size;
        this.outer = outer;
        this.inner = inner;
    }

    /** The one that was asked for; otherwise the one that is usual where the reader is, Letter where that is not known. */
    static PaperSize of(String asked, Locale locale) {
        return named(asked)
                .orElse(locale.getCountry().isEmpty() || LETTER_LANDS.contains(locale.getCountry()) ? LETTER : A4);
    }

    private static Optional<PaperSize> named(String asked) {
        for (PaperSize size : values()) {
            if (size.key().equals(asked)) {
                return Optional.of(size);
            }
        }
        return Optional.empty();
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A style sheet with the measures of this paper. */
    String measured(String style) {
        return style.replace("@paper@", size).replace("@outer@", outer).replace("@inner@", inner);
    }
}
