package dev.canvasdev;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Moodle 4.5: one-use hints, tokens of a minute, one exact media type or nothing, and grades that vanish when a score is not
 * fully graded. The one thing that cannot be imitated on this server: the reason of a 409 in the status line.
 */
@Component
final class MoodleDress extends Dress {

    private static final String SERVICES = "/mod/lti/services.php";
    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final Pattern BOLD = Pattern.compile("(?is)<(b|strong)>(.*?)</\\1>");

    private final Faults faults;

    MoodleDress(Site site, Faults faults) {
        super(site);
        this.faults = faults;
    }

    // -- names and addresses

    @Override
    String key() {
        return "moodle";
    }

    @Override
    String name() {
        return "Moodle";
    }

    @Override
    String prefix() {
        return "/moodle";
    }

    @Override
    String authorizationEndpoint() {
        return issuer() + "/mod/lti/auth.php";
    }

    @Override
    String tokenEndpoint() {
        return issuer() + "/mod/lti/token.php";
    }

    @Override
    String jwksUri() {
        return issuer() + "/mod/lti/certs.php";
    }

    @Override
    String registrationEndpoint() {
        return issuer() + "/mod/lti/openid-registration.php";
    }

    @Override
    String openidConfigurationUri(String registrationToken) {
        return issuer() + "/mod/lti/openid-configuration.php";
    }

    @Override
    String lineItemsUrl(Course course, Tool tool) {
        return issuer() + SERVICES + "/" + course.id + "/lineitems?type_id=" + tool.id;
    }

    @Override
    String lineItemUrl(String courseId, LineItem item) {
        return lineItemPath(courseId, item) + "?type_id=" + item.toolId;
    }

    @Override
    String resultsUrl(String courseId, LineItem item) {
        return lineItemPath(courseId, item) + "/results?type_id=" + item.toolId;
    }

    private String lineItemPath(String courseId, LineItem item) {
        return issuer() + SERVICES + "/" + courseId + "/lineitems/" + item.id + "/lineitem";
    }

    @Override
    String membershipsUrl(Course course, Tool tool) {
        return issuer() + SERVICES + "/CourseSection/" + course.id + "/bindings/" + tool.id + "/memberships";
    }

    @Override
    String newKid() {
        return Ids.hex(20);
    }

    // -- registration

    @Override
    Set<String> supportedScopes() {
        return new LinkedHashSet<>(List.of(
                "https://purl.imsglobal.org/spec/lti-bo/scope/basicoutcome",
                Scope.LINE_ITEM_READONLY,
                Scope.RESULT,
                Scope.SCORE,
                Scope.LINE_ITEM,
                Scope.MEMBERSHIP,
                "https://purl.imsglobal.org/spec/lti-ts/scope/toolsetting",
                "openid"));
    }

    @Override
    Map<String, Object> openidConfiguration(Platform platform) {
        return Json.of(
                "issuer",
                issuer(),
                "token_endpoint",
                tokenEndpoint(),
                "token_endpoint_auth_methods_supported",
                List.of("private_key_jwt"),
                "token_endpoint_auth_signing_alg_values_supported",
                List.of("RS256"),
                "jwks_uri",
                jwksUri(),
                "authorization_endpoint",
                authorizationEndpoint(),
                "registration_endpoint",
                registrationEndpoint(),
                "scopes_supported",
                supportedScopes(),
                "response_types_supported",
                List.of("id_token"),
                "subject_types_supported",
                List.of("public", "pairwise"),
                "id_token_signing_alg_values_supported",
                List.of("RS256"),
                "claims_supported",
                List.of("sub", "iss", "name", "given_name", "family_name", "email"),
                Claim.PLATFORM_CONFIGURATION,
                Json.of(
                        "product_family_code",
                        "moodle",
                        "version",
                        "4.5.6 (Build: 20250811)",
                        "messages_supported",
                        List.of(
                                Json.of("type", Claim.RESOURCE_LINK_REQUEST),
                                Json.of("type", Claim.DEEP_LINKING_REQUEST, "placements", List.of("ContentArea"))),
                        "variables",
                        List.of(
                                "Context.id",
                                "Context.title",
                                "Context.label",
                                "Context.id.history",
                                "Context.sourcedId",
                                "Context.timeFrame.begin",
                                "CourseSection.title",
                                "CourseSection.label",
                                "CourseSection.sourcedId",
                                "ResourceLink.id",
                                "ResourceLink.title",
                                "ResourceLink.description",
                                "User.id",
                                "User.username",
                                "Person.name.full",
                                "Person.name.given",
                                "Person.name.family",
                                "Person.email.primary",
                                "Person.sourcedId",
                                "Person.address.timezone",
                                "Membership.role",
                                "Moodle.Person.userGroupIds")));
    }

    /** Asking for line items turns the full grade service on; for scores or results only, the reading one. */
    @Override
    List<String> grantedScopes(List<String> asked) {
        List<String> granted = new ArrayList<>();
        boolean full = asked.contains(Scope.LINE_ITEM);
        if (full || asked.contains(Scope.SCORE) || asked.contains(Scope.RESULT)) {
            granted.addAll(List.of(Scope.SCORE, Scope.RESULT, Scope.LINE_ITEM_READONLY));
        }
        if (full) {
            granted.add(Scope.LINE_ITEM);
        }
        if (asked.contains(Scope.MEMBERSHIP)) {
            granted.add(Scope.MEMBERSHIP);
        }
        return granted;
    }

    @Override
    String registrationToken(Platform platform, String id, @Nullable Tool update) {
        long now = site.now();
        PlatformKey key = platform.signingKey();
        return Jws.rs256(
                key.kid(),
                Json.of(
                        "sub",
                        update == null ? id : update.id,
                        "scope",
                        update == null ? "reg" : "reg-update",
                        "iat",
                        now,
                        "exp",
                        now + 3600),
                key.privateKey());
    }

    @Override
    void checkRegistration(Map<String, Object> body, Map<String, Object> configuration) {
        List<String> required = List.of(
                "jwks_uri",
                "initiate_login_uri",
                "client_name",
                "redirect_uris",
                "response_types",
                "token_endpoint_auth_method");
        for (String name : required) {
            if (body.get(name) == null) {
                throw plain("missing required attribute " + name);
            }
        }
        if (body.get("application_type") != null && !"web".equals(body.get("application_type"))) {
            throw plain("invalid_application_type");
        }
        if (!(body.get("response_types") instanceof List<?> types) || !types.contains("id_token")) {
            throw plain("invalid_response_types");
        }
        if (!"private_key_jwt".equals(body.get("token_endpoint_auth_method"))) {
            throw plain("invalid_token_endpoint_auth_method");
        }
        if (!(body.get("redirect_uris") instanceof List)) {
            throw plain("invalid_redirect_uris");
        }
        String domain = Json.text(configuration, "domain");
        if (domain == null || domain.isEmpty()) {
            throw plain("missing_domain");
        }
        String target = Json.text(configuration, "target_link_uri");
        if (target == null || !authority(target).equals(domain.replaceFirst("^www\\.", ""))) {
            throw plain("domain_targetlinkuri_mismatch");
        }
    }

    private static String authority(String url) {
        try {
            String authority = URI.create(url).getRawAuthority();
            return authority == null ? "" : authority.replaceFirst("^www\\.", "");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static Refusal plain(String code) {
        return new Refusal(Answer.of(400, "text/plain; charset=utf-8", code));
    }

    @Override
    String newClientId(PlatformState state) {
        boolean first = state.tools.stream().noneMatch(t -> t.clientId.equals(state.firstClientId));
        return first ? state.firstClientId : Ids.letters(15);
    }

    @Override
    String newDeploymentId(Platform platform, Tool tool) {
        return tool.id;
    }

    @Override
    Map<String, Object> registrationResponse(Tool tool, Map<String, Object> request) {
        Map<String, Object> response = Json.of(
                "client_id", tool.clientId,
                "response_types", List.of("id_token"),
                "jwks_uri", tool.jwksUri,
                "initiate_login_uri", tool.initiateLoginUri,
                "grant_types", List.of("client_credentials", "implicit"),
                "redirect_uris", tool.redirectUris,
                "application_type", "web",
                "token_endpoint_auth_method", "private_key_jwt",
                "client_name", tool.name);
        Json.putIfPresent(response, "logo_uri", tool.logoUri);
        response.put("scope", String.join(" ", tool.scopes));
        Map<String, Object> configuration = Json.of(
                "version", "1.3.0",
                "deployment_id", tool.deploymentId,
                "target_link_uri", tool.targetLinkUri,
                "domain", tool.domain,
                "description", tool.description);
        List<Map<String, Object>> messages = tool.messages.stream()
                .filter(m -> Claim.DEEP_LINKING_REQUEST.equals(m.get("type")))
                .limit(1)
                .map(m -> Json.of(
                        "type",
                        Claim.DEEP_LINKING_REQUEST,
                        "target_link_uri",
                        m.getOrDefault("target_link_uri", tool.targetLinkUri)))
                .toList();
        configuration.put("messages", messages);
        Map<String, Object> custom = new LinkedHashMap<>();
        tool.customParameters.forEach(
                (name, value) -> custom.put(name, String.valueOf(value).replaceFirst("=.*", "")));
        configuration.put("custom_parameters", custom);
        configuration.put("claims", tool.claims);
        response.put(Claim.TOOL_CONFIGURATION, configuration);
        return response;
    }

    @Override
    Answer registrationTokenProblem(String problem) {
        return problem.equals("invalid")
                ? htmlError(404, "Wrong number of segments")
                : Answer.of(401, "text/plain; charset=utf-8", problem);
    }

    /** Moodle's own page for things that went wrong. */
    static Answer htmlError(int status, String text) {
        return Answer.of(
                status,
                "text/html; charset=utf-8",
                "<!DOCTYPE html><html lang=\"en\"><head><title>Error</title></head><body><main><h1>Error</h1><p>"
                        + org.springframework.web.util.HtmlUtils.htmlEscape(text)
                        + "</p><p>More information about this error</p></main></body></html>");
    }

    // -- launch

    @Override
    Duration hintLife() {
        return Duration.ofHours(2);
    }

    @Override
    String loginHint(Person person) {
        return person.sub();
    }

    @Override
    Map<String, String> loginInitiation(Platform platform, Tool tool, Launch launch, String launchName) {
        Map<String, Object> hint = new LinkedHashMap<>();
        if (launch.assignmentId() != null) {
            hint.put("cmid", Long.parseLong(launch.assignmentId()));
        }
        hint.put("launchid", launchName);
        Map<String, String> form = new LinkedHashMap<>();
        form.put("iss", issuer());
        form.put(
                "target_link_uri",
                target(tool, launch, assignment(platform, launch).orElse(null)));
        form.put("login_hint", loginHint(platform.personByHat(launch.hat()).orElseThrow()));
        form.put("lti_message_hint", Json.write(hint));
        form.put("client_id", tool.clientId);
        form.put("lti_deployment_id", tool.deploymentId);
        return form;
    }

    @Override
    String launchNameFor(Launch launch) {
        String kind = launch.deepLinking() ? "_ContentItemSelectionRequest" : launch.assignmentId() + "_";
        return "ltilaunch" + kind + Ids.number(Integer.MAX_VALUE);
    }

    @Override
    @Nullable
    String launchName(String messageHint) {
        return Json.text(Json.object(messageHint), "launchid");
    }

    private static Optional<Assignment> assignment(Platform platform, Launch launch) {
        return launch.courseId() == null || launch.assignmentId() == null
                ? Optional.empty()
                : platform.requireCourse(launch.courseId()).assignment(launch.assignmentId());
    }

    @Override
    Map<String, Object> idToken(Platform platform, Tool tool, Person person, Launches.Started started, String nonce) {
        Launch launch = started.launch();
        if (launch.courseId() == null) {
            return privacyToken(platform, tool, person, launch, nonce);
        }
        Course course = platform.requireCourse(launch.courseId());
        Assignment assignment = assignment(platform, launch).orElse(null);
        long now = site.now();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("nonce", nonce);
        claims.put("iat", now);
        claims.put("exp", now + 60);
        claims.put("iss", issuer());
        claims.put("aud", tool.clientId);
        claims.put(Claim.DEPLOYMENT_ID, tool.deploymentId);
        claims.put(Claim.TARGET_LINK_URI, target(tool, launch, assignment));
        claims.put("sub", person.sub());
        claims.put(
                Claim.LIS,
                Json.of(
                        "person_sourcedid",
                        person.sisId() == null ? "" : person.sisId(),
                        "course_section_sourcedid",
                        course.sisId));
        claims.put(Claim.ROLES, roles(person, course));
        claims.put(
                Claim.CONTEXT,
                Json.of(
                        "id", course.ltiId,
                        "label", course.code,
                        "title", course.name,
                        "type", List.of("CourseSection")));
        claims.put(Claim.MESSAGE_TYPE, launch.messageType());
        if (launch.forHat() != null) {
            Person about = platform.personByHat(launch.forHat()).orElseThrow();
            claims.put(Claim.FOR_USER, Json.of("user_id", about.sub()));
        }
        Optional<LineItem> lineItem = assignment == null
                ? Optional.empty()
                : course.lineItemsOf(assignment).stream().findFirst();
        if (assignment != null) {
            claims.put(
                    Claim.RESOURCE_LINK,
                    Json.of(
                            "title", assignment.title,
                            "description", plainText(assignment.description),
                            "id", assignment.resourceLinkId));
            if (lineItem.isPresent()) {
                claims.put(Claim.BASIC_OUTCOME, basicOutcome(tool, person, assignment));
            }
        }
        identity(claims, tool, person);
        Map<String, Object> presentation = Json.of("locale", faults.locale());
        if (assignment != null) {
            presentation.put("document_target", "iframe");
            presentation.put(
                    "return_url",
                    issuer() + "/mod/lti/return.php?course=" + course.id + "&launch_container=3&instanceid="
                            + assignment.resourceLinkId + "&sesskey=" + Ids.letters(10));
        }
        claims.put(Claim.LAUNCH_PRESENTATION, presentation);
        claims.put(
                Claim.TOOL_PLATFORM,
                Json.of(
                        "product_family_code", "moodle",
                        "version", "2024100706",
                        "guid", Ids.md5(issuer()),
                        "name", platform.account().name(),
                        "description", platform.account().description()));
        claims.put(Claim.VERSION, "1.3.0");
        claims.put(Claim.CUSTOM, custom(platform, tool, launch, course, assignment, person));
        services(claims, tool, launch, course, lineItem);
        if (launch.deepLinking()) {
            claims.put(Claim.DEEP_LINKING_SETTINGS, deepLinkingSettings(course, tool, launch));
        }
        return claims;
    }

    /** Names nobody who is not named in launches either. */
    private static Map<String, Object> forUser(Platform platform, Tool tool, String hat) {
        Person person = platform.personByHat(hat).orElseThrow();
        Map<String, Object> about = Json.of("user_id", person.sub());
        if (tool.claims.contains("name")) {
            about.put("given_name", person.givenName());
            about.put("family_name", person.familyName());
            about.put("name", person.name());
        }
        if (tool.claims.contains("email")) {
            Json.putIfPresent(about, "email", person.email());
        }
        about.put("roles", List.of(Claim.LEARNER));
        return about;
    }

    /** From the standard's text: no course, no link, an administrator about somebody. */
    private Map<String, Object> privacyToken(Platform platform, Tool tool, Person person, Launch launch, String nonce) {
        long now = site.now();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("nonce", nonce);
        claims.put("iat", now);
        claims.put("exp", now + 60);
        claims.put("iss", issuer());
        claims.put("aud", tool.clientId);
        claims.put("sub", person.sub());
        claims.put(Claim.DEPLOYMENT_ID, tool.deploymentId);
        claims.put(Claim.TARGET_LINK_URI, target(tool, launch, null));
        claims.put(Claim.MESSAGE_TYPE, launch.messageType());
        claims.put(Claim.VERSION, "1.3.0");
        claims.put(Claim.ROLES, List.of(Claim.INSTITUTION + "Administrator", Claim.SYSTEM + "Administrator"));
        claims.put(Claim.FOR_USER, forUser(platform, tool, java.util.Objects.requireNonNull(launch.forHat())));
        claims.put(Claim.LAUNCH_PRESENTATION, Json.of("locale", faults.locale(), "document_target", "iframe"));
        claims.put(
                Claim.TOOL_PLATFORM,
                Json.of(
                        "product_family_code",
                        "moodle",
                        "guid",
                        Ids.md5(issuer()),
                        "name",
                        platform.account().name()));
        identity(claims, tool, person);
        return claims;
    }

    private static void identity(Map<String, Object> claims, Tool tool, Person person) {
        boolean names = tool.claims.contains("name");
        if (names) {
            claims.put("given_name", person.givenName());
            claims.put("family_name", person.familyName());
            claims.put("name", person.name());
        }
        Map<String, Object> ext = new LinkedHashMap<>();
        if (names) {
            ext.put("user_username", person.login());
        }
        ext.put("lms", "moodle-2");
        claims.put(Claim.EXT, ext);
        if (tool.claims.contains("email")) {
            Json.putIfPresent(claims, "email", person.email());
        }
    }

    private Map<String, Object> basicOutcome(Tool tool, Person person, Assignment assignment) {
        Map<String, Object> data = Json.of(
                "instanceid",
                assignment.resourceLinkId,
                "userid",
                person.id(),
                "typeid",
                tool.id,
                "launchid",
                Ids.number(Integer.MAX_VALUE));
        return Json.of(
                "lis_result_sourcedid",
                Json.write(Json.of("data", data, "hash", Ids.hex(64))),
                "lis_outcome_service_url",
                issuer() + "/mod/lti/service.php");
    }

    /** Bold becomes capitals, other markup goes. */
    static String plainText(String html) {
        Matcher bold = BOLD.matcher(html);
        String capitals =
                bold.replaceAll(m -> Matcher.quoteReplacement(m.group(2).toUpperCase(Locale.ROOT)));
        return capitals.replaceAll("<[^>]*>", "").trim();
    }

    private static List<String> roles(Person person, Course course) {
        if (person.isAdmin()) {
            return List.of(Claim.INSTITUTION + "Administrator", Claim.INSTRUCTOR, Claim.SYSTEM + "Administrator");
        }
        boolean student = course.enrollment(person).map(Enrollment::isStudent).orElse(true);
        return List.of(student ? Claim.LEARNER : Claim.INSTRUCTOR);
    }

    private Map<String, Object> custom(
            Platform platform,
            Tool tool,
            Launch launch,
            Course course,
            @Nullable Assignment assignment,
            Person person) {
        Map<String, Object> raw = new LinkedHashMap<>();
        if (assignment != null) {
            raw.putAll(assignment.custom);
        }
        raw.putAll(tool.customParameters);
        Map<String, Object> custom = new LinkedHashMap<>();
        expand(raw, variables(person, course, assignment)).forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
            custom.put(lower, value);
            custom.put(name, value);
        });
        if (!launch.deepLinking()) {
            custom.put("context_memberships_url", membershipsUrl(course, tool));
        }
        return custom;
    }

    private static Map<String, Object> variables(Person person, Course course, @Nullable Assignment assignment) {
        Map<String, Object> known = new LinkedHashMap<>();
        known.put("User.id", person.id());
        known.put("User.username", person.login());
        known.put("Person.name.full", person.name());
        known.put("Person.name.given", person.givenName());
        known.put("Person.name.family", person.familyName());
        known.put("Person.email.primary", person.email());
        known.put("Person.sourcedId", person.sisId() == null ? "" : person.sisId());
        known.put("Person.address.timezone", person.isAdmin() ? "99" : ZONE.getId());
        known.put("Context.id", course.ltiId);
        known.put("Context.title", course.name);
        known.put("Context.label", course.code);
        known.put("Context.sourcedId", course.sisId);
        known.put("Context.id.history", String.join(",", course.history));
        known.put("Context.timeFrame.begin", Long.toString(course.startsAt));
        known.put("CourseSection.title", course.name);
        known.put("CourseSection.label", course.code);
        known.put("CourseSection.sourcedId", course.sisId);
        known.put("Moodle.Person.userGroupIds", "");
        boolean student = course.enrollment(person).map(Enrollment::isStudent).orElse(!person.isAdmin());
        known.put(
                "Membership.role",
                (student ? "Learner" : "Instructor")
                        + (person.isAdmin()
                                ? ",urn:lti:sysrole:ims/lis/Administrator,urn:lti:instrole:ims/lis/Administrator"
                                : ""));
        known.put("ResourceLink.title", assignment == null ? null : assignment.title);
        if (assignment != null) {
            known.put("ResourceLink.id", assignment.resourceLinkId);
            known.put("ResourceLink.description", plainText(assignment.description));
        }
        return known;
    }

    private void services(
            Map<String, Object> claims, Tool tool, Launch launch, Course course, Optional<LineItem> lineItem) {
        List<String> ags = List.of(Scope.LINE_ITEM, Scope.LINE_ITEM_READONLY, Scope.RESULT, Scope.SCORE).stream()
                .filter(tool::may)
                .toList();
        if (!ags.isEmpty()) {
            Map<String, Object> endpoint = Json.of("scope", ags, "lineitems", lineItemsUrl(course, tool));
            boolean one = lineItem.isPresent()
                    && course.lineItems.stream()
                                    .filter(i -> lineItem.get().resourceLinkId != null
                                            && lineItem.get().resourceLinkId.equals(i.resourceLinkId))
                                    .count()
                            == 1;
            if (one) {
                endpoint.put("lineitem", lineItemUrl(course.id, lineItem.get()));
            }
            claims.put(Claim.AGS, endpoint);
        }
        boolean used = course.assignments.stream().anyMatch(a -> a.toolId.equals(tool.id));
        if (tool.may(Scope.MEMBERSHIP) && (!launch.deepLinking() || used)) {
            claims.put(
                    Claim.NRPS,
                    Json.of(
                            "context_memberships_url", membershipsUrl(course, tool),
                            "service_versions", List.of("1.0", "2.0")));
        }
    }

    @Override
    Map<String, String> extraLaunchFields() {
        return Map.of();
    }

    @Override
    List<String> contentPlacements(Tool tool) {
        boolean picks = tool.messages.stream().anyMatch(m -> Claim.DEEP_LINKING_REQUEST.equals(m.get("type")));
        return picks ? List.of("ContentArea") : List.of();
    }

    // -- token endpoint

    /** Neither issuer nor audience nor a used jti matter here. */
    @Override
    @Nullable
    Answer assertionProblem(Jws assertion, Tool tool, boolean jtiUsed) {
        long now = site.now();
        Long exp = assertion.seconds("exp");
        if (exp != null && exp <= now) {
            return tokenError("Expired token");
        }
        Long iat = assertion.seconds("iat");
        if (iat != null && iat > now + 1) {
            String when = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxx")
                    .format(Instant.ofEpochSecond(iat).atZone(ZONE));
            return tokenError("Cannot handle token with iat prior to " + when);
        }
        return null;
    }

    private static Answer tokenError(String error) {
        return Answer.of(400, "text/html; charset=utf-8", "{\r\n  \"error\" : \"" + error + "\"\r\n}");
    }

    @Override
    boolean grantsPartOfScopes() {
        return true;
    }

    @Override
    Answer tokenProblem(TokenProblem problem, @Nullable String detail) {
        return tokenError(
                switch (problem) {
                    case NOT_A_FORM, MISSING_PARAMETER -> "invalid_request";
                    case GRANT_TYPE -> "unsupported_grant_type";
                    case UNKNOWN_CLIENT -> "invalid_client";
                    case SIGNATURE -> "Signature verification failed";
                    case UNKNOWN_KID -> "\"kid\" invalid, unable to lookup correct key";
                    case KEYS_UNREACHABLE -> "Could not read the key set";
                    case SCOPE -> "invalid_scope";
                });
    }

    @Override
    String newAccessToken(Tool tool, List<String> scopes, byte[] secret) {
        return Ids.hex(32);
    }

    @Override
    Answer tokenAnswer(String token, List<String> scopes) {
        return Answer.of(
                200,
                "text/html; charset=utf-8",
                Json.write(Json.of(
                        "access_token",
                        token,
                        "token_type",
                        "Bearer",
                        "expires_in",
                        3600,
                        "scope",
                        String.join(" ", scopes))));
    }

    // -- services

    /** One exact media type: a list, a wildcard or plain JSON finds no handler. */
    @Override
    void checkMedia(HttpServletRequest request, MediaRule rule) {
        String accept = request.getHeader("Accept");
        String contentType = Media.bare(request.getContentType());
        String path = request.getRequestURI().substring((prefix() + SERVICES).length());
        switch (request.getMethod()) {
            case "GET" -> {
                if (accept == null || accept.equals(rule.accept())) {
                    return;
                }
                boolean wildcard = accept.contains("*/*");
                if (wildcard && Media.MEMBERS.equals(rule.accept())) {
                    return;
                }
                throw new Refusal(failure(
                        400,
                        wildcard
                                ? "No context or unsupported content type"
                                : "No handler found for " + path + " " + accept + " ",
                        request));
            }
            case "DELETE" -> {}
            default -> {
                if (!contentType.equals(rule.contentType())) {
                    throw new Refusal(failure(400, "No handler found for " + path + "  " + contentType, request));
                }
            }
        }
    }

    Answer failure(int status, String reason, HttpServletRequest request) {
        Map<String, Object> asked = Json.of(
                "method",
                request.getMethod(),
                "url",
                request.getRequestURI() + query(request),
                "accept",
                request.getHeader("Accept") == null ? "*/*" : request.getHeader("Accept"));
        Json.putIfPresent(asked, "contentType", request.getContentType());
        return Answer.json(status, Json.of("status", status, "reason", reason, "request", asked));
    }

    @Override
    Answer accessProblem(AccessProblem problem, HttpServletRequest request) {
        return failure(401, "Unauthorized", request);
    }

    @Override
    Answer courseNotFound(HttpServletRequest request) {
        return failure(404, "Not Found: Course does not exist", request);
    }

    /** Moodle grades in courses that have ended; what is gone there is a course that was deleted. */
    @Override
    Answer courseConcluded(HttpServletRequest request) {
        return courseNotFound(request);
    }

    @Override
    Answer methodNotAllowed(HttpServletRequest request) {
        return failure(405, "Method Not Allowed", request);
    }

    /** Finds it under another course's path too, as Moodle does. */
    @Override
    LineItem findLineItem(PlatformState state, String courseId, Tool tool, String id, HttpServletRequest request) {
        LineItem item = state.courses.stream()
                .flatMap(c -> c.lineItems.stream())
                .filter(i -> i.id.equals(id))
                .findFirst()
                .orElseThrow(
                        () -> new Refusal(failure(404, "Not Found: Grade item " + id + " doesn't exist", request)));
        if (!item.toolId.equals(tool.id)) {
            throw new Refusal(failure(403, "Forbidden", request));
        }
        return item;
    }

    @Override
    Map<String, Object> lineItem(String courseId, LineItem item) {
        Map<String, Object> map = Json.of(
                "id",
                lineItemUrl(courseId, item),
                "label",
                item.label,
                "scoreMaximum",
                number(item.scoreMaximum),
                "resourceId",
                item.resourceId == null ? "" : item.resourceId,
                "tag",
                item.tag == null ? "" : item.tag);
        if (item.resourceLinkId != null) {
            map.put("resourceLinkId", item.resourceLinkId);
            map.put("ltiLinkId", item.resourceLinkId);
        }
        return map;
    }

    @Override
    Number number(double value) {
        if (value == Math.rint(value)) {
            return Math.round(value);
        }
        return value;
    }

    @Override
    Answer createLineItem(
            Platform platform,
            Course course,
            Tool tool,
            @Nullable Map<String, Object> body,
            HttpServletRequest request) {
        if (body == null || Json.text(body, "label") == null || !(body.get("scoreMaximum") instanceof Number)) {
            throw new Refusal(failure(400, "No label or Score Maximum", request));
        }
        LineItem item = new LineItem();
        item.resourceLinkId = Json.text(body, "resourceLinkId");
        boolean linked = item.resourceLinkId == null
                || course.assignmentOfLink(item.resourceLinkId)
                        .filter(a -> a.toolId.equals(tool.id))
                        .isPresent();
        if (!linked) {
            throw new Refusal(failure(403, "Forbidden", request));
        }
        item.id = platform.state().nextId();
        item.toolId = tool.id;
        fill(item, body);
        course.lineItems.add(item);
        return Answer.json(201, Media.LINE_ITEM, echo(body, course, item));
    }

    /** The body as it came, dates and all, and the id. */
    private Map<String, Object> echo(Map<String, Object> body, Course course, LineItem item) {
        Map<String, Object> echo = new LinkedHashMap<>(body);
        echo.put("id", lineItemUrl(course.id, item));
        return echo;
    }

    @Override
    Answer updateLineItem(
            Course course, LineItem item, @Nullable Map<String, Object> body, HttpServletRequest request) {
        if (body == null || Json.text(body, "label") == null || !(body.get("scoreMaximum") instanceof Number)) {
            throw new Refusal(failure(400, "No label or Score Maximum", request));
        }
        double before = item.scoreMaximum;
        fill(item, body);
        if (before != 0 && before != item.scoreMaximum) {
            item.cells.values().stream().filter(c -> c.grade != null).forEach(c -> {
                c.grade = c.grade * item.scoreMaximum / before;
                c.resultScore = c.grade;
                c.resultMaximum = item.scoreMaximum;
            });
        }
        course.assignmentOfLink(item.resourceLinkId).filter(a -> item.coupled).ifPresent(a -> a.title = item.label);
        return Answer.json(200, Media.LINE_ITEM, echo(body, course, item));
    }

    @Override
    Answer deleteLineItem(Course course, LineItem item, HttpServletRequest request) {
        if (item.coupled) {
            throw new Refusal(failure(403, "Forbidden", request));
        }
        course.lineItems.remove(item);
        return Answer.of(204, "text/html; charset=utf-8", "");
    }

    @Override
    List<Map<String, Object>> filesOf(@Nullable Map<String, Object> body) {
        return List.of();
    }

    @Override
    Answer score(
            Platform platform,
            Course course,
            LineItem item,
            @Nullable Map<String, Object> body,
            List<Map<String, Object>> fetchedFiles,
            HttpServletRequest request) {
        Double given = body == null ? null : numeric(body.get("scoreGiven"));
        Double maximum = body == null ? null : numeric(body.get("scoreMaximum"));
        Instant timestamp = body == null ? null : instant(body.get("timestamp"));
        Person person = body == null || body.get("userId") == null
                ? null
                : platform.person(String.valueOf(body.get("userId"))).orElse(null);
        boolean good = body != null
                && person != null
                && course.enrollment(person).filter(Enrollment::isStudent).isPresent()
                && timestamp != null
                && body.get("activityProgress") instanceof String
                && body.get("gradingProgress") instanceof String progress
                && (body.get("scoreGiven") == null || (given != null && maximum != null && maximum != 0));
        if (!good || body == null || person == null || timestamp == null) {
            throw new Refusal(Answer.json(400, Media.SCORE, List.of()));
        }
        Cell cell = item.cell(person);
        boolean later = cell.scoredAt == null
                || timestamp.truncatedTo(ChronoUnit.SECONDS).toEpochMilli() / 1000 > cell.scoredAt / 1000;
        if (!later) {
            throw new Refusal(Answer.json(409, Media.SCORE, List.of()));
        }
        boolean counts = "FullyGraded".equals(body.get("gradingProgress")) && given != null && maximum != null;
        cell.scoredAt = timestamp.toEpochMilli();
        cell.activityProgress = Json.text(body, "activityProgress");
        cell.gradingProgress = Json.text(body, "gradingProgress");
        cell.comment = counts ? Json.text(body, "comment") : null;
        cell.comments.clear();
        if (cell.comment != null) {
            cell.comments.add(new Cell.Note(cell.comment, cell.scoredAt));
        }
        cell.grade = counts && given != null && maximum != null
                ? Math.max(0, Math.min(item.scoreMaximum, given * item.scoreMaximum / maximum))
                : null;
        cell.resultScore = cell.grade;
        cell.resultMaximum = cell.grade == null ? null : item.scoreMaximum;
        return Answer.of(200, Media.SCORE + "; charset=utf-8", "");
    }

    /** A number, or a text that is one. */
    private static @Nullable Double numeric(@Nullable Object value) {
        if (value instanceof Number n) {
            return n.doubleValue();
        }
        return value instanceof String s && s.matches("-?\\d+(\\.\\d+)?") ? Double.valueOf(s) : null;
    }

    @Override
    Answer results(Platform platform, Course course, LineItem item, HttpServletRequest request) {
        if (request.getParameter("limit") != null) {
            return htmlError(404, "Error reading from database");
        }
        String user = request.getParameter("user_id");
        List<Map<String, Object>> all = new ArrayList<>();
        for (Person person : platform.state().people) {
            Cell cell = item.cells.get(person.id());
            boolean asked = user == null || user.equals(person.id());
            if (asked && cell != null && cell.grade != null && cell.scoredAt != null) {
                Map<String, Object> result = Json.of(
                        "id", resultsUrl(course.id, item) + "&user_id=" + person.id(),
                        "userId", person.id(),
                        "resultScore", number(cell.grade),
                        "resultMaximum", number(item.scoreMaximum));
                Json.putIfPresent(result, "comment", cell.comment);
                result.put("scoreOf", lineItemUrl(course.id, item));
                result.put(
                        "timestamp",
                        DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx")
                                .format(Instant.ofEpochMilli(cell.scoredAt).atZone(ZONE)));
                all.add(result);
            }
        }
        return Answer.json(200, Media.RESULTS, all);
    }

    @Override
    Answer memberships(Platform platform, Course course, Tool tool, HttpServletRequest request) {
        String role = request.getParameter("role");
        String rlid = request.getParameter("rlid");
        Assignment assignment = course.assignmentOfLink(rlid).orElse(null);
        List<Map<String, Object>> members = new ArrayList<>();
        course.enrollments.forEach((hat, enrollment) -> {
            Person person = platform.personByHat(hat).orElseThrow();
            // A non-editing teacher is a Learner in this service, though an Instructor in launches.
            String short_ = enrollment == Enrollment.TEACHER ? "Instructor" : "Learner";
            if (role == null || role.equals(short_) || role.equals(Claim.VOCABULARY + "membership#" + short_)) {
                members.add(member(tool, person, short_, rlid == null ? null : assignment));
            }
        });
        int limit = intParameter(request, "limit", faults.rosterPageSize());
        int from = Math.min(intParameter(request, "from", 0), members.size());
        int to = limit == 0 ? members.size() : Math.min(from + limit, members.size());
        String url = membershipsUrl(course, tool);
        Answer answer = Answer.json(
                200,
                Media.MEMBERS,
                Json.of(
                        "id", url,
                        "context", Json.of("id", course.ltiId, "label", course.code, "title", course.name),
                        "members", members.subList(from, to)));
        return to < members.size()
                ? answer.header("Link", "<" + url + "?limit=" + limit + "&from=" + to + ">; rel=\"next\"")
                : answer;
    }

    private Map<String, Object> member(Tool tool, Person person, String role, @Nullable Assignment assignment) {
        Map<String, Object> member = Json.of("status", "Active", "roles", List.of(role));
        if (assignment != null) {
            member.put(
                    "message",
                    List.of(Json.of(
                            Claim.MESSAGE_TYPE,
                            Claim.RESOURCE_LINK_REQUEST,
                            Claim.BASIC_OUTCOME,
                            basicOutcome(tool, person, assignment))));
        }
        member.put("user_id", person.id());
        member.put("lis_person_sourcedid", person.sisId() == null ? "" : person.sisId());
        boolean names = tool.claims.contains("name") && !faults.areNamesHidden();
        if (names) {
            member.put("name", person.name());
            member.put("given_name", person.givenName());
            member.put("family_name", person.familyName());
        }
        if (tool.claims.contains("email") && !faults.areNamesHidden()) {
            Json.putIfPresent(member, "email", person.email());
        }
        if (names) {
            member.put("ext_user_username", person.login());
        }
        return member;
    }

    /** Curly quotes around the relations and escaped ampersands in the addresses, byte for byte. */
    @Override
    <T> Slice<T> page(List<T> all, HttpServletRequest request, int usual, int most) {
        int limit = intParameter(request, "limit", 0);
        int from = Math.min(intParameter(request, "from", 0), all.size());
        if (limit == 0) {
            return new Slice<>(all.subList(from, all.size()), null);
        }
        int to = Math.min(from + limit, all.size());
        List<String> links = new ArrayList<>();
        links.add(link(request, "first", limit, 0));
        links.add(link(request, "canonical", limit, from));
        if (from > 0) {
            links.add(link(request, "prev", limit, Math.max(0, from - limit)));
        }
        if (to < all.size()) {
            links.add(link(request, "next", limit, to));
        }
        links.add(link(request, "last", limit, all.size() - all.size() % limit));
        String header = String.join(", ", links);
        return new Slice<>(
                all.subList(from, to),
                new String(header.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    private String link(HttpServletRequest request, String rel, int limit, int from) {
        StringBuilder kept = new StringBuilder();
        String query = request.getQueryString() == null ? "" : request.getQueryString();
        for (String pair : query.split("&")) {
            if (!pair.isEmpty() && !pair.matches("(limit|from)=.*")) {
                kept.append(pair).append("&amp;");
            }
        }
        return "<" + site.base() + request.getRequestURI() + "?" + kept + "limit=" + limit + "&amp;from=" + from
                + ">; rel=“" + rel + "”";
    }

    @Override
    Map<String, String> serviceHeaders() {
        return Map.of();
    }

    // -- deep linking

    private Map<String, Object> deepLinkingSettings(Course course, Tool tool, Launch launch) {
        return Json.of(
                "accept_types",
                List.of("ltiResourceLink"),
                "accept_presentation_document_targets",
                List.of("frame", "iframe", "window"),
                "accept_copy_advice",
                false,
                "accept_multiple",
                true,
                "accept_unsigned",
                false,
                "auto_create",
                false,
                "can_confirm",
                false,
                "deep_link_return_url",
                deepLinkReturnUrl(course, tool, launch),
                "title",
                tool.name,
                "text",
                "");
    }

    @Override
    String deepLinkReturnUrl(Course course, Tool tool, Launch launch) {
        return issuer() + "/mod/lti/contentitem_return.php?course=" + course.id + "&id=" + tool.id + "&sesskey="
                + Ids.letters(10);
    }

    /** Neither audience nor deployment nor a used nonce matter here. */
    @Override
    @Nullable
    Answer deepLinkProblem(Jws response, Tool tool, boolean signed, boolean nonceUsed) {
        if (!tool.clientId.equals(response.claim("iss"))) {
            return htmlError(404, "Consumer key is incorrect.");
        }
        if (!signed) {
            return htmlError(404, "Exception - Signature verification failed");
        }
        if (response.seconds("exp") != null && !response.lastsBeyond(site.now())) {
            return htmlError(404, "Exception - Expired token");
        }
        return null;
    }

    @Override
    PickedItem pick(Map<String, Object> item, Tool tool, @Nullable String placement) {
        Map<String, Object> lineItem = Json.child(item, "lineItem");
        String title = Json.text(item, "title");
        String text = Json.text(item, "text");
        String url = Json.text(item, "url");
        Double maximum = lineItem.get("scoreMaximum") instanceof Number n ? n.doubleValue() : null;
        return new PickedItem(
                title == null ? tool.name : title,
                text == null ? "" : text,
                url == null ? tool.targetLinkUri : url,
                Json.child(item, "custom"),
                maximum,
                maximum == null ? null : Json.text(lineItem, "resourceId"),
                maximum == null ? null : Json.text(lineItem, "tag"),
                false,
                null,
                null,
                null);
    }

    @Override
    boolean saveByHand(@Nullable String placement) {
        return true;
    }

    @Override
    String newContextId(Course course) {
        return course.id;
    }

    @Override
    NewIds newIds(PlatformState state) {
        return new NewIds(state.nextId(), state.nextId(), state.nextId());
    }
}
