package dev.laurel.lti;

import dev.laurel.lti.ContentItem.LineItemTemplate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;
import tools.jackson.databind.json.JsonMapper;

/** Signs what was picked and takes the person back to the platform (Deep Linking 2.0, section 4.5). */
@Component
public class DeepLinkingResponses {

    private static final String LTI = "https://purl.imsglobal.org/spec/lti/claim/";
    private static final String DEEP_LINKING = "https://purl.imsglobal.org/spec/lti-dl/claim/";

    /** What Canvas calls a module that it makes for what was picked; else it is "New Content From App". */
    private static final String CANVAS_MODULE = "https://canvas.instructure.com/lti/module_name";

    private static final JsonMapper JSON = JsonMapper.shared();
    static final Duration LIFE = Duration.ofMinutes(5);

    private final Registrations registrations;
    private final ToolKeys keys;
    private final MessageSource messages;
    private final Clock clock;

    DeepLinkingResponses(Registrations registrations, ToolKeys keys, MessageSource messages, Clock clock) {
        this.registrations = registrations;
        this.keys = keys;
        this.messages = messages;
        this.clock = clock;
    }

    /**
     * A page that posts the signed answer to the platform's return address. An empty list means nothing was picked.
     *
     * @throws IllegalArgumentException when the launch is no deep linking request or the items are more than it accepts
     */
    public ModelAndView reply(Launch launch, List<ContentItem> items) {
        DeepLinkingSettings settings = launch.deepLinking();
        if (settings == null) {
            throw new IllegalArgumentException("The launch asked for no content");
        }
        if (!items.isEmpty() && !settings.acceptsResourceLinks()) {
            throw new IllegalArgumentException("The platform takes no resource links back");
        }
        if (items.size() > 1 && !settings.acceptMultiple()) {
            throw new IllegalArgumentException("The platform takes one item back, not " + items.size());
        }
        return new ModelAndView("lti/deep-linking-return")
                .addObject("launch", launch)
                .addObject("returnUrl", settings.returnUrl().toString())
                .addObject("jwt", keys.sign(claims(launch, settings, items)));
    }

    /**
     * Whether dates that go along with a link have an effect. Moodle passes them over; Canvas sets them where it makes
     * assignments itself, not where somebody fills in the form of one.
     */
    public boolean takesDates(Launch launch) {
        DeepLinkingSettings settings = launch.deepLinking();
        return settings != null
                && registrations
                        .find(launch.registration())
                        .filter(registration -> !registration.isOfFamily("moodle"))
                        .filter(registration -> !registration.isOfFamily("canvas") || settings.acceptMultiple())
                        .isPresent();
    }

    /** Whether somebody fills in a form of the platform for that link, which asks for dates itself: Canvas's for one assignment. */
    public boolean asksForDatesItself(Launch launch) {
        DeepLinkingSettings settings = launch.deepLinking();
        return settings != null
                && !settings.acceptMultiple()
                && registrations
                        .find(launch.registration())
                        .filter(registration -> registration.isOfFamily("canvas"))
                        .isPresent();
    }

    private JwtClaims claims(Launch launch, DeepLinkingSettings settings, List<ContentItem> items) {
        Registration registration = registrations.find(launch.registration()).orElseThrow();
        Deployment deployment = registrations.find(launch.deployment()).orElseThrow();
        Instant now = clock.instant();
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(registration.clientId());
        if (registration.isOfFamily("BlackboardLearn")) {
            claims.setSubject(registration.clientId()); // which its documentation calls required
        }
        claims.setAudience(registration.issuer()); // as a string: Brightspace refuses an array
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(now.plus(LIFE).getEpochSecond()));
        claims.setStringClaim("nonce", UUID.randomUUID().toString());
        claims.setStringClaim(LTI + "deployment_id", deployment.deploymentId());
        claims.setStringClaim(LTI + "message_type", "LtiDeepLinkingResponse");
        claims.setStringClaim(LTI + "version", "1.3.0");
        claims.setClaim(
                DEEP_LINKING + "content_items",
                JSON.convertValue(
                        items.stream()
                                .map(item -> item(item, settings, registration))
                                .toList(),
                        List.class));
        if (registration.isOfFamily("canvas") && settings.autoCreate()) {
            claims.setStringClaim(
                    CANVAS_MODULE, messages.getMessage("lti.deep-linking-return.module", null, launch.locale()));
        }
        if (settings.data() != null) {
            claims.setStringClaim(DEEP_LINKING + "data", settings.data());
        }
        return claims;
    }

    private static LinkItem item(ContentItem item, DeepLinkingSettings settings, Registration registration) {
        LineItemTemplate column = settings.acceptLineItem() ? item.lineItem() : null;
        boolean ownWindow = settings.needsWindow() || (item.newWindow() && settings.leavesWindowOpen());
        return new LinkItem(
                "ltiResourceLink",
                item.url().toString(),
                item.title(),
                item.text(),
                custom(item, registration),
                column == null ? null : column(column, registration),
                ownWindow ? LinkItem.Window.OF_ITS_OWN : null,
                LinkItem.Period.of(item.dates().availableFrom(), item.dates().availableUntil()),
                LinkItem.Period.of(null, item.dates().due()),
                registration.isOfFamily("canvas") && !settings.acceptMultiple() ? true : null);
    }

    /** Schoology asks a tool for no parameters of its own; a link is told only what it was picked with. */
    private static @Nullable Map<String, String> custom(ContentItem item, Registration registration) {
        Map<String, String> custom = new LinkedHashMap<>();
        if (registration.isOfFamily("schoology")) {
            custom.put(CopyHistory.CONTEXT_IDS, "$Context.id.history");
            custom.put(CopyHistory.RESOURCE_LINK_IDS, "$ResourceLink.id.history");
            custom.put(LinkDates.DUE, "$com.schoology.Assignment.dueDateIso");
        }
        custom.putAll(item.custom());
        return custom.isEmpty() ? null : custom;
    }

    /** Without a fraction where there is none: Blackboard wants whole points. */
    private static Number plain(double points) {
        if (points == Math.rint(points)) {
            return (long) points;
        }
        return points;
    }

    private static LinkItem.Column column(LineItemTemplate template, Registration registration) {
        return new LinkItem.Column(
                plain(template.scoreMaximum()),
                template.label(),
                template.resourceId(),
                template.tag(),
                SubmissionReview.of(registration).orElse(null));
    }
}
