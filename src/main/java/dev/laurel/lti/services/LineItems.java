package dev.laurel.lti.services;

import dev.laurel.lti.SubmissionReview;
import dev.laurel.lti.services.ScoreNotAccepted.Reason;
import dev.laurel.system.OutboundRequest;
import dev.laurel.system.OutboundResponse;
import dev.laurel.system.WebOrigin;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Finds the line item of a link whose launches named none, or makes it (AGS 2.0, sections 3.2.4 and 3.2.6). */
@Component
class LineItems {

    private static final String ITEM = "application/vnd.ims.lis.v2.lineitem+json";
    private static final String CONTAINER = "application/vnd.ims.lis.v2.lineitemcontainer+json";
    private static final String TAG = "laurel";
    private static final double SCORE_MAXIMUM = 100;
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final int MOST_PAGES = 20;

    private final ScoreLinks links;
    private final ServiceCalls calls;
    private final JsonMapper json;
    private final Clock clock;

    LineItems(ScoreLinks links, ServiceCalls calls, JsonMapper json, Clock clock) {
        this.links = links;
        this.calls = calls;
        this.json = json;
        this.clock = clock;
    }

    /** The address of the link's line item, remembered from then on. */
    URI findOrMake(ScoreLink link) throws ScoreNotAccepted {
        URI container = link.lineItems();
        boolean mayMake = link.may(ScoreLink.LINE_ITEM);
        if (container == null || !(mayMake || link.may(ScoreLink.LINE_ITEM_READ_ONLY))) {
            throw new ScoreNotAccepted(
                    Reason.NO_GRADEBOOK, link.registration().issuer() + " named no line item for the link", null);
        }
        if (!links.claimLineItem(link.id(), LEASE)) {
            throw new ScoreNotAccepted(
                    Reason.PLATFORM_UNAVAILABLE, "another node looks for the line item", Duration.ofSeconds(5));
        }
        URI found = null;
        try {
            Set<String> scopes = Set.of(mayMake ? ScoreLink.LINE_ITEM : ScoreLink.LINE_ITEM_READ_ONLY);
            Optional<URI> existing = find(link, container, scopes);
            if (existing.isEmpty() && !mayMake) {
                throw new ScoreNotAccepted(
                        Reason.NO_GRADEBOOK, link.registration().issuer() + " has no line item for the link", null);
            }
            found = existing.isPresent() ? existing.get() : make(link, container, scopes);
            return found;
        } finally {
            links.lineItemFound(link.id(), found);
        }
    }

    private Optional<URI> find(ScoreLink link, URI container, Set<String> scopes) throws ScoreNotAccepted {
        URI page = withQuery(container, "resource_link_id", link.platformId());
        Set<URI> seen = new HashSet<>();
        while (page != null && seen.size() < MOST_PAGES && seen.add(page)) {
            OutboundResponse answer = calls.send(
                    link.registration(), scopes, OutboundRequest.get(page).with("Accept", CONTAINER));
            if (!answer.isSuccessful()) {
                throw Refusals.of(link.registration(), answer, clock.instant());
            }
            for (JsonNode item : read(link, answer)) {
                if (isOf(link, item)) {
                    return Optional.of(address(link, container, item));
                }
            }
            page = NextPage.after(page, answer).orElse(null);
        }
        return Optional.empty();
    }

    private URI make(ScoreLink link, URI container, Set<String> scopes) throws ScoreNotAccepted {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("scoreMaximum", SCORE_MAXIMUM);
        item.put("label", link.title() == null || link.title().isBlank() ? "Micro-credential" : link.title());
        item.put("resourceLinkId", link.platformId());
        item.put("resourceId", link.id().value().toString());
        item.put("tag", TAG);
        SubmissionReview.declare(item, link.registration());
        OutboundResponse answer = calls.send(
                link.registration(),
                scopes,
                OutboundRequest.post(container, ITEM, json.writeValueAsBytes(item))
                        .with("Accept", ITEM));
        if (!answer.isSuccessful()) {
            throw Refusals.of(link.registration(), answer, clock.instant());
        }
        return address(link, container, read(link, answer));
    }

    /** Platforms that do not filter answer with everything, hence the second look. */
    private static boolean isOf(ScoreLink link, JsonNode item) {
        boolean sameLink = text(item, "resourceLinkId").equals(link.platformId())
                || text(item, "ltiLinkId").equals(link.platformId());
        boolean ours = text(item, "tag").equals(TAG)
                && text(item, "resourceId").equals(link.id().value().toString());
        return sameLink || ours;
    }

    /** The token goes to this address later, so it must lie where the platform's services are. */
    private static URI address(ScoreLink link, URI container, JsonNode item) throws ScoreNotAccepted {
        try {
            URI id = new URI(text(item, "id"));
            if (id.getHost() != null
                    && id.getScheme() != null
                    && WebOrigin.of(id).equals(WebOrigin.of(container))) {
                return id;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw new ScoreNotAccepted(
                Reason.REFUSED, link.registration().issuer() + " gave a line item no usable address", null);
    }

    private JsonNode read(ScoreLink link, OutboundResponse answer) throws ScoreNotAccepted {
        try {
            return json.readTree(answer.body());
        } catch (JacksonException e) {
            throw new ScoreNotAccepted(
                    Reason.PLATFORM_UNAVAILABLE, link.registration().issuer() + " answered no JSON", null);
        }
    }

    private static String text(JsonNode object, String member) {
        JsonNode value = object.path(member);
        return value.isString() || value.isIntegralNumber() ? value.asString() : "";
    }

    private static URI withQuery(URI address, String name, String value) {
        String separator = address.getRawQuery() == null ? "?" : "&";
        return URI.create(address + separator + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
}
