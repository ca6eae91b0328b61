package dev.laurel.support;

import dev.canvasdev.CanvasDev;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * A teacher at work in one browser, who does what a teacher does with the pages as they come: opens a micro-credential
 * from a course, writes, attaches, checks and submits.
 */
public final class Teacher {

    private static final Pattern WINDOW = Pattern.compile("/l/[0-9a-f-]{36}");
    private static final Pattern GUIDE = Pattern.compile("(\\d+)");
    private static final List<String> SENTENCES = List.of(
            "My group is six pupils in grade two who meet me for fifteen minutes before lunch.",
            "Four of them read most patterns we have taught, and two still guess from the first letter.",
            "One pupil is learning English and tells the meaning of each word in her own language first.",
            "I chose these words because the decodable books of the next three weeks use them often.",
            "Before the lessons I asked each pupil to read and spell the words one by one.",
            "We said each word, tapped its sounds and wrote one spelling for every sound.",
            "Together we marked the part that does not follow the patterns taught so far.",
            "Pupil B first wrote the letter names, then went back to the sounds and mended it himself.",
            "After a day and again after a week we read the words in sentences with older words mixed in.",
            "Reading rose for all six, and spelling for five, as the table in part two shows.",
            "The pupils who mapped the words spelled new words of the same pattern, which exposure does not explain.",
            "Another reason could be the home reading log, so I compared pupils with and without it.",
            "Next time I will give Pupil D a shorter list and more writing, since her errors lie in the marked part.",
            "I will keep the sound boxes for everybody, because they made the errors visible while there was time.");

    private final @Nullable CanvasDevSession session;
    private final HttpBrowser browser;
    private HttpBrowser.Page page;
    private String window = "";

    private Teacher(@Nullable CanvasDevSession session, HttpBrowser browser, HttpBrowser.Page page) {
        this.session = session;
        this.browser = browser;
        this.page = page;
        follow();
    }

    /** Goes on in a window that a launch has opened in that browser. */
    public static Teacher in(HttpBrowser browser, URI window) {
        return new Teacher(null, browser, browser.get(window));
    }

    /** Opens a micro-credential from its course; the window that this opens is where the teacher works from then on. */
    public static Teacher opens(CanvasDev lms, String dress, String hat, String microCredential) {
        CanvasDevSession session = new CanvasDevSession(lms, dress, hat);
        return new Teacher(session, session.browser(), session.openMicroCredential(microCredential));
    }

    /** Opens it from the course again, as on another day. */
    public HttpBrowser.Page opensAgain(String microCredential) {
        page = session().openMicroCredential(microCredential);
        follow();
        return page;
    }

    /** The page that the teacher looks at. */
    public HttpBrowser.Page page() {
        return page;
    }

    public CanvasDevSession session() {
        return Objects.requireNonNull(session, "No session: the window was opened otherwise");
    }

    /** Presses Start, or Start again for another attempt. */
    public Teacher starts() {
        page = page.form("form[action$=/evidence/start]").submit();
        return this;
    }

    /** Answers every question within its guide and attaches a document to every artefact that is still empty. */
    public Teacher providesEverything() {
        return provides(Integer.MAX_VALUE);
    }

    /** The same for the first {@code count} requirements only. */
    public Teacher provides(int count) {
        List<String> requirements = at("/evidence").select("a.requirement").eachAttr("href");
        requirements.stream().limit(count).forEach(this::provide);
        return this;
    }

    private void provide(String address) {
        page = page.open(address);
        if (page.select("form[data-upload]").isEmpty()) {
            Element hint = page.select("#text-hint").first();
            page = page.form("textarea[name=text]")
                    .set(
                            "text",
                            words(
                                    hint == null ? "" : hint.text(),
                                    address.replaceFirst(".*/", "").hashCode()))
                    .submit();
        } else if (page.select("a[href*=/evidence/files/]").isEmpty()) {
            HttpBrowser.Form form = page.form("form[data-upload]");
            if (page.select("input#file").attr("accept").contains(".pdf")) {
                byte[] document = SamplePdf.of(page.select("h1").text(), SENTENCES.subList(3, 11));
                form.file("file", "my evidence.pdf", "application/pdf", document);
            } else {
                form.file("file", "my lesson.mp3", "audio/mpeg", SampleAudio.ofSeconds(4));
            }
            page = form.submit();
        }
        if (page.status() != 200) {
            throw new IllegalStateException(address + " answered " + page.status() + ": " + page.text());
        }
    }

    /** Adds a document to an artefact that was not yet met. */
    public Teacher mends(String artefact) {
        page = at("/evidence/artefacts/" + artefact)
                .form("form[data-upload]")
                .file("file", "mended.pdf", "application/pdf", SamplePdf.of("Mended", SENTENCES.subList(9, 14)))
                .submit();
        if (page.status() != 200) {
            throw new IllegalStateException("Mending answered " + page.status() + ": " + page.text());
        }
        return this;
    }

    /** Checks, attests and submits. */
    public Teacher submits() {
        return submits(false);
    }

    /** The same, with yes to everything that is asked and voluntary. */
    public Teacher submitsForPartnersToo() {
        return submits(true);
    }

    private Teacher submits(boolean yes) {
        HttpBrowser.Page check = at("/evidence/check");
        HttpBrowser.Form form = check.form("form[action$=/evidence/submit]");
        if (yes) {
            check.select("input[name=yes]").eachAttr("value").forEach(choice -> form.set("yes", choice));
        }
        page = form.set("names", "true")
                .set("releases", "6")
                .set("own", "true")
                .set("ai", "no")
                .submit();
        if (page.status() != 200) {
            throw new IllegalStateException("Submitting answered " + page.status() + ": " + page.text());
        }
        return this;
    }

    /** Tells what was done since and hands in the renewal of the badge in the wallet. */
    public Teacher handsInRenewal() {
        page = at("/wallet")
                .click("a[href*='/wallet/badges/']")
                .click("a[href$='/renewal']")
                .form("form[data-autosave]")
                .set("text", words("80", 3))
                .set("hours", "6")
                .set("ownWork", "true")
                .submitWith("button[value=hand-in]");
        if (page.status() != 200) {
            throw new IllegalStateException("Handing in a renewal answered " + page.status() + ": " + page.text());
        }
        return this;
    }

    /** A page of the window, by its path below it. */
    public HttpBrowser.Page at(String path) {
        page = browser.get(page.uri().resolve(window + path));
        return page;
    }

    /** The address of the window that the last launch opened. */
    public URI window() {
        return page.uri().resolve(window);
    }

    private void follow() {
        Matcher found = WINDOW.matcher(page.body());
        if (page.status() != 200 || !found.find()) {
            throw new IllegalStateException("The launch answered " + page.status() + ": " + page.text());
        }
        window = found.group();
    }

    /** Sentences in another order for each question, as many as its guide asks for. */
    private static String words(String guide, int seed) {
        Matcher least = GUIDE.matcher(guide);
        int wanted = least.find() ? Integer.parseInt(least.group(1)) + 10 : 60;
        StringBuilder text = new StringBuilder();
        int words = 0;
        for (int i = Math.floorMod(seed, SENTENCES.size()); words < wanted; i++) {
            String sentence = SENTENCES.get(i % SENTENCES.size());
            text.append(text.isEmpty() ? "" : " ").append(sentence);
            words += sentence.split(" ").length;
        }
        return text.toString();
    }
}
