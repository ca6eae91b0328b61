package dev.laurel.lti.services;

import dev.laurel.lti.Registration;
import dev.laurel.lti.services.ScoreNotAccepted.Fault;
import dev.laurel.lti.services.ScoreNotAccepted.Reason;
import dev.laurel.system.OutboundRequest;
import dev.laurel.system.OutboundResponse;
import java.net.URI;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lists that platforms give page by page (AGS 2.0, sections 3.2.4 and 3.3.3): all pages, each once, none of elsewhere. */
@Component
class ServiceLists {

    private static final int LARGEST_PAGE = 16 * 1024 * 1024;

    private final ServiceCalls calls;
    private final JsonMapper json;
    private final Clock clock;

    ServiceLists(ServiceCalls calls, JsonMapper json, Clock clock) {
        this.calls = calls;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Shows every item of the list until {@code enough} says so.
     *
     * @return whether that was the list to its end, or enough of it: a page that lies elsewhere, comes again or is one too
     *     many is not read
     * @param accept sent exactly as given: some platforms compare letters
     */
    boolean read(
            Registration registration,
            Set<String> scopes,
            URI first,
            String accept,
            int mostPages,
            Predicate<JsonNode> enough)
            throws ScoreNotAccepted {
        URI page = first;
        Set<URI> seen = new HashSet<>();
        while (seen.size() < mostPages && seen.add(page)) {
            OutboundResponse answer = calls.send(
                    registration,
                    scopes,
                    OutboundRequest.get(page).with("Accept", accept).atMost(LARGEST_PAGE));
            if (!answer.isSuccessful()) {
                throw Refusals.of(registration, answer, clock.instant());
            }
            for (JsonNode item : json(registration, answer)) {
                if (enough.test(item)) {
                    return true;
                }
            }
            page = NextPage.after(page, answer).orElse(null);
            if (page == null) {
                return !NextPage.isNamedIn(answer);
            }
        }
        return false;
    }

    /** The body as JSON, whatever it calls itself. */
    JsonNode json(Registration registration, OutboundResponse answer) throws ScoreNotAccepted {
        try {
            return json.readTree(answer.body());
        } catch (JacksonException e) {
            throw ScoreNotAccepted.answer(
                    Reason.PLATFORM_UNAVAILABLE, Fault.DOWN, registration.issuer() + " answered no JSON", null);
        }
    }

    /** A text, or a number as platforms write ids; empty when there is neither. */
    static String text(JsonNode object, String member) {
        JsonNode value = object.path(member);
        return value.isString() || value.isIntegralNumber() ? value.asString() : "";
    }
}
