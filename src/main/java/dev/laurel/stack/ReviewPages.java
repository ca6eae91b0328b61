package dev.laurel.stack;

import dev.laurel.badge.Compositions;
import dev.laurel.badge.Holding;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.Stack;
import dev.laurel.catalog.StackId;
import dev.laurel.person.Person;
import dev.laurel.person.Persons;
import dev.laurel.person.StaffMember;
import dev.laurel.system.NotFound;
import dev.laurel.system.Paging;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Where an officer of the issuer looks at completed stacks that have lost a part. */
@Controller
@RequestMapping("/issue/stacks")
class ReviewPages {

    private static final Logger log = LoggerFactory.getLogger(ReviewPages.class);
    private static final int PAGE_SIZE = 25;
    private static final int WAITING_SIZE = 10;

    private final Completions completions;
    private final WaitedFor waiting;
    private final Compositions compositions;
    private final Catalogue catalogue;
    private final Persons persons;
    private final CompleteStacks stacks;

    ReviewPages(
            Completions completions,
            WaitedFor waiting,
            Compositions compositions,
            Catalogue catalogue,
            Persons persons,
            CompleteStacks stacks) {
        this.completions = completions;
        this.waiting = waiting;
        this.compositions = compositions;
        this.catalogue = catalogue;
        this.persons = persons;
        this.stacks = stacks;
    }

    /**
     * @param earner absent when no platform tells a name
     * @param policy as message keys spell it
     * @param status of the stack's badge, as message keys spell it
     */
    record Line(
            Completion completion,
            String title,
            String language,
            @Nullable String earner,
            String policy,
            String status,
            List<Completion.Part> lost) {}

    /** A stack that people completed and whose badge is not signed, because its issuer is another district's. */
    record Waits(Stack stack, int people, Instant since) {}

    @GetMapping
    ModelAndView list(
            StaffMember officer,
            @RequestParam(defaultValue = "0") String page,
            @RequestParam(defaultValue = "0") String waits,
            @RequestParam(defaultValue = "") String done) {
        int at = Paging.number(page);
        int waitingAt = Paging.number(waits);
        List<WaitedFor.Line> waited =
                waiting.in(officer.issues(), catalogue.stacks(), waitingAt, WAITING_SIZE, WAITING_SIZE + 1);
        List<Completion> found = completions.toReview(officer.issues(), at, PAGE_SIZE + 1);
        return new ModelAndView("stack/reviews")
                .addObject("section", "issue-stacks")
                .addObject(
                        "waiting",
                        waited.stream().limit(WAITING_SIZE).flatMap(this::waits).toList())
                .addObject("waitingPage", waitingAt)
                .addObject(
                        "waitingPages",
                        Paging.on(waitingAt, waited.size(), WAITING_SIZE).pages())
                .addObject("done", done.equals("kept") || done.equals("suspended") ? done : "")
                .addObject("problem", "")
                .addObject("page", at)
                .addObject("pages", Paging.on(at, found.size(), PAGE_SIZE).pages())
                .addObject(
                        "lines", found.stream().limit(PAGE_SIZE).map(this::line).toList());
    }

    private Stream<Waits> waits(WaitedFor.Line line) {
        return catalogue.current(new StackId(line.stack())).stream()
                .map(stack -> new Waits(stack, line.people(), line.since()));
    }

    private Line line(Completion completion) {
        Stack stack = catalogue.stackVersion(completion.version()).orElseThrow();
        Person person =
                persons.find(completion.tenant(), Set.of(completion.person())).get(completion.person());
        return new Line(
                completion,
                stack.badge().name(),
                stack.language(),
                person == null ? null : person.name(),
                completion.reviewPolicy() == null
                        ? "flag"
                        : completion.reviewPolicy().name().toLowerCase(Locale.ROOT),
                compositions
                        .holding(completion.tenant(), completion.credentialId())
                        .map(Holding::status)
                        .map(status -> status.name().toLowerCase(Locale.ROOT))
                        .orElse("gone"),
                completions.parts(completion.id()).stream()
                        .filter(part -> part.lostAt() != null)
                        .toList());
    }

    /** @param act {@code keep} or {@code suspend}; either needs words */
    @PostMapping("/{id}")
    ModelAndView decide(
            StaffMember officer,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String act,
            @RequestParam(defaultValue = "") String words) {
        Completion completion = completions
                .find(officer.issues(), new CompletionId(id))
                .orElseThrow(() -> new NotFound("No completion " + id + " that this officer looks after"));
        if (words.isBlank()) {
            return list(officer, "0", "0", "").addObject("problem", id.toString());
        }
        boolean suspend = act.equals("suspend");
        stacks.review(completion, officer.id(), suspend, words.strip());
        log.info("Officer {} looked at completion {}: {}", officer.id().value(), id, suspend ? "suspended" : "kept");
        return new ModelAndView("redirect:/issue/stacks?done=" + (suspend ? "suspended" : "kept"));
    }
}
