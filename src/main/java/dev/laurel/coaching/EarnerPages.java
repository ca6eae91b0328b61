package dev.laurel.coaching;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.coaching.Comment.Thread;
import dev.laurel.coaching.DraftSharing.Asked;
import dev.laurel.coaching.DraftSharing.Wish;
import dev.laurel.coaching.SharedDrafts.Fresh;
import dev.laurel.coaching.Talk.Said;
import dev.laurel.coaching.Talk.Typed;
import dev.laurel.course.Placement;
import dev.laurel.course.Placements;
import dev.laurel.course.Rosters;
import dev.laurel.lti.Launch;
import dev.laurel.person.Persons;
import dev.laurel.submission.Submission;
import dev.laurel.submission.SubmissionId;
import dev.laurel.submission.SubmissionState;
import dev.laurel.submission.Submissions;
import dev.laurel.system.NotFound;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** To whom the earner of this window shows the draft, and what those wrote about it. */
@Controller
@RequestMapping("/l/{launch}/coaching")
class EarnerPages {

    private static final Set<String> WAYS = Set.of("colleague", "lead", "mail");

    private final Placements placements;
    private final Persons persons;
    private final Submissions submissions;
    private final Catalogue catalogue;
    private final Rosters rosters;
    private final Shares shares;
    private final DraftSharing sharing;
    private final CoachComments comments;
    private final Talk talk;
    private final Letters letters;
    private final Clock clock;

    EarnerPages(
            Placements placements,
            Persons persons,
            Submissions submissions,
            Catalogue catalogue,
            Rosters rosters,
            Shares shares,
            DraftSharing sharing,
            CoachComments comments,
            Talk talk,
            Letters letters,
            Clock clock) {
        this.placements = placements;
        this.persons = persons;
        this.submissions = submissions;
        this.catalogue = catalogue;
        this.rosters = rosters;
        this.shares = shares;
        this.sharing = sharing;
        this.comments = comments;
        this.talk = talk;
        this.letters = letters;
        this.clock = clock;
    }

    /** Somebody to whom it is or was shown. */
    record Line(Share share, boolean inForce, Shares.Views views, Set<String> withheld, List<Talked> said) {}

    /**
     * A thread and what it is about, in the author's words.
     *
     * @param path of the page of that question or artefact, below the window; absent for a criterion or all of it
     */
    record Talked(Thread thread, String title, @Nullable String path) {}

    /** Something that may be kept back. */
    record Part(String id, String title) {}

    private record Own(Submission submission, MicroCredential credential) {}

    private Own own(Launch launch) {
        Placement placement = placements
                .at(launch)
                .orElseThrow(
                        () -> new NotFound("The link of launch " + launch.id().value() + " stands for nothing"));
        Submission submission = submissions
                .of(persons.earning(launch), placement.version())
                .orElseThrow(() -> new NotFound("Launch " + launch.id().value() + " has begun nothing"));
        return new Own(submission, catalogue.version(submission.version()).orElseThrow());
    }

    @GetMapping
    ModelAndView page(Launch launch, @RequestParam(defaultValue = "") String done) {
        return page(launch, own(launch)).addObject("done", done.matches("[a-z-]{1,20}") ? done : "");
    }

    private ModelAndView page(Launch launch, Own own) {
        MicroCredential credential = own.credential();
        boolean named = rosters.state(launch).named() > 0;
        return new ModelAndView("coaching/mine")
                .addObject("barTitle", credential.title())
                .addObject("base", launch.path("/coaching"))
                .addObject("submission", own.submission())
                .addObject("open", own.submission().state() == SubmissionState.DRAFT)
                .addObject("lines", lines(own))
                .addObject("parts", parts(credential))
                .addObject("byCoach", false)
                .addObject("inCourse", named)
                .addObject("leads", sharing.leads(launch))
                .addObject("canMail", letters.canBeSent())
                .addObject("terms", DraftSharing.TERMS)
                .addObject("wish", new Wish("", 30, false, List.of()))
                .addObject("next", new Fresh())
                .addObject("done", "")
                .addObject("most", Talk.MOST_CHARACTERS);
    }

    private List<Line> lines(Own own) {
        return shares.of(own.submission().id()).stream()
                .map(share -> new Line(
                        share,
                        share.isInForce(clock.instant()),
                        shares.views(share.id()),
                        shares.withheld(share.id()),
                        comments.threads(share.id()).stream()
                                .map(thread -> said(thread, own.credential()))
                                .toList()))
                .toList();
    }

    private static Talked said(Thread thread, MicroCredential credential) {
        String key = thread.first().about().key();
        String id = key.isEmpty() ? "" : key.substring(2);
        if (key.startsWith("c:")) {
            return new Talked(
                    thread,
                    credential.rubric().criteria().stream()
                            .filter(criterion -> criterion.id().equals(id))
                            .map(criterion -> criterion.title())
                            .findFirst()
                            .orElse(id),
                    null);
        }
        boolean question = credential.parts().stream()
                .flatMap(part -> part.questions().stream())
                .anyMatch(asked -> asked.id().equals(id));
        String path = key.isEmpty() ? null : "/evidence/" + (question ? "questions/" : "artefacts/") + id;
        String title = parts(credential).stream()
                .filter(part -> part.id().equals(id))
                .map(Part::title)
                .findFirst()
                .orElse("");
        return new Talked(thread, title, path);
    }

    private static List<Part> parts(MicroCredential credential) {
        return credential.parts().stream()
                .flatMap(part -> Stream.concat(
                        part.questions().stream().map(asked -> new Part(asked.id(), asked.prompt())),
                        part.artefacts().stream().map(shown -> new Part(shown.id(), shown.title()))))
                .toList();
    }

    /** @param how {@code colleague}, {@code lead} or {@code mail} */
    @PostMapping("/shares")
    ModelAndView share(
            Launch launch,
            @RequestParam(defaultValue = "") String how,
            @RequestParam(defaultValue = "") String who,
            @RequestParam(defaultValue = "0") int days,
            @RequestParam(defaultValue = "false") boolean agreed,
            @RequestParam(defaultValue = "") List<String> withheld) {
        Own own = own(launch);
        Wish wish = new Wish(who, days, agreed, DraftSharing.requirements(withheld, own.credential()));
        SubmissionId draft = own.submission().id();
        Asked asked =
                switch (how) {
                    case "mail" -> sharing.byMail(launch, draft, wish);
                    case "lead" -> sharing.withLead(launch, draft, wish);
                    default -> sharing.withColleague(launch, draft, wish);
                };
        if (asked == Asked.SHARED) {
            return new ModelAndView("redirect:" + launch.path("/coaching?done=shared"));
        }
        ModelAndView again = page(launch, own)
                .addObject("wish", wish)
                .addObject("how", WAYS.contains(how) ? how : "colleague")
                .addObject("problem", "coaching.ask." + asked.key());
        again.setStatus(asked == Asked.NO_DRAFT ? HttpStatus.CONFLICT : HttpStatus.UNPROCESSABLE_CONTENT);
        return again;
    }

    @PostMapping("/shares/{share}/end")
    String end(Launch launch, @PathVariable UUID share) {
        sharing.end(sharing.ofEarner(own(launch).submission().id(), share));
        return "redirect:" + launch.path("/coaching?done=ended");
    }

    @PostMapping("/shares/{share}/withheld")
    String withhold(Launch launch, @PathVariable UUID share, @RequestParam(defaultValue = "") List<String> withheld) {
        Own own = own(launch);
        sharing.withhold(
                sharing.ofEarner(own.submission().id(), share), DraftSharing.requirements(withheld, own.credential()));
        return "redirect:" + launch.path("/coaching?done=withheld");
    }

    /** Answers a comment, or begins a thread about all of it. */
    @PostMapping("/shares/{share}/comments")
    ModelAndView comment(
            Launch launch,
            @PathVariable UUID share,
            @RequestParam UUID id,
            @RequestParam(required = false) @Nullable UUID thread,
            @RequestParam(defaultValue = "") String words) {
        Own own = own(launch);
        Share found = sharing.ofEarner(own.submission().id(), share);
        Typed typed = new Typed(id, thread, About.ALL, words);
        Said said = talk.say(found, false, typed);
        if (said == Said.KEPT) {
            return new ModelAndView("redirect:" + launch.path("/coaching?done=said"));
        }
        return CoachForms.refused(page(launch, own), said, typed).addObject("typedShare", found.id());
    }

    @PostMapping("/shares/{share}/comments/{comment}/done")
    ModelAndView done(
            Launch launch,
            @PathVariable UUID share,
            @PathVariable UUID comment,
            @RequestParam(defaultValue = "true") boolean done) {
        Own own = own(launch);
        Share found = sharing.ofEarner(own.submission().id(), share);
        if (talk.done(found, comment, done)) {
            return new ModelAndView("redirect:" + launch.path("/coaching#t-" + comment));
        }
        ModelAndView page = page(launch, own).addObject("problem", "coaching.said.frozen");
        page.setStatus(HttpStatus.CONFLICT);
        return page;
    }
}
