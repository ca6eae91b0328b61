package dev.laurel.assessment;

import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.person.StaffRole;
import dev.laurel.system.NotFound;
import dev.laurel.tenant.School;
import dev.laurel.tenant.SchoolId;
import dev.laurel.tenant.Schools;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Where those who rate say at which schools they work; leads say it for their people too. */
@Controller
class SchoolController {

    private static final Set<String> SAID = Set.of("added", "removed", "name", "many");

    private final StaffSchools staffSchools;
    private final Schools schools;
    private final Staff staff;
    private final Tenants tenants;

    SchoolController(StaffSchools staffSchools, Schools schools, Staff staff, Tenants tenants) {
        this.staffSchools = staffSchools;
        this.schools = schools;
        this.staff = staff;
        this.tenants = tenants;
    }

    /** @param known the schools that anybody of the district has named */
    record District(UUID id, String name, List<School> stated, List<School> known) {}

    @GetMapping("/assess/schools")
    ModelAndView own(StaffMember member, @RequestParam(defaultValue = "") String said) {
        return page(member.id(), districts(member), said)
                .addObject("section", "assess")
                .addObject("base", "/assess/schools/");
    }

    @PostMapping("/assess/schools/{tenant}")
    String add(StaffMember member, @PathVariable UUID tenant, @RequestParam(defaultValue = "") String school) {
        String said = add(member.id(), one(districts(member), tenant), school, member.id());
        return "redirect:/assess/schools?said=" + said;
    }

    @PostMapping("/assess/schools/{tenant}/{school}/removal")
    String remove(StaffMember member, @PathVariable UUID tenant, @PathVariable UUID school) {
        staffSchools.remove(member.id(), one(districts(member), tenant), new SchoolId(school));
        return "redirect:/assess/schools?said=removed";
    }

    @GetMapping("/assess/lead/people/{tenant}/{person}/schools")
    ModelAndView of(
            StaffMember lead,
            @PathVariable UUID tenant,
            @PathVariable UUID person,
            @RequestParam(defaultValue = "") String said) {
        TenantId led = one(lead.leads(), tenant);
        StaffId whose = person(led, person);
        return page(whose, List.of(led), said)
                .addObject("section", "lead")
                .addObject("person", staff.names(Set.of(whose)).getOrDefault(whose, ""))
                .addObject("base", "/assess/lead/people/");
    }

    @PostMapping("/assess/lead/people/{tenant}/{person}/schools")
    String add(
            StaffMember lead,
            @PathVariable UUID tenant,
            @PathVariable UUID person,
            @RequestParam(defaultValue = "") String school) {
        TenantId led = one(lead.leads(), tenant);
        String said = add(person(led, person), led, school, lead.id());
        return "redirect:/assess/lead/people/" + tenant + "/" + person + "/schools?said=" + said;
    }

    @PostMapping("/assess/lead/people/{tenant}/{person}/schools/{school}/removal")
    String remove(StaffMember lead, @PathVariable UUID tenant, @PathVariable UUID person, @PathVariable UUID school) {
        TenantId led = one(lead.leads(), tenant);
        staffSchools.remove(person(led, person), led, new SchoolId(school));
        return "redirect:/assess/lead/people/" + tenant + "/" + person + "/schools?said=removed";
    }

    private ModelAndView page(StaffId whose, Collection<TenantId> where, String said) {
        return new ModelAndView("assessment/schools")
                .addObject("whose", whose.value())
                .addObject(
                        "districts",
                        where.stream()
                                .map(tenant -> new District(
                                        tenant.value(),
                                        tenants.nameOf(tenant).orElse(""),
                                        staffSchools.of(whose, tenant),
                                        schools.of(tenant)))
                                .sorted(Comparator.comparing(District::name))
                                .toList())
                .addObject("said", SAID.contains(said) ? said : "")
                .addObject("longest", Schools.LONGEST_NAME);
    }

    private String add(StaffId whose, TenantId tenant, String name, StaffId by) {
        if (!Schools.isName(name)) {
            return "name";
        }
        return staffSchools.add(whose, tenant, name, by) ? "added" : "many";
    }

    private static Set<TenantId> districts(StaffMember member) {
        return Stream.of(member.assesses(), member.leads(), member.checks())
                .flatMap(Collection::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static TenantId one(Collection<TenantId> among, UUID tenant) {
        return among.stream()
                .filter(one -> one.value().equals(tenant))
                .findFirst()
                .orElseThrow(() -> new NotFound("Not of this person: " + tenant));
    }

    /** Somebody who rates there. */
    private StaffId person(TenantId tenant, UUID id) {
        StaffId person = new StaffId(id);
        boolean acts = Stream.of(StaffRole.ASSESSOR, StaffRole.LEAD_ASSESSOR, StaffRole.COMPLETENESS_REVIEWER)
                .anyMatch(role -> staff.acting(role, tenant).contains(person));
        if (!acts) {
            throw new NotFound("Nobody of that id rates there");
        }
        return person;
    }
}
