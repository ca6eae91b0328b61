package dev.laurel.lti.registration;

import dev.laurel.lti.CopyHistory;
import dev.laurel.lti.LinkDates;
import dev.laurel.lti.ToolScopes;
import dev.laurel.system.LaurelSettings;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What this tool is and what it asks of a platform. Everything that a platform is told of the tool, by Dynamic
 * Registration or by hand, comes from here and from nowhere else.
 *
 * @param domain host and port, without a scheme
 * @param launchAddress the one redirect URI and target link for every message
 * @param icon picture that platforms may show beside the name
 * @param scopes of the services, most wanted first
 * @param claims what the tool likes to know of a person beside {@code iss} and {@code sub}
 * @param entrances where the tool can be opened from, in the order in which they are shown
 * @param aboutPeople further messages that it answers, for platforms that name them
 */
record ToolDescription(
        String name,
        String description,
        URI origin,
        String domain,
        URI loginAddress,
        URI launchAddress,
        URI keySetAddress,
        URI icon,
        List<String> scopes,
        List<String> claims,
        List<Entrance> entrances,
        List<Entrance> aboutPeople,
        List<Parameter> parameters) {

    static final String ICON = "/lti/icon.png";
    static final String RESOURCE_LINK = "LtiResourceLinkRequest";
    static final String DEEP_LINKING = "LtiDeepLinkingRequest";

    private static final String KEPT = "What Laurel keeps about a person";

    /**
     * One place from which a platform opens the tool.
     *
     * @param messageType LTI message that opens it
     * @param canvasPlacement Canvas's name of the place; null for an entrance that Canvas does not have
     * @param standardPlacement the name of Dynamic Registration 1.0, section 3.5.2; null when it has none
     * @param audience who sees it in Canvas's navigation; null where Canvas does not ask
     */
    record Entrance(
            String messageType,
            String label,
            @Nullable String canvasPlacement,
            @Nullable String standardPlacement,
            @Nullable Audience audience) {

        boolean isNavigation() {
            return audience != null;
        }
    }

    /** Canvas's {@code visibility}. */
    enum Audience {
        MEMBERS,
        ADMINS
    }

    /**
     * A custom parameter that holds a variable of the platform.
     *
     * @param variable without the dollar
     * @param inCanvas what Canvas calls it
     * @param inMoodle whether Moodle has it; it sends the names of others back as they are
     */
    record Parameter(String name, String variable, String inCanvas, boolean inMoodle) {

        Parameter(String name, String variable) {
            this(name, variable, variable, true);
        }

        String value() {
            return "$" + variable;
        }

        String canvasValue() {
            return "$" + inCanvas;
        }
    }

    static ToolDescription of(LaurelSettings settings) {
        return new ToolDescription(
                "Laurel",
                "Educator micro-credentials: evidence, rubric, grade and a badge that verifies.",
                settings.baseUrl(),
                settings.baseUrl().getRawAuthority(),
                settings.at("/lti/login"),
                settings.at("/lti/launch"),
                settings.at("/lti/jwks"),
                settings.at(ICON),
                ToolScopes.ALL,
                List.of("name", "given_name", "family_name", "email", "locale"),
                List.of(
                        new Entrance(RESOURCE_LINK, "Micro-credentials", "course_navigation", null, Audience.MEMBERS),
                        new Entrance(DEEP_LINKING, "Micro-credential", "assignment_selection", "ContentArea", null),
                        new Entrance(DEEP_LINKING, "Micro-credential", "link_selection", "ContentArea", null),
                        new Entrance(
                                DEEP_LINKING, "Add micro-credentials", "module_index_menu_modal", "ContentArea", null),
                        new Entrance(RESOURCE_LINK, "Micro-credentials", "account_navigation", null, Audience.ADMINS)),
                // Both spellings of the last are in use.
                List.of(
                        new Entrance("LtiSubmissionReviewRequest", "Review the work", null, null, null),
                        new Entrance("LtiDataPrivacyLaunchRequest", KEPT, null, null, null),
                        new Entrance("DataPrivacyLaunchRequest", KEPT, null, null, null)),
                List.of(
                        new Parameter(CopyHistory.CONTEXT_IDS, "Context.id.history"),
                        new Parameter(CopyHistory.RESOURCE_LINK_IDS, "ResourceLink.id.history"),
                        new Parameter(
                                LinkDates.OPENS,
                                "ResourceLink.available.startDateTime",
                                "Canvas.assignment.unlockAt.iso8601",
                                false),
                        new Parameter(
                                LinkDates.DUE,
                                "ResourceLink.submission.endDateTime",
                                "Canvas.assignment.dueAt.iso8601",
                                false),
                        new Parameter(
                                LinkDates.CLOSES,
                                "ResourceLink.available.endDateTime",
                                "Canvas.assignment.lockAt.iso8601",
                                false)));
    }

    /** The placements of Dynamic Registration 1.0 in which a message may be shown. */
    Set<String> standardPlacements(String messageType) {
        return entrances.stream()
                .filter(entrance -> entrance.messageType().equals(messageType))
                .flatMap(entrance -> Stream.ofNullable(entrance.standardPlacement()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
