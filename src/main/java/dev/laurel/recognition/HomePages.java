package dev.laurel.recognition;

import dev.laurel.person.StaffMember;
import dev.laurel.system.Paging;
import dev.laurel.tenant.Tenant;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Where the operator says in which state or district the teachers of each tenant teach. */
@Controller
class HomePages {

    private static final Logger log = LoggerFactory.getLogger(HomePages.class);
    private static final int PAGE_SIZE = 25;

    private final Tenants tenants;
    private final Recognition recognition;

    HomePages(Tenants tenants, Recognition recognition) {
        this.tenants = tenants;
        this.recognition = recognition;
    }

    /** @param at code of the closest authority, empty where nobody has said */
    record Line(UUID tenant, String name, String at) {}

    @GetMapping("/admin/recognition")
    ModelAndView list(
            StaffMember operator,
            @RequestParam(defaultValue = "0") String page,
            @RequestParam(defaultValue = "") String saved) {
        int at = Paging.number(page);
        List<Tenant> found = tenants.list(at, PAGE_SIZE + 1);
        return new ModelAndView("recognition/homes")
                .addObject("section", "admin-recognition")
                .addObject("saved", !saved.isEmpty())
                .addObject("page", at)
                .addObject("pages", Paging.on(at, found.size(), PAGE_SIZE).pages())
                .addObject("authorities", recognition.authorities())
                .addObject(
                        "lines", found.stream().limit(PAGE_SIZE).map(this::line).toList());
    }

    private Line line(Tenant tenant) {
        return new Line(
                tenant.id().value(),
                tenant.name(),
                recognition.home(tenant.id(), null).authorities().stream()
                        .findFirst()
                        .map(authority -> authority.code().value())
                        .orElse(""));
    }

    @PostMapping("/admin/recognition/{tenant}")
    String settle(
            StaffMember operator,
            @PathVariable UUID tenant,
            @RequestParam(defaultValue = "") String at,
            @RequestParam(defaultValue = "0") String page) {
        TenantId id = new TenantId(tenant);
        if (tenants.nameOf(id).isPresent()) {
            List<AuthorityCode> authorities = Optional.of(at)
                    .filter(AuthorityCode::isValid)
                    .map(AuthorityCode::new)
                    .filter(code -> recognition.at(code).isPresent())
                    .map(List::of)
                    .orElse(List.of());
            recognition.settle(id, authorities, "operator " + operator.id().value());
            log.info("Operator {} put tenant {} in {}", operator.id().value(), tenant, authorities);
        }
        return "redirect:/admin/recognition?saved=yes&page=" + (page.matches("\\d{1,6}") ? page : "0");
    }
}
