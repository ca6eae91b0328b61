package dev.laurel.support;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Chromium for tests, as a parameter of type {@link Session}: {@link InBrowser}. One Chromium serves the
 * whole run; each test gets windows of its own, which are closed after it. Where no Chromium is installed these tests are
 * skipped, and the build says so in large letters.
 */
public final class Browser implements ExecutionCondition, ParameterResolver, AfterTestExecutionCallback {

    private static final Path CHROMIUM = Path.of(System.getProperty("laurel.chromium", "/usr/bin/chromium"));
    /**
     * The address bar's own two pages, which Chromium loads for each window, take as much of the machine as the page under
     * test. The rest is Playwright's own list, which this one replaces, without the partitioning of storage: people have that.
     */
    private static final List<String> WITHOUT = List.of(
            "WebUIOmniboxPopup",
            "WebUIOmniboxAimPopup",
            "WebUIOmniboxFullPopup",
            "OptimizationGuideOnDeviceModel",
            "AvoidUnnecessaryBeforeUnloadCheckSync",
            "BlockOriginHeaderModificationOnRedirect",
            "BoundaryEventDispatchTracksNodeRemoval",
            "DestroyProfileOnBrowserClose",
            "DialMediaRouteProvider",
            "GlobalMediaControls",
            "HttpsUpgrades",
            "LensOverlay",
            "MediaRouter",
            "OptimizationHints",
            "PaintHolding",
            "Translate");

    /**
     * A launch leads a frame from the tool's site to the platform's and back within a tenth of a second. Where each site has
     * a process of its own, Playwright may miss the last change and wait for ever; cookies and storage are kept apart by site
     * either way.
     */
    private static final String ONE_PROCESS = "--disable-site-isolation-trials";

    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--test-third-party-cookie-phaseout",
            ONE_PROCESS,
            "--disable-features=" + String.join(",", WITHOUT));
    private static final Namespace NAMESPACE = Namespace.create(Browser.class);

    private static boolean saidSo;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!Files.isExecutable(CHROMIUM)) {
            sayLoudly();
            return ConditionEvaluationResult.disabled("no Chromium at " + CHROMIUM);
        }
        if (TestSurroundings.onPostgres()) {
            return ConditionEvaluationResult.disabled("pages look the same on every database: seen on H2");
        }
        return ConditionEvaluationResult.enabled("there is a Chromium");
    }

    private static synchronized void sayLoudly() {
        if (!saidSo) {
            saidSo = true;
            System.err.println("""

                    ##########################################################################
                    #  BROWSER TESTS SKIPPED: no Chromium at %-31s  #
                    #  Install it (apt-get install chromium) or name another one with        #
                    #  -Dlaurel.chromium=/path/to/chrome                                     #
                    ##########################################################################
                    """.formatted(CHROMIUM));
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Session.class;
    }

    @Override
    public Session resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .computeIfAbsent(Session.class, key -> new Session(Process.running()), Session.class);
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        Session session = context.getStore(NAMESPACE).get(Session.class, Session.class);
        if (session != null && context.getExecutionException().isPresent()) {
            System.err.println(context.getDisplayName() + " failed; the windows show: " + session.whatIsSeen());
        }
    }

    /** How somebody looks at a page. {@code language} is what the browser asks for. */
    public record Look(int width, int height, ColorScheme scheme, String language) {

        /** A laptop in daylight. */
        public static final Look LAPTOP = new Look(1280, 800, ColorScheme.LIGHT, "en-US");

        /** A phone in daylight. */
        public static final Look PHONE = new Look(360, 740, ColorScheme.LIGHT, "en-US");

        /**
         * The looks that pages are checked in: a phone in light and Spanish, which takes the most room, and a laptop in dark.
         * With {@code -Dlaurel.looks=all} every width in both schemes and languages, for somebody who wants to look at all of them.
         */
        public static List<Look> all() {
            if (!"all".equals(System.getProperty("laurel.looks"))) {
                return List.of(PHONE.in("es-MX"), LAPTOP.dark());
            }
            List<Look> looks = new ArrayList<>();
            for (String language : List.of("en-US", "es-MX")) {
                for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                    for (int width : new int[] {360, 820, 1280}) {
                        looks.add(new Look(width, width < 500 ? 740 : 800, scheme, language));
                    }
                }
            }
            return looks;
        }

        public Look dark() {
            return new Look(width, height, ColorScheme.DARK, language);
        }

        public Look in(String otherLanguage) {
            return new Look(width, height, scheme, otherLanguage);
        }

        /** For file names, such as {@code 360-dark-es}. */
        @Override
        public String toString() {
            return width + "-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + language.substring(0, 2);
        }
    }

    /** The windows of one test; each is a person of their own, with their own cookies. */
    public static final class Session implements AutoCloseable {

        private final Process process;
        private final List<BrowserContext> contexts = new ArrayList<>();

        private Session(Process process) {
            this.process = process;
        }

        /** A person at a laptop. */
        public Page page() {
            return page(Look.LAPTOP);
        }

        /** A person whose browser blocks third-party cookies, as browsers do by default or soon will. */
        public Page page(Look look) {
            return person(look).newPage();
        }

        /** A person with as many tabs as the test opens. */
        public BrowserContext person(Look look) {
            return patient(process.chromium.newContext(asSeenBy(look)));
        }

        /**
         * A person whose browser keeps nothing of {@code site}: no cookie, partitioned or not, in no frame and no window of its
         * own, and no local storage. Other sites are treated as always.
         */
        public BrowserContext personWhoBlocks(URI site, Look look) {
            return personWhoBlocks(site, "*", look);
        }

        /**
         * The same, but only below pages of {@code around}, as browsers without partitioned cookies do.
         *
         * @param around an origin, or {@code *} for every page and the site's own
         */
        public BrowserContext personWhoBlocks(URI site, String around, Look look) {
            String pattern = site.getScheme() + "://" + site.getAuthority() + "," + around;
            return patient(process.blocking(pattern).newContext(asSeenBy(look)));
        }

        private static com.microsoft.playwright.Browser.NewContextOptions asSeenBy(Look look) {
            return new com.microsoft.playwright.Browser.NewContextOptions()
                    .setViewportSize(look.width(), look.height())
                    .setColorScheme(look.scheme())
                    .setReducedMotion(ReducedMotion.REDUCE)
                    .setTimezoneId("America/Denver")
                    .setLocale(look.language());
        }

        /** Playwright's own half minute and more: a machine that runs the whole build has other work as well. */
        private BrowserContext patient(BrowserContext context) {
            context.setDefaultTimeout(60_000);
            // What waits for something in a window whose process has died would wait for ever.
            context.onPage(page -> page.onCrash(Page::close));
            contexts.add(context);
            return context;
        }

        /** What every window shows, frames included, for somebody who reads of a failure and has no screen. */
        private String whatIsSeen() {
            StringBuilder seen = new StringBuilder();
            for (BrowserContext context : contexts) {
                for (Page page : context.pages()) {
                    for (Frame frame : page.frames()) {
                        seen.append("\n== ").append(frame.url()).append('\n').append(textOf(frame));
                    }
                }
            }
            return seen.toString();
        }

        /** Asks within a bound: a frame that never came to be would keep anything else waiting for ever. */
        private static String textOf(Frame frame) {
            try {
                String text = frame.locator("body").innerText(new Locator.InnerTextOptions().setTimeout(3_000));
                return text.substring(0, Math.min(text.length(), 1500));
            } catch (PlaywrightException gone) {
                return gone.getMessage();
            }
        }

        /** A window that is gone already must not take the test's own words away. */
        @Override
        public void close() {
            for (BrowserContext context : contexts) {
                try {
                    context.close();
                } catch (PlaywrightException gone) {
                    System.err.println("A window was gone before it was closed: " + gone.getMessage());
                }
            }
        }
    }

    /** Ends every browser that this process started, and what drives them, answering or not; the next test gets new ones. */
    static void endAll() {
        Process.running = null;
        ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").matches(".*(chrom|/playwright-java-).*"))
                .forEach(ProcessHandle::destroyForcibly);
    }

    /** The one Chromium of a test run: JUnit runs one class after the other, and starting it takes a second or two. */
    private static final class Process {

        private static volatile @Nullable Process running;

        private final Playwright playwright;
        private final com.microsoft.playwright.Browser chromium;
        private final Map<String, BrowserContext> blocking = new HashMap<>();

        private Process() {
            playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
            chromium = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(CHROMIUM)
                            .setArgs(ARGUMENTS));
        }

        /** A Chromium whose settings block cookies there: the windows of everybody in it have them, and share nothing else. */
        com.microsoft.playwright.Browser blocking(String pattern) {
            blocking.values().removeIf(profile -> !profile.browser().isConnected());
            if (!blocking.containsKey(pattern)) {
                blocking.values().removeIf(Process::endedUnused);
                blocking.put(
                        pattern,
                        playwright
                                .chromium()
                                .launchPersistentContext(
                                        profileBlocking(pattern),
                                        new BrowserType.LaunchPersistentContextOptions()
                                                .setExecutablePath(CHROMIUM)
                                                .setArgs(ARGUMENTS)));
            }
            return blocking.get(pattern).browser();
        }

        /** Whether nobody but the profile itself was left. */
        private static boolean endedUnused(BrowserContext profile) {
            boolean unused = profile.browser().contexts().size() == 1;
            if (unused) {
                profile.close();
            }
            return unused;
        }

        private static Path profileBlocking(String pattern) {
            try {
                Path profile = Files.createTempDirectory("laurel-chromium");
                Files.createDirectories(profile.resolve("Default"));
                Files.writeString(profile.resolve("Default/Preferences"), """
                        {"profile": {"content_settings": {"exceptions": {"cookies": {"%s": {"setting": 2}}}}}}
                        """.formatted(pattern));
                return profile;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static synchronized Process running() {
            Process process = running;
            if (process == null) {
                Runtime.getRuntime().addShutdownHook(new Thread(Browser::endAll, "end-browsers"));
            }
            if (process == null || !process.chromium.isConnected()) {
                process = new Process();
                running = process;
            }
            return process;
        }
    }

    /** Where screenshots of this run go. */
    static Path directory(String name) {
        try {
            return Files.createDirectories(Path.of("target", name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
