package dev.laurel.admin;

import dev.laurel.gradebook.PlatformGrades;
import dev.laurel.lti.Registration;
import dev.laurel.lti.RegistrationId;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.services.ScoreNotAccepted.Reason;
import dev.laurel.person.StaffMember;
import dev.laurel.system.NotFound;
import dev.laurel.system.Paging;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** How grades go to each platform: what waits, what cannot be delivered and what to do about it. Names nobody. */
@Controller
class GradePages {

    private static final Logger log = LoggerFactory.getLogger(GradePages.class);
    private static final int PAGE_SIZE = 20;

    private final Registrations registrations;
    private final PlatformGrades grades;
    private final Districts districts;

    GradePages(Registrations registrations, PlatformGrades grades, Districts districts) {
        this.registrations = registrations;
        this.grades = grades;
        this.districts = districts;
    }

    record Platform(UUID id, String name, String district, PlatformGrades.Figures figures) {}

    @GetMapping("/admin/grades")
    ModelAndView grades(
            StaffMember operator,
            @RequestParam(defaultValue = "0") String page,
            @RequestParam(defaultValue = "") String again) {
        Paging paging = Paging.of(Paging.number(page), registrations.count(), PAGE_SIZE);
        return new ModelAndView("admin/grades")
                .addObject("section", "admin-grades")
                .addObject("paging", paging)
                .addObject("again", again.matches("\\d{1,9}") ? Integer.valueOf(again) : null)
                .addObject(
                        "platforms",
                        registrations.list(paging.page(), PAGE_SIZE).stream()
                                .map(this::platform)
                                .toList());
    }

    /** Tries everything again that one platform refused for one reason, after somebody has mended it there. */
    @PostMapping("/admin/grades/{platform}/again")
    ModelAndView sendAgain(StaffMember operator, @PathVariable UUID platform, @RequestParam Reason reason) {
        int again = grades.sendAgain(known(platform), reason);
        log.info("Operator {} sends {} grades to {} again", operator.id().value(), again, platform);
        return new ModelAndView("redirect:/admin/grades?again=" + again);
    }

    /** Calls a platform now that is left alone for a while. */
    @PostMapping("/admin/grades/{platform}/try")
    ModelAndView tryNow(StaffMember operator, @PathVariable UUID platform) {
        grades.tryNow(known(platform));
        return new ModelAndView("redirect:/admin/grades");
    }

    private RegistrationId known(UUID platform) {
        return registrations
                .find(new RegistrationId(platform))
                .map(Registration::id)
                .orElseThrow(() -> new NotFound("No registration " + platform));
    }

    private Platform platform(Registration registration) {
        return new Platform(
                registration.id().value(),
                registration.platformName() != null ? registration.platformName() : registration.issuer(),
                districts.nameOf(registration.home()),
                grades.of(registration.id()));
    }
}
