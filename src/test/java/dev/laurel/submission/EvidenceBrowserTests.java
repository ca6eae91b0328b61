package dev.laurel.submission;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.FilePayload;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.Publishing;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.launch.Windows;
import dev.laurel.lti.launch.WithProbePages;
import dev.laurel.support.Accessibility;
import dev.laurel.support.Browser;
import dev.laurel.support.Browser.Look;
import dev.laurel.support.HttpBrowser;
import dev.laurel.support.InBrowser;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.Mailbox;
import dev.laurel.support.Screenshots;
import dev.laurel.support.Silence;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the pages do with their script, in Chromium, and how they look. */
@LaurelTest
@WithProbePages
@InBrowser
class EvidenceBrowserTests {

    private static final String HINGE = "assess-hinge-questions";
    private static final Pattern SAVED = Pattern.compile("^\\s*Saved\\b.*");

    @Autowired
    LaurelSettings settings;

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Catalogue catalogue;

    @Autowired
    Publishing publishing;

    private TenantId tenant;
    private Windows windows;

    @BeforeEach
    void aPlatform() {
        tenant = tenants.found("District " + UUID.randomUUID());
        windows = new Windows(settings, registrations, tenant);
    }

    /** A launch in this person's browser; gives the window's address. */
    private String launch(BrowserContext person, String subject, String... roles) {
        return launchAt(person, HINGE, subject, roles.length == 0 ? new String[] {"Learner"} : roles);
    }

    private String launchAt(BrowserContext person, String microCredential, String subject, String... roles) {
        HttpBrowser http = new HttpBrowser();
        URI window = windows.open(http, subject, microCredential, roles);
        person.addCookies(List.of(
                new Cookie("laurel_window", http.cookie(window, "laurel_window").orElseThrow())
                        .setDomain(window.getHost())
                        .setPath(window.getPath())));
        return window.toString();
    }

    private void start(Page page, String window) {
        page.navigate(window + "/evidence");
        page.locator("form[action$='/evidence/start'] button").click();
        page.waitForURL("**/evidence");
    }

    private static Locator state(Page page) {
        return page.locator(".save-state");
    }

    @Test
    void savesWhileOneTypes(Browser.Session session) {
        BrowserContext person = session.person(Look.LAPTOP);
        String window = launch(person, "dana");
        Page page = person.newPage();
        start(page, window);
        page.navigate(window + "/evidence/questions/P1Q1");
        assertThat(page.locator("#piece-state")).hasText("Empty");
        page.locator("#text").fill("Two lessons about fractions");
        assertThat(page.locator("[data-words]")).hasText("4 words");
        assertThat(state(page)).hasText(SAVED);
        assertThat(page.locator("#piece-state")).not().hasText("Empty");
        Page reloaded = person.newPage();
        reloaded.navigate(window + "/evidence/questions/P1Q1");
        assertThat(reloaded.locator("#text")).hasValue("Two lessons about fractions");
        assertThat(reloaded.locator("[data-restore-box]")).isHidden();
    }

    @Test
    void beginsWhereALinkWasRefused(Browser.Session session) {
        BrowserContext person = session.person(Look.PHONE);
        String window = launch(person, "dana");
        Page page = person.newPage();
        start(page, window);
        page.navigate(window + "/evidence/artefacts/A1");
        assertThat(page.locator("h1")).hasAttribute("lang", "en");
        page.locator("#address").fill("our-school");
        page.locator("form[action$='/links'] button").click();
        assertThat(page.locator("#address-error")).isInViewport();
        assertThat(page.locator("#address")).isFocused();
        assertThat(page.locator("#address")).hasValue("our-school");
    }

    @Test
    void saysWhenItCannotSaveAndTriesAgain(Browser.Session session) {
        BrowserContext person = session.person(Look.LAPTOP);
        String window = launch(person, "dana");
        Page page = person.newPage();
        start(page, window);
        page.navigate(window + "/evidence/questions/P1Q1");
        person.setOffline(true);
        page.locator("#text").fill("Typed in the tunnel");
        assertThat(state(page)).containsText("Could not save");
        person.setOffline(false);
        assertThat(state(page)).hasText(SAVED);
        page.navigate(window + "/evidence/questions/P1Q1");
        assertThat(page.locator("#text")).hasValue("Typed in the tunnel");
    }

    @Test
    void offersWhatAnEndedWindowCouldNotSave(Browser.Session session) {
        BrowserContext person = session.person(Look.LAPTOP);
        String window = launch(person, "dana");
        Page page = person.newPage();
        start(page, window);
        page.navigate(window + "/evidence/questions/P1Q1");
        person.clearCookies();
        page.locator("#text").fill("Typed after the window had ended");
        assertThat(state(page)).containsText("This window has ended");
        page.onDialog(dialog -> dialog.accept());
        page.close();

        String again = launch(person, "dana");
        Page relaunched = person.newPage();
        relaunched.navigate(again + "/evidence/questions/P1Q1");
        assertThat(relaunched.locator("#text")).hasValue("");
        assertThat(relaunched.locator("[data-restore-text]")).hasText("Typed after the window had ended");
        Accessibility.assertNoViolations(relaunched);
        relaunched.locator("[data-restore]").click();
        assertThat(relaunched.locator("#text")).hasValue("Typed after the window had ended");
        assertThat(state(relaunched)).hasText(SAVED);
        relaunched.reload();
        assertThat(relaunched.locator("[data-restore-box]")).isHidden();
        assertThat(relaunched.locator("#text")).hasValue("Typed after the window had ended");
    }

    @Test
    void staysOnThePageWhenTheButtonIsPressedWhereNothingCanBeReached(Browser.Session session) {
        BrowserContext person = session.person(Look.PHONE);
        String window = launch(person, "dana");
        Page page = person.newPage();
        start(page, window);
        page.navigate(window + "/evidence/questions/P1Q1");
        person.setOffline(true);
        page.locator("#text").fill("Typed in the tunnel");
        page.locator("button[name=next]").click();
        assertThat(state(page)).containsText("Could not save");
        assertThat(page.locator("#text")).hasValue("Typed in the tunnel");
        person.setOffline(false);
        assertThat(state(page)).hasText(SAVED);
        page.locator("#text").fill("Typed behind the tunnel");
        page.locator("button[name=next]").click();
        page.waitForURL("**/questions/P1Q2");
        page.navigate(window + "/evidence/questions/P1Q1");
        assertThat(page.locator("#text")).hasValue("Typed behind the tunnel");
    }

    @Test
    void putsWordsOfThisDeviceBesideWhatAnotherSavedMeanwhile(Browser.Session session) {
        BrowserContext person = session.person(Look.LAPTOP);
        String window = launch(person, "dana");
        Page page = person.newPage();
        start(page, window);
        page.navigate(window + "/evidence/questions/P1Q1");
        page.locator("#text").fill("Both knew this");
        assertThat(state(page)).hasText(SAVED);
        person.clearCookies();
        page.locator("#text").fill("Typed when the window had ended");
        assertThat(state(page)).containsText("This window has ended");
        page.close();
        BrowserContext other = session.person(Look.PHONE);
        String elsewhere = launch(other, "dana");
        Page phone = other.newPage();
        phone.navigate(elsewhere + "/evidence/questions/P1Q1");
        phone.locator("#text").fill("Typed on the phone meanwhile");
        assertThat(state(phone)).hasText(SAVED);

        Page again = person.newPage();
        again.navigate(launch(person, "dana") + "/evidence/questions/P1Q1");
        assertThat(again.locator("[data-restore-text]")).hasText("Typed when the window had ended");
        again.locator("[data-restore]").click();
        assertThat(again.locator("[data-other]")).hasText("Typed on the phone meanwhile");
        assertThat(again.locator("#text")).hasValue("Typed when the window had ended");
        again.locator("button[name=next]").click();
        assertThat(again.locator("[data-other-box]")).isFocused();
        phone.reload();
        assertThat(phone.locator("#text")).hasValue("Typed on the phone meanwhile");
        again.locator("[data-keep-mine]").click();
        assertThat(state(again)).hasText(SAVED);
        phone.reload();
        assertThat(phone.locator("#text")).hasValue("Typed when the window had ended");
    }

    @Test
    void keepsOfferingWordsOfThisDeviceWhileOneTypesOthers(Browser.Session session) {
        BrowserContext person = session.person(Look.LAPTOP);
        String window = launch(person, "dana");
        Page page = person.newPage();
        start(page, window);
        page.navigate(window + "/evidence/questions/P1Q1");
        person.clearCookies();
        page.locator("#text").fill("Words of before");
        assertThat(state(page)).containsText("This window has ended");
        page.close();

        String again = launch(person, "dana");
        Page later = person.newPage();
        later.navigate(again + "/evidence/questions/P1Q1");
        later.locator("#text").fill("Words of now");
        assertThat(state(later)).hasText(SAVED);
        later.navigate(again + "/evidence/questions/P1Q1");
        assertThat(later.locator("[data-restore-text]")).hasText("Words of before");
        later.locator("[data-forget]").click();
        later.reload();
        assertThat(later.locator("[data-restore-box]")).isHidden();
        assertThat(later.locator("#text")).hasValue("Words of now");
    }

    @Test
    void letsOneChooseBetweenTwoTexts(Browser.Session session) {
        BrowserContext person = session.person(Look.LAPTOP);
        String window = launch(person, "dana");
        Page older = person.newPage();
        start(older, window);
        older.navigate(window + "/evidence/questions/P1Q1");
        Page newer = person.newPage();
        newer.navigate(window + "/evidence/questions/P1Q1");
        newer.locator("#text").fill("From the newer tab");
        assertThat(state(newer)).hasText(SAVED);

        older.locator("#text").fill("From the older tab");
        assertThat(older.locator("[data-other]")).hasText("From the newer tab");
        assertThat(older.locator("#text")).hasValue("From the older tab");
        assertThat(older.locator("#piece-state")).not().hasText("Empty");
        Accessibility.assertNoViolations(older);
        Screenshots.take(older, "evidence-conflict", Look.LAPTOP);
        older.locator("[data-keep-mine]").click();
        assertThat(state(older)).hasText(SAVED);
        newer.reload();
        assertThat(newer.locator("#text")).hasValue("From the older tab");

        newer.locator("#text").fill("Newer once more");
        assertThat(state(newer)).hasText(SAVED);
        older.locator("#text").fill("Older once more");
        older.locator("[data-use-other]").click();
        assertThat(older.locator("#text")).hasValue("Newer once more");
    }

    @Test
    void savesAtEachTickWhichCriteriaAPieceShows(Browser.Session session, @TempDir Path directory) throws IOException {
        BrowserContext person = session.person(Look.PHONE);
        String window = launch(person, "dana");
        Page older = person.newPage();
        start(older, window);
        older.navigate(window + "/evidence/artefacts/A1");
        older.locator("#file").setInputFiles(Files.write(directory.resolve("questions.pdf"), Samples.pdf(3000)));
        Locator state = older.locator("#items form[data-shows] [data-ticks-state]");
        older.locator("#items summary").click();
        Page newer = person.newPage();
        newer.navigate(window + "/evidence/artefacts/A1");

        older.getByLabel("Evidence of effect").check();
        assertThat(state).hasText("Saved");
        assertThat(older.locator("#items summary")).containsText("2 criteria");
        Accessibility.assertNoViolations(older);
        Screenshots.take(older, "evidence-shows", Look.PHONE);

        newer.locator("#items summary").click();
        newer.getByLabel("Response from every student").check();
        assertThat(newer.locator("#items [data-others]"))
                .hasText("Diagnostic quality of the questions; Evidence of effect");
        Accessibility.assertNoViolations(newer);
        Screenshots.take(newer, "evidence-shows-conflict", Look.PHONE);
        newer.locator("#items [data-take-others]").click();
        assertThat(newer.getByLabel("Evidence of effect")).isChecked();
        assertThat(newer.getByLabel("Response from every student")).not().isChecked();
        newer.getByLabel("Response from every student").check();
        assertThat(newer.locator("#items form[data-shows] [data-ticks-state]")).hasText("Saved");

        person.setOffline(true);
        newer.getByLabel("Evidence of effect").uncheck();
        assertThat(newer.locator("#items form[data-shows] [data-ticks-state]")).containsText("Could not save");
        person.setOffline(false);
        assertThat(newer.locator("#items form[data-shows] [data-ticks-state]")).hasText("Saved");
        older.locator("#file").setInputFiles(Files.write(directory.resolve("more.pdf"), Samples.pdf(4000)));
        // The list came anew and is open where it was.
        assertThat(older.locator("#items details")).hasCount(2);
        assertThat(older.locator("#items details[open]")).hasCount(1);
        assertThat(older.getByLabel("Response from every student").first()).isChecked();
        assertThat(older.getByLabel("Evidence of effect").first()).not().isChecked();
    }

    @Test
    void putsAMomentOfThePlayerIntoTheNoteAndSaysWhatIsTooLong(Browser.Session session, @TempDir Path directory)
            throws IOException {
        BrowserContext person = session.person(Look.PHONE);
        String window = launch(person, "dana");
        Page page = person.newPage();
        start(page, window);
        page.navigate(window + "/evidence/artefacts/A4");
        page.locator("#alternative summary").click();
        page.getByLabel("audio only").check();
        page.locator("#alternative button").click();
        page.waitForURL("**/A4?alternative");
        page.locator("#file").setInputFiles(Files.write(directory.resolve("lesson.wav"), Silence.ofSeconds(611)));
        page.locator("#items [data-take-moment]").waitFor();
        assertThat(page.locator("#items [data-too-long]"))
                .containsText("This recording is 10:11 long, and at most 10 minutes are asked for.");
        page.locator("#items audio")
                .evaluate("player => new Promise(done => { player.onseeked = done; player.currentTime = 135; })");
        page.locator("#items [data-take-moment]").click();
        assertThat(page.locator("#text")).hasValue("2:15 ");
        assertThat(state(page)).hasText(SAVED);
        page.locator("#items details[id^=transcript-of] summary").click();
        Accessibility.assertNoViolations(page);
        Screenshots.take(page, "evidence-recording", Look.PHONE);
    }

    @Test
    void anIPhoneIsAskedForJpegsWhereItCanMakeThem(Browser.Session session) {
        BrowserContext person = session.person(Look.PHONE);
        String window = launch(person, "dana");
        Page page = person.newPage();
        start(page, window);
        page.route(
                "**/evidence/artefacts/A5",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setBody(route.fetch().text().replace(".png,.jpg", ".png,.heic,.jpg"))
                        .setContentType("text/html;charset=UTF-8")));
        page.navigate(window + "/evidence/artefacts/A5");
        assertThat(page.locator("#file")).hasAttribute("accept", ".pdf,.docx,.png,.heic,.jpg");
        page.addInitScript("Object.defineProperty(navigator, 'userAgent', { get: () => 'Mozilla/5.0 (iPhone; CPU)' })");
        page.navigate(window + "/evidence/artefacts/A5");
        assertThat(page.locator("#file")).hasAttribute("accept", ".pdf,.docx,.png,.jpg");
    }

    @Test
    void uploadsShowsWhyNotAndUndoes(Browser.Session session, @TempDir Path directory) throws IOException {
        BrowserContext person = session.person(Look.LAPTOP);
        String window = launch(person, "dana");
        Page page = person.newPage();
        start(page, window);
        page.navigate(window + "/evidence/artefacts/A1");
        page.locator("#file").setInputFiles(new Path[] {
            Files.write(directory.resolve("hinge questions.pdf"), Samples.pdf(300_000)),
            Files.write(directory.resolve("trick.pdf"), Samples.of("html")),
            Files.write(directory.resolve("large.pdf"), Samples.pdf(25 * 1024 * 1024 + 1))
        });
        assertThat(page.locator("#items a")).hasText("hinge questions.pdf");
        assertThat(page.locator("#piece-state")).not().hasText("Empty");
        assertThat(page.locator(".upload .error")).hasCount(2);
        assertThat(page.locator(".upload", new Page.LocatorOptions().setHasText("trick.pdf")))
                .containsText("its content is something else");
        assertThat(page.locator(".upload", new Page.LocatorOptions().setHasText("large.pdf")))
                .containsText("up to 25 MB");
        Accessibility.assertNoViolations(page);
        Screenshots.take(page, "evidence-uploads", Look.LAPTOP);

        page.locator("#items form[data-partial] button").click();
        assertThat(page.locator("#items")).containsText("Removed: hinge questions.pdf");
        assertThat(page.locator("#items form[data-partial] button")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("#items a")).hasText("hinge questions.pdf");

        asksAboutANameBeforeAnythingOfTheFileLeaves(page, directory);
    }

    @Test
    void sendsAllFilesWhereANodeOfBeforeOrNobodyAnswersWhatTheyTell(Browser.Session session, @TempDir Path directory)
            throws IOException {
        BrowserContext person = session.person(Look.LAPTOP);
        String window = launch(person, "dana");
        Page page = person.newPage();
        start(page, window);
        page.navigate(window + "/evidence/artefacts/A1");
        List<String> answers = List.of("{\"words\":[]}", "null", "{\"words\":[],\"within\":[]}");
        AtomicInteger asked = new AtomicInteger();
        page.route(
                "**/names",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody(answers.get(asked.getAndIncrement()))));
        page.locator("#file").setInputFiles(new Path[] {
            Files.write(directory.resolve("one.pdf"), Samples.pdf(2000)),
            Files.write(directory.resolve("two.pdf"), Samples.pdf(3000)),
            Files.write(directory.resolve("three.pdf"), Samples.pdf(4000))
        });
        assertThat(page.locator("#items a")).hasText(new String[] {"one.pdf", "two.pdf", "three.pdf"});
        assertThat(asked).hasValue(3);
    }

    private static void asksAboutANameBeforeAnythingOfTheFileLeaves(Page page, Path directory) throws IOException {
        AtomicInteger sent = new AtomicInteger();
        page.onRequest(request -> {
            if (request.url().contains("/uploads")) {
                sent.incrementAndGet();
            }
        });
        page.locator("#file").setInputFiles(new Path[] {
            Files.write(directory.resolve("Plan of Maria.pdf"), Samples.pdf(2000)),
            Files.write(directory.resolve("Words of Maria Lopez.pdf"), Samples.pdf(3000))
        });
        Locator first = page.locator(".upload", new Page.LocatorOptions().setHasText("Plan of Maria.pdf"));
        Locator third = page.locator(".upload", new Page.LocatorOptions().setHasText("Maria Lopez.pdf"));
        assertThat(first).containsText("This name may tell who somebody is: Maria");
        assertThat(third).containsText("Nothing is sent yet");
        Accessibility.assertNoViolations(page);
        Screenshots.take(page, "evidence-upload-name", Look.LAPTOP);
        page.setViewportSize(360, 740);
        Screenshots.take(page, "evidence-upload-name", Look.PHONE);
        assertThat(sent).hasValue(0);

        first.getByLabel("New name").fill("Another Maria");
        first.getByText("Rename and send").click();
        Locator second = page.locator(".upload", new Page.LocatorOptions().setHasText("Another Maria.pdf"));
        assertThat(second).containsText("This name may tell who somebody is: Maria");
        assertThat(sent).as("the new name is looked at, too").hasValue(0);
        second.getByLabel("New name").fill("Plan");
        second.getByText("Rename and send").click();
        assertThat(page.locator("#items a").nth(1)).hasText("Plan.pdf");
        third.getByText("Send as it is").click();
        assertThat(page.locator("#items a").nth(2)).hasText("Words of Maria Lopez.pdf");

        int before = sent.get();
        page.locator("#file")
                .setInputFiles(Files.write(
                        directory.resolve("work.zip"),
                        Telling.zip(Map.of("unit/turtle of Sofia.py", Telling.text("forward(10)")))));
        Locator archive = page.locator(".upload", new Page.LocatorOptions().setHasText("work.zip"));
        assertThat(archive).containsText("Its name ends in ZIP");
        archive.locator("button", new Locator.LocatorOptions().setHasText("Dismiss"))
                .click();
        assertThat(sent).as("nobody was asked about names in what is not taken").hasValue(before + 1);
    }

    private Page atAnArtefactThatTakesZips(Browser.Session session) {
        BrowserContext person = session.person(Look.PHONE);
        String window = launchAt(
                person, FurtherKinds.alsoTaking(catalogue, publishing, "zip"), "Dana-" + UUID.randomUUID(), "Learner");
        Page page = person.newPage();
        start(page, window);
        page.navigate(window + "/evidence/artefacts/A4");
        return page;
    }

    @Test
    void takesNamesOutOfAZipOnTheDevice(Browser.Session session, @TempDir Path directory) throws IOException {
        Page page = atAnArtefactThatTakesZips(session);
        page.locator("#file")
                .setInputFiles(Files.write(
                        directory.resolve("unit.zip"),
                        Telling.zip(Map.of("unit/turtle of Sofia.py", Telling.text("forward(10)")), "Sofia")));
        Locator archive = page.locator(".upload", new Page.LocatorOptions().setHasText("unit.zip"));
        assertThat(archive).containsText("Names of files in this ZIP may tell who somebody is: Sofia");
        Accessibility.assertNoViolations(page);
        Screenshots.take(page, "evidence-upload-names-within", Look.PHONE);
        archive.locator("button", new Locator.LocatorOptions().setHasText("Take the names out and send"))
                .click();
        Locator kept = page.locator("#items a", new Page.LocatorOptions().setHasText("unit.zip"));
        assertThat(kept).hasCount(1);
        Path came = directory.resolve("came.zip");
        page.waitForDownload(kept::click).saveAs(came);
        try (ZipFile zip = new ZipFile(came.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName)).containsExactly("unit/turtle of person-1.py");
            assertThat(zip.getInputStream(zip.getEntry("unit/turtle of person-1.py")))
                    .hasContent("forward(10)");
        }
        assertThat(page.locator("#privacy-hints")).not().containsText("Sofia");
    }

    @Test
    void offersNoNewNamesForAZipOfWhichItDoesNotKnowAll(Browser.Session session, @TempDir Path directory)
            throws IOException {
        Page page = atAnArtefactThatTakesZips(session);
        Map<String, byte[]> many = new LinkedHashMap<>();
        many.put("unit/turtle of Sofia.py", Telling.text("forward(10)"));
        for (int i = 10; i < 107; i++) {
            many.put("unit/" + "x".repeat(195) + i + ".txt", Telling.text("words"));
        }
        page.locator("#file").setInputFiles(Files.write(directory.resolve("long list.zip"), Telling.zip(many)));
        assertOffersNoNames(page, "long list.zip");

        byte[] large = Telling.zip(Map.of("unit/turtle of Sofia.py", Telling.text("forward(10)")));
        int entry = large.length - 22 - 46 - "unit/turtle of Sofia.py".length();
        assertThat(Arrays.copyOfRange(large, entry, entry + 4)).containsExactly('P', 'K', 1, 2);
        Arrays.fill(large, entry + 24, entry + 28, (byte) 0xff);
        page.locator("#file").setInputFiles(Files.write(directory.resolve("large.zip"), large));
        assertOffersNoNames(page, "large.zip");
    }

    private static void assertOffersNoNames(Page page, String zip) {
        Locator row = page.locator(".upload", new Page.LocatorOptions().setHasText(zip));
        assertThat(row).containsText("Names of files in this ZIP may tell who somebody is: Sofia");
        assertThat(row.locator("button").first()).containsText("Send as it is");
        assertThat(row.locator("button")).hasCount(2);
    }

    @Test
    void goesOnWithAnUploadAfterPauseLossAndReload(Browser.Session session, @TempDir Path directory)
            throws IOException {
        BrowserContext person = session.person(Look.PHONE);
        String window = launch(person, "dana");
        Page page = person.newPage();
        start(page, window);
        page.navigate(window + "/evidence/artefacts/A1");
        Path video = Files.write(directory.resolve("a long lesson plan.pdf"), Samples.pdf(6 * 1024 * 1024));
        AtomicInteger sent = new AtomicInteger();
        String pieces = "**/uploads/*";
        page.route(pieces, route -> {
            if (!route.request().method().equals("PATCH") || sent.getAndIncrement() == 0) {
                route.resume();
            }
        });
        page.locator("#file").setInputFiles(video);
        assertThat(page.locator(".upload")).containsText("Uploading 16 %");
        Accessibility.assertNoViolations(page);
        page.getByText("Pause").click();
        assertThat(page.locator(".upload")).containsText("Paused. What arrived is kept.");

        page.unroute(pieces);
        page.route(pieces, Route::abort);
        page.getByText("Go on").click();
        assertThat(page.locator(".upload .error")).containsText("The connection is gone");
        page.onDialog(Dialog::accept);
        page.reload();
        assertThat(page.locator("[data-unfinished]")).containsText("16 % of 6.0 MB arrived");
        Screenshots.take(page, "evidence-upload-unfinished", Look.PHONE);
        Accessibility.assertNoViolations(page);

        page.unroute(pieces);
        AtomicLong first = new AtomicLong(-1);
        page.onRequest(request -> {
            if (request.method().equals("PATCH")) {
                first.compareAndSet(-1, Long.parseLong(request.headers().get("upload-offset")));
            }
        });
        page.locator("#file").setInputFiles(video);
        assertThat(page.locator("#items a")).hasText("a long lesson plan.pdf");
        assertThat(page.locator("[data-unfinished-list]")).hasCount(0);
        assertThat(first.get()).isEqualTo(1024 * 1024);
    }

    private void leads(String subject, String name) {
        jdbc.sql("insert into course_roster (context_id, tenant_id, due_at, tries) select distinct p.context_id,"
                        + " p.tenant_id, current_timestamp + interval '1' day, 0 from course_placement p"
                        + " where p.tenant_id = ? on conflict do nothing")
                .param(tenant.value())
                .update();
        jdbc.sql("insert into course_roster_lead (context_id, lti_user_id, tenant_id, name) select r.context_id, u.id,"
                        + " r.tenant_id, cast(? as varchar(500)) from course_roster r join lti_user u"
                        + " on u.tenant_id = r.tenant_id where r.tenant_id = ? and u.subject = ?")
                .params(name, tenant.value(), subject)
                .update();
    }

    /**
     * Shared by mail, opened and commented on by keyboard alone, answered beside the draft, until the coach has themselves
     * deleted; and shared with the course's instructor.
     */
    @Test
    void aColleagueCommentsOnTheDraft(Browser.Session session) {
        String address = "coach." + UUID.randomUUID() + "@example.org";
        BrowserContext person = session.person(Look.PHONE);
        String window = launch(person, "dana");
        BrowserContext instructor = session.person(Look.PHONE);
        String led = launch(instructor, "iris", "Instructor");
        Page mine = person.newPage();
        start(mine, window);
        leads("iris", "Iris Instructor");
        mine.navigate(window + "/evidence/questions/P1Q1");
        mine.locator("#text").fill("The class has 24 students in grade 7.");
        assertThat(state(mine)).hasText(SAVED);
        mine.navigate(window + "/evidence");
        mine.locator("a[href$='/coaching']").press("Enter");
        mine.locator("#who-mail").fill(address);
        mine.locator("#agreed-mail").press("Space");
        Screenshots.take(mine, "coaching-share", Look.PHONE);
        Accessibility.assertNoViolations(mine);
        mine.locator("form:has(#who-mail) button[type=submit]").press("Enter");
        assertThat(mine.locator("[role=status]")).containsText("Shared");

        BrowserContext coach = session.person(Look.LAPTOP);
        Page draft = coach.newPage();
        seen(draft, Mailbox.latest(address, 1).link().toString(), "coaching-door", Look.LAPTOP);
        draft.locator("form[action$='/key'] button").press("Enter");
        assertThat(draft.locator("[role=status]")).containsText("sent a link");
        seen(draft, Mailbox.latest(address, 2).link().toString(), "coaching-open", Look.LAPTOP);
        draft.locator("form[action$='/open'] button").press("Enter");
        assertThat(draft.locator("#about-r-P1Q1 .words")).hasText("The class has 24 students in grade 7.");
        draft.locator("#about-r-P1Q1 summary").press("Enter");
        draft.locator("#w-r-P1Q1").fill("Say what they can do already.");
        draft.locator("#about-r-P1Q1 form button").press("Enter");
        assertThat(draft.locator("[role=status]")).containsText("The earner sees it");
        seen(draft, null, "coaching-draft", Look.LAPTOP);
        draft.setViewportSize(Look.PHONE.width(), Look.PHONE.height());
        seen(draft, null, "coaching-draft", Look.PHONE);

        seen(mine, window + "/evidence/questions/P1Q1", "coaching-beside", Look.PHONE);
        assertThat(mine.locator("#main")).containsText("Say what they can do already.");
        mine.locator("a[href$='/coaching']").press("Enter");
        mine.locator("article summary").press("Enter");
        mine.locator("article textarea").fill("They add like denominators; it is in now.");
        mine.locator("article form button").press("Enter");
        assertThat(mine.locator("article")).containsText("it is in now");
        mine.locator("form[action$='/done'] button").press("Enter");
        assertThat(mine.locator("article .status")).hasText("Done");
        seen(mine, null, "coaching-mine", Look.PHONE);
        mine.setViewportSize(Look.LAPTOP.width(), Look.LAPTOP.height());
        seen(mine, null, "coaching-mine", Look.LAPTOP);
        draft.reload();
        assertThat(draft.locator("article")).containsText("it is in now");

        mine.locator("#who-lead").selectOption("Iris Instructor");
        mine.locator("#agreed-lead").press("Space");
        mine.locator("form:has(#who-lead) button[type=submit]").press("Enter");
        assertThat(mine.locator("[role=status]")).containsText("Shared");
        Page leading = instructor.newPage();
        seen(leading, led + "/cohort", "coaching-cohort", Look.PHONE);
        leading.locator("a[href$='/shared']").press("Enter");
        seen(leading, null, "coaching-shared-with-lead", Look.PHONE);
        leading.locator("a[href*='/shared/']").press("Enter");
        assertThat(leading.locator("#about-r-P1Q1 .words")).hasText("The class has 24 students in grade 7.");

        draft.locator("#own-data a").press("Enter");
        seen(draft, null, "coaching-own-data", Look.PHONE);
        draft.setViewportSize(Look.LAPTOP.width(), Look.LAPTOP.height());
        seen(draft, null, "coaching-own-data", Look.LAPTOP);
        draft.locator("#sure").press("Space");
        draft.locator("form[action$='/delete'] button").press("Enter");
        draft.waitForURL("**/coach/deleted");
        seen(draft, null, "coaching-deleted", Look.LAPTOP);
        seen(mine, window + "/coaching", "coaching-forgotten", Look.LAPTOP);
        assertThat(mine.locator("#main")).containsText("A colleague whose name was deleted");
    }

    @Test
    void looksRightInEveryState(Browser.Session session) {
        for (Look look : Look.all()) {
            BrowserContext person = session.person(look);
            String subject = "elena-" + look;
            windows.speaking(look.language());
            String window = launch(person, subject);
            Page page = person.newPage();
            seen(page, window + "/evidence", "evidence-before", look);
            start(page, window);
            page.navigate(window + "/evidence/questions/P1Q1");
            page.locator("#text")
                    .fill("The class has 24 students in grade 7. ".repeat(22).strip());
            page.locator("button[name=next]").click();
            page.waitForURL("**/questions/P1Q2");
            page.locator("#text").fill("They believe that a larger denominator means a larger fraction.");
            page.locator("button[name=next]").click();
            page.waitForURL("**/artefacts/A1");
            page.locator("#file").setInputFiles(new FilePayload("Plan.pdf", "application/pdf", Samples.pdf(420_000)));
            assertThat(page.locator("#items a")).hasText("Plan.pdf");
            page.locator("#address").fill("https://example.org/lesson");
            page.locator("form[action$='/links'] button").click();
            assertThat(page.locator("#items a")).hasCount(2);
            seen(page, page.url(), "evidence-artefact", look);
            seen(page, window + "/evidence", "evidence-list", look);
            seen(page, window + "/evidence/questions/P1Q1", "evidence-question", look);
            seen(page, window + "/evidence/check", "evidence-check-missing", look);
            fillTheRest(page, window);
            seen(page, window + "/evidence/check", "evidence-check-ready", look);
            page.locator("#names").check();
            page.locator("#releases").fill("3");
            page.locator("form[action$='/evidence/submit'] button").click();
            assertThat(page.locator("#missing li")).hasCount(2);
            seen(page, null, "evidence-attest-missing", look);
            page.locator("#own").check();
            page.locator("#ai-no").check();
            page.locator("form[action$='/evidence/submit'] button").click();
            page.waitForURL("**/evidence?submitted");
            seen(page, null, "evidence-submitted", look);
            seen(page, window + "/evidence/artefacts/A1", "evidence-read-only", look);
            decided(subject, "NOT_YET");
            seen(page, window + "/evidence", "evidence-not-yet", look);
            start(page, window);
            seen(page, window + "/evidence", "evidence-second-attempt", look);
            seen(page, window + "/evidence/questions/P3Q1", "evidence-needs-work", look);
            decided(subject, "EARNED");
            seen(page, window + "/evidence", "evidence-earned", look);
        }
    }

    /** As if it had been scored: what the database holds then. */
    private void decided(String subject, String state) {
        UUID submission = jdbc.sql("""
                        select s.id from submission s join person p on p.id = s.earner_id
                        where p.name = :name order by s.since desc fetch first 1 row only""")
                .param("name", "Name of " + subject)
                .query(UUID.class)
                .single();
        jdbc.sql("update submission set state = :state, expected_by = null where id = :id")
                .param("state", state)
                .param("id", submission)
                .update();
        if (state.equals("NOT_YET")) {
            for (String criterion : List.of("C4", "part3")) {
                jdbc.sql(
                                "insert into submission_unmet (submission_id, attempt, criterion_id) values (:id, 1, :criterion)")
                        .param("id", submission)
                        .param("criterion", criterion)
                        .update();
            }
        }
    }

    private void fillTheRest(Page page, String window) {
        for (String question : List.of("P3Q1", "P3Q2")) {
            page.navigate(window + "/evidence/questions/" + question);
            page.locator("#text")
                    .fill("I was surprised by the third answer. ".repeat(25).strip());
            page.locator("button[name=next]").click();
            page.waitForURL(address -> !address.endsWith(question));
        }
        for (String artefact : List.of("A2", "A3", "A4", "A5")) {
            page.navigate(window + "/evidence/artefacts/" + artefact);
            page.locator("#address").fill("https://example.org/" + artefact);
            page.locator("form[action$='/links'] button").click();
            assertThat(page.locator("#items a")).hasCount(1);
        }
    }

    private static void seen(Page page, String address, String name, Look look) {
        if (address != null) {
            page.navigate(address);
        }
        page.waitForLoadState();
        Screenshots.take(page, name, look);
        Accessibility.assertNoViolations(page);
        assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .as("%s scrolls sideways at %s", name, look)
                .isTrue();
    }
}
