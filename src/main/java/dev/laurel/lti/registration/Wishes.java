package dev.laurel.lti.registration;

import dev.laurel.lti.registration.ToolDescription.Entrance;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What the tool asks of a platform, for the administrator who decides on it.
 *
 * @param rights scopes of services
 * @param entrances placements in Canvas, message types elsewhere
 * @param facts what the tool likes to know of a person
 */
record Wishes(List<Wish> rights, List<Wish> entrances, List<Wish> facts) {

    /** Parts of a name are one fact for a person, so the parts are not listed. */
    private static final Set<String> SHOWN_CLAIMS = Set.of("name", "email", "locale");

    /** What is going to be asked. */
    static Wishes before(ToolMetadata metadata, PlatformConfiguration platform) {
        return new Wishes(
                metadata.scopes(platform).stream().map(Wish::unsaid).toList(),
                entrances(metadata, platform).map(Wish::unsaid).toList(),
                facts(metadata, platform).map(Wish::unsaid).toList());
    }

    /**
     * What came of it (LTI Dynamic Registration 1.0, section 3.6): the answer repeats what was granted.
     *
     * @param scopes that were granted
     */
    static Wishes after(ToolMetadata metadata, PlatformConfiguration platform, JsonNode answer, Set<String> scopes) {
        JsonNode tool = answer.path(ToolMetadata.TOOL);
        Set<String> places = places(tool.path("messages"));
        boolean placesSaid = tool.path("messages").isArray();
        Set<String> claims = PlatformConfiguration.strings(tool.path("claims"));
        boolean claimsSaid = tool.path("claims").isArray();
        String privacy = tool.path(ToolMetadata.CANVAS + "privacy_level").asString("");
        return new Wishes(
                metadata.scopes(platform).stream()
                        .map(scope -> Wish.of(scope, scopes.contains(scope)))
                        .toList(),
                entrances(metadata, platform)
                        .map(place -> !placesSaid || isSilentlyGranted(place, places)
                                ? Wish.unsaid(place)
                                : Wish.of(place, places.contains(place)))
                        .toList(),
                facts(metadata, platform)
                        .map(claim -> claimsSaid || !privacy.isEmpty()
                                ? Wish.of(
                                        claim, (!claimsSaid || claims.contains(claim)) && isLetThrough(claim, privacy))
                                : Wish.unsaid(claim))
                        .toList());
    }

    /**
     * Of a registration that was repeated in Canvas: it answers with what was granted before and asks its administrator to accept
     * the update. What is missing in the answer is not refused.
     */
    Wishes awaitingConsent() {
        return new Wishes(awaitingConsent(rights), awaitingConsent(entrances), awaitingConsent(facts));
    }

    public boolean anyRefused() {
        return all().anyMatch(Wish::isRefused);
    }

    public boolean anyWaiting() {
        return all().anyMatch(Wish::isWaiting);
    }

    private Stream<Wish> all() {
        return Stream.of(rights, entrances, facts).flatMap(List::stream);
    }

    private static List<Wish> awaitingConsent(List<Wish> wishes) {
        return wishes.stream().map(Wish::awaitingConsent).toList();
    }

    private static Stream<String> entrances(ToolMetadata metadata, PlatformConfiguration platform) {
        return metadata.entrances(platform).stream().map(entrance -> place(entrance, platform));
    }

    private static String place(Entrance entrance, PlatformConfiguration platform) {
        return platform.isOfFamily("canvas")
                ? Objects.requireNonNull(entrance.canvasPlacement())
                : entrance.messageType();
    }

    private static Stream<String> facts(ToolMetadata metadata, PlatformConfiguration platform) {
        return metadata.claims(platform).stream().filter(SHOWN_CLAIMS::contains);
    }

    /** Placements and message types in an answer. */
    private static Set<String> places(JsonNode messages) {
        Set<String> places = new LinkedHashSet<>();
        for (JsonNode message : messages) {
            places.add(message.path("type").asString(""));
            places.addAll(PlatformConfiguration.placements(message));
        }
        return places;
    }

    /** Every platform opens links; Moodle does not repeat that it does. */
    private static boolean isSilentlyGranted(String place, Set<String> places) {
        return place.equals(ToolDescription.RESOURCE_LINK) && !places.contains(place);
    }

    /** Canvas's privacy levels. */
    private static boolean isLetThrough(String claim, String privacy) {
        return switch (privacy) {
            case "anonymous" -> !claim.equals("name") && !claim.equals("email");
            case "email_only" -> !claim.equals("name");
            case "name_only" -> !claim.equals("email");
            default -> true;
        };
    }
}
