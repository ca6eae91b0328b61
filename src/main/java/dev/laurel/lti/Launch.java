package dev.laurel.lti;

import dev.laurel.tenant.TenantId;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A verified LTI message and the window it opened. Controllers below {@code /l/{launch}} take it as a parameter; it is
 * there only when the request carried the window's own cookie.
 *
 * @param user never absent: messages without a subject are refused with a page that says why
 * @param context absent where the platform sent none
 * @param resourceLink absent for deep linking and data privacy
 * @param deepLinking present for deep linking only
 * @param forUser whom a submission review or data privacy launch is about; who launches may know of them
 * @param returnUrl where the platform wants people back; http or https
 */
public record Launch(
        LaunchId id,
        TenantId tenant,
        RegistrationId registration,
        DeploymentId deployment,
        MessageType message,
        LtiUserId user,
        UserProfile profile,
        Roles roles,
        @Nullable LaunchContext context,
        @Nullable ResourceLink resourceLink,
        CustomParameters custom,
        @Nullable DeepLinkingSettings deepLinking,
        @Nullable ForUser forUser,
        LaunchTarget target,
        Locale locale,
        @Nullable URI returnUrl,
        Instant launchedAt) {

    /** The address, below this window, of {@code path}, which is empty or begins with a slash. */
    public String path(String path) {
        return "/l/" + id.value() + path;
    }
}
