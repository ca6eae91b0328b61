package dev.laurel.coaching;

import dev.laurel.coaching.SharedDrafts.Draft;
import dev.laurel.coaching.Talk.Said;
import dev.laurel.system.NotFound;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** What the pages of coaches, in a course and by mail, have in common. */
@Component
class CoachForms {

    private final Talk talk;

    CoachForms(Talk talk) {
        this.talk = talk;
    }

    /** @throws NotFound when the micro-credential asks for no such thing */
    Talk.Typed typed(Draft draft, UUID id, @Nullable UUID thread, String about, String words) {
        return new Talk.Typed(
                id,
                thread,
                About.typed(about, draft.credential()).orElseThrow(() -> new NotFound("Nothing to comment on")),
                words);
    }

    /** Keeps a comment and goes back to it, or shows the page again with what was typed. */
    ModelAndView say(Draft draft, Talk.Typed typed, String base, Supplier<ModelAndView> page) {
        Said said = talk.say(draft.share(), true, typed);
        if (said == Said.KEPT) {
            return new ModelAndView(
                    "redirect:" + base + "?said=kept#about-" + typed.about().mark());
        }
        return refused(page.get(), said, typed);
    }

    /** What was typed when the sharing had ended meanwhile: it comes back, and nothing else does. */
    static ModelAndView over(String view, String words) {
        ModelAndView page = new ModelAndView(view).addObject("section", "").addObject("typed", words);
        page.setStatus(HttpStatus.CONFLICT);
        return page;
    }

    static ModelAndView refused(ModelAndView page, Said said, Talk.Typed typed) {
        page.setStatus(
                said == Said.EMPTY || said == Said.TOO_LONG ? HttpStatus.UNPROCESSABLE_CONTENT : HttpStatus.CONFLICT);
        return page.addObject("problem", "coaching.said." + said.key())
                .addObject("typed", typed.words())
                .addObject("typedAbout", typed.about().key())
                .addObject("typedThread", typed.thread());
    }

    /** Set, not added: in place of what every page is given. */
    static void neverRuns(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Referrer-Policy", "no-referrer");
    }
}
