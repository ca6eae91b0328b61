package dev.canvasdev;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Canvas: its addresses, its claims with their noise, its error bodies, its idea of a grade. */
@Component
final class CanvasDress extends Dress {

    private static final String SUBMISSION = Claim.CANVAS + "submission";
    private static final String SUBMISSION_TYPE = Claim.CANVAS + "submission_type";
    private static final String COURSE_OFFERING = Claim.VOCABULARY + "course#CourseOffering";
    /** Of the tool's installation in LTI 1.1 times, for links that come from there. */
    private static final String LTI11_KEY = "laurel-pilot-2019";

    private static final String LTI11_SECRET = "no secret, everybody can read it here";
    private static final Set<String> LINK_PLACEMENTS = Set.of(
            ("account_navigation analytics_hub assignment_edit assignment_group_menu assignment_index_menu assignment_menu"
                            + " assignment_selection assignment_view collaboration conference_selection"
                            + " course_assignments_menu course_home_sub_navigation course_navigation"
                            + " course_settings_sub_navigation discussion_topic_index_menu discussion_topic_menu"
                            + " file_index_menu file_menu global_navigation homework_submission link_selection"
                            + " migration_selection module_group_menu module_index_menu module_index_menu_modal"
                            + " module_menu_modal module_menu post_grades quiz_index_menu quiz_menu"
                            + " similarity_detection student_context_card submission_type_selection tool_configuration"
                            + " top_navigation user_navigation wiki_index_menu wiki_page_menu")
                    .split(" "));
    private static final Set<String> CONTENT_PLACEMENTS =
            Set.of(("assignment_selection ActivityAssetProcessor ActivityAssetProcessorContribution collaboration"
                            + " conference_selection course_assignments_menu editor_button homework_submission"
                            + " link_selection migration_selection module_index_menu_modal module_menu_modal"
                            + " submission_type_selection")
                    .split(" "));
    private static final List<String> VARIABLES = List.of(
            "ResourceLink.id",
            "ResourceLink.title",
            "ResourceLink.description",
            "Context.id",
            "Context.id.history",
            "Context.title",
            "Message.locale",
            "Message.documentTarget",
            "LineItem.resultValue.max",
            "Person.sourcedId",
            "Person.name.full",
            "Person.name.given",
            "Person.name.family",
            "Person.email.primary",
            "User.id",
            "User.username",
            "CourseOffering.sourcedId",
            "Canvas.api.domain",
            "Canvas.api.baseUrl",
            "Canvas.account.id",
            "Canvas.account.name",
            "Canvas.course.id",
            "Canvas.course.name",
            "Canvas.course.sisSourceId",
            "Canvas.course.workflowState",
            "Canvas.course.previousContextIds",
            "Canvas.user.id",
            "Canvas.user.loginId",
            "Canvas.user.sisSourceId",
            "Canvas.membership.roles",
            "Canvas.enrollment.enrollmentState",
            "Canvas.assignment.id",
            "Canvas.assignment.title",
            "Canvas.assignment.pointsPossible",
            "Canvas.assignment.published",
            "Canvas.assignment.dueAt.iso8601",
            "Canvas.assignment.unlockAt.iso8601",
            "Canvas.assignment.lockAt.iso8601",
            "Canvas.assignment.allowedAttempts",
            "com.instructure.PostMessageToken",
            "com.instructure.Assignment.lti.id",
            "vnd.Canvas.Person.email.sis",
            "vnd.instructure.User.uuid");
    /** The variables that a roster's messages expand. */
    private static final Set<String> ROSTER_VARIABLES = Set.of(
            "Canvas.user.id",
            "Canvas.user.sisSourceId",
            "Canvas.user.loginId",
            "Person.sourcedId",
            "Person.email.primary",
            "vnd.Canvas.Person.email.sis",
            "vnd.instructure.User.uuid",
            "Canvas.course.id",
            "Canvas.course.sisSourceId",
            "Canvas.course.workflowState",
            "Canvas.course.previousContextIds");

    private final Faults faults;

    CanvasDress(Site site, Faults faults) {
        super(site);
        this.faults = faults;
    }

    // -- names and addresses

    @Override
    String key() {
        return "canvas";
    }

    @Override
    String name() {
        return "Canvas";
    }

    @Override
    String prefix() {
        return "";
    }

    @Override
    String authorizationEndpoint() {
        return site.base() + "/api/lti/authorize_redirect";
    }

    @Override
    String tokenEndpoint() {
        return site.base() + "/login/oauth2/token";
    }

    @Override
    String jwksUri() {
        return site.base() + "/api/lti/security/jwks";
    }

    @Override
    String registrationEndpoint() {
        return site.base() + "/api/lti/registrations";
    }

    @Override
    String openidConfigurationUri(String registrationToken) {
        return site.base() + "/api/lti/security/openid-configuration?registration_token=" + registrationToken;
    }

    @Override
    String lineItemsUrl(Course course, Tool tool) {
        return site.base() + "/api/lti/courses/" + course.id + "/line_items";
    }

    @Override
    String lineItemUrl(String courseId, LineItem item) {
        return site.base() + "/api/lti/courses/" + courseId + "/line_items/" + item.id;
    }

    @Override
    String resultsUrl(String courseId, LineItem item) {
        return lineItemUrl(courseId, item) + "/results";
    }

    @Override
    String membershipsUrl(Course course, Tool tool) {
        return site.base() + "/api/lti/courses/" + course.id + "/names_and_roles";
    }

    @Override
    String newKid() {
        return site.clock().instant().truncatedTo(ChronoUnit.SECONDS) + "_" + UUID.randomUUID();
    }

    // -- registration

    @Override
    Set<String> supportedScopes() {
        return new java.util.LinkedHashSet<>(List.of(
                Scope.LINE_ITEM,
                Scope.LINE_ITEM_READONLY,
                Scope.RESULT,
                Scope.SCORE,
                Scope.MEMBERSHIP,
                "https://canvas.instructure.com/lti/public_jwk/scope/update",
                "https://canvas.instructure.com/lti/account_lookup/scope/show",
                "https://canvas.instructure.com/lti-ags/progress/scope/show",
                Scope.NOTICES));
    }

    @Override
    Map<String, Object> openidConfiguration(Platform platform) {
        return Json.of(
                "issuer",
                issuer(),
                "authorization_endpoint",
                authorizationEndpoint(),
                "registration_endpoint",
                registrationEndpoint(),
                "jwks_uri",
                jwksUri(),
                "token_endpoint",
                tokenEndpoint(),
                "token_endpoint_auth_methods_supported",
                List.of("private_key_jwt"),
                "token_endpoint_auth_signing_alg_values_supported",
                List.of("RS256"),
                "scopes_supported",
                supportedScopes(),
                "response_types_supported",
                List.of("id_token"),
                "id_token_signing_alg_values_supported",
                List.of("RS256"),
                "claims_supported",
                List.of("sub", "picture", "email", "name", "given_name", "family_name", "locale"),
                "subject_types_supported",
                List.of("public"),
                "authorization_server",
                site.authority(),
                Claim.PLATFORM_CONFIGURATION,
                Json.of(
                        "product_family_code",
                        "canvas",
                        "version",
                        "vCloud",
                        "messages_supported",
                        List.of(
                                Json.of(
                                        "type",
                                        Claim.RESOURCE_LINK_REQUEST,
                                        "placements",
                                        named(LINK_PLACEMENTS, "ContentArea")),
                                Json.of(
                                        "type",
                                        Claim.DEEP_LINKING_REQUEST,
                                        "placements",
                                        named(CONTENT_PLACEMENTS, "ContentArea", "RichTextEditor"))),
                        "notice_types_supported",
                        List.of("LtiHelloWorldNotice", "LtiContextCopyNotice"),
                        "variables",
                        VARIABLES,
                        Claim.CANVAS + "account_name",
                        platform.account().name(),
                        Claim.CANVAS + "account_lti_guid",
                        platform.account().guid(),
                        Claim.CANVAS + "account_domain",
                        site.authority()));
    }

    /** As newer Canvases write them: their own placements with a prefix, the standard's without. */
    private static List<String> named(Set<String> placements, String... standard) {
        List<String> names = new ArrayList<>();
        new TreeSet<>(placements)
                .forEach(placement ->
                        names.add(Character.isUpperCase(placement.charAt(0)) ? placement : Claim.CANVAS + placement));
        names.addAll(List.of(standard));
        return names;
    }

    @Override
    List<String> grantedScopes(List<String> asked) {
        return Registrations.intersection(asked, supportedScopes());
    }

    @Override
    String registrationToken(Platform platform, String id, @Nullable Tool update) {
        long now = site.now();
        return Jws.hs256(
                Json.of(
                        "iss",
                        issuer(),
                        "uuid",
                        id,
                        "root_account_global_id",
                        platform.account().id(),
                        "initiated_at",
                        Instant.ofEpochSecond(now).toString(),
                        "iat",
                        now,
                        "exp",
                        now + 3600),
                site.secret());
    }

    @Override
    void checkRegistration(Map<String, Object> body, Map<String, Object> configuration) {
        List<String> errors = new ArrayList<>();
        require(errors, "web".equals(body.get("application_type")), "application_type must be 'web'");
        require(
                errors,
                body.get("grant_types") instanceof List<?> grants
                        && grants.containsAll(List.of("client_credentials", "implicit")),
                "grant_types must include 'client_credentials' and 'implicit'");
        require(
                errors,
                body.get("response_types") instanceof List<?> types && types.contains("id_token"),
                "response_types must include 'id_token'");
        require(
                errors,
                body.get("redirect_uris") instanceof List<?> uris && !uris.isEmpty(),
                "redirect_uris must hold at least one address");
        for (String name : List.of("initiate_login_uri", "client_name", "jwks_uri")) {
            require(errors, Json.text(body, name) != null, "property '" + name + "' is required");
        }
        require(
                errors,
                "private_key_jwt".equals(body.get("token_endpoint_auth_method")),
                "token_endpoint_auth_method must be 'private_key_jwt'");
        String domain = Json.text(configuration, "domain");
        require(errors, domain != null && !domain.contains("://"), "domain is required, without a scheme");
        require(errors, configuration.get("claims") instanceof List, "claims must be a list");
        require(errors, configuration.get("messages") instanceof List, "messages must be a list");
        Json.child(configuration, "custom_parameters")
                .forEach((name, value) ->
                        require(errors, value instanceof String, "custom_parameters." + name + " must be a string"));
        if (configuration.get("messages") instanceof List<?> messages) {
            messages.forEach(m -> checkMessage(errors, m));
        }
        if (!errors.isEmpty()) {
            throw new Refusal(Answer.json(422, Json.of("errors", errors)));
        }
    }

    @SuppressWarnings("unchecked")
    static void checkMessage(List<String> errors, @Nullable Object message) {
        Map<String, Object> map = message instanceof Map<?, ?> m ? (Map<String, Object>) m : Map.of();
        String type = String.valueOf(map.get("type"));
        boolean link = type.equals(Claim.RESOURCE_LINK_REQUEST);
        boolean content = type.equals(Claim.DEEP_LINKING_REQUEST);
        require(errors, link || content, "messages.type '" + type + "' is not known");
        for (String placement : placements(map)) {
            boolean standard = placement.equals("ContentArea") || placement.equals("RichTextEditor");
            boolean known = content ? CONTENT_PLACEMENTS.contains(placement) : LINK_PLACEMENTS.contains(placement);
            require(errors, standard || known, "placement '" + placement + "' does not take " + type);
        }
    }

    private static void require(List<String> errors, boolean good, String error) {
        if (!good) {
            errors.add(error);
        }
    }

    @Override
    String newClientId(PlatformState state) {
        long id = Long.parseLong(state.firstClientId);
        while (clientExists(state, Long.toString(id))) {
            id++;
        }
        return Long.toString(id);
    }

    private static boolean clientExists(PlatformState state, String id) {
        return state.tools.stream().anyMatch(t -> t.clientId.equals(id));
    }

    @Override
    String newDeploymentId(Platform platform, Tool tool) {
        return tool.id + ":" + platform.account().ltiId();
    }

    @Override
    Map<String, Object> registrationResponse(Tool tool, Map<String, Object> request) {
        Map<String, Object> asked = Json.child(request, Claim.TOOL_CONFIGURATION);
        Map<String, Object> configuration = new LinkedHashMap<>();
        for (String name :
                List.of("domain", "description", "target_link_uri", "custom_parameters", "claims", "messages")) {
            Json.putIfPresent(configuration, name, asked.get(name));
        }
        configuration.put(Claim.CANVAS + "privacy_level", tool.privacyLevel);
        Json.putIfPresent(configuration, Claim.CANVAS + "tool_id", asked.get(Claim.CANVAS + "tool_id"));
        Json.putIfPresent(configuration, Claim.CANVAS + "vendor", asked.get(Claim.CANVAS + "vendor"));
        configuration.put(
                Claim.CANVAS + "registration_config_url", site.base() + "/api/lti/registrations/" + tool.id + "/view");
        Map<String, Object> response = Json.of(
                "client_id", tool.clientId,
                "application_type", "web",
                "grant_types", List.of("client_credentials", "implicit"),
                "initiate_login_uri", tool.initiateLoginUri,
                "redirect_uris", tool.redirectUris,
                "response_types", List.of("id_token"),
                "client_name", tool.name,
                "jwks_uri", tool.jwksUri);
        Json.putIfPresent(response, "logo_uri", tool.logoUri);
        response.put("token_endpoint_auth_method", "private_key_jwt");
        response.put("scope", (String.join(" ", tool.scopes) + " openid").trim());
        response.put(Claim.TOOL_CONFIGURATION, configuration);
        response.put("registration_client_uri", site.base() + "/api/lti/registrations/" + tool.id);
        if (!faults.isDeploymentUntold()) {
            response.put("deployment_id", tool.deploymentId);
        }
        return response;
    }

    @Override
    Answer registrationTokenProblem(String problem) {
        return problem.equals("missing_registration_token")
                ? Answer.json(
                        401,
                        Json.of("error", "Access token missing (You must include the registration_token parameter)."))
                : Answer.json(401, Json.of("errorMessage", "JWT did not include expected contents"));
    }

    // -- launch

    @Override
    Duration hintLife() {
        return Duration.ofMinutes(5);
    }

    @Override
    String loginHint(Person person) {
        return java.util.Objects.requireNonNull(person.legacyId());
    }

    @Override
    Map<String, String> loginInitiation(Platform platform, Tool tool, Launch launch, String launchName) {
        long now = site.now();
        Person person = platform.personByHat(launch.hat()).orElseThrow();
        String hint = Jws.hs256(
                Json.of(
                        "verifier",
                        launchName,
                        "canvas_domain",
                        site.authority(),
                        "context_type",
                        launch.courseId() == null ? "Account" : "Course",
                        "context_id",
                        launch.courseId() == null ? platform.account().id() : launch.courseId(),
                        "iat",
                        now,
                        "exp",
                        now + hintLife().toSeconds()),
                site.secret());
        Map<String, String> form = new LinkedHashMap<>();
        form.put("iss", issuer());
        form.put("login_hint", loginHint(person));
        form.put("client_id", tool.clientId);
        form.put("lti_deployment_id", tool.deploymentId);
        form.put("deployment_id", tool.deploymentId);
        form.put(
                "target_link_uri",
                target(tool, launch, assignment(platform, launch).orElse(null)));
        form.put("lti_message_hint", hint);
        form.put("canvas_environment", "prod");
        form.put("canvas_region", "not_configured");
        form.put("lti_storage_target", "post_message_forwarding");
        return form;
    }

    @Override
    String launchNameFor(Launch launch) {
        return Ids.hex(64);
    }

    @Override
    @Nullable
    String launchName(String messageHint) {
        Jws hint = Jws.parse(messageHint);
        boolean good = hint != null && hint.isHs256By(site.secret()) && hint.lastsBeyond(site.now());
        return good ? hint.claim("verifier") : null;
    }

    private static Optional<Assignment> assignment(Platform platform, Launch launch) {
        return launch.courseId() == null || launch.assignmentId() == null
                ? Optional.empty()
                : platform.requireCourse(launch.courseId()).assignment(launch.assignmentId());
    }

    /** The payload is made when Canvas starts the login; only the nonce comes later. */
    @Override
    Map<String, Object> idToken(Platform platform, Tool tool, Person person, Launches.Started started, String nonce) {
        Launch launch = started.launch();
        Course course = launch.courseId() == null ? null : platform.requireCourse(launch.courseId());
        Assignment assignment = assignment(platform, launch).orElse(null);
        boolean noisy = course != null
                && assignment != null
                && course.isGraded(assignment)
                && course.enrollment(person).filter(Enrollment::isStudent).isPresent();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put(Claim.MESSAGE_TYPE, launch.messageType());
        claims.put(Claim.VERSION, "1.3.0");
        if (!launch.deepLinking()) {
            claims.put(Claim.RESOURCE_LINK, noise(noisy, resourceLink(platform, course, assignment)));
        }
        claims.put("aud", tool.clientId);
        claims.put("azp", tool.clientId);
        claims.put(Claim.DEPLOYMENT_ID, tool.deploymentId);
        claims.put("exp", started.at() + 3600);
        claims.put("iat", started.at());
        claims.put("iss", issuer());
        claims.put("nonce", nonce);
        if (!person.isAnonymous()) {
            claims.put("sub", course == null ? person.sub() : course.subjectOf(person));
        }
        claims.put(Claim.TARGET_LINK_URI, target(tool, launch, assignment));
        identity(claims, tool, person);
        boolean told = tool.privacyLevel.equals("public") || tool.privacyLevel.equals("name_only");
        if (told && !person.isAnonymous()) {
            claims.put(
                    Claim.LIS,
                    noise(
                            noisy,
                            Json.of(
                                    "person_sourcedid", person.sisId() == null ? "$Person.sourcedId" : person.sisId(),
                                    "course_offering_sourcedid",
                                            course == null ? "$CourseSection.sourcedId" : course.sisId)));
        }
        claims.put(Claim.CONTEXT, noise(noisy, context(platform, course)));
        claims.put(
                Claim.TOOL_PLATFORM,
                noise(
                        noisy,
                        Json.of(
                                "guid",
                                platform.account().guid(),
                                "name",
                                platform.account().name(),
                                "version",
                                "cloud",
                                "product_family_code",
                                "canvas")));
        claims.put(Claim.LAUNCH_PRESENTATION, noise(noisy, presentation(platform, course, launch)));
        claims.put("locale", faults.locale());
        claims.put(Claim.ROLES, roles(person, course));
        Map<String, Object> variables = variables(platform, person, course, assignment);
        if (person.isAnonymous()) {
            variables.keySet().removeIf(name -> name.contains("ser.") || name.startsWith("Person."));
        }
        claims.put(Claim.CUSTOM, expand(customOf(tool, launch, assignment), variables));
        if (course != null && course.observed.containsKey(person.hat()) && tool.privacyLevel.equals("public")) {
            claims.put(
                    Claim.ROLE_SCOPE_MENTOR,
                    course.observed.get(person.hat()).stream()
                            .map(hat ->
                                    course.subjectOf(platform.personByHat(hat).orElseThrow()))
                            .toList());
        }
        claims.put(Claim.LEGACY_USER_ID, person.isAnonymous() ? "" : person.legacyId());
        if (!person.isAnonymous()) {
            Map<String, Object> legacy = Json.of("user_id", person.legacyId());
            if (assignment != null && !assignment.lti11LinkId.isEmpty()) {
                legacy.put("resource_link_id", assignment.lti11LinkId);
                signAsLti11(legacy, claims);
            }
            claims.put(Claim.LTI1P1, noise(noisy, legacy));
        }
        if (noisy) {
            claims.put("errors", Json.of("errors", Map.of()));
        }
        services(claims, platform, tool, course, assignment, noisy);
        claims.put(Claim.PLACEMENT, launch.placement());
        if (launch.deepLinking()) {
            claims.put(
                    Claim.DEEP_LINKING_SETTINGS,
                    deepLinkingSettings(java.util.Objects.requireNonNull(course), tool, launch));
        }
        return claims;
    }

    /** Says in the words of LTI 1.1 that both come from the same platform: key and secret of the tool's old installation. */
    private static void signAsLti11(Map<String, Object> legacy, Map<String, Object> claims) {
        String text = String.join(
                "&",
                LTI11_KEY,
                String.valueOf(claims.get(Claim.DEPLOYMENT_ID)),
                String.valueOf(claims.get("iss")),
                String.valueOf(claims.get("aud")),
                String.valueOf(claims.get("exp")),
                String.valueOf(claims.get("nonce")));
        legacy.put("oauth_consumer_key", LTI11_KEY);
        legacy.put("oauth_consumer_key_sign", Jws.hmacSha256(LTI11_SECRET, text));
    }

    /** What captured tokens carried in each nested claim. */
    private static Map<String, Object> noise(boolean noisy, Map<String, Object> claim) {
        if (noisy) {
            claim.put("validation_context", null);
            claim.put("errors", Json.of("errors", Map.of()));
        }
        return claim;
    }

    private static Map<String, Object> resourceLink(
            Platform platform, @Nullable Course course, @Nullable Assignment assignment) {
        if (assignment != null) {
            // A link in a module, without a grade, has no description of its own.
            boolean graded = course != null && course.isGraded(assignment);
            return Json.of(
                    "id", assignment.resourceLinkId,
                    "description", graded ? assignment.description : null,
                    "title", assignment.title);
        }
        return course != null
                ? Json.of("id", course.ltiId, "description", null, "title", course.name)
                : Json.of(
                        "id", platform.account().ltiId(),
                        "description", null,
                        "title", platform.account().name());
    }

    private static void identity(Map<String, Object> claims, Tool tool, Person person) {
        if (person.isAnonymous()) {
            return;
        }
        boolean names = tool.privacyLevel.equals("public") || tool.privacyLevel.equals("name_only");
        boolean email = tool.privacyLevel.equals("public") || tool.privacyLevel.equals("email_only");
        if (tool.privacyLevel.equals("public")) {
            claims.put("picture", "https://canvas.instructure.com/images/messages/avatar-50.png");
        }
        if (email && person.email() != null) {
            claims.put("email", person.email());
        }
        if (names) {
            claims.put("name", person.name());
            claims.put("given_name", person.givenName());
            claims.put("family_name", person.familyName());
        }
    }

    private static Map<String, Object> context(Platform platform, @Nullable Course course) {
        return course == null
                ? Json.of(
                        "id", platform.account().ltiId(),
                        "label", null,
                        "title", platform.account().name(),
                        "type", List.of("Account"))
                : Json.of(
                        "id", course.ltiId,
                        "label", course.code,
                        "title", course.name,
                        "type", List.of(COURSE_OFFERING));
    }

    private Map<String, Object> presentation(Platform platform, @Nullable Course course, Launch launch) {
        String where = course == null ? "/accounts/" + platform.account().id() : "/courses/" + course.id;
        String page = launch.deepLinking() ? "external_tool_dialog" : "external_tool_redirect";
        return Json.of(
                "document_target",
                "iframe",
                "return_url",
                site.base() + where + "/external_content/success/" + page,
                "locale",
                faults.locale(),
                "height",
                launch.deepLinking() ? 800 : null,
                "width",
                launch.deepLinking() ? 1000 : null);
    }

    /** The union of course roles and of institution roles earned anywhere, sorted. */
    private static List<String> roles(Person person, @Nullable Course course) {
        if (person.isAnonymous()) {
            return List.of(Claim.SYSTEM + "None");
        }
        Set<String> roles = new TreeSet<>();
        if (course != null) {
            course.enrollment(person).ifPresent(e -> roles.addAll(courseRoles(e)));
        }
        for (String role : person.institutionRoles()) {
            roles.add(role.equals("TestUser") ? Claim.TEST_USER : Claim.INSTITUTION + role);
        }
        roles.add(Claim.SYSTEM + "User");
        return List.copyOf(roles);
    }

    private static List<String> courseRoles(Enrollment enrollment) {
        return switch (enrollment) {
            case TEACHER -> List.of(Claim.INSTRUCTOR);
            case ASSISTANT -> List.of(Claim.INSTRUCTOR, Claim.TEACHING_ASSISTANT);
            case STUDENT -> List.of(Claim.LEARNER);
            case OBSERVER -> List.of(Claim.MENTOR);
        };
    }

    private Map<String, Object> variables(
            Platform platform, Person person, @Nullable Course course, @Nullable Assignment assignment) {
        Map<String, Object> known = new LinkedHashMap<>();
        known.put("Canvas.user.id", Long.parseLong(person.id()));
        known.put("Canvas.user.loginId", person.login());
        known.put("User.id", course == null ? person.sub() : course.subjectOf(person));
        known.put("User.username", person.login());
        known.put("vnd.instructure.User.uuid", person.sub());
        known.put("Person.name.full", person.name());
        known.put("Person.name.given", person.givenName());
        known.put("Person.name.family", person.familyName());
        Json.putIfPresent(known, "Person.email.primary", person.email());
        Json.putIfPresent(known, "vnd.Canvas.Person.email.sis", person.email());
        Json.putIfPresent(known, "Canvas.user.sisSourceId", person.sisId());
        Json.putIfPresent(known, "Person.sourcedId", person.sisId());
        known.put("Canvas.api.domain", site.authority());
        known.put("Canvas.api.baseUrl", site.base());
        known.put("Canvas.account.id", Long.parseLong(platform.account().id()));
        known.put("Canvas.account.name", platform.account().name());
        known.put("Message.locale", faults.locale());
        known.put("Message.documentTarget", "iframe");
        known.put("com.instructure.PostMessageToken", UUID.randomUUID().toString());
        if (course == null) {
            known.put("Context.id", platform.account().ltiId());
            known.put("Context.title", platform.account().name());
            known.put("Canvas.membership.roles", person.isAdmin() ? "Account Admin" : "");
            return known;
        }
        known.put("Context.id", course.ltiId);
        known.put("Context.title", course.name);
        known.put("Context.id.history", String.join(",", course.history));
        known.put("CourseOffering.sourcedId", course.sisId);
        known.put("Canvas.course.id", Long.parseLong(course.id));
        known.put("Canvas.course.name", course.name);
        known.put("Canvas.course.sisSourceId", course.sisId);
        known.put("Canvas.course.workflowState", "available");
        known.put("Canvas.course.previousContextIds", String.join(",", course.history));
        known.put("Canvas.enrollment.enrollmentState", course.enrollment(person).isPresent() ? "active" : "");
        known.put("Canvas.membership.roles", enrollmentName(person, course));
        if (assignment != null) {
            known.put("ResourceLink.id", assignment.resourceLinkId);
            known.put("ResourceLink.title", assignment.title);
            known.put("ResourceLink.description", assignment.description);
        }
        if (assignment != null && course.isGraded(assignment)) {
            known.put("Canvas.assignment.id", Long.parseLong(assignment.id));
            known.put("Canvas.assignment.title", assignment.title);
            known.put("Canvas.assignment.published", assignment.published);
            known.put("com.instructure.Assignment.lti.id", assignment.resourceLinkId);
            Json.putIfPresent(known, "Canvas.assignment.dueAt.iso8601", assignment.dueAt);
            Json.putIfPresent(known, "Canvas.assignment.unlockAt.iso8601", assignment.unlockAt);
            Json.putIfPresent(known, "Canvas.assignment.lockAt.iso8601", assignment.lockAt);
            Json.putIfPresent(known, "Canvas.assignment.allowedAttempts", assignment.allowedAttempts);
            course.lineItemsOf(assignment).stream().findFirst().ifPresent(item -> {
                known.put("Canvas.assignment.pointsPossible", item.scoreMaximum);
                known.put("LineItem.resultValue.max", item.scoreMaximum);
            });
        }
        return known;
    }

    private static String enrollmentName(Person person, Course course) {
        return course.enrollment(person)
                .map(e -> switch (e) {
                    case TEACHER -> "TeacherEnrollment";
                    case ASSISTANT -> "TaEnrollment";
                    case STUDENT -> "StudentEnrollment";
                    case OBSERVER -> "ObserverEnrollment";
                })
                .orElse(person.isAdmin() ? "Account Admin" : "");
    }

    private void services(
            Map<String, Object> claims,
            Platform platform,
            Tool tool,
            @Nullable Course course,
            @Nullable Assignment assignment,
            boolean noisy) {
        List<String> ags = List.of(Scope.LINE_ITEM, Scope.LINE_ITEM_READONLY, Scope.RESULT, Scope.SCORE).stream()
                .filter(tool::may)
                .toList();
        if (course != null && !ags.isEmpty()) {
            Map<String, Object> endpoint = Json.of("scope", ags);
            if (tool.may(Scope.LINE_ITEM) || tool.may(Scope.LINE_ITEM_READONLY)) {
                endpoint.put("lineitems", lineItemsUrl(course, tool));
            }
            if (assignment != null) {
                course.lineItemsOf(assignment).stream()
                        .findFirst()
                        .ifPresent(item -> endpoint.put("lineitem", lineItemUrl(course.id, item)));
            }
            claims.put(Claim.AGS, noise(noisy, endpoint));
        }
        if (course != null && tool.may(Scope.MEMBERSHIP)) {
            claims.put(
                    Claim.NRPS,
                    noise(
                            noisy,
                            Json.of(
                                    "context_memberships_url", membershipsUrl(course, tool),
                                    "service_versions", List.of("2.0"))));
        }
        if (tool.may(Scope.NOTICES)) {
            claims.put(
                    Claim.NOTICE_SERVICE,
                    noise(
                            noisy,
                            Json.of(
                                    "service_versions",
                                    List.of("1.0"),
                                    "platform_notification_service_url",
                                    site.base() + "/api/lti/notice-handlers/" + tool.id,
                                    "scope",
                                    List.of(Scope.NOTICES),
                                    "notice_types_supported",
                                    Notices.TYPES)));
        }
    }

    @Override
    Map<String, String> extraLaunchFields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("lti_storage_target", "post_message_forwarding");
        fields.put("utf8", "✓");
        fields.put("authenticity_token", Ids.letters(40));
        return fields;
    }

    @Override
    List<String> contentPlacements(Tool tool) {
        List<String> usual =
                List.of("course_assignments_menu", "module_index_menu_modal", "link_selection", "assignment_selection");
        Set<String> has = new java.util.HashSet<>();
        tool.messages.stream()
                .filter(m -> Claim.DEEP_LINKING_REQUEST.equals(m.get("type")))
                .forEach(m -> has.addAll(placements(m)));
        if (has.contains("ContentArea")) {
            has.add("assignment_selection");
        }
        return usual.stream().filter(has::contains).toList();
    }

    // -- token endpoint

    @Override
    @Nullable
    Answer assertionProblem(Jws assertion, Tool tool, boolean jtiUsed) {
        long now = site.now();
        List<String> missing = new ArrayList<>();
        for (String name : List.of("sub", "aud", "exp", "iat", "jti", "iss")) {
            if (assertion.claims().get(name) == null) {
                missing.add(name);
            }
        }
        List<String> problems = new ArrayList<>();
        if (!missing.isEmpty()) {
            problems.add("the following assertions are missing: " + String.join(",", missing));
        }
        Object aud = assertion.claims().get("aud");
        boolean forUs = tokenEndpoint().equals(aud) || (aud instanceof List<?> list && list.contains(tokenEndpoint()));
        if (aud != null && !forUs) {
            problems.add("the 'aud' is invalid");
        }
        Long exp = assertion.seconds("exp");
        if (exp != null && exp <= now) {
            problems.add("the JWT has expired");
        }
        Long iat = assertion.seconds("iat");
        if (iat != null && now - iat > 300) {
            problems.add("the 'iat' must be less than 300 seconds old");
        }
        if (iat != null && iat - now > 30) {
            problems.add("the 'iat' must not be in the future");
        }
        if (assertion.claim("iss") != null && !tool.clientId.equals(assertion.claim("iss"))) {
            problems.add("the 'iss' is invalid");
        }
        if (jtiUsed) {
            problems.add("the 'jti' is invalid");
        }
        return problems.isEmpty() ? null : invalidRequest(String.join(" | ", problems));
    }

    @Override
    boolean grantsPartOfScopes() {
        return false;
    }

    @Override
    Answer tokenProblem(TokenProblem problem, @Nullable String detail) {
        return switch (problem) {
            case NOT_A_FORM -> invalidRequest("the request must be application/x-www-form-urlencoded");
            case MISSING_PARAMETER -> invalidRequest("missing parameter: " + detail);
            case GRANT_TYPE ->
                Answer.json(
                        400,
                        Json.of(
                                "error",
                                "unsupported_grant_type",
                                "error_description",
                                "The grant_type you requested is not currently supported by Canvas"));
            case UNKNOWN_CLIENT ->
                Answer.json(401, Json.of("error", "invalid_client", "error_description", "unknown client"));
            case SIGNATURE -> invalidRequest("JWS signature invalid.");
            case UNKNOWN_KID, KEYS_UNREACHABLE -> invalidRequest("JWK Error: " + detail);
            case SCOPE ->
                Answer.json(
                        400,
                        Json.of(
                                "error",
                                "invalid_scope",
                                "error_description",
                                "A requested scope is invalid, unknown, malformed, or exceeds the scope granted by the"
                                        + " resource owner. The following scopes were requested, but not granted: "
                                        + detail));
        };
    }

    private static Answer invalidRequest(String description) {
        return Answer.json(400, Json.of("error", "invalid_request", "error_description", description));
    }

    @Override
    String newAccessToken(Tool tool, List<String> scopes, byte[] secret) {
        long now = site.now();
        return Jws.hs256(
                Json.of(
                        "iss", issuer(),
                        "sub", tool.clientId,
                        "aud", tokenEndpoint(),
                        "iat", now,
                        "exp", now + 3600,
                        "jti", UUID.randomUUID().toString(),
                        "scopes", String.join(" ", scopes),
                        "canvas.instructure.com", Json.of("account_uuid", Ids.letters(40))),
                secret);
    }

    @Override
    Answer tokenAnswer(String token, List<String> scopes) {
        return Answer.json(
                200,
                Json.of(
                        "access_token",
                        token,
                        "token_type",
                        "Bearer",
                        "expires_in",
                        3600,
                        "scope",
                        String.join(" ", scopes)));
    }

    // -- services

    /** Canvas takes any Accept header. A body that is no JSON is read as if it held nothing. */
    @Override
    void checkMedia(HttpServletRequest request, MediaRule rule) {}

    @Override
    Answer accessProblem(AccessProblem problem, HttpServletRequest request) {
        return error(
                401,
                "unauthorized",
                switch (problem) {
                    case MISSING -> "Missing access token";
                    case INVALID -> "Invalid access token signature";
                    case EXPIRED -> "Access token expired";
                    case SCOPE -> "Insufficient scopes on access token";
                    case NOT_GRANTED -> "Insufficient permissions";
                    case TOOL_OFF -> "Unknown or inactive Developer Key";
                });
    }

    static Answer error(int status, String type, String message) {
        return Answer.json(status, Json.of("errors", Json.of("type", type, "message", message)));
    }

    @Override
    Answer courseNotFound(HttpServletRequest request) {
        return error(404, "not_found", "Context not found");
    }

    @Override
    Answer courseConcluded(HttpServletRequest request) {
        return error(
                422,
                "unprocessable_entity",
                "This course has concluded. AGS requests will no longer be accepted for this course.");
    }

    @Override
    Answer methodNotAllowed(HttpServletRequest request) {
        return noSuchResource();
    }

    private static Answer noSuchResource() {
        return Answer.json(
                404, Json.of("errors", List.of(Json.of("message", "The specified resource does not exist."))));
    }

    @Override
    LineItem findLineItem(PlatformState state, String courseId, Tool tool, String id, HttpServletRequest request) {
        Course course = state.courses.stream()
                .filter(c -> c.id.equals(courseId))
                .findFirst()
                .orElseThrow(() -> new Refusal(courseNotFound(request)));
        // Of a line item whose assignment was deleted Canvas answers a bare 404, when it is read.
        boolean bare = request.getMethod().equals("GET")
                && request.getRequestURI().endsWith("/" + id)
                && course.deletedLineItems.contains(id);
        LineItem item = course.lineItem(id).orElseThrow(() -> new Refusal(bare ? Answer.empty(404) : noSuchResource()));
        if (!item.toolId.equals(tool.id)) {
            throw new Refusal(error(412, "precondition_failed", "Tool does not have permission to view line_item"));
        }
        return item;
    }

    @Override
    Map<String, Object> lineItem(String courseId, LineItem item) {
        Map<String, Object> map = sharedLineItem(courseId, item);
        Json.putIfPresent(map, "tag", item.tag);
        Json.putIfPresent(map, "resourceId", item.resourceId);
        Json.putIfPresent(map, "resourceLinkId", item.resourceLinkId);
        Json.putIfPresent(map, SUBMISSION_TYPE, item.submissionType);
        return map;
    }

    @Override
    Number number(double value) {
        return value;
    }

    @Override
    Answer createLineItem(
            Platform platform,
            Course course,
            Tool tool,
            @Nullable Map<String, Object> body,
            HttpServletRequest request) {
        Map<String, Object> asked = readBody(body, request);
        for (String name : List.of("scoreMaximum", "label")) {
            if (asked.get(name) == null) {
                throw new Refusal(missing(name));
            }
        }
        if (!(asked.get("scoreMaximum") instanceof Number max) || max.doubleValue() < 0) {
            throw new Refusal(error(422, "unprocessable_entity", "ScoreMaximum must be greater than or equal to 0"));
        }
        LineItem item = new LineItem();
        item.id = platform.state().nextId();
        item.toolId = tool.id;
        fill(item, asked);
        item.resourceLinkId = Json.text(asked, "resourceLinkId");
        if (item.resourceLinkId != null) {
            Assignment linked =
                    course.assignmentOfLink(item.resourceLinkId).orElseThrow(() -> new Refusal(noSuchResource()));
            if (!linked.toolId.equals(tool.id)) {
                throw new Refusal(error(
                        422,
                        "unprocessable_entity",
                        "Resource link id points to Tool not associated with this Context"));
            }
            // A link in a module has no assignment, and a tool cannot give it one.
            if (!course.isGraded(linked)) {
                throw new Refusal(Answer.empty(412));
            }
        } else {
            createAssignmentOf(platform.state(), course, tool, item, asked);
        }
        course.lineItems.add(item);
        return Answer.json(201, Media.LINE_ITEM, lineItem(course.id, item));
    }

    /** Without a resource link, Canvas makes an assignment; one that opens the tool only when it is asked to. */
    private static void createAssignmentOf(
            PlatformState state, Course course, Tool tool, LineItem item, Map<String, Object> asked) {
        Map<String, Object> type = Json.child(asked, SUBMISSION_TYPE);
        if (!"external_tool".equals(type.get("type"))) {
            return;
        }
        item.submissionType = type;
        Assignment assignment = new Assignment();
        assignment.id = state.nextId();
        assignment.resourceLinkId = UUID.randomUUID().toString();
        assignment.toolId = tool.id;
        assignment.title = item.label;
        String url = Json.text(type, "external_tool_url");
        assignment.url = url == null ? tool.targetLinkUri : url;
        assignment.unlockAt = item.startDateTime;
        assignment.dueAt = item.endDateTime;
        course.assignments.add(assignment);
        course.module("Assignments").items.add(Course.Item.of(assignment));
        item.resourceLinkId = assignment.resourceLinkId;
    }

    private static Answer missing(String parameter) {
        return Answer.json(
                400,
                Json.of("errors", List.of(Json.of("message", "param is missing or the value is empty: " + parameter))));
    }

    private static Map<String, Object> readBody(@Nullable Map<String, Object> body, HttpServletRequest request) {
        boolean json = Media.bare(request.getContentType()).endsWith("json");
        return json && body != null ? body : Map.of();
    }

    @Override
    Answer updateLineItem(
            Course course, LineItem item, @Nullable Map<String, Object> body, HttpServletRequest request) {
        Map<String, Object> asked = readBody(body, request);
        String link = Json.text(asked, "resourceLinkId");
        if (link != null && !link.equals(item.resourceLinkId)) {
            throw new Refusal(error(
                    412, "precondition_failed", "The specified LTI link ID is not associated with the line item."));
        }
        Map<String, Object> merged = new LinkedHashMap<>(lineItem(course.id, item));
        merged.putAll(asked);
        fill(item, merged);
        course.assignmentOfLink(item.resourceLinkId).filter(a -> item.column).ifPresent(a -> a.title = item.label);
        return Answer.json(200, Media.LINE_ITEM, lineItem(course.id, item));
    }

    @Override
    Answer deleteLineItem(Course course, LineItem item, HttpServletRequest request) {
        if (item.coupled) {
            return Answer.empty(401);
        }
        course.lineItems.remove(item);
        return Answer.empty(204);
    }

    @Override
    List<Map<String, Object>> filesOf(@Nullable Map<String, Object> body) {
        List<Map<String, Object>> files = new ArrayList<>();
        if (Json.child(body, SUBMISSION).get("content_items") instanceof List<?> items) {
            for (Object item : items) {
                if (item instanceof Map<?, ?> map && "file".equals(map.get("type"))) {
                    files.add(Json.of(
                            "type", "file",
                            "url", map.get("url"),
                            "title", map.get("title"),
                            "media_type", map.get("media_type")));
                }
            }
        }
        return files;
    }

    @Override
    Answer score(
            Platform platform,
            Course course,
            LineItem item,
            @Nullable Map<String, Object> given,
            List<Map<String, Object>> fetchedFiles,
            HttpServletRequest request) {
        Map<String, Object> body = readBody(given, request);
        Map<String, Object> extension = Json.child(body, SUBMISSION);
        Person person = gradable(platform, course, body);
        for (String name : List.of("userId", "activityProgress", "gradingProgress", "timestamp")) {
            if (body.get(name) == null || "".equals(body.get(name))) {
                throw new Refusal(missing(name));
            }
        }
        Assignment assignment = course.assignmentOfLink(item.resourceLinkId).orElse(null);
        if (assignment != null && !assignment.published) {
            throw new Refusal(Answer.json(
                    422,
                    Json.of(
                            "errors",
                            List.of(Json.of(
                                    "field",
                                    "grade",
                                    "message",
                                    "cannot be changed at this time: This assignment is still unpublished",
                                    "error_code",
                                    null)))));
        }
        Cell cell = item.cell(person);
        Instant timestamp = checkTimestamps(body, extension, cell);
        Double points = points(body, item);
        boolean submits = newSubmission(extension);
        if (submits && fetchedFiles.isEmpty() && "online_upload".equals(extension.get("submission_type"))) {
            throw unprocessable("Content items must be provided with submission type 'online_upload'");
        }
        if (submits) {
            submit(cell, assignment, body, extension, timestamp, fetchedFiles);
        }
        grade(cell, body, extension, points, item);
        cell.resultId = cell.resultId == null ? platform.state().nextId() : cell.resultId;
        cell.resultScore = body.get("scoreGiven") instanceof Number n ? n.doubleValue() : null;
        cell.resultMaximum = body.get("scoreMaximum") instanceof Number n ? n.doubleValue() : null;
        cell.activityProgress = Json.text(body, "activityProgress");
        cell.gradingProgress = Json.text(body, "gradingProgress");
        cell.scoredAt = timestamp.toEpochMilli();
        String comment = Json.text(body, "comment");
        if (comment != null && !comment.isBlank()) {
            cell.comment = comment;
            cell.comments.add(new Cell.Note(comment, timestamp.toEpochMilli()));
        }
        List<Map<String, Object>> items = fetchedFiles.stream()
                .map(f -> Json.of(
                        "type",
                        "file",
                        "url",
                        f.get("url"),
                        "title",
                        f.get("title"),
                        "progress",
                        site.base() + "/api/lti/progress/" + platform.state().nextId()))
                .toList();
        return Answer.json(
                200,
                Media.SCORE,
                Json.of(
                        SUBMISSION,
                        Json.of("content_items", items),
                        "resultUrl",
                        resultsUrl(course.id, item) + "/" + cell.resultId));
    }

    private Person gradable(Platform platform, Course course, Map<String, Object> body) {
        if (body.get("userId") == null) {
            throw new Refusal(missing("userId"));
        }
        String userId = String.valueOf(body.get("userId"));
        return course.enrollments.keySet().stream()
                .flatMap(hat -> platform.personByHat(hat).stream())
                .filter(p -> course.subjectOf(p).equals(userId) || p.id().equals(userId))
                .findFirst()
                .filter(p -> !p.isTestStudent() || !faults.isTestStudentRefused())
                .filter(p -> course.enrollment(p).filter(Enrollment::isStudent).isPresent())
                .orElseThrow(() -> unprocessable("User not found in course or is not a student"));
    }

    private static Refusal unprocessable(String message) {
        return new Refusal(error(422, "unprocessable_entity", message));
    }

    private static Refusal badRequest(String message) {
        return new Refusal(error(400, "bad_request", message));
    }

    private Instant checkTimestamps(Map<String, Object> body, Map<String, Object> extension, Cell cell) {
        Instant timestamp = instant(body.get("timestamp"));
        if (timestamp == null) {
            throw badRequest("Provided timestamp of " + body.get("timestamp") + " not a valid timestamp");
        }
        if (cell.scoredAt != null && timestamp.toEpochMilli() < cell.scoredAt) {
            throw badRequest("Provided timestamp of " + body.get("timestamp") + " before last updated timestamp of "
                    + Instant.ofEpochMilli(cell.scoredAt));
        }
        Object text = submittedAt(body, extension);
        Instant submitted = instant(text);
        if (text != null && submitted == null) {
            throw badRequest("Provided submitted_at timestamp of " + text + " not a valid timestamp");
        }
        if (submitted != null && submitted.isAfter(site.clock().instant().plusSeconds(60))) {
            throw badRequest("Provided submitted_at timestamp of " + text + " in the future");
        }
        return timestamp;
    }

    private static @Nullable Object submittedAt(Map<String, Object> body, Map<String, Object> extension) {
        Object standard = Json.child(body, "submission").get("submittedAt");
        return standard != null ? standard : extension.get("submitted_at");
    }

    /** What the score is in points of the line item; null when none is given. */
    private static @Nullable Double points(Map<String, Object> body, LineItem item) {
        Object given = body.get("scoreGiven");
        if (given == null) {
            return null;
        }
        if (!(body.get("scoreMaximum") instanceof Number maximum)) {
            throw unprocessable("ScoreMaximum not supplied when ScoreGiven present.");
        }
        if (!(given instanceof Number score)) {
            throw unprocessable("ScoreGiven must be a number");
        }
        if (maximum.doubleValue() < 0) {
            throw unprocessable("ScoreMaximum must be greater than or equal to 0");
        }
        if (maximum.doubleValue() == 0 && item.scoreMaximum != 0) {
            throw unprocessable("cannot be zero if line item's maximum is not zero");
        }
        if (score.doubleValue() < 0) {
            throw unprocessable("ScoreGiven must be greater than or equal to 0");
        }
        return maximum.doubleValue() == 0
                ? score.doubleValue()
                : score.doubleValue() * item.scoreMaximum / maximum.doubleValue();
    }

    private static boolean newSubmission(Map<String, Object> extension) {
        Object asked = extension.get("new_submission");
        return asked == null ? !"none".equals(extension.get("submission_type")) : Boolean.TRUE.equals(asked);
    }

    private static void submit(
            Cell cell,
            @Nullable Assignment assignment,
            Map<String, Object> body,
            Map<String, Object> extension,
            Instant timestamp,
            List<Map<String, Object>> files) {
        Integer allowed = assignment == null ? null : assignment.allowedAttempts;
        if (allowed != null && cell.attempts.size() >= allowed) {
            throw unprocessable("The maximum number of allowed attempts has been reached for this submission");
        }
        Instant at = instant(submittedAt(body, extension));
        String type = Json.text(extension, "submission_type");
        cell.attempts.add(new Cell.Attempt(
                cell.attempts.size() + 1,
                !files.isEmpty() ? "online_upload" : type == null ? "external_tool" : type,
                Json.text(extension, "submission_data"),
                (at == null ? timestamp : at).toEpochMilli(),
                files));
    }

    private static void grade(
            Cell cell,
            Map<String, Object> body,
            Map<String, Object> extension,
            @Nullable Double points,
            LineItem item) {
        String progress = String.valueOf(body.get("gradingProgress"));
        cell.needsReview = progress.equals("PendingManual");
        if (Boolean.TRUE.equals(extension.get("preserve_score")) || !item.column) {
            return;
        }
        boolean counts = progress.equals("FullyGraded") || progress.equals("PendingManual");
        if (counts && points != null) {
            boolean keep = Boolean.TRUE.equals(extension.get("prioritize_non_tool_grade")) && cell.grade != null;
            cell.grade = keep ? cell.grade : points;
        } else {
            cell.grade = null;
        }
    }

    @Override
    Answer results(Platform platform, Course course, LineItem item, HttpServletRequest request) {
        String user = request.getParameter("user_id");
        List<Map<String, Object>> all = new ArrayList<>();
        item.cells.forEach((personId, cell) -> {
            Person person = platform.person(personId).orElseThrow();
            boolean asked = user == null || user.equals(course.subjectOf(person)) || user.equals(person.id());
            if (asked && cell.resultId != null) {
                all.add(result(course, item, person, cell));
            }
        });
        Slice<Map<String, Object>> slice = page(all, request, 10, 100);
        Answer answer = Answer.json(200, Media.RESULTS, slice.items());
        return slice.link() == null ? answer : answer.header("Link", slice.link());
    }

    Map<String, Object> result(Course course, LineItem item, Person person, Cell cell) {
        Map<String, Object> result = Json.of(
                "id", resultsUrl(course.id, item) + "/" + cell.resultId,
                "scoreOf", lineItemUrl(course.id, item),
                "userId", course.subjectOf(person));
        if (cell.resultScore != null) {
            result.put("resultScore", cell.resultScore);
            result.put("resultMaximum", cell.resultMaximum);
        }
        Json.putIfPresent(result, "comment", cell.comment);
        return result;
    }

    @Override
    Answer memberships(Platform platform, Course course, Tool tool, HttpServletRequest request) {
        String role = request.getParameter("role");
        String rlid = request.getParameter("rlid");
        Assignment assignment = course.assignmentOfLink(rlid).orElse(null);
        boolean known =
                rlid == null || rlid.equals(course.ltiId) || (assignment != null && assignment.toolId.equals(tool.id));
        if (!known) {
            throw new Refusal(error(400, "bad_request", "Tool does not have access to rlid or rlid does not exist"));
        }
        List<Map<String, Object>> members = new ArrayList<>();
        course.enrollments.forEach((hat, enrollment) -> {
            Person person = platform.personByHat(hat).orElseThrow();
            boolean assigned = assignment == null || enrollment.isStudent();
            boolean asked = role == null || courseRoles(enrollment).contains(role);
            if (!person.isTestStudent() && assigned && asked) {
                members.add(member(platform, tool, course, person, enrollment, rlid, assignment));
            }
        });
        int usual = faults.rosterPageSize() > 0 ? Math.min(faults.rosterPageSize(), 50) : 50;
        Slice<Map<String, Object>> slice = page(members, request, usual, 50);
        Map<String, Object> body = Json.of(
                "id", membershipsUrl(course, tool) + query(request),
                "context", Json.of("id", course.ltiId, "label", course.code, "title", course.name),
                "members", slice.items());
        return Answer.json(200, Media.MEMBERS, body).header("Link", java.util.Objects.requireNonNull(slice.link()));
    }

    private Map<String, Object> member(
            Platform platform,
            Tool tool,
            Course course,
            Person person,
            Enrollment enrollment,
            @Nullable String rlid,
            @Nullable Assignment assignment) {
        boolean names = !faults.areNamesHidden()
                && (tool.privacyLevel.equals("public") || tool.privacyLevel.equals("name_only"));
        boolean email = !faults.areNamesHidden()
                && (tool.privacyLevel.equals("public") || tool.privacyLevel.equals("email_only"));
        Map<String, Object> member = Json.of("status", "Active");
        if (names) {
            member.put("name", person.name());
        }
        if (tool.privacyLevel.equals("public")) {
            member.put("picture", "https://canvas.instructure.com/images/messages/avatar-50.png");
        }
        if (names) {
            member.put("given_name", person.givenName());
            member.put("family_name", person.familyName());
        }
        if (email) {
            Json.putIfPresent(member, "email", person.email());
        }
        if (names) {
            Json.putIfPresent(member, "lis_person_sourcedid", person.sisId());
        }
        member.put("user_id", course.subjectOf(person));
        member.put("lti11_legacy_user_id", person.legacyId());
        member.put("roles", courseRoles(enrollment));
        if (rlid != null) {
            Launch launch = new Launch(
                    tool.id, person.hat(), course.id, assignment == null ? null : assignment.id, null, false);
            Map<String, Object> variables = variables(platform, person, course, assignment);
            variables.keySet().retainAll(ROSTER_VARIABLES);
            member.put(
                    "message",
                    List.of(Json.of(
                            Claim.MESSAGE_TYPE,
                            Claim.RESOURCE_LINK_REQUEST,
                            "locale",
                            faults.locale(),
                            Claim.CUSTOM,
                            expand(customOf(tool, launch, assignment), variables),
                            Claim.LEGACY_USER_ID,
                            person.legacyId(),
                            Claim.LTI1P1,
                            Json.of("user_id", person.legacyId()))));
        }
        return member;
    }

    /** {@code limit} becomes {@code per_page}; all relations in one Link header. */
    @Override
    <T> Slice<T> page(List<T> all, HttpServletRequest request, int usual, int most) {
        int size = intParameter(request, "per_page", intParameter(request, "limit", usual));
        size = Math.max(1, Math.min(size, most));
        int number = Math.max(1, intParameter(request, "page", 1));
        int last = Math.max(1, (all.size() + size - 1) / size);
        int from = Math.min((number - 1) * size, all.size());
        List<T> items = all.subList(from, Math.min(from + size, all.size()));
        List<String> links = new ArrayList<>();
        links.add(link(request, "current", number, size));
        if (number < last) {
            links.add(link(request, "next", number + 1, size));
        }
        if (number > 1) {
            links.add(link(request, "prev", number - 1, size));
        }
        links.add(link(request, "first", 1, size));
        links.add(link(request, "last", last, size));
        return new Slice<>(items, String.join(",", links));
    }

    private String link(HttpServletRequest request, String rel, int page, int size) {
        String query = request.getQueryString() == null ? "" : request.getQueryString();
        StringBuilder kept = new StringBuilder();
        for (String pair : query.split("&")) {
            if (!pair.isEmpty() && !pair.matches("(page|per_page|limit)=.*")) {
                kept.append(pair).append('&');
            }
        }
        return "<" + site.base() + request.getRequestURI() + "?" + kept + "page=" + page + "&per_page=" + size
                + ">; rel=\"" + rel + "\"";
    }

    @Override
    Map<String, String> serviceHeaders() {
        return Map.of("X-Request-Cost", "0.0904", "X-Rate-Limit-Remaining", "598.2");
    }

    // -- deep linking

    private Map<String, Object> deepLinkingSettings(Course course, Tool tool, Launch launch) {
        String placement = String.valueOf(launch.placement());
        boolean single = placement.equals("assignment_selection") || placement.equals("submission_type_selection");
        return Json.of(
                "deep_link_return_url", deepLinkReturnUrl(course, tool, launch),
                "accept_types", List.of("ltiResourceLink"),
                "accept_presentation_document_targets", List.of("iframe", "window"),
                "accept_media_types", "application/vnd.ims.lti.v1.ltilink",
                "auto_create", placement.startsWith("module_"),
                "accept_multiple", !single);
    }

    @Override
    String deepLinkReturnUrl(Course course, Tool tool, Launch launch) {
        long now = site.now();
        String data = Jws.hs256(
                Json.of(
                        "tool",
                        tool.id,
                        "placement",
                        launch.placement(),
                        "hat",
                        launch.hat(),
                        "iat",
                        now,
                        "exp",
                        now + 3600),
                site.secret());
        return site.base() + "/courses/" + course.id + "/deep_linking_response?data=" + data;
    }

    @Override
    @Nullable
    Answer deepLinkProblem(Jws response, Tool tool, boolean signed, boolean nonceUsed) {
        long now = site.now();
        Object aud = response.claims().get("aud");
        List<String> problems = new ArrayList<>();
        if (!signed) {
            problems.add("JWT verification failure");
        }
        if (!tool.clientId.equals(response.claim("iss"))) {
            problems.add("the 'iss' is invalid");
        }
        if (!issuer().equals(aud) && !(aud instanceof List<?> list && list.contains(issuer()))) {
            problems.add("the 'aud' is invalid");
        }
        if (!response.lastsBeyond(now)) {
            problems.add("the JWT has expired");
        }
        Long iat = response.seconds("iat");
        if (iat == null || iat - now > 30 || now - iat > 300) {
            problems.add("the 'iat' is invalid");
        }
        if (response.claim("nonce") == null || nonceUsed) {
            problems.add("the 'nonce' is invalid");
        }
        if (!tool.deploymentId.equals(response.claim(Claim.DEPLOYMENT_ID))) {
            problems.add("the 'deployment_id' is invalid");
        }
        if (!"LtiDeepLinkingResponse".equals(response.claim(Claim.MESSAGE_TYPE))) {
            problems.add("the 'message_type' is invalid");
        }
        if (!"1.3.0".equals(response.claim(Claim.VERSION))) {
            problems.add("the 'version' is invalid");
        }
        return problems.isEmpty()
                ? null
                : Answer.json(400, Json.of("errors", List.of(Json.of("message", String.join(" | ", problems)))));
    }

    @Override
    PickedItem pick(Map<String, Object> item, Tool tool, @Nullable String placement) {
        Map<String, Object> lineItem = Json.child(item, "lineItem");
        boolean single = "assignment_selection".equals(placement);
        Map<String, Object> available = Json.child(item, "available");
        Map<String, Object> submission = Json.child(item, "submission");
        String label = Json.text(lineItem, "label");
        String title = Json.text(item, "title");
        String text = Json.text(item, "text");
        String url = Json.text(item, "url");
        boolean graded = !lineItem.isEmpty() || single;
        Double maximum = lineItem.get("scoreMaximum") instanceof Number n ? n.doubleValue() : graded ? 0.0 : null;
        return new PickedItem(
                label != null && !label.isBlank() ? label : title == null ? tool.name : title,
                text == null ? "" : text,
                url == null ? tool.targetLinkUri : url,
                Json.child(item, "custom"),
                maximum,
                Json.text(lineItem, "resourceId"),
                Json.text(lineItem, "tag"),
                "_blank".equals(Json.child(item, "window").get("targetName")),
                single ? null : Json.text(available, "startDateTime"),
                single ? null : Json.text(submission, "endDateTime"),
                single ? null : Json.text(available, "endDateTime"));
    }

    @Override
    boolean saveByHand(@Nullable String placement) {
        return "assignment_selection".equals(placement);
    }

    @Override
    String newContextId(Course course) {
        return Ids.hex(40);
    }

    @Override
    NewIds newIds(PlatformState state) {
        return new NewIds(state.nextId(), UUID.randomUUID().toString(), state.nextId());
    }
}
