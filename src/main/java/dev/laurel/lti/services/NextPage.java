package dev.laurel.lti.services;

import dev.laurel.system.OutboundResponse;
import dev.laurel.system.WebOrigin;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page of a list that follows (RFC 8288): {@code rel="next"} in one of several headers or links, in any quotes or none,
 * whatever the order. Other relations, {@code differences} of NRPS 2.0 among them, are passed over.
 */
final class NextPage {

    private static final Pattern LINK = Pattern.compile("<([^>]*)>([^<]*)");
    /** Moodle writes curly quotes around {@code rel}, which arrive as whatever header bytes are read as. */
    private static final Pattern RELATION =
            Pattern.compile(";\\s*rel\\s*=[^a-z;,]*([a-z\\s]*)", Pattern.CASE_INSENSITIVE);

    private NextPage() {}

    /** Whether a page follows at all, whether or not it may be asked for. */
    static boolean isNamedIn(OutboundResponse answer) {
        return reference(answer).isPresent();
    }

    /**
     * The address of the page that follows {@code page}; empty at the end, and where the next page lies elsewhere than the
     * service, because the token goes with the request.
     */
    static Optional<URI> after(URI page, OutboundResponse answer) {
        return reference(answer).flatMap(reference -> at(page, reference));
    }

    private static Optional<String> reference(OutboundResponse answer) {
        for (String header : answer.headers().getOrEmpty("Link")) {
            Matcher link = LINK.matcher(header);
            while (link.find()) {
                Matcher relation = RELATION.matcher(link.group(2));
                if (relation.find()
                        && List.of(relation.group(1)
                                        .toLowerCase(Locale.ROOT)
                                        .trim()
                                        .split("\\s+"))
                                .contains("next")) {
                    return Optional.of(link.group(1).replace("&amp;", "&"));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<URI> at(URI page, String reference) {
        try {
            URI next = page.resolve(reference.trim());
            boolean sameOrigin = next.getScheme() != null
                    && next.getHost() != null
                    && WebOrigin.of(next).equals(WebOrigin.of(page));
            return sameOrigin ? Optional.of(next) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
