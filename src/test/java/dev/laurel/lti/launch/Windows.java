package dev.laurel.lti.launch;

import dev.laurel.lti.Registrations;
import dev.laurel.support.HttpBrowser;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import java.net.URI;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens windows for tests of what lies in them: a platform of its own, and launches by whoever the test is about. */
public final class Windows {

    private static final Pattern COOKIE_PATH = Pattern.compile("laurel_window=.*; Path=(/l/[0-9a-f-]{36});.*");

    private final LaurelSettings settings;
    private final FakePlatform platform;
    private String language = "en";

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
        claims.put(FakePlatform.LTI + "custom", FakePlatform.map("micro_credential", microCredential));
        claims.put(
                FakePlatform.LTI + "resource_link",
                FakePlatform.map("id", "link-" + microCredential, "title", microCredential));
        HttpBrowser.Page opened = platform.launch(browser, login, claims);
        browser.followingRedirects();
        return opened.headers().allValues("set-cookie").stream()
                .map(COOKIE_PATH::matcher)
                .filter(Matcher::matches)
                .map(matcher -> settings.at(matcher.group(1)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No window: " + opened.status() + " " + opened.text()));
    }
}
