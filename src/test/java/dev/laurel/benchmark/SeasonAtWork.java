package dev.laurel.benchmark;

import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Form;
import dev.laurel.support.HttpBrowser.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jsoup.nodes.Element;

/**
 * Assessors at work over HTTP, some pressing at the same moment: each looks at the desk, takes the next submission, opens it,
 * saves, decides. One in four finds one criterion just below its cut, which asks for a second rating; where that differs, the
 * lead settles it, who meanwhile looks at the lead's pages.
 */
final class SeasonAtWork {

    /** So many press at the same moment. */
    private static final int AT_ONCE = 4;

    private static final int IN_DOUBT = 4;

    private final String laurel;
    private final int assessors;
    private final Map<String, List<Double>> taken = new LinkedHashMap<>();
    private final BlockingQueue<HttpBrowser> desks = new LinkedBlockingQueue<>();
    private final AtomicInteger began = new AtomicInteger();
    private final AtomicInteger handedIn = new AtomicInteger();
    private final AtomicInteger settled = new AtomicInteger();
    private volatile boolean over;

    /** @param laurel the tool's address */
    SeasonAtWork(String laurel, int assessors) {
        this.laurel = laurel;
        this.assessors = assessors;
        for (String step : List.of(
                "At work: desk and queue",
                "At work: take the next",
                "At work: open it",
                "At work: save the ratings",
                "At work: look at the decision",
                "At work: hand in",
                "At work: lead's desk",
                "At work: agreement",
                "At work: agreement by person",
                "At work: settle a dispute (hand in)")) {
            taken.put(step, new ArrayList<>());
        }
    }

    /** Ratings that were handed in by assessors and by leads, as they saw it. */
    record Done(int ratings, int disputes) {}

    /** Goes on until so many ratings are handed in. */
    Done work(int ratings, String password) throws Exception {
        ExecutorService hands = Executors.newFixedThreadPool(AT_ONCE + 1);
        try {
            signIn(hands, password);
            long begin = System.nanoTime();
            HttpBrowser lead = signedIn("ruth", password);
            Future<?> looking = hands.submit(() -> lead(lead));
            List<Callable<Object>> acts = new ArrayList<>();
            for (int i = 0; i < ratings; i++) {
                acts.add(() -> {
                    HttpBrowser desk = desks.take();
                    try {
                        rate(desk, began.getAndIncrement());
                    } finally {
                        desks.add(desk);
                    }
                    return true;
                });
            }
            for (Future<Object> act : hands.invokeAll(acts)) {
                act.get();
            }
            over = true;
            looking.get();
            double seconds = (System.nanoTime() - begin) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "  %d assessors, %d at once, handed in %d ratings in %.0f s; the lead settled %d disputes%n",
                    assessors,
                    AT_ONCE,
                    handedIn.get(),
                    seconds,
                    settled.get());
            return new Done(handedIn.get(), settled.get());
        } finally {
            hands.shutdownNow();
            hands.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    /** Median and 95th percentile of each step, in milliseconds. */
    void figures(Map<String, double[]> into) {
        taken.forEach((step, all) -> {
            if (!all.isEmpty()) {
                into.put(step, StateBenchmark.middleAndSlow(all));
            }
        });
    }

    private void signIn(ExecutorService hands, String password) throws Exception {
        List<Callable<HttpBrowser>> people = new ArrayList<>();
        for (int i = 1; i <= assessors; i++) {
            String login = "assessor." + i;
            people.add(() -> signedIn(login, password));
        }
        for (Future<HttpBrowser> person : hands.invokeAll(people)) {
            desks.add(person.get());
        }
    }

    private HttpBrowser signedIn(String login, String password) {
        HttpBrowser browser = new HttpBrowser();
        Page desk = browser.get(laurel + "/sign-in?to=/assess")
                .submit("form[action$=sign-in]", Map.of("login", login, "password", password));
        require(desk, desk.uri().getPath().equals("/assess"), "no desk for " + login);
        return browser;
    }

    private void rate(HttpBrowser browser, int number) {
        Page desk = timed("At work: desk and queue", () -> browser.get(laurel + "/assess"));
        Page scoring =
                takeAndOpen(browser, desk.form("form[action$=/assess/next]:not(:has(input[name=work]))"), "At work: ");
        decide(scoring, number % IN_DOUBT == 0, "At work: hand in", true);
        handedIn.incrementAndGet();
    }

    private Page takeAndOpen(HttpBrowser browser, Form next, String step) {
        browser.notFollowingRedirects();
        Page answer;
        try {
            answer = timed(step.isEmpty() ? "" : step + "take the next", next::submit);
        } finally {
            browser.followingRedirects();
        }
        String to = answer.header("location").orElse("");
        require(answer, to.matches(".*/assess/[0-9a-f-]{36}"), "nothing was taken");
        Page scoring = timed(step.isEmpty() ? "" : step + "open it", () -> answer.open(to));
        require(scoring, !scoring.select("form#scoring").isEmpty(), "no scoring page");
        return scoring;
    }

    private void decide(Page scoring, boolean doubtful, String handIn, boolean save) {
        Form form = scoring.form("form#scoring");
        int number = 0;
        boolean doubted = !doubtful;
        for (Element words : scoring.select("form#scoring textarea[name^=words.]")) {
            String criterion = words.attr("name").substring("words.".length());
            List<String> levels = scoring.select("form#scoring input[type=radio][name=level." + criterion + "]")
                    .eachAttr("value");
            boolean just = !doubted && levels.size() > 2;
            doubted |= just;
            form.set("level." + criterion, levels.get(levels.size() - (just ? 2 : 1)));
            form.set(
                    "words." + criterion,
                    "Criterion " + ++number
                            + (just
                                    ? ": next time name which pupils, and what follows from their errors for each of them."
                                    : ": the evidence shows this clearly; a stranger can see it in the pupils' work."));
        }
        Page saved = scoring;
        if (save) {
            saved = timed(
                    "At work: save the ratings", () -> form.submitWith("button:not([formaction]):not(.save-one)"));
            require(saved, saved.status() == 200, "not saved");
        }
        Form decided = save ? saved.form("form#scoring") : form;
        Page review = timed(
                save ? "At work: look at the decision" : "", () -> decided.submitWith("button[formaction$=/review]"));
        require(review, !review.select("form[action$=/decision]").isEmpty(), "no decision to look at");
        Page done = timed(handIn, () -> review.submit("form[action$=/decision]", Map.of()));
        require(done, done.status() == 200, "not handed in");
    }

    /** Looks at the lead's pages and settles what is disputed, while the others work. */
    private Object lead(HttpBrowser browser) throws InterruptedException {
        while (!over) {
            timed("At work: lead's desk", () -> browser.get(laurel + "/assess/lead"));
            timed("At work: agreement", () -> browser.get(laurel + "/assess/lead/statistics"));
            timed("At work: agreement by person", () -> browser.get(laurel + "/assess/lead/statistics/people"));
            Page desk = browser.get(laurel + "/assess");
            String dispute = "form:has(input[name=work][value=DISPUTE])";
            if (!desk.select(dispute).isEmpty()) {
                decide(
                        takeAndOpen(browser, desk.form(dispute), ""),
                        false,
                        "At work: settle a dispute (hand in)",
                        false);
                settled.incrementAndGet();
            }
            TimeUnit.MILLISECONDS.sleep(250);
        }
        return true;
    }

    private Page timed(String step, Supplier<Page> action) {
        long begin = System.nanoTime();
        Page page = action.get();
        double milliseconds = (System.nanoTime() - begin) / 1e6;
        require(page, page.status() < 400, "error");
        List<Double> of = taken.get(step);
        if (of != null) {
            synchronized (taken) {
                of.add(milliseconds);
            }
        }
        return page;
    }

    private static void require(Page page, boolean well, String otherwise) {
        if (!well) {
            String text = page.text();
            throw new IllegalStateException(otherwise + ": " + page.status() + " at " + page.uri() + ": "
                    + text.substring(0, Math.min(text.length(), 600)));
        }
    }
}
