package dev.laurel.lti.services;

import dev.laurel.lti.Registration;
import dev.laurel.lti.SubmissionReview;
import dev.laurel.lti.services.ScoreNotAccepted.Fault;
import dev.laurel.lti.services.ScoreNotAccepted.Reason;
import dev.laurel.system.OutboundRequest;
import dev.laurel.system.OutboundResponse;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Finds the line item of a link whose launches named none, or makes it (AGS 2.0, sections 3.2.4 and 3.2.6). */
@Component
class LineItems {

    private static final String TAG = "laurel";
    private static final int SCORE_MAXIMUM = 100;
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final int MOST_PAGES = 20;

    private final ScoreLinks links;
    private final ServiceCalls calls;
    private final ServiceLists lists;
    private final JsonMapper json;
    private final Clock clock;

    LineItems(ScoreLinks links, ServiceCalls calls, ServiceLists lists, JsonMapper json, Clock clock) {
        this.links = links;
        this.calls = calls;
        this.lists = lists;
        this.json = json;
        this.clock = clock;
    }

    /** The address of the link's line item, remembered from then on. */
    URI findOrMake(ScoreLink link) throws ScoreNotAccepted {
        return look(link, link.may(ScoreLink.LINE_ITEM));
    }

    /**
     * What takes the place of a line item that the platform no longer has: another that a launch has named or that can be
     * found, or a new one where the lost one was ours. A column of the platform's own is nobody's but the platform's to
     * make again.
     *
     * @throws ScoreNotAccepted with {@link Reason#LINE_ITEM_GONE} when nothing does
     */
    URI replace(ScoreLink lost) throws ScoreNotAccepted {
        ScoreLink now = links.fresh(lost.id()).orElse(lost);
        URI other = now.lineItem();
        if (other != null && !other.equals(lost.lineItem())) {
            return other;
        }
        if (now.named() != null) {
            throw gone(now);
        }
        links.lineItemFound(now.id(), null, false);
        try {
            return look(now, lost.made() && now.may(ScoreLink.LINE_ITEM));
        } catch (ScoreNotAccepted e) {
            throw e.reason() == Reason.NO_GRADEBOOK ? gone(now) : e;
        }
    }

    private static ScoreNotAccepted gone(ScoreLink link) {
        return new ScoreNotAccepted(
                Reason.LINE_ITEM_GONE, link.registration().issuer() + " no longer has the line item", null);
    }

    private URI look(ScoreLink link, boolean make) throws ScoreNotAccepted {
        URI container = link.lineItems();
        boolean mayWrite = link.may(ScoreLink.LINE_ITEM);
        if (container == null || !(mayWrite || link.may(ScoreLink.LINE_ITEM_READ_ONLY))) {
            throw new ScoreNotAccepted(
                    Reason.NO_GRADEBOOK, link.registration().issuer() + " named no line item for the link", null);
        }
        if (!links.claimLineItem(link.id(), LEASE)) {
            throw new ScoreNotAccepted(
                    Reason.PLATFORM_UNAVAILABLE,
                    Fault.UNKNOWN,
                    "another node looks for the line item",
                    Duration.ofSeconds(5));
        }
        Found found = null;
        try {
            ScoreLink now = links.fresh(link.id()).orElse(link);
            if (now.found() != null) {
                found = new Found(now.found(), now.made());
                return now.found();
            }
            Set<String> scopes = Set.of(mayWrite ? ScoreLink.LINE_ITEM : ScoreLink.LINE_ITEM_READ_ONLY);
            found = find(link, container, scopes).orElse(null);
            if (found == null && !bindsColumns(link.registration())) {
                found = findOurs(link, container, scopes).orElse(null);
            }
            if (found == null && !make) {
                throw new ScoreNotAccepted(
                        Reason.NO_GRADEBOOK, link.registration().issuer() + " has no line item for the link", null);
            }
            found = found != null ? found : new Found(make(link, container, scopes), true);
            return found.address();
        } finally {
            links.lineItemFound(link.id(), found == null ? null : found.address(), found != null && found.ours());
        }
    }

    /**
     * @param ours whether it bears the marks of those that this tool makes
     */
    private record Found(URI address, boolean ours) {}

    private Optional<Found> find(ScoreLink link, URI container, Set<String> scopes) throws ScoreNotAccepted {
        return find(link, container, scopes, ServiceAddress.with(container, "resource_link_id", link.platformId()));
    }

    /** A column of ours that the platform did not couple to the link: nobody asks for it by the link. */
    private Optional<Found> findOurs(ScoreLink link, URI container, Set<String> scopes) throws ScoreNotAccepted {
        URI first = ServiceAddress.with(
                ServiceAddress.with(container, "resource_id", link.id().value().toString()), "tag", TAG);
        try {
            return find(link, container, scopes, first);
        } catch (ScoreNotAccepted e) {
            if (e.isFinal()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<Found> find(ScoreLink link, URI container, Set<String> scopes, URI first) throws ScoreNotAccepted {
        AtomicReference<@Nullable JsonNode> found = new AtomicReference<>();
        lists.read(link.registration(), scopes, first, LineItemMessage.LIST, MOST_PAGES, item -> {
            if (isOf(link, item)) {
                found.set(item);
            }
            return found.get() != null;
        });
        JsonNode item = found.get();
        return item == null
                ? Optional.empty()
                : Optional.of(new Found(address(link, container, item), isOurs(link, item)));
    }

    private URI make(ScoreLink link, URI container, Set<String> scopes) throws ScoreNotAccepted {
        LineItemMessage item = new LineItemMessage(
                SCORE_MAXIMUM,
                label(link),
                // Blackboard couples columns to links of its own making alone.
                link.registration().isOfFamily("BlackboardLearn") ? null : link.platformId(),
                link.id().value().toString(),
                TAG,
                SubmissionReview.of(link.registration()).orElse(null),
                null);
        OutboundResponse answer = post(link, container, scopes, item);
        boolean tooMuch = answer.status() == 400 || answer.status() == 422;
        if (tooMuch && !bindsColumns(link.registration()) && !item.equals(item.plain())) {
            // Some refuse the whole for one member that they do not know, or a link that they do not find.
            answer = post(link, container, scopes, item.plain());
        }
        if (link.registration().isOfFamily("canvas") && answer.status() == 412) {
            // Canvas couples no line item to a link that stands in a module without an assignment.
            throw new ScoreNotAccepted(
                    Reason.NO_GRADEBOOK, link.registration().issuer() + " has no assignment for the link", null);
        }
        if (!answer.isSuccessful()) {
            throw Refusals.of(link.registration(), answer, clock.instant());
        }
        return address(link, container, lists.json(link.registration(), answer));
    }

    private OutboundResponse post(ScoreLink link, URI container, Set<String> scopes, LineItemMessage item)
            throws ScoreNotAccepted {
        return calls.send(
                link.registration(),
                scopes,
                OutboundRequest.post(container, LineItemMessage.TYPE, json.writeValueAsBytes(item))
                        .with("Accept", LineItemMessage.TYPE));
    }

    /** Whether every column there belongs to its link, as this platform is known to do it. */
    private static boolean bindsColumns(Registration registration) {
        return registration.isOfFamily("canvas") || registration.isOfFamily("moodle");
    }

    /** What our columns are called: as the link is. */
    static String label(ScoreLink link) {
        return Objects.requireNonNullElse(link.title(), "").isBlank()
                ? "Micro-credential"
                : Objects.requireNonNull(link.title());
    }

    /** Platforms that do not filter answer with everything, hence the second look. */
    private static boolean isOf(ScoreLink link, JsonNode item) {
        return ServiceLists.text(item, "resourceLinkId").equals(link.platformId())
                || ServiceLists.text(item, "ltiLinkId").equals(link.platformId())
                || isOurs(link, item);
    }

    private static boolean isOurs(ScoreLink link, JsonNode item) {
        return ServiceLists.text(item, "tag").equals(TAG)
                && ServiceLists.text(item, "resourceId")
                        .equals(link.id().value().toString());
    }

    private static URI address(ScoreLink link, URI container, JsonNode item) throws ScoreNotAccepted {
        return ServiceAddress.beside(container, ServiceLists.text(item, "id"))
                .orElseThrow(() -> new ScoreNotAccepted(
                        Reason.REFUSED, link.registration().issuer() + " gave a line item no usable address", null));
    }
}
