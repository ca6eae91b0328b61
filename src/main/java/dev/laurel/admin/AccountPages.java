package dev.laurel.admin;

import dev.laurel.person.Person;
import dev.laurel.person.Persons;
import dev.laurel.person.StaffMember;
import dev.laurel.system.Paging;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Accounts of learning platforms that carry the same e-mail address: perhaps one person whom a platform made anew, or who
 * comes by two platforms. They are shown, not merged, since nobody verified the address.
 */
@Controller
class AccountPages {

    private static final int PAGE_SIZE = 25;

    private final Persons persons;
    private final Districts districts;

    AccountPages(Persons persons, Districts districts) {
        this.persons = persons;
        this.districts = districts;
    }

    record Line(String address, String district, List<Person> persons) {}

    @GetMapping("/admin/accounts")
    ModelAndView list(StaffMember operator, @RequestParam(defaultValue = "0") String page) {
        Paging paging = Paging.of(Paging.number(page), persons.countSharedAddresses(), PAGE_SIZE);
        List<Line> lines = persons.sharedAddresses(paging.page(), PAGE_SIZE).stream()
                .map(shared -> new Line(shared.address(), districts.nameOf(shared.tenant()), shared.persons()))
                .toList();
        return new ModelAndView("admin/accounts")
                .addObject("section", "admin-accounts")
                .addObject("lines", lines)
                .addObject("paging", paging);
    }
}
