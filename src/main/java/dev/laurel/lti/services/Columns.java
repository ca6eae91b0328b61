package dev.laurel.lti.services;

import dev.laurel.lti.ResourceLinkId;
import dev.laurel.lti.services.ScoreNotAccepted.Reason;
import dev.laurel.system.OutboundRequest;
import dev.laurel.system.OutboundResponse;
import java.net.URI;
import java.time.Clock;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The gradebook column of a link as the platform has it: reading and renaming one line item (AGS 2.0, section 3.2). */
@Component
public class Columns {

    private final ScoreLinks links;
    private final ServiceCalls calls;
    private final ServiceLists lists;
    private final JsonMapper json;
    private final Clock clock;

    Columns(ScoreLinks links, ServiceCalls calls, ServiceLists lists, JsonMapper json, Clock clock) {
        this.links = links;
        this.calls = calls;
        this.lists = lists;
        this.json = json;
        this.clock = clock;
    }

    /**
     * @param maximum points, as the platform has them now
     */
    public record Column(String label, double maximum) {}

    /** What the platform says of it. @throws ScoreNotAccepted when there is none, or it may not be read */
    public Column read(ResourceLinkId link) throws ScoreNotAccepted {
        ScoreLink of = known(link);
        boolean mayRead = of.may(ScoreLink.LINE_ITEM_READ_ONLY);
        return column(get(of, Set.of(mayRead ? ScoreLink.LINE_ITEM_READ_ONLY : ScoreLink.LINE_ITEM)));
    }

    /**
     * Calls a column that this tool made as the link is called now. Columns of others, and those that are called so
     * already, stay as they are. Everything else of the item is sent back as it came, since a PUT replaces it all.
     *
     * @return whether it was changed
     */
    public boolean nameLikeItsLink(ResourceLinkId link) throws ScoreNotAccepted {
        ScoreLink of = known(link);
        if (of.named() != null || !of.made() || !of.may(ScoreLink.LINE_ITEM)) {
            return false;
        }
        Set<String> scopes = Set.of(ScoreLink.LINE_ITEM);
        JsonNode item = get(of, scopes);
        if (!(item instanceof ObjectNode whole) || column(item).label().equals(LineItems.label(of))) {
            return false;
        }
        whole.put("label", LineItems.label(of));
        OutboundRequest post = OutboundRequest.post(address(of), LineItemMessage.TYPE, json.writeValueAsBytes(whole));
        OutboundRequest put = new OutboundRequest(
                "PUT", post.address(), post.headers(), post.body(), post.readTimeout(), post.maxBytes());
        OutboundResponse answer = calls.send(of.registration(), scopes, put.with("Accept", LineItemMessage.TYPE));
        if (!answer.isSuccessful()) {
            throw Refusals.of(of.registration(), answer, clock.instant());
        }
        return true;
    }

    private JsonNode get(ScoreLink of, Set<String> scopes) throws ScoreNotAccepted {
        if (scopes.stream().noneMatch(of::may)) {
            throw new ScoreNotAccepted(
                    Reason.NOT_PERMITTED, of.registration().issuer() + " grants no right to read line items", null);
        }
        OutboundResponse answer = calls.send(
                of.registration(), scopes, OutboundRequest.get(address(of)).with("Accept", LineItemMessage.TYPE));
        if (!answer.isSuccessful()) {
            throw Refusals.of(of.registration(), answer, clock.instant());
        }
        return lists.json(of.registration(), answer);
    }

    private static Column column(JsonNode item) {
        return new Column(
                ServiceLists.text(item, "label"), item.path("scoreMaximum").asDouble(0));
    }

    private ScoreLink known(ResourceLinkId link) throws ScoreNotAccepted {
        return links.find(link)
                .filter(found -> found.lineItem() != null)
                .orElseThrow(
                        () -> new ScoreNotAccepted(Reason.NO_GRADEBOOK, "no line item is known for the link", null));
    }

    private static URI address(ScoreLink of) {
        return Objects.requireNonNull(of.lineItem());
    }
}
