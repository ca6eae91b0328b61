package dev.laurel.submission;

import dev.laurel.tenant.TenantId;

/** The names of evidence, the same in every store, so that files can be copied from one store into another. */
final class EvidenceKeys {

    private EvidenceKeys() {}

    /** {@code <tenant>/<first two digits>/<SHA-256>}, with slashes. */
    static String of(TenantId tenant, String sha256) {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("Not a SHA-256 in lower-case hexadecimal");
        }
        return tenant.value() + "/" + sha256.substring(0, 2) + "/" + sha256;
    }
}
