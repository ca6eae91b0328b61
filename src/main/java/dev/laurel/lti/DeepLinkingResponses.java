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
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** Signs what was picked and takes the person back to the platform (Deep Linking 2.0, section 4.5). */
@Component
public class DeepLinkingResponses {

    private static final String LTI = "https://purl.imsglobal.org/spec/lti/claim/";
    private static final String DEEP_LINKING = "https://purl.imsglobal.org/spec/lti-dl/claim/";
    static final Duration LIFE = Duration.ofMinutes(5);

    private final Registrations registrations;
    private final ToolKeys keys;
    private final Clock clock;

    DeepLinkingResponses(Registrations registrations, ToolKeys keys, Clock clock) {
        this.registrations = registrations;
        this.keys = keys;
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

    private JwtClaims claims(Launch launch, DeepLinkingSettings settings, List<ContentItem> items) {
        Registration registration = registrations.find(launch.registration()).orElseThrow();
        Deployment deployment = registrations.find(launch.deployment()).orElseThrow();
        Instant now = clock.instant();
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(registration.clientId());
        claims.setAudience(registration.issuer()); // as a string: Brightspace refuses an array
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(now.plus(LIFE).getEpochSecond()));
        claims.setStringClaim("nonce", UUID.randomUUID().toString());
        claims.setStringClaim(LTI + "deployment_id", deployment.deploymentId());
        claims.setStringClaim(LTI + "message_type", "LtiDeepLinkingResponse");
        claims.setStringClaim(LTI + "version", "1.3.0");
        claims.setClaim(
                DEEP_LINKING + "content_items",
                items.stream().map(item -> item(item, settings, registration)).toList());
        if (settings.data() != null) {
            claims.setStringClaim(DEEP_LINKING + "data", settings.data());
        }
        return claims;
    }

    /** Deep Linking 2.0, section 3.2. */
    private static Map<String, Object> item(ContentItem item, DeepLinkingSettings settings, Registration registration) {
        Map<String, Object> link = new LinkedHashMap<>();
        link.put("type", "ltiResourceLink");
        link.put("url", item.url().toString());
        link.put("title", item.title());
        if (item.text() != null) {
            link.put("text", item.text());
        }
        if (!item.custom().isEmpty()) {
            link.put("custom", item.custom());
        }
        if (item.lineItem() != null && settings.acceptLineItem()) {
            link.put("lineItem", lineItem(item.lineItem(), registration));
        }
        if (settings.needsWindow() || (item.newWindow() && settings.leavesWindowOpen())) {
            link.put("window", Map.of("targetName", "_blank"));
        }
        putPeriod(link, "available", item.dates().availableFrom(), item.dates().availableUntil());
        putPeriod(link, "submission", null, item.dates().due());
        if (registration.isOfFamily("canvas") && !settings.acceptMultiple()) {
            // The form of one assignment is open there, perhaps with a name that somebody has typed already.
            link.put("https://canvas.instructure.com/lti/preserveExistingAssignmentName", true);
        }
        return link;
    }

    private static void putPeriod(
            Map<String, Object> link, String name, @Nullable Instant start, @Nullable Instant end) {
        Map<String, Object> period = new LinkedHashMap<>();
        if (start != null) {
            period.put("startDateTime", start.toString());
        }
        if (end != null) {
            period.put("endDateTime", end.toString());
        }
        if (!period.isEmpty()) {
            link.put(name, period);
        }
    }

    private static Map<String, Object> lineItem(LineItemTemplate template, Registration registration) {
        Map<String, Object> lineItem = new LinkedHashMap<>();
        lineItem.put("scoreMaximum", template.scoreMaximum());
        lineItem.put("label", template.label());
        lineItem.put("resourceId", template.resourceId());
        if (template.tag() != null) {
            lineItem.put("tag", template.tag());
        }
        SubmissionReview.of(registration).ifPresent(review -> lineItem.put(SubmissionReview.MEMBER, review));
        return lineItem;
    }
}
