package dev.laurel.journey;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.course.Calendar;
import dev.laurel.course.PlaceDates;
import dev.laurel.course.Placement;
import dev.laurel.course.PlacementId;
import dev.laurel.course.Placements;
import dev.laurel.course.TypedDates;
import dev.laurel.course.Zone;
import dev.laurel.lti.ContentItem.Dates;
import dev.laurel.lti.Launch;
import dev.laurel.lti.LaunchContext;
import dev.laurel.system.NotFound;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The dates of one micro-credential in a course, for who leads the course to say, change and take away. */
@Controller
@RequestMapping("/l/{launch}/course/dates/{place}")
class DatesPage {

    private static final int LONGEST = 60;

    private final Placements placements;
    private final Catalogue catalogue;
    private final Calendar calendar;

    DatesPage(Placements placements, Catalogue catalogue, Calendar calendar) {
        this.placements = placements;
        this.catalogue = catalogue;
        this.calendar = calendar;
    }

    /** What stands in the form, as browsers send it. */
    record Form(String from, String due, String until, String zone) {

        static Form of(PlaceDates dates) {
            ZoneId zone = ZoneId.of(dates.zone().isEmpty() ? "UTC" : dates.zone());
            return new Form(
                    typed(dates.opens(), zone), typed(dates.due(), zone), typed(dates.closes(), zone), dates.zone());
        }

        private static String typed(@Nullable Instant at, ZoneId zone) {
            return at == null
                    ? ""
                    : LocalDateTime.ofInstant(at, zone)
                            .truncatedTo(ChronoUnit.MINUTES)
                            .toString();
        }

        private static String cut(String text) {
            String bare = text.strip();
            return bare.length() > LONGEST ? bare.substring(0, LONGEST) : bare;
        }
    }

    private Placement place(Launch launch, UUID id) {
        LaunchContext course = launch.context();
        return placements
                .find(launch.tenant(), new PlacementId(id))
                .filter(found -> launch.roles().isCoordinator()
                        && course != null
                        && found.context().equals(course.id()))
                .orElseThrow(() -> new NotFound(
                        "No dates of " + id + " for launch " + launch.id().value()));
    }

    @GetMapping
    ModelAndView page(
            Launch launch, @PathVariable UUID place, @RequestParam(defaultValue = "") String kept, Locale locale) {
        Placement found = place(launch, place);
        return page(found, Form.of(calendar.find(launch.tenant(), found.id())), locale)
                .addObject("kept", kept);
    }

    private ModelAndView page(Placement place, Form form, Locale locale) {
        MicroCredential of = catalogue
                .version(place.version())
                .orElseThrow(() -> new NotFound("No version at " + place.id().value()));
        return new ModelAndView("journey/dates")
                .addObject("place", place.id().value())
                .addObject("credential", of)
                .addObject("barTitle", of.title())
                .addObject("dates", calendar.find(place.tenant(), place.id()))
                .addObject("form", form)
                .addObject("zones", Zone.choices(form.zone(), locale));
    }

    /** Keeps what was typed, or shows it again with what is wrong with it. */
    @PostMapping
    Object keep(
            Launch launch,
            @PathVariable UUID place,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String due,
            @RequestParam(defaultValue = "") String until,
            @RequestParam(defaultValue = "") String zone,
            Locale locale) {
        Placement found = place(launch, place);
        Form form = new Form(Form.cut(from), Form.cut(due), Form.cut(until), Form.cut(zone));
        TypedDates typed = TypedDates.read(form.from(), form.due(), form.until(), form.zone());
        Dates told = calendar.find(launch.tenant(), found.id()).told();
        Dates together = new Dates(
                told.availableFrom() == null ? typed.dates().availableFrom() : told.availableFrom(),
                told.due() == null ? typed.dates().due() : told.due(),
                told.availableUntil() == null ? typed.dates().availableUntil() : told.availableUntil());
        String problem = typed.problem().isEmpty() && !TypedDates.inOrder(together) ? "order" : typed.problem();
        if (!problem.isEmpty()) {
            return page(found, form, locale).addObject("problem", problem);
        }
        boolean taken = typed.dates().equals(Dates.NONE);
        calendar.keep(launch.tenant(), found.id(), typed.dates(), taken ? "" : form.zone());
        return "redirect:" + launch.path("/course/dates/" + place + "?kept=" + (taken ? "taken" : "yes"));
    }
}
