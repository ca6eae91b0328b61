package dev.laurel.assessment;

import dev.laurel.assessment.Seats.Overdue;
import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.person.Staff;
import dev.laurel.person.StaffId;
import dev.laurel.person.StaffMember;
import dev.laurel.tenant.Tenants;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The lead's desk: what nobody can do, and what is overdue. */
@Controller
class LeadController {

    private static final int PAGE_SIZE = 25;

    private final Staffing staffing;
    private final Seats seats;
    private final Deadlines deadlines;
    private final Catalogue catalogue;
    private final Staff staff;
    private final Tenants tenants;
    private final Clock clock;

    LeadController(
            Staffing staffing,
            Seats seats,
            Deadlines deadlines,
            Catalogue catalogue,
            Staff staff,
            Tenants tenants,
            Clock clock) {
        this.staffing = staffing;
        this.seats = seats;
        this.deadlines = deadlines;
        this.catalogue = catalogue;
        this.staff = staff;
        this.tenants = tenants;
        this.clock = clock;
    }

    /**
     * @param kind of work, as message keys spell it
     * @param holder absent while nobody has taken it
     * @param takenBackAt when it goes to somebody else; absent as well
     */
    record LateLine(
            String label,
            String title,
            String language,
            String kind,
            Instant dueAt,
            @Nullable String holder,
            @Nullable Instant takenBackAt) {}

    /** @param district to tell districts apart where the lead has several */
    record ShortLine(Staffing.Shortage shortage, String district) {}

    @GetMapping("/assess/lead")
    String desk(StaffMember lead, @RequestParam(defaultValue = "0") int page, Model model) {
        int shown = Math.max(0, Math.min(page, 100_000));
        List<Overdue> overdue = seats.overdue(lead.leads(), clock.instant(), shown, PAGE_SIZE + 1);
        Map<StaffId, String> names = staff.names(
                overdue.stream().map(Overdue::holder).filter(Objects::nonNull).collect(Collectors.toSet()));
        model.addAttribute("section", "lead");
        model.addAttribute(
                "shortages",
                staffing.in(lead.leads()).stream()
                        .map(shortage -> new ShortLine(
                                shortage, tenants.nameOf(shortage.tenant()).orElse("")))
                        .toList());
        model.addAttribute(
                "late",
                overdue.stream().limit(PAGE_SIZE).map(one -> late(one, names)).toList());
        model.addAttribute("page", shown);
        model.addAttribute("more", overdue.size() > PAGE_SIZE);
        return "assessment/lead";
    }

    private LateLine late(Overdue overdue, Map<StaffId, String> names) {
        MicroCredential credential = catalogue
                .version(overdue.version())
                .orElseThrow(() -> new IllegalStateException(
                        "No version " + overdue.version().value() + " in the catalogue"));
        Instant takenAt = overdue.takenAt();
        return new LateLine(
                overdue.caseId().label(),
                credential.title(),
                credential.language(),
                switch (overdue.seat()) {
                    case CHECK -> "check";
                    case FIRST, SECOND -> "rating";
                    case ADJUDICATOR -> "dispute";
                },
                overdue.dueAt(),
                overdue.holder() == null ? null : names.getOrDefault(overdue.holder(), ""),
                takenAt == null ? null : deadlines.takenBackAt(overdue.tenant(), overdue.dueAt(), takenAt));
    }
}
