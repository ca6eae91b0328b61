package dev.canvasdev;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What differs between the platforms that are imitated: addresses, names, strictness and how errors look. What the standard
 * says is not here.
 */
abstract class Dress {

    final Site site;

    Dress(Site site) {
        this.site = site;
    }

    // -- names and addresses

    /** {@code canvas} or {@code moodle}. */
    abstract String key();

    /** For people. */
    abstract String name();

    /** What the paths of pages begin with. */
    abstract String prefix();

    final String issuer() {
        return site.base() + prefix();
    }

    abstract String authorizationEndpoint();

    abstract String tokenEndpoint();

    abstract String jwksUri();

    abstract String registrationEndpoint();

    /** The address of the configuration that a registration begins with. */
    abstract String openidConfigurationUri(String registrationToken);

    abstract String lineItemsUrl(Course course, Tool tool);

    /** @param courseId as it was asked for: Moodle echoes even a wrong one */
    abstract String lineItemUrl(String courseId, LineItem item);

    abstract String resultsUrl(String courseId, LineItem item);

    abstract String membershipsUrl(Course course, Tool tool);

    // -- keys

    abstract String newKid();

    // -- registration

    abstract Map<String, Object> openidConfiguration(Platform platform);

    abstract Set<String> supportedScopes();

    /** What a tool gets of the scopes it asks for. */
    abstract List<String> grantedScopes(List<String> asked);

    abstract String registrationToken(Platform platform, String id, @Nullable Tool update);

    /** Refuses a body that this platform does not take. */
    abstract void checkRegistration(Map<String, Object> body, Map<String, Object> toolConfiguration);

    abstract String newClientId(PlatformState state);

    abstract String newDeploymentId(Platform platform, Tool tool);

    abstract Map<String, Object> registrationResponse(Tool tool, Map<String, Object> request);

    /** The answer to a missing, used or foreign registration token. */
    abstract Answer registrationTokenProblem(String problem);

    // -- launch

    /** How long after the login's start its hint is good. */
    abstract Duration hintLife();

    abstract String loginHint(Person person);

    /** The parameters of the login initiation, in order. */
    abstract Map<String, String> loginInitiation(Platform platform, Tool tool, Launch launch, String launchName);

    /** A new name for a launch. */
    abstract String launchNameFor(Launch launch);

    /** The name of the launch in a message hint; null when the hint is not of ours. */
    abstract @Nullable String launchName(String messageHint);

    abstract Map<String, Object> idToken(
            Platform platform, Tool tool, Person person, Launches.Started started, String nonce);

    /** What the self-submitting form carries beside {@code id_token} and {@code state}. */
    abstract Map<String, String> extraLaunchFields();

    /** Placements at which content can be picked with this tool, the usual one first. */
    abstract List<String> contentPlacements(Tool tool);

    // -- token endpoint

    /** @return what is wrong with the assertion, as this platform says it; null when it is good */
    abstract @Nullable Answer assertionProblem(Jws assertion, Tool tool, boolean jtiUsed);

    /** Whether some scopes are given when others are not. */
    abstract boolean grantsPartOfScopes();

    abstract Answer tokenProblem(TokenProblem problem, @Nullable String detail);

    abstract String newAccessToken(Tool tool, List<String> scopes, byte[] secret);

    abstract Answer tokenAnswer(String token, List<String> scopes);

    /** Reasons to give no access token. */
    enum TokenProblem {
        NOT_A_FORM,
        MISSING_PARAMETER,
        GRANT_TYPE,
        UNKNOWN_CLIENT,
        SIGNATURE,
        UNKNOWN_KID,
        KEYS_UNREACHABLE,
        SCOPE
    }

    // -- services

    /** Refuses a request for its Accept or Content-Type header. */
    abstract void checkMedia(HttpServletRequest request, MediaRule rule);

    abstract Answer accessProblem(AccessProblem problem, HttpServletRequest request);

    abstract Answer courseNotFound(HttpServletRequest request);

    /** The answer to a score for a course that has ended. */
    abstract Answer courseConcluded(HttpServletRequest request);

    abstract Answer methodNotAllowed(HttpServletRequest request);

    /** Finds a line item of the tool, or refuses. */
    abstract LineItem findLineItem(
            PlatformState state, String courseId, Tool tool, String id, HttpServletRequest request);

    abstract Map<String, Object> lineItem(String courseId, LineItem item);

    abstract Answer createLineItem(
            Platform platform,
            Course course,
            Tool tool,
            @Nullable Map<String, Object> body,
            HttpServletRequest request);

    abstract Answer updateLineItem(
            Course course, LineItem item, @Nullable Map<String, Object> body, HttpServletRequest request);

    abstract Answer deleteLineItem(Course course, LineItem item, HttpServletRequest request);

    /** Files of a score that the platform fetches for itself. */
    abstract List<Map<String, Object>> filesOf(@Nullable Map<String, Object> body);

    /** Takes a score into the cell, or refuses. */
    abstract Answer score(
            Platform platform,
            Course course,
            LineItem item,
            @Nullable Map<String, Object> body,
            List<Map<String, Object>> fetchedFiles,
            HttpServletRequest request);

    abstract Answer results(Platform platform, Course course, LineItem item, HttpServletRequest request);

    abstract Answer memberships(Platform platform, Course course, Tool tool, HttpServletRequest request);

    /** A part of a list with the Link header that leads to the others. */
    abstract <T> Slice<T> page(List<T> all, HttpServletRequest request, int usual, int most);

    /** Headers that go with every service answer. */
    abstract Map<String, String> serviceHeaders();

    record Slice<T>(List<T> items, @Nullable String link) {}

    /**
     * What a service takes.
     *
     * @param accept the media type it answers; null when it answers none
     * @param contentType the media type it reads; null when it reads none
     */
    record MediaRule(@Nullable String accept, @Nullable String contentType, String... otherMethods) {}

    /** Reasons to refuse an access token. */
    enum AccessProblem {
        MISSING,
        INVALID,
        EXPIRED,
        SCOPE,
        /** The token has the scope, and the tool lost it since. */
        NOT_GRANTED,
        TOOL_OFF
    }

    // -- deep linking

    abstract String deepLinkReturnUrl(Course course, Tool tool, Launch launch);

    /** @return what is wrong with the tool's answer, as this platform says it; null when it is good */
    abstract @Nullable Answer deepLinkProblem(Jws response, Tool tool, boolean signed, boolean nonceUsed);

    /** What the LMS makes of a content item; null when it makes nothing of it. */
    abstract PickedItem pick(Map<String, Object> contentItem, Tool tool, @Nullable String placement);

    /** Whether picked items wait for the teacher to save them. */
    abstract boolean saveByHand(@Nullable String placement);

    // -- shared by both

    final Map<String, Object> sharedLineItem(String courseId, LineItem item) {
        Map<String, Object> map = Json.of("id", lineItemUrl(courseId, item));
        map.put("scoreMaximum", number(item.scoreMaximum));
        map.put("label", item.label);
        return map;
    }

    /** How the platform writes a number. */
    abstract Number number(double value);

    static void fill(LineItem item, Map<String, Object> body) {
        if (body.get("label") instanceof String label) {
            item.label = label;
        }
        if (body.get("scoreMaximum") instanceof Number max) {
            item.scoreMaximum = max.doubleValue();
        }
        item.resourceId = Json.text(body, "resourceId");
        item.tag = Json.text(body, "tag");
        item.startDateTime = Json.text(body, "startDateTime");
        item.endDateTime = Json.text(body, "endDateTime");
    }

    /** A new assignment of a course, with a column when there is a maximum. */
    static Assignment place(PlatformState state, Course course, Tool tool, PickedItem item, NewIds ids, String module) {
        Assignment assignment = new Assignment();
        assignment.id = ids.assignment();
        assignment.resourceLinkId = ids.resourceLink();
        assignment.toolId = tool.id;
        assignment.title = item.title();
        assignment.description = item.text();
        assignment.url = item.url();
        assignment.custom = new LinkedHashMap<>(item.custom());
        assignment.newTab = item.newTab();
        assignment.unlockAt = item.unlockAt();
        assignment.dueAt = item.dueAt();
        assignment.lockAt = item.lockAt();
        course.assignments.add(assignment);
        course.module(module).items.add(Course.Item.of(assignment));
        if (item.scoreMaximum() != null) {
            LineItem lineItem = new LineItem();
            lineItem.id = ids.lineItem();
            lineItem.toolId = tool.id;
            lineItem.label = item.title();
            lineItem.scoreMaximum = item.scoreMaximum();
            lineItem.resourceId = item.resourceId();
            lineItem.tag = item.tag();
            lineItem.resourceLinkId = assignment.resourceLinkId;
            lineItem.coupled = true;
            course.lineItems.add(lineItem);
        }
        return assignment;
    }

    abstract NewIds newIds(PlatformState state);

    /** The id of a new course in messages. */
    abstract String newContextId(Course course);

    record NewIds(String assignment, String resourceLink, String lineItem) {}

    static @Nullable Instant instant(@Nullable Object timestamp) {
        if (!(timestamp instanceof String text)) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** Replaces {@code $Variable} by what it stands for; those that are not known stay as they are. */
    static Map<String, Object> expand(Map<String, Object> custom, Map<String, Object> variables) {
        Map<String, Object> expanded = new LinkedHashMap<>();
        custom.forEach((name, value) -> {
            if (value instanceof String text && text.startsWith("$") && variables.containsKey(text.substring(1))) {
                expanded.put(name, variables.get(text.substring(1)));
            } else {
                expanded.put(name, value);
            }
        });
        return expanded;
    }

    /** Parameters of the tool, then of the message, then of the item; the later win. */
    static Map<String, Object> customOf(Tool tool, Launch launch, @Nullable Assignment assignment) {
        Map<String, Object> custom = new LinkedHashMap<>(tool.customParameters);
        messageOf(tool, launch).ifPresent(m -> custom.putAll(Json.child(m, "custom_parameters")));
        if (assignment != null) {
            custom.putAll(assignment.custom);
        }
        return custom;
    }

    static java.util.Optional<Map<String, Object>> messageOf(Tool tool, Launch launch) {
        String type = launch.messageType();
        if (launch.assignmentId() != null) {
            return java.util.Optional.empty();
        }
        return tool.messages.stream()
                .filter(m -> type.equals(m.get("type")))
                .filter(m -> launch.placement() == null || placements(m).contains(launch.placement()))
                .findFirst();
    }

    /** The placements of a registered message, without Canvas' prefix. */
    static List<String> placements(Map<String, Object> message) {
        List<String> names = new ArrayList<>();
        if (message.get("placements") instanceof List<?> list) {
            list.forEach(p -> names.add(String.valueOf(p).replace(Claim.CANVAS, "")));
        }
        return names;
    }

    static String target(Tool tool, Launch launch, @Nullable Assignment assignment) {
        if (launch.target() != null) {
            return launch.target();
        }
        if (assignment != null && !assignment.url.isEmpty()) {
            return assignment.url;
        }
        return messageOf(tool, launch)
                .map(m -> Json.text(m, "target_link_uri"))
                .filter(uri -> !uri.isEmpty())
                .orElse(tool.targetLinkUri);
    }

    static String query(HttpServletRequest request) {
        return request.getQueryString() == null ? "" : "?" + request.getQueryString();
    }

    static int intParameter(HttpServletRequest request, String name, int usual) {
        String value = request.getParameter(name);
        return value != null && value.matches("\\d{1,6}") ? Integer.parseInt(value) : usual;
    }
}
