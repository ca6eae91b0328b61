package dev.laurel.journey;

import dev.laurel.badge.Badges;
import dev.laurel.lti.Launch;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.person.PrivacyTrail;
import dev.laurel.submission.Kept;
import dev.laurel.submission.OwnData;
import dev.laurel.submission.Submissions;
import dev.laurel.system.NotFound;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What everybody may do with their own data, in the window of any launch: take a copy, ask for deletion, think again. */
@Controller
@RequestMapping("/l/{launch}/data")
class DataPages {

    private static final Kept NOTHING = new Kept(0, 0, 0, 0, 0, 0);

    private final Persons persons;
    private final Submissions submissions;
    private final OwnData ownData;
    private final Badges badges;
    private final DataCopy copy;
    private final PrivacyTrail trail;
    private final Clock clock;

    DataPages(
            Persons persons,
            Submissions submissions,
            OwnData ownData,
            Badges badges,
            DataCopy copy,
            PrivacyTrail trail,
            Clock clock) {
        this.persons = persons;
        this.submissions = submissions;
        this.ownData = ownData;
        this.badges = badges;
        this.copy = copy;
        this.trail = trail;
        this.clock = clock;
    }

    @GetMapping
    ModelAndView page(Launch launch, @RequestParam Map<String, String> parameters) {
        Optional<PersonId> person = persons.behind(launch.tenant(), launch.user());
        return new ModelAndView("journey/data")
                .addObject("launch", launch)
                .addObject("known", person.isPresent())
                .addObject(
                        "kept",
                        person.map(own -> submissions.kept(launch.tenant(), own))
                                .orElse(NOTHING))
                .addObject(
                        "badges",
                        person.map(own -> badges.count(launch.tenant(), submissions.idsOf(launch.tenant(), own)))
                                .orElse(0))
                .addObject(
                        "request",
                        person.flatMap(own -> ownData.request(launch.tenant(), own))
                                .orElse(null))
                .addObject("undoDays", ownData.toThinkAgain().toDays())
                .addObject("now", clock.instant())
                .addObject("notice", parameters.containsKey("undone") ? "undone" : "");
    }

    /** The ZIP, written as it is read; a copy that is cut off says so by having no end. */
    @GetMapping("/copy")
    void copy(Launch launch, Locale locale, HttpServletResponse response) throws IOException {
        PersonId person = person(launch);
        trail.record(
                launch.tenant(),
                person,
                PrivacyTrail.Action.COPY_TAKEN,
                launch.id().value().toString());
        String name = "laurel-" + LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) + ".zip";
        response.setContentType("application/zip");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(name).build().toString());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        copy.write(launch.tenant(), person, locale, response.getOutputStream());
    }

    /** Asking twice is asking once. */
    @PostMapping("/deletion")
    String askForDeletion(Launch launch, @RequestParam(defaultValue = "false") boolean badges) {
        ownData.askForDeletion(launch.tenant(), person(launch), badges);
        return "redirect:" + launch.path("/data");
    }

    @PostMapping("/deletion/undo")
    String keepAfterAll(Launch launch) {
        boolean undone = ownData.keepAfterAll(launch.tenant(), person(launch));
        return "redirect:" + launch.path("/data" + (undone ? "?undone" : ""));
    }

    private PersonId person(Launch launch) {
        return persons.behind(launch.tenant(), launch.user())
                .orElseThrow(() -> new NotFound(
                        "Nothing is kept of account " + launch.user().value()));
    }
}
