package dev.laurel.assessment;

import dev.laurel.system.PageHeaders;
import jakarta.servlet.http.HttpServletResponse;

/** What browsers are told about evidence, which strangers to us have made. */
final class EvidencePolicy {

    static final String HEADER = "Content-Security-Policy";

    /** Of a file: an origin of its own, no scripts, nothing loaded, framed by our pages only. */
    static final String SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self';"
            + " media-src 'self'; frame-ancestors 'self'";

    /**
     * Of a PDF, which not every browser shows in a sandbox. Browsers' viewers give a document no access to our origin, and
     * the fixed type keeps it from being read as anything but a PDF.
     */
    static final String DOCUMENT =
            "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'";

    private EvidencePolicy() {}

    /** Of the scoring page: it may frame our own files, unlike other pages. */
    static void forPage(HttpServletResponse response) {
        response.setHeader(HEADER, PageHeaders.contentSecurityPolicy("'none'") + "; frame-src 'self'");
    }
}
