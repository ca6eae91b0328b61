package dev.laurel.lti.launch;

import dev.laurel.lti.CustomParameters;
import dev.laurel.lti.DeepLinkingSettings;
import dev.laurel.lti.ForUser;
import dev.laurel.lti.LaunchTarget;
import dev.laurel.lti.MessageType;
import dev.laurel.lti.NoticeType;
import dev.laurel.lti.Roles;
import dev.laurel.lti.UserProfile;
import dev.laurel.lti.launch.LaunchRefused.Cause;
import dev.laurel.system.PageLocale;
import dev.laurel.system.Sha256;
import dev.laurel.system.WebOrigin;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A verified id_token as types; nothing behind it sees a claim name. Text is as long as the tables take it.
 *
 * @param origins origins of the addresses in the message, which are the institution's own where the issuer is shared
 */
record LaunchMessage(
        MessageType type,
        String deployment,
        String subject,
        UserProfile profile,
        Roles roles,
        @Nullable Context context,
        @Nullable Link link,
        CustomParameters custom,
        @Nullable DeepLinkingSettings deepLinking,
        @Nullable ForUser forUser,
        LaunchTarget target,
        @Nullable Legacy legacy,
        Locale locale,
        @Nullable URI returnUrl,
        Set<String> origins,
        @Nullable NoticeService notices) {

    /**
     * LTI Core 1.3, section 5.4.1, and where NRPS 2.0 gives its members.
     *
     * @param course whether it is a course or a part of one; absent where the platform names no type
     */
    record Context(
            String id,
            @Nullable String label,
            @Nullable String title,
            @Nullable String memberships,
            @Nullable Boolean course) {}

    /**
     * Where the deployment takes the addresses of notice handlers (Platform Notification Service 1.0).
     *
     * @param types those that this tool wants and the platform sends, apart by blanks
     */
    record NoticeService(String address, String types) {}

    /**
     * LTI Core 1.3, section 5.3.5, and what AGS 2.0, section 3.1, says of its gradebook column.
     *
     * @param sharedId what the platform calls it, where it calls links of other courses the same; {@code id} then is made up
     */
    record Link(
            String id,
            @Nullable String sharedId,
            @Nullable String title,
            @Nullable String lineItem,
            @Nullable String lineItems,
            @Nullable String scopes) {

        private Link in(Context course) {
            return new Link(Sha256.hex(id + "\n" + course.id()), id, title, lineItem, lineItems, scopes);
        }
    }

    /**
     * What LTI 1.1 called the same account and link (LTI 1.1 migration). Believed for the record only: nothing here comes
     * from LTI 1.1 times, so there is no secret to check the claim's signature with and nothing to map it to.
     */
    record Legacy(@Nullable String userId, @Nullable String resourceLinkId) {

        @Override
        public String toString() {
            return "Legacy[not printed]";
        }
    }

    private static final int NAME = 500;
    private static final int TITLE = 1000;
    private static final int ADDRESS = 2000;
    private static final int CUSTOM_PARAMETERS = 200;
    private static final int CUSTOM_VALUE = 4000;
    private static final int LEGACY_ID = 255;
    private static final Set<String> OF_COURSES =
            Set.of("coursetemplate", "courseoffering", "coursesection", "coursegroup", "group");
    private static final String NOTICE_HANDLERS = "https://purl.imsglobal.org/spec/lti/scope/noticehandlers";

    /**
     * Reads what passed every {@link IdTokenCheck}.
     *
     * @param acceptLanguage what the browser asks for, for platforms that name no language that we speak
     * @throws LaunchRefused when a claim has another JSON type than the standard gives it
     */
    static LaunchMessage of(Claims claims, @Nullable String acceptLanguage) {
        MessageType told = IdTokenCheck.messageType(claims);
        ForUser forUser = told.isAboutSomebody() ? forUser(claims) : null;
        MessageType type = told == MessageType.SUBMISSION_REVIEW && forUser == null ? MessageType.RESOURCE_LINK : told;
        @Nullable
        Claims presentation = claims.object(Claims.LTI + "launch_presentation").orElse(null);
        @Nullable Claims ags = claims.object(Claims.AGS).orElse(null);
        URI returnUrl = returnUrl(claims);
        DeepLinkingSettings deepLinking = type == MessageType.DEEP_LINKING ? deepLinking(claims) : null;
        return new LaunchMessage(
                type,
                claims.requiredId(Claims.LTI + "deployment_id"),
                claims.requiredId("sub"),
                profile(claims),
                roles(claims),
                context(claims),
                type.isAboutLink() ? link(claims, ags) : null,
                custom(claims),
                deepLinking,
                forUser,
                LaunchTarget.of(URI.create(claims.required(Claims.LTI + "target_link_uri"))),
                legacy(claims),
                locale(presentation, claims, acceptLanguage),
                returnUrl,
                origins(claims, ags, returnUrl, deepLinking),
                notices(claims));
    }

    /** The same about the link that its course has of its own, though others have one of the same name. */
    LaunchMessage aboutTheLinkOf(Context course) {
        return new LaunchMessage(
                type,
                deployment,
                subject,
                profile,
                roles,
                context,
                link == null ? null : link.in(course),
                custom,
                deepLinking,
                forUser,
                target,
                legacy,
                locale,
                returnUrl,
                origins,
                notices);
    }

    private static UserProfile profile(Claims claims) {
        return new UserProfile(
                stored(claims.text("name"), NAME),
                stored(claims.text("given_name"), NAME),
                stored(claims.text("family_name"), NAME),
                stored(claims.text("email"), NAME));
    }

    /** Some data privacy launches name the person by {@code id}. */
    static @Nullable ForUser forUser(Claims claims) {
        Claims about = claims.object(Claims.LTI + "for_user").orElse(null);
        if (about == null) {
            return null;
        }
        if (about.has("user_id")) {
            return new ForUser(about.requiredId("user_id"));
        }
        return about.has("id") ? new ForUser(about.requiredId("id")) : null;
    }

    private static @Nullable Legacy legacy(Claims claims) {
        Claims legacy = claims.objectOrNothing(Claims.LTI + "lti1p1").orElse(null);
        if (legacy == null) {
            return null;
        }
        return new Legacy(
                stored(legacy.text("user_id"), LEGACY_ID), stored(legacy.text("resource_link_id"), LEGACY_ID));
    }

    static Roles roles(Claims claims) {
        return new Roles(claims.requiredStrings(Claims.LTI + "roles").stream()
                .filter(role -> !role.isBlank() && role.length() <= NAME)
                .map(role -> Printable.stored(role).replace('\n', ' '))
                .limit(CUSTOM_PARAMETERS)
                .collect(Collectors.toUnmodifiableSet()));
    }

    private static @Nullable Context context(Claims claims) {
        Claims context = claims.object(Claims.LTI + "context").orElse(null);
        if (context == null || !context.has("id")) {
            return null;
        }
        String memberships = claims.object(Claims.NRPS)
                .map(nrps -> serviceAddress(nrps.text("context_memberships_url")))
                .orElse(null);
        return new Context(
                context.requiredId("id"),
                stored(context.text("label"), TITLE),
                stored(context.text("title"), TITLE),
                memberships,
                isCourse(context.strings("type")));
    }

    /** Canvas launches from an account, too, whose type is no term of the standard; short names are legal. */
    private static @Nullable Boolean isCourse(List<String> types) {
        return types.isEmpty()
                ? null
                : types.stream()
                        .map(type -> type.replaceFirst(".*[#/]", "").toLowerCase(Locale.ROOT))
                        .anyMatch(OF_COURSES::contains);
    }

    private static @Nullable NoticeService notices(Claims claims) {
        Claims service = claims.object(Claims.NOTICES).orElse(null);
        String address = service == null ? null : serviceAddress(service.text("platform_notification_service_url"));
        if (service == null || address == null) {
            return null;
        }
        List<String> scopes = service.strings("scope");
        List<String> sent = service.strings("notice_types_supported");
        String types = Arrays.stream(NoticeType.values())
                .map(NoticeType::claim)
                .filter(type -> sent.isEmpty() || sent.contains(type))
                .collect(Collectors.joining(" "));
        boolean granted = scopes.isEmpty() || scopes.contains(NOTICE_HANDLERS);
        return granted && !types.isEmpty() ? new NoticeService(address, types) : null;
    }

    private static Link link(Claims claims, @Nullable Claims ags) {
        Claims link = claims.requiredObject(Claims.LTI + "resource_link");
        String scopes = ags == null
                ? null
                : ags.strings("scope").stream().map(Printable::stored).collect(Collectors.joining(" "));
        return new Link(
                link.requiredId("id"),
                null,
                stored(link.text("title"), TITLE),
                ags == null ? null : serviceAddress(ags.text("lineitem")),
                ags == null ? null : serviceAddress(ags.text("lineitems")),
                scopes == null || scopes.isEmpty() || scopes.length() > ADDRESS ? null : scopes);
    }

    /** A variable that the platform does not know comes back as its own name (LTI Core 1.3, section 5.4.6). */
    private static CustomParameters custom(Claims claims) {
        Claims custom = claims.object(Claims.LTI + "custom").orElse(null);
        if (custom == null) {
            return CustomParameters.NONE;
        }
        Map<String, String> kept = new LinkedHashMap<>();
        custom.texts().forEach((name, value) -> {
            boolean fits = name.length() <= 255 && value.length() <= CUSTOM_VALUE && kept.size() < CUSTOM_PARAMETERS;
            if (fits && !isUnexpanded(value)) {
                kept.put(Printable.stored(name), Printable.stored(value));
            }
        });
        return new CustomParameters(kept);
    }

    private static boolean isUnexpanded(String value) {
        return value.length() > 1 && value.charAt(0) == '$' && Character.isLetter(value.charAt(1));
    }

    private static DeepLinkingSettings deepLinking(Claims claims) {
        Claims settings = claims.requiredObject(Claims.DEEP_LINKING);
        URI returnUrl = webAddress(settings.required("deep_link_return_url"));
        if (returnUrl == null) {
            throw new LaunchRefused(Cause.MALFORMED, "Claim deep_link_return_url is no web address");
        }
        return new DeepLinkingSettings(
                returnUrl,
                new HashSet<>(settings.requiredStrings("accept_types")),
                settings.flag("accept_multiple", false),
                settings.flag("accept_lineitem", true),
                new HashSet<>(settings.strings("accept_presentation_document_targets")),
                settings.flag("auto_create", false),
                settings.text("data"));
    }

    /** The page's language as the platform shows the tool, then the person's own, then the browser's. */
    private static Locale locale(@Nullable Claims presentation, Claims claims, @Nullable String acceptLanguage) {
        return Optional.ofNullable(presentation)
                .flatMap(shown -> PageLocale.spoken(shown.text("locale")))
                .or(() -> PageLocale.spoken(claims.text("locale")))
                .orElseGet(() -> PageLocale.asked(acceptLanguage));
    }

    private static Set<String> origins(
            Claims claims, @Nullable Claims ags, @Nullable URI returnUrl, @Nullable DeepLinkingSettings deepLinking) {
        List<@Nullable URI> addresses = new ArrayList<>();
        addresses.add(returnUrl);
        addresses.add(deepLinking == null ? null : deepLinking.returnUrl());
        addresses.add(ags == null ? null : webAddress(ags.text("lineitems")));
        claims.object(Claims.NRPS).ifPresent(nrps -> addresses.add(webAddress(nrps.text("context_memberships_url"))));
        Set<String> origins = new LinkedHashSet<>();
        for (URI address : addresses) {
            if (address != null) {
                origins.add(WebOrigin.of(address));
            }
        }
        return origins;
    }

    /** Where people are to be sent back to (LTI Core 1.3, section 5.4.4); absent when it is no web address. */
    static @Nullable URI returnUrl(Claims claims) {
        return claims.objectOrNothing(Claims.LTI + "launch_presentation")
                .flatMap(presentation -> Optional.ofNullable(webAddress(presentation.text("return_url"))))
                .orElse(null);
    }

    private static @Nullable String serviceAddress(@Nullable String text) {
        URI address = webAddress(text);
        return address == null ? null : address.toString();
    }

    /** Kept to the letter, but for characters that browsers encode by themselves; absent when it is no web address. */
    private static @Nullable URI webAddress(@Nullable String text) {
        if (text == null || text.length() > ADDRESS) {
            return null;
        }
        try {
            URI address = URI.create(encoded(text));
            String scheme = address.getScheme();
            boolean web = "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme);
            return web && address.getHost() != null ? address : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String encoded(String address) {
        StringBuilder encoded = new StringBuilder(address.length());
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (" \"<>\\^`{|}".indexOf(c) >= 0) {
                encoded.append('%').append(Integer.toHexString(c).toUpperCase(Locale.ROOT));
            } else {
                encoded.append(c);
            }
        }
        return encoded.toString();
    }

    private static @Nullable String stored(@Nullable String text, int length) {
        return text == null || text.isBlank() ? null : Printable.stored(text, length);
    }

    @Override
    public String toString() {
        return "LaunchMessage[" + type + "]";
    }
}
