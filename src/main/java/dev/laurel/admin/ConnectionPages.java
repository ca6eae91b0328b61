package dev.laurel.admin;

import dev.laurel.lti.Registration;
import dev.laurel.lti.RegistrationId;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.check.CheckLine;
import dev.laurel.lti.check.CheckPlaces;
import dev.laurel.lti.check.CheckView;
import dev.laurel.lti.check.CheckedPlace;
import dev.laurel.lti.check.ConnectionCheck;
import dev.laurel.lti.check.Finding;
import dev.laurel.person.StaffMember;
import dev.laurel.system.NotFound;
import dev.laurel.system.Paging;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The connection check for operators, platform by platform. */
@Controller
class ConnectionPages {

    private static final String BASE = "/admin/connections";
    private static final int PAGE_SIZE = 25;

    private final Registrations registrations;
    private final ConnectionCheck check;
    private final CheckPlaces places;
    private final CheckView view;
    private final Districts districts;

    ConnectionPages(
            Registrations registrations,
            ConnectionCheck check,
            CheckPlaces places,
            CheckView view,
            Districts districts) {
        this.registrations = registrations;
        this.check = check;
        this.places = places;
        this.view = view;
        this.districts = districts;
    }

    record Line(UUID id, String name, String issuer, String clientId, String district) {}

    @GetMapping(BASE)
    ModelAndView list(StaffMember operator, @RequestParam(defaultValue = "0") String page) {
        Paging paging = Paging.of(Paging.number(page), registrations.count(), PAGE_SIZE);
        return new ModelAndView("admin/connections")
                .addObject("section", "admin-connections")
                .addObject("paging", paging)
                .addObject(
                        "platforms",
                        registrations.list(paging.page(), PAGE_SIZE).stream()
                                .map(this::line)
                                .toList());
    }

    @GetMapping(BASE + "/{id}")
    ModelAndView page(StaffMember operator, @PathVariable UUID id) {
        return page(place(id), List.of());
    }

    /** Without scripts: every line, and then the page. */
    @PostMapping(BASE + "/{id}")
    ModelAndView runAll(StaffMember operator, @PathVariable UUID id) {
        CheckedPlace place = place(id);
        return page(place, check.runAll(place));
    }

    @PostMapping(BASE + "/{id}/{line}")
    ModelAndView run(StaffMember operator, @PathVariable UUID id, @PathVariable String line) {
        CheckLine known = CheckLine.named(line).orElseThrow(() -> new NotFound("No line " + line));
        CheckedPlace place = place(id);
        return view.line(address(place), check.run(known, place, null));
    }

    private CheckedPlace place(UUID id) {
        return places.of(new RegistrationId(id)).orElseThrow(() -> new NotFound("No registration " + id));
    }

    private ModelAndView page(CheckedPlace place, List<Finding> findings) {
        return view.page("admin/connection", address(place), place, findings)
                .addObject("section", "admin-connections")
                .addObject("platform", line(place.registration()));
    }

    private static String address(CheckedPlace place) {
        return BASE + "/" + place.registration().id().value();
    }

    private Line line(Registration registration) {
        return new Line(
                registration.id().value(),
                registration.platformName() != null ? registration.platformName() : registration.issuer(),
                registration.issuer(),
                registration.clientId(),
                districts.nameOf(registration.home()));
    }
}
