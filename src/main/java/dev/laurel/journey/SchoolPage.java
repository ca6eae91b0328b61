package dev.laurel.journey;

import dev.laurel.course.CourseSchools;
import dev.laurel.course.MemberSchools;
import dev.laurel.course.Placement;
import dev.laurel.course.PlacementId;
import dev.laurel.course.Placements;
import dev.laurel.lti.ContextId;
import dev.laurel.lti.Launch;
import dev.laurel.lti.LaunchContext;
import dev.laurel.lti.LtiUserId;
import dev.laurel.person.Person;
import dev.laurel.person.Persons;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.School;
import dev.laurel.tenant.Schools;
import dev.laurel.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Which school's teachers learn in a course, for who leads it to say, and who of them teaches elsewhere: assessors of that
 * school are given none of their work.
 */
@Controller
@RequestMapping("/l/{launch}/course/school")
class SchoolPage {

    private static final int PAGE_SIZE = 25;

    private final CourseSchools courses;
    private final MemberSchools members;
    private final Schools schools;
    private final Placements placements;
    private final CockpitRows rows;
    private final Persons persons;

    SchoolPage(
            CourseSchools courses,
            MemberSchools members,
            Schools schools,
            Placements placements,
            CockpitRows rows,
            Persons persons) {
        this.courses = courses;
        this.members = members;
        this.schools = schools;
        this.placements = placements;
        this.rows = rows;
        this.persons = persons;
    }

    /**
     * Somebody who learns in the course.
     *
     * @param name absent when the platform does not tell
     * @param school what was said of them; empty for what holds of the course
     */
    record Teacher(UUID account, @Nullable String name, String school) {}

    @GetMapping
    ModelAndView page(
            Launch launch,
            @RequestParam(defaultValue = "") String kept,
            @RequestParam(defaultValue = "0") String page) {
        return form(launch, saidOf(launch), at(page)).addObject("kept", kept);
    }

    private static int at(String page) {
        return page.matches("\\d{1,5}") ? Integer.parseInt(page) : 0;
    }

    private String saidOf(Launch launch) {
        return courses.of(launch.tenant(), course(launch)).map(School::name).orElse("");
    }

    private ModelAndView form(Launch launch, String name, int wanted) {
        ContextId course = course(launch);
        List<PlacementId> places = places(launch, course);
        int everybody = rows.countAccounts(launch.tenant(), course, places);
        int pages = Math.max(1, (everybody + PAGE_SIZE - 1) / PAGE_SIZE);
        int at = Math.min(wanted, pages - 1);
        return new ModelAndView("journey/school")
                .addObject("name", name)
                .addObject("known", schools.of(launch.tenant()))
                .addObject("longest", Schools.LONGEST_NAME)
                .addObject("teachers", teachers(launch, course, places, at))
                .addObject("page", at)
                .addObject("pages", pages);
    }

    private List<PlacementId> places(Launch launch, ContextId course) {
        return placements.in(launch.tenant(), course).stream()
                .map(Placement::id)
                .toList();
    }

    private List<Teacher> teachers(Launch launch, ContextId course, List<PlacementId> places, int page) {
        TenantId tenant = launch.tenant();
        List<LtiUserId> accounts = rows.accounts(tenant, course, places, page, PAGE_SIZE);
        Map<LtiUserId, String> names = rows.names(tenant, course, accounts);
        Map<LtiUserId, Person> met = persons.met(tenant, accounts);
        Map<LtiUserId, School> said = members.of(tenant, accounts);
        return accounts.stream()
                .map(account -> {
                    Person person = met.get(account);
                    String name = names.get(account);
                    School school = said.get(account);
                    return new Teacher(
                            account.value(),
                            name != null || person == null ? name : person.name(),
                            school == null ? "" : school.name());
                })
                .toList();
    }

    /** Keeps where one of them teaches, or shows what was typed again with what is wrong with it. */
    @PostMapping("/{account}")
    Object keepOf(
            Launch launch,
            @PathVariable UUID account,
            @RequestParam(defaultValue = "") String school,
            @RequestParam(defaultValue = "0") String page) {
        ContextId course = course(launch);
        LtiUserId whose = new LtiUserId(account);
        if (!rows.isIn(launch.tenant(), course, places(launch, course), whose)) {
            throw new NotFound("Account " + account + " is not in this course");
        }
        if (!school.isBlank() && !Schools.isName(school)) {
            return form(launch, saidOf(launch), at(page))
                    .addObject("wrongOf", account)
                    .addObject("typedOf", school);
        }
        members.say(launch.tenant(), whose, school, launch.user());
        return "redirect:"
                + launch.path("/course/school?page=" + at(page) + "&kept=" + (school.isBlank() ? "not-of" : "of"));
    }

    /** Keeps what was typed, or shows it again with what is wrong with it. */
    @PostMapping
    Object keep(Launch launch, @RequestParam(defaultValue = "") String school) {
        ContextId course = course(launch);
        if (!school.isBlank() && !Schools.isName(school)) {
            return form(launch, school, 0).addObject("problem", true);
        }
        courses.say(launch.tenant(), course, school);
        return "redirect:" + launch.path("/course/school?kept=" + (school.isBlank() ? "none" : "yes"));
    }

    private static ContextId course(Launch launch) {
        LaunchContext course = launch.context();
        if (!launch.roles().isCoordinator() || course == null) {
            throw new NotFound("Launch " + launch.id().value() + " is no coordinator's in a course");
        }
        return course.id();
    }
}
