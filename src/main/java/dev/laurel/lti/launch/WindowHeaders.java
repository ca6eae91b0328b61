package dev.laurel.lti.launch;

import dev.laurel.lti.DeepLinkingSettings;
import jakarta.servlet.http.HttpServletResponse;

/** What browsers are told about the pages of a window: own scripts and styles only, kept nowhere, framed by its LMS. */
final class WindowHeaders {

    private static final String OWN = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'";

    private WindowHeaders() {}

    static void set(HttpServletResponse response, LaunchAuthentication window) {
        // The answer to a deep linking request is a form for the platform, which may lead on to where nobody can
        // foresee.
        DeepLinkingSettings deepLinking = window.launch().deepLinking();
        String forms = deepLinking == null ? "; form-action 'self'" : "";
        set(response, OWN + forms + "; frame-ancestors " + window.frameAncestors());
    }

    /**
     * For the page between login and platform: any platform may frame it, and the login that it repeats in a window of its
     * own leads on to where nobody can foresee.
     */
    static void setForLogin(HttpServletResponse response) {
        set(response, OWN + "; frame-ancestors " + FrameAncestors.ANY);
    }

    /**
     * For the page that looks for the browser's proof. The page of the window takes its place and inherits its policy. Its
     * requests must say where they come from.
     */
    static void setForProof(HttpServletResponse response, UnprovenLaunch launch) {
        set(response, OWN + "; frame-ancestors " + launch.frameAncestors());
        response.setHeader("Referrer-Policy", "same-origin");
    }

    /** For refusals. */
    static void setOpen(HttpServletResponse response) {
        set(response, OWN + "; form-action 'self'; frame-ancestors " + FrameAncestors.ANY);
    }

    private static void set(HttpServletResponse response, String policy) {
        response.setHeader("Content-Security-Policy", policy);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("X-Content-Type-Options", "nosniff");
    }
}
