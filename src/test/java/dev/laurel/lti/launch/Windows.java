package dev.laurel.lti.launch;

import dev.laurel.lti.Registrations;
import dev.laurel.lti.UserProfile;
import dev.laurel.support.HttpBrowser;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Opens windows for tests of what lies in them: a platform of its own, and launches by whoever the test is about. */
public final class Windows {

    private static final Pattern COOKIE_PATH = Pattern.compile("laurel_window=.*; Path=(/l/[0-9a-f-]{36});.*");

    private final LaurelSettings settings;
    private final FakePlatform platform;
    private String language = "en";
    private @Nullable UserProfile profile;

    public Windows(LaurelSettings settings, Registrations registrations, TenantId tenant) {
        this.settings = settings;
        this.platform = new FakePlatform(settings.baseUrl(), 0);
        platform.register(registrations, tenant);
    }

    /** From now on people's LMS speaks this language. */
    public Windows speaking(String languageTag) {
        language = languageTag;
        return this;
    }

    /** From now on people are called so; null for a name by their id. */
    public Windows calling(@Nullable UserProfile person) {
        profile = person;
        return this;
    }

    /**
     * Launches a micro-credential in the platform's one course.
     *
     * @param subject the person's id at the platform
     * @param roles membership roles by their short names, or whole URIs
     * @return the address below which the window's pages lie
     */
    public URI open(HttpBrowser browser, String subject, String microCredential, String... roles) {
        FakePlatform.Login login = platform.login(browser);
        Map<String, Object> claims = platform.claims(login, roles);
        claims.put("sub", subject);
        claims.put(FakePlatform.LTI + "launch_presentation", FakePlatform.map("locale", language));
        claims.put("name", "Name of " + subject);
        if (profile != null) {
            claims.put("name", profile.name());
            claims.put("given_name", profile.givenName());
            claims.put("family_name", profile.familyName());
            claims.put("email", profile.email());
        }
        claims.put(FakePlatform.LTI + "custom", FakePlatform.map("micro_credential", microCredential));
        claims.put(
                FakePlatform.LTI + "resource_link",
                FakePlatform.map("id", "link-" + microCredential, "title", microCredential));
        return open(browser, login, claims);
    }

    /** Asks for content to place in the platform's one course, as {@link #open}. */
    public Optional<URI> pick(HttpBrowser browser, String subject, String... roles) {
        FakePlatform.Login login = platform.login(browser);
        Map<String, Object> claims = platform.claims(login, roles);
        claims.put("sub", subject);
        claims.put(FakePlatform.LTI + "message_type", "LtiDeepLinkingRequest");
        claims.remove(FakePlatform.LTI + "resource_link");
        claims.put(
                Claims.DEEP_LINKING,
                FakePlatform.map(
                        "deep_link_return_url",
                        platform.issuer + "/return",
                        "accept_types",
                        List.of("ltiResourceLink"),
                        "accept_presentation_document_targets",
                        List.of("iframe")));
        HttpBrowser.Page opened = platform.launch(browser, login, claims);
        browser.followingRedirects();
        return window(opened);
    }

    private URI open(HttpBrowser browser, FakePlatform.Login login, Map<String, Object> claims) {
        HttpBrowser.Page opened = platform.launch(browser, login, claims);
        browser.followingRedirects();
        return window(opened)
                .orElseThrow(() -> new IllegalStateException("No window: " + opened.status() + " " + opened.text()));
    }

    private Optional<URI> window(HttpBrowser.Page opened) {
        return opened.headers().allValues("set-cookie").stream()
                .map(COOKIE_PATH::matcher)
                .filter(Matcher::matches)
                .map(matcher -> settings.at(matcher.group(1)))
                .findFirst();
    }
}
