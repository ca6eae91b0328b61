package dev.laurel.coaching;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.coaching.SharedDrafts.Draft;
import dev.laurel.lti.Launch;
import dev.laurel.submission.Submission;
import dev.laurel.submission.Submissions;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Drafts that colleagues share with the account of this window. */
@Controller
@RequestMapping("/l/{launch}/shared")
class CoachInCourse {

    private final Shares shares;
    private final DraftSharing sharing;
    private final Submissions submissions;
    private final Catalogue catalogue;
    private final SharedDrafts drafts;
    private final DraftFiles files;
    private final CoachForms forms;
    private final CoachMail people;
    private final Clock clock;

    CoachInCourse(
            Shares shares,
            DraftSharing sharing,
            Submissions submissions,
            Catalogue catalogue,
            SharedDrafts drafts,
            DraftFiles files,
            CoachForms forms,
            CoachMail people,
            Clock clock) {
        this.shares = shares;
        this.sharing = sharing;
        this.submissions = submissions;
        this.catalogue = catalogue;
        this.drafts = drafts;
        this.files = files;
        this.forms = forms;
        this.people = people;
        this.clock = clock;
    }

    /** One line of the list. */
    record Line(UUID id, String earner, String title, Instant since, Instant until, boolean opened) {

        @Override
        public String toString() {
            return "Line[" + id + "]";
        }
    }

    @GetMapping
    ModelAndView list(Launch launch, Locale locale) {
        List<Line> lines = shares.with(launch.tenant(), launch.user(), clock.instant()).stream()
                .map(share -> line(share, locale))
                .toList();
        return new ModelAndView("coaching/shared").addObject("lines", lines);
    }

    private Line line(Share share, Locale locale) {
        String title = submissions
                .find(share.submission())
                .map(Submission::version)
                .flatMap(catalogue::version)
                .map(MicroCredential::title)
                .orElse("");
        return new Line(
                share.id().value(),
                people.name(share, locale),
                title,
                share.createdAt(),
                share.expiresAt(),
                share.openedAt() != null);
    }

    @GetMapping("/{share}")
    ModelAndView draft(
            Launch launch, @PathVariable UUID share, @RequestParam(defaultValue = "") String said, Locale locale) {
        Share found = sharing.withAccount(launch, share);
        sharing.opensInCourse(found, launch);
        sharing.viewed(found, null);
        return page(launch, drafts.of(found), locale).addObject("said", said.equals("kept"));
    }

    private ModelAndView page(Launch launch, Draft draft, Locale locale) {
        return drafts.page("coaching/draft-in-course", draft, base(launch, draft.share()), locale)
                .addObject("barTitle", draft.credential().title());
    }

    private static String base(Launch launch, Share share) {
        return launch.path("/shared/" + share.id().value());
    }

    @GetMapping("/{share}/files/{file}")
    ResponseEntity<Resource> file(
            Launch launch,
            @PathVariable UUID share,
            @PathVariable UUID file,
            @RequestHeader(name = HttpHeaders.RANGE, required = false) @Nullable String range,
            HttpServletResponse response) {
        Share found = sharing.withAccount(launch, share);
        sharing.opensInCourse(found, launch);
        Draft draft = drafts.of(found);
        CoachForms.neverRuns(response);
        return files.send(draft, file, range);
    }

    @PostMapping("/{share}/comments")
    ModelAndView comment(
            Launch launch,
            @PathVariable UUID share,
            @RequestParam UUID id,
            @RequestParam(required = false) @Nullable UUID thread,
            @RequestParam(defaultValue = "") String about,
            @RequestParam(defaultValue = "") String words,
            Locale locale) {
        if (sharing.wasWithAccount(launch, share)) {
            return CoachForms.over("coaching/over-in-course", words);
        }
        Share found = sharing.withAccount(launch, share);
        sharing.opensInCourse(found, launch);
        Draft draft = drafts.of(found);
        Talk.Typed typed = forms.typed(draft, id, thread, about, words);
        return forms.say(draft, typed, base(launch, found), () -> page(launch, draft, locale));
    }
}
