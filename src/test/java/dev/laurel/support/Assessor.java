package dev.laurel.support;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jsoup.nodes.Element;

/** An assessor at work in one browser: signs in, takes the next submission, rates every criterion, hands in. */
public final class Assessor {

    private static final List<String> PRAISE = List.of(
            "The evidence shows this clearly: the marked parts are limited to what is not yet taught.",
            "You name what pupils did and quote their work, which lets a stranger see it.",
            "Each step serves the next, and the adaptation has a purpose.");
    private static final String NEXT_TIME =
            "Next time sort the errors by kind and give each pupil a next step that follows from the kind of error.";

    private final HttpBrowser browser = new HttpBrowser();
    private HttpBrowser.Page page;

    private Assessor(String laurel, String login, String password) {
        HttpBrowser.Page signIn = browser.get(laurel + "/assess");
        page = signIn.form("input[name=password]")
                .set("login", login)
                .set("password", password)
                .submit();
        if (page.select("form[action$=/assess/next]").isEmpty()
                && !page.uri().getPath().startsWith("/assess")) {
            throw new IllegalStateException("Signing in led to " + page.uri() + ": " + page.text());
        }
    }

    public static Assessor signsIn(String laurel, String login, String password) {
        return new Assessor(laurel, login, password);
    }

    public HttpBrowser.Page page() {
        return page;
    }

    /** The desk, looked at anew. */
    public HttpBrowser.Page desk() {
        page = page.open("/assess");
        return page;
    }

    /** Takes the next submission from the queue and looks at it; what was handed in just now is waited for. */
    public Assessor takesNext() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !desk().select("form[action$=/assess/next]").isEmpty());
        page = desk().form("form[action$=/assess/next]").submit();
        if (page.select("form#scoring").isEmpty()) {
            throw new IllegalStateException("No scoring page: " + page.status() + " " + page.text());
        }
        return this;
    }

    /** Looks at something to be rated that has come to the desk in another way. */
    public Assessor opens(String path) {
        page = page.open(path);
        return this;
    }

    /** Takes the next submission to see whether it is complete; what was handed in just now is waited for. */
    public Assessor checksNext() {
        String check = "form:has(input[name=work][value=CHECK])";
        await().atMost(Duration.ofSeconds(60)).until(() -> !desk().select(check).isEmpty());
        page = page.form(check).submit();
        if (page.select("form[action$=/complete]").isEmpty()) {
            throw new IllegalStateException("No page for the check: " + page.status() + " " + page.text());
        }
        return this;
    }

    /** Takes the next dispute and looks at it; for leads. */
    public Assessor settlesNext() {
        page = desk().form("form:has(input[name=work][value=DISPUTE])").submit();
        if (page.select("form#scoring").isEmpty()) {
            throw new IllegalStateException("No scoring page: " + page.status() + " " + page.text());
        }
        return this;
    }

    /** Rates everything at the highest level and decides. */
    public Assessor findsEverythingMet() {
        return ratesAndDecides(criterion -> true);
    }

    /** Rates the named criterion at the lowest level, all others at the highest, and decides. */
    public Assessor findsUnmet(String criterion) {
        return ratesAndDecides(id -> !id.equals(criterion));
    }

    /** Rates the first criteria and goes home. */
    public Assessor begins() {
        HttpBrowser.Form form = page.form("form#scoring");
        Element first = page.select("form#scoring input[type=radio]").first();
        page = form.set(first.attr("name"), first.attr("value")).submitWith("button:not([formaction]):not(.save-one)");
        return this;
    }

    private Assessor ratesAndDecides(Predicate<String> met) {
        HttpBrowser.Form form = page.form("form#scoring");
        int number = 0;
        for (Element words : page.select("form#scoring textarea[name^=words.]")) {
            String criterion = words.attr("name").substring("words.".length());
            List<String> levels = page.select("form#scoring input[type=radio][name=level." + criterion + "]")
                    .eachAttr("value");
            boolean isMet = met.test(criterion);
            form.set("level." + criterion, levels.get(isMet ? levels.size() - 1 : 0));
            form.set("words." + criterion, isMet ? PRAISE.get(number++ % PRAISE.size()) : NEXT_TIME);
        }
        HttpBrowser.Page review = form.submitWith("button[formaction$=/review]");
        page = review.submit("form[action$=/decision]", Map.of());
        if (page.status() != 200) {
            throw new IllegalStateException("Deciding answered " + page.status() + ": " + page.text());
        }
        return this;
    }
}
