package dev.laurel.journey;

import dev.laurel.course.CourseSchools;
import dev.laurel.lti.ContextId;
import dev.laurel.lti.Launch;
import dev.laurel.lti.LaunchContext;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.School;
import dev.laurel.tenant.Schools;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Which school's teachers learn in a course, for who leads it to say: assessors of that school are given none of their work. */
@Controller
@RequestMapping("/l/{launch}/course/school")
class SchoolPage {

    private final CourseSchools courses;
    private final Schools schools;

    SchoolPage(CourseSchools courses, Schools schools) {
        this.courses = courses;
        this.schools = schools;
    }

    @GetMapping
    ModelAndView page(Launch launch, @RequestParam(defaultValue = "") String kept) {
        String name =
                courses.of(launch.tenant(), course(launch)).map(School::name).orElse("");
        return form(launch, name).addObject("kept", kept);
    }

    private ModelAndView form(Launch launch, String name) {
        return new ModelAndView("journey/school")
                .addObject("name", name)
                .addObject("known", schools.of(launch.tenant()))
                .addObject("longest", Schools.LONGEST_NAME);
    }

    /** Keeps what was typed, or shows it again with what is wrong with it. */
    @PostMapping
    Object keep(Launch launch, @RequestParam(defaultValue = "") String school) {
        ContextId course = course(launch);
        if (!school.isBlank() && !Schools.isName(school)) {
            return form(launch, school).addObject("problem", true);
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
